"""Daily counts of open commitments, from which trends are drawn."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Model


class DailyCount(Model):
    """Open commitments of one circle and responsible organisation at the end of a day.

    `shared`: counted here are those that all members of the circle may read, else those that only their parties may.
    What can be recomputed is stored: `flask indicators rebuild` gives the same rows.
    """

    __tablename__ = "daily_counts"
    __table_args__ = (
        UniqueConstraint("day", "circle_id", "organisation_id", "shared", name="counted_once_a_day"),
        Index("ix_daily_counts_circle_id", "circle_id"),
        Index("ix_daily_counts_organisation_id", "organisation_id"),
    )

    day: Mapped[date]
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circles.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    shared: Mapped[bool]
    open: Mapped[int]
    late: Mapped[int]
    blocked: Mapped[int]
    overdue: Mapped[int]
    """Those past their first due date."""

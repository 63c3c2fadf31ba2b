"""Models of versions: amendments of approved minutes, rewordings of decisions, and texts as they were circulated."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import Model
from app.database.types import Moment
from forums.decisions.models import Decision
from forums.minutes.models import Minutes


class Amendment(Model):
    """Why a version of minutes replaces an approved one, which stays in force until this one is approved."""

    __tablename__ = "amendments"

    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), unique=True)
    base_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), index=True)
    """The version that was in force when this one was begun."""
    reason: Mapped[str]
    asked_by: Mapped[str] = mapped_column(String(200))
    """Who asked for the new version, as entered: a party, a letter, the presider."""
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    at: Mapped[Moment]

    minutes: Mapped[Minutes] = relationship(foreign_keys=[minutes_id], lazy="raise_on_sql")
    base: Mapped[Minutes] = relationship(foreign_keys=[base_id], lazy="raise_on_sql")
    by: Mapped[Person] = relationship(lazy="raise_on_sql")


class Rewording(Model):
    """The wording of a decision in a new version of minutes; the decision gets it when that version is approved."""

    __tablename__ = "rewordings"
    __table_args__ = (UniqueConstraint("minutes_id", "decision_id", name="one_rewording_per_version"),)

    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"))
    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decisions.id"), index=True)
    text: Mapped[str]
    basis: Mapped[str]
    dissent: Mapped[str]
    conditions: Mapped[str] = mapped_column(default="", server_default="")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    at: Mapped[Moment]

    minutes: Mapped[Minutes] = relationship(lazy="raise_on_sql")
    decision: Mapped[Decision] = relationship(lazy="raise_on_sql")


class CirculatedText(Model):
    """The content of minutes at the moment of their circulation, to be compared with what was approved."""

    __tablename__ = "circulated_texts"

    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), unique=True)
    content: Mapped[dict[str, Any]]

    minutes: Mapped[Minutes] = relationship(lazy="raise_on_sql")

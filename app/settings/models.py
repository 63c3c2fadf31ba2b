"""The unit that runs this instance, as it is now and as it was."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Model, Versioned
from app.database.types import Moment

INSTANCE_ID = UUID(int=1)
"""The id of the only row of `instances`."""


class Profile:
    """What is known of the unit that runs an instance."""

    unit: Mapped[str] = mapped_column(String(200))
    above: Mapped[str] = mapped_column(String(200), default="")
    """The government or body that the unit belongs to: the first line of the letterhead."""
    address: Mapped[str] = mapped_column(String(400), default="")
    """The lines under the unit's name, separated by line breaks."""
    city: Mapped[str] = mapped_column(String(100), default="")
    """The place before the date of letters."""
    timezone: Mapped[str] = mapped_column(String(64))
    emblem_id: Mapped[UUID | None] = mapped_column(ForeignKey("files.id"))


class Instance(Profile, Versioned, Model):
    """The unit that runs this instance. Until the row exists, the settings of the environment apply."""

    __tablename__ = "instances"

    changed_at: Mapped[Moment]


class PastInstance(Profile, Model):
    """What was replaced at `until`: papers issued before keep its letterhead and its zone."""

    __tablename__ = "past_instances"

    until: Mapped[Moment] = mapped_column(index=True)

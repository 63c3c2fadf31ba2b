"""Model of the topics that people switched off."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Model
from app.database.types import Moment


class MailOptOut(Model):
    """A topic about which a person gets no mail."""

    __tablename__ = "mail_opt_outs"
    __table_args__ = (UniqueConstraint("person_id", "topic", name="each_topic_once"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    topic: Mapped[str] = mapped_column(String(40))
    at: Mapped[Moment]

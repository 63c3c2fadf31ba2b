"""Links in mails."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import UNNESTED, Model
from app.database.types import Moment

if TYPE_CHECKING:
    from app.mail.outbox.models import Mail


class MailLink(Model):
    """The link of one mail: it lets one person act on one object. Only the SHA-256 of its secret is stored."""

    __tablename__ = "mail_links"
    __table_args__ = (
        Index("ix_mail_links_subject", "subject_type", "subject_id"),
        Index("ix_mail_links_person_expires", "person_id", "expires_at"),
    )

    digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    subject_type: Mapped[str] = mapped_column(String(40))
    """The class of the object, such as "Commitment"."""
    subject_id: Mapped[UUID]
    mail_id: Mapped[UUID | None] = mapped_column(ForeignKey("mails.id", ondelete="SET NULL"), index=True)
    sender_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """The person whose act caused the mail; None for reminders."""
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment] = mapped_column(index=True)
    opened_at: Mapped[Moment | None]
    """When its page was first opened."""
    revoked_at: Mapped[Moment | None]
    disowned_at: Mapped[Moment | None]
    """When a reader reported that the mail was not for them."""
    code_digest: Mapped[str | None] = mapped_column(String(64))
    """SHA-256 of the code that was mailed last and not used yet."""
    code_expires_at: Mapped[Moment | None]
    code_failures: Mapped[int] = mapped_column(default=0)

    mail: Mapped[Mail | None] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=UNNESTED)

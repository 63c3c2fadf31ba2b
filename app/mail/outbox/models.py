"""Models of outgoing mail."""

from __future__ import annotations

import enum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, String, case, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Model
from app.database.types import Moment


class MailState(enum.Enum):
    """The delivery state of a message; `dead` ones wait for the administrator.

    News about a topic that its person wants in summaries is `held` and then `summarised`, or `in_app`: it has a subject
    alone, is listed for that person, and never leaves by itself.
    """

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    DEAD = "dead"
    HELD = "held"
    SUMMARISED = "summarised"
    IN_APP = "in_app"


IS_UNREAD: ColumnElement[bool] = literal_column("is_unread")
"""The condition that a mail is unread, as in the partial index, which is not used otherwise."""


class Mail(Model):
    """A message to one address, rendered when it was queued. All attempts use the same `message_id`."""

    __tablename__ = "mails"
    __table_args__ = (
        Index("ix_mails_state_next_try_at", "state", "next_try_at"),
        Index("ix_mails_about", "about_type", "about_id", "created_at"),
        Index("ix_mails_bounced_at", "bounced_at"),
        Index("ix_mails_created_at", "created_at"),
        Index("ix_mails_unread", "person_id", sqlite_where=IS_UNREAD, postgresql_where=IS_UNREAD),
    )

    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    """Identifies a message that is sent at most once, such as "reminder:<commitment>:<due>:T+1:<person>"."""
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    recipient: Mapped[str] = mapped_column(String(254))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    language: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(80))
    about_type: Mapped[str | None] = mapped_column(String(40))
    """The class of the object that the message concerns, such as "Commitment"."""
    about_id: Mapped[UUID | None]
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str]
    html: Mapped[str]
    headers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    calendar: Mapped[str | None]
    """An iCalendar object, or several in one stream; the parts of the message repeat the METHOD of each."""
    attachments: Mapped[list[str]] = mapped_column(default=list)
    """Ids of stored files."""
    urgent_from: Mapped[Moment | None]
    """From when it leaves in quiet hours too."""
    quiet_until: Mapped[Moment | None]
    """When the quiet hours end in which it was found due; None once other hours are chosen."""
    state: Mapped[MailState] = mapped_column(default=MailState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[Moment]
    """When it is due: to be sent, or the summary of a held one."""
    claimed_until: Mapped[Moment | None]
    last_error: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[Moment]
    sent_at: Mapped[Moment | None]
    is_unread: Mapped[bool] = mapped_column(default=False)
    """Whether its person has not opened its link, nor marked it as read on the page of notifications."""
    summary_id: Mapped[UUID | None] = mapped_column(ForeignKey("mails.id", ondelete="SET NULL"), index=True)
    """The message in which summarised news was sent."""
    bounced_at: Mapped[Moment | None]
    """When a mail server reported that a sent message was not delivered."""
    bounce_reason: Mapped[str] = mapped_column(String(300), default="")
    """The status code, if known, and the response of the mail server: "5.1.1 No such user"."""


LEAVES_AT = case((Mail.quiet_until > Mail.next_try_at, Mail.quiet_until), else_=Mail.next_try_at)
"""When a message is sent at the earliest, quiet hours included."""

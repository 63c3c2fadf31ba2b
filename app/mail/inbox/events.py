"""The event of a received message, and the exception by which handlers set it aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.mail.inbox.messages import ReceivedMessage
from app.mail.inbox.models import IncomingMail, MailStatus, Why


class PutAside(Exception):
    """A message has no effect and waits for a person.

    `detail` is one sentence with the exact reason; `circle_id` is the circle that the message concerns.
    """

    def __init__(self, why: Why, detail: Any = "", *, circle_id: UUID | None = None) -> None:
        super().__init__(why.value)
        self.why = why
        self.detail = detail
        self.circle_id = circle_id


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageArrived:
    """A readable message was received. A handler calls `take`, or raises PutAside.

    Handlers ignore messages that another one has taken.
    """

    mail: IncomingMail
    received: ReceivedMessage
    at: datetime

    @property
    def is_taken(self) -> bool:
        """Whether a handler has processed the message."""
        return self.mail.standing is MailStatus.TAKEN

    def take(self) -> None:
        """Mark the message as processed, and discard its content."""
        self.mail.standing, self.mail.why, self.mail.content = MailStatus.TAKEN, None, None
        self.mail.text = ""

"""Telling features of a message that arrived: whoever it concerns takes it, or says why it must wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.mail.inbox.messages import ReceivedMessage
from app.mail.inbox.models import IncomingMail, Standing, Why


class PutAside(Exception):
    """A message changes nothing and waits for a person.

    `detail` is one sentence that says what exactly was wrong; `circle_id` the circle that the message is about.
    """

    def __init__(self, why: Why, detail: Any = "", *, circle_id: UUID | None = None) -> None:
        super().__init__(why.value)
        self.why = why
        self.detail = detail
        self.circle_id = circle_id


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageArrived:
    """A message that could be opened. A handler calls `take`, or raises PutAside."""

    mail: IncomingMail
    received: ReceivedMessage
    at: datetime

    def take(self) -> None:
        """Say that the message did what it asked for: its content is not needed any more."""
        self.mail.standing, self.mail.why, self.mail.content = Standing.TAKEN, None, None
        self.mail.text = ""

"""An SMTP server that keeps what it receives, and can be set to refuse."""

import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from email.message import EmailMessage
from functools import cached_property
from typing import Any

from aiosmtpd.controller import Controller

from app.calendars.models import ListedHours
from app.calendars.working_hours import WorkingHours
from app.database import db
from tests.support.postgresql import free_port


@dataclass
class Delivery:
    """One message as it came over the wire, with the envelope's recipients."""

    recipients: list[str]
    raw: bytes

    @cached_property
    def message(self) -> EmailMessage:
        """The message, parsed."""
        return email.message_from_bytes(self.raw, policy=email.policy.default)


@dataclass
class Sink:
    """The received messages in order. While `refusal` is set ("451 Try later"), it is the answer to every message."""

    url: str
    deliveries: list[Delivery] = field(default_factory=list)
    refusal: str | None = None

    @property
    def messages(self) -> list[EmailMessage]:
        """All messages that were accepted."""
        return [delivery.message for delivery in self.deliveries]

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.refusal:
            return self.refusal
        self.deliveries.append(Delivery(list(envelope.rcpt_tos), envelope.original_content))
        return "250 Accepted"


def end_quiet_hours() -> None:
    """Let mail leave at any hour, for tests that run at the present hour."""
    hours = asdict(WorkingHours())
    db.session.add(ListedHours(**hours | {"quiet_starts": hours["quiet_ends"]}))
    db.session.commit()


@contextmanager
def running_sink() -> Iterator[Sink]:
    """Run a mail server on the loopback address as long as the block lasts."""
    port = free_port()
    sink = Sink(url=f"smtp://127.0.0.1:{port}")
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()

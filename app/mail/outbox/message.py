"""Builds MIME messages of queued mails: text, HTML, iCalendar objects and attachments."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime, parseaddr
from typing import Any, NamedTuple
from uuid import UUID

OWN_HEADERS = {"from", "to", "subject", "date", "message-id", "auto-submitted", "mime-version", "content-type"}
"""Headers that a queued mail cannot set. Its "From" is a name or a whole address, see `_sender`."""
FILE_NAMES = {"CANCEL": "cancel.ics", "DECLINECOUNTER": "declined.ics"}
METHOD = re.compile(r"^METHOD:(\w+)\s*$", re.MULTILINE)
CALENDARS = re.compile(r"BEGIN:VCALENDAR\r?\n.*?END:VCALENDAR\r?\n?", re.DOTALL)


class Outgoing(NamedTuple):
    """A claimed mail, detached from the session."""

    id: UUID
    message_id: str
    recipient: str
    subject: str
    text: str
    html: str
    headers: dict[str, Any]
    calendar: str | None
    attachments: list[str]
    tries: int
    next_try_at: datetime
    claimed_until: datetime
    created_at: datetime


class Attachment(NamedTuple):
    """An attached file."""

    name: str
    media_type: str
    content: bytes


class UnfoldedHeader(UnstructuredHeader):
    """A header that is not folded: the standard library would encode a long URL."""

    def fold(self, *, policy: Policy) -> str:
        """Return the header as one line."""
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]


_headers = HeaderRegistry()
_headers.map_to_type("list-unsubscribe", UnfoldedHeader)  # type: ignore[arg-type]
POLICY = SMTP.clone(header_factory=_headers)


def build(mail: Outgoing, *, sender: str, attachments: Iterable[Attachment] = ()) -> bytes:
    """Return the MIME message of `mail`, sent from the system's address `sender`: the same bytes for every attempt.

    An invitation repeats its METHOD in the Content-Type inside multipart/alternative, and is also attached as a file
    for programs that read only attachments. Further calendar objects, such as the cancellation of an event that the
    first one replaces, follow as separate parts. Raises ValueError for a header with line breaks.
    """
    message = EmailMessage(policy=POLICY)
    message["From"] = _sender(mail.headers.get("From", ""), sender)
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    for name, value in mail.headers.items():
        if name.lower() not in OWN_HEADERS:
            message[name] = str(value)

    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    if mail.calendar:
        _add_calendars(message, CALENDARS.findall(mail.calendar) or [mail.calendar])
    for file in attachments:
        maintype, _slash, subtype = file.media_type.partition("/")
        message.add_attachment(file.content, maintype=maintype, subtype=subtype, filename=file.name)

    multiparts = (part for part in message.walk() if part.is_multipart())
    for number, part in enumerate(multiparts):
        part.set_boundary(f"=_{number}")  # "=_" does not occur in quoted-printable or base64
    return message.as_bytes()


def _add_calendars(message: EmailMessage, calendars: list[str]) -> None:
    """Add the first iCalendar object as an alternative and as a file, the others as separate parts."""
    first, *others = calendars
    method = _method(first)
    message.add_alternative(first, subtype="calendar", params={"method": method}, cte="base64")
    file_name = FILE_NAMES.get(method, "invite.ics")
    message.add_attachment(first.encode(), maintype="application", subtype="ics", filename=file_name)
    for calendar in others:
        part = EmailMessage(policy=POLICY)
        part.set_content(calendar, subtype="calendar", params={"method": _method(calendar)}, cte="base64")
        message.attach(part)


def _method(calendar: str) -> str:
    found = METHOD.search(calendar)
    return found[1].upper() if found else "PUBLISH"


def _sender(wanted: str, system: str) -> Address:
    """Return the From address: `wanted` may be a forum's name, or a name with its own address."""
    name, address = parseaddr(wanted) if "@" in wanted else (wanted, "")
    return Address(name or "Selaras", addr_spec=address or system)

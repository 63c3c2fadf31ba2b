"""A queued mail as the message that leaves: text, HTML and, for invitations, an iCalendar object."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import format_datetime, formataddr, parseaddr
from typing import Any, NamedTuple
from uuid import UUID

from app.outbox import mime

OWN_HEADERS = {"from", "to", "subject", "date", "message-id", "auto-submitted", "mime-version", "content-type"}
"""Headers that a queued mail cannot set beside ours; its "From" is a name or a whole address, see `_sender`."""
FILE_NAMES = {"CANCEL": "cancel.ics", "DECLINECOUNTER": "declined.ics"}
METHOD = re.compile(r"^METHOD:(\w+)\s*$", re.MULTILINE)
CALENDARS = re.compile(r"BEGIN:VCALENDAR\r?\n.*?END:VCALENDAR\r?\n?", re.DOTALL)


class Outgoing(NamedTuple):
    """A claimed mail, apart from the database: what it says and where its delivery stands."""

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


class Enclosure(NamedTuple):
    """A file that goes along."""

    name: str
    media_type: str
    content: bytes


def build(mail: Outgoing, *, sender: str, enclosures: Iterable[Enclosure] = ()) -> bytes:
    """Return the message of `mail`, sent by the system's address `sender`: the same bytes for every try.

    An invitation repeats its METHOD in the Content-Type, inside multipart/alternative, and comes along once more as a
    file for programs that look only there. Further calendar objects, such as the withdrawal of what the first one
    replaces, follow as parts of their own. Raises ValueError for headers that are none.
    """
    alternatives = [mime.text("plain", mail.text), mime.text("html", mail.html)]
    files = [mime.binary(file.media_type, file.content, name=file.name) for file in enclosures]
    if mail.calendar:
        first, *more = CALENDARS.findall(mail.calendar) or [mail.calendar]
        part, file = _calendar(first)
        alternatives.append(part)
        files = [file, *(_calendar(further)[0] for further in more), *files]
    headers, body = mime.multipart("alternative", alternatives, mark="texts")
    if files:
        headers, body = mime.multipart("mixed", [mime.entity(headers, body), *files], mark="all")
    return mime.entity((*_headers(mail, sender), *headers), body)


def _headers(mail: Outgoing, sender: str) -> Iterator[tuple[str, str]]:
    yield "From", _sender(mail.headers.get("From", ""), sender)
    yield "To", mail.recipient
    yield "Subject", mail.subject
    yield "Date", format_datetime(mail.created_at)
    yield "Message-ID", mail.message_id
    yield "Auto-Submitted", "auto-generated"
    yield from ((name, str(value)) for name, value in mail.headers.items() if name.lower() not in OWN_HEADERS)


def _calendar(calendar: str) -> tuple[bytes, bytes]:
    """Return an iCalendar object as a part beside the texts, and as a file."""
    found = METHOD.search(calendar)
    method = found[1].upper() if found else "PUBLISH"
    content = calendar.encode()
    name = FILE_NAMES.get(method, "invite.ics")
    part = mime.binary(f'text/calendar; charset="utf-8"; method="{method}"', content)
    return part, mime.binary("application/ics", content, name=name)


def _sender(wanted: str, system: str) -> str:
    """Return the From address: `wanted` may be a forum's name, or a name with an address of its own."""
    name, address = parseaddr(wanted) if "@" in wanted else (wanted, "")
    return formataddr((name or "Selaras", address or system))

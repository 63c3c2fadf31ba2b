"""A queued mail as the message that leaves: text, HTML and, for invitations, an iCalendar object."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from typing import Any, NamedTuple
from uuid import UUID

POLICY = SMTP.clone(cte_type="7bit")
OWN_HEADERS = {"from", "to", "subject", "date", "message-id", "auto-submitted", "mime-version", "content-type"}
"""Headers that a queued mail cannot set beside ours; its "From" is a name or a whole address, see `_sender`."""


HEADER_NAME = re.compile(r"[!-9;-~]+")


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


def build(mail: Outgoing, *, sender: str, enclosures: Iterable[Enclosure] = ()) -> EmailMessage:
    """Return the message of `mail`, sent by the system's address `sender`. Raises ValueError for headers that are none.

    An invitation repeats its METHOD in the Content-Type, inside multipart/alternative, and comes along once more as a
    file for programs that look only there.
    """
    message = EmailMessage(policy=POLICY)
    message["From"] = _sender(mail.headers.get("From", ""), sender)
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = mail.created_at
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    for name, value in mail.headers.items():
        if not HEADER_NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name of a header")
        if name.lower() not in OWN_HEADERS:
            message[name] = str(value)
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    if mail.calendar:
        _add_calendar(message, mail.calendar)
    for enclosure in enclosures:
        kind, _slash, subtype = enclosure.media_type.partition("/")
        message.add_attachment(enclosure.content, maintype=kind, subtype=subtype, filename=enclosure.name)
    return message


def _add_calendar(message: EmailMessage, calendar: str) -> None:
    found = re.search(r"^METHOD:(\w+)\s*$", calendar, re.MULTILINE)
    method = found[1].upper() if found else "PUBLISH"
    message.add_alternative(calendar, subtype="calendar", cte="base64", params={"method": method})
    message.add_attachment(
        calendar.encode(),
        maintype="application",
        subtype="ics",
        filename="cancel.ics" if method == "CANCEL" else "invite.ics",
    )


def _sender(wanted: str, system: str) -> Address:
    """Return the From address: `wanted` may be a forum's name, or a name with an address of its own."""
    name, address = parseaddr(wanted) if "@" in wanted else (wanted, "")
    return Address(name or "Selaras", addr_spec=address or system)

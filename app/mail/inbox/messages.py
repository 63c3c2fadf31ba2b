"""Parses received messages with limits on time and size: sender, recipients, subject, text and calendars."""

from __future__ import annotations

import email
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses

from flask_babel import lazy_gettext as _l

from app.mail.inbox.reports import DeliveryReport, delivery_report
from app.web.forms import tidy

LARGEST = 5 * 1024 * 1024
"""Maximum size of a message in bytes; the rest of a larger one is not read."""
LONGEST_HEAD = 256 * 1024
LONGEST_FIELD = 4000
"""Maximum length of Content-* headers in bytes; other headers are cut to this number of characters."""
MOST_LINES = 100_000
MOST_NESTED = 40
MOST_CALENDARS = 5
LONGEST_TEXT = 4000
"""Maximum length of the text that is stored for display, in characters."""
OWN_FIELDS = {b"message-id", b"from", b"date", b"subject"}
"""Headers that the author's program writes, and no server on the way."""
RECIPIENTS = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")
CALENDARS = {"text/calendar", "application/ics", "application/calendar", "text/x-vcalendar"}
CHARSETS = re.compile(
    r"(utf-?(8|16|32)([lb]e)?|us-ascii|(iso-?8859|windows|cp|koi8|gb|euc|big|shift)[-_]?\w+)", re.IGNORECASE
)
"""Encodings that are decoded in linear time."""
FIELDS_OF_PARTS = re.compile(rb"^content-[\w-]+[ \t]*:.*(?:\r?\n[ \t].*)*", re.IGNORECASE | re.MULTILINE)
NESTING = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
TAGS = re.compile(r"<(style|script)\b[^>]{0,500}>.*?</\1>|<[^<>]{0,2000}>", re.IGNORECASE | re.DOTALL)
FIRST_FIELD = re.compile(rb"(?:From |>?From:|[!-9;-~]{1,100}:)")


class MessageUnreadable(ValueError):
    """A message is broken, or would take too much time or memory to parse; the text contains the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedMessage:
    """A parsed message. Addresses are in lower case; none of its content is verified."""

    message_id: str
    sender: str
    recipients: frozenset[str]
    subject: str
    answers_to: tuple[str, ...]
    """Message-IDs that it replies to, newest first."""
    is_automatic: bool
    """Whether it was generated, such as an absence notice or a delivery report."""
    text: str
    calendars: tuple[bytes, ...]
    """Its iCalendar objects, in UTF-8."""
    report: DeliveryReport | None
    """The delivery report that it is, if any."""


def identity(content: bytes) -> str:
    """Return a hash that is equal if the same message is received twice with different headers of mail servers."""
    head, body = _split(content)
    written = {name.lower(): value for name, value in _fields(head) if name.lower() in OWN_FIELDS}
    digest = hashlib.sha256(repr(sorted(written.items())).encode())
    digest.update(body.replace(b"\r\n", b"\n").rstrip(b"\n"))
    return digest.hexdigest()


def is_message(content: bytes) -> bool:
    """Whether the content starts like a mail message."""
    return FIRST_FIELD.match(content.lstrip(b"\r\n")) is not None


def parse_message(content: bytes) -> ReceivedMessage:
    """Parse a message. Raises MessageUnreadable."""
    _screen(content)
    try:
        message = email.message_from_bytes(content)
        parts = [part for part in message.walk() if not part.is_multipart()]
        sender = tidy(next(iter(_addresses(message, "From")), "")) or ""
        return ReceivedMessage(
            message_id=_written(message, "Message-ID")[:300],
            sender=sender,
            recipients=frozenset(address for name in RECIPIENTS for address in _addresses(message, name)),
            subject=_written(message, "Subject")[:300],
            answers_to=tuple(_answers_to(message)),
            is_automatic=_is_automatic(message),
            text=_text(parts),
            calendars=tuple(_calendars(parts))[:MOST_CALENDARS],
            report=delivery_report(message, sender=sender),
        )
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError, ArithmeticError):
        raise MessageUnreadable(_l("The message is broken.")) from None


def _screen(content: bytes) -> None:
    """Raise MessageUnreadable if parsing would be too slow: the parser reads every line once per enclosing part."""
    if content.count(b"\n") > MOST_LINES:
        raise MessageUnreadable(_l("The message has more than %(most)d lines.", most=MOST_LINES))
    if len(_split(content)[0]) > LONGEST_HEAD:
        raise MessageUnreadable(_l("The head of the message is too long."))
    if sum(1 for _ in NESTING.finditer(content)) > MOST_NESTED:
        raise MessageUnreadable(_l("The message nests its parts too deeply."))
    if any(len(found[0]) > LONGEST_FIELD for found in FIELDS_OF_PARTS.finditer(content)):
        raise MessageUnreadable(_l("The message has a field that is too long."))


def _split(content: bytes) -> tuple[bytes, bytes]:
    found = re.search(rb"\r?\n\r?\n", content)
    return (content[: found.start()], content[found.end() :]) if found else (content, b"")


def _fields(head: bytes) -> Iterator[tuple[bytes, bytes]]:
    for line in re.split(rb"\r?\n(?![ \t])", head):
        name, _colon, value = line.partition(b":")
        yield name.strip(), b" ".join(value.split())


def _written(message: Message, name: str) -> str:
    """Return the decoded value of a header on one line; "" if it is absent."""
    raw = str(message.get(name, ""))[:LONGEST_FIELD]
    pieces = [
        piece if isinstance(piece, str) else decoded(piece, charset or "") for piece, charset in decode_header(raw)
    ]
    return " ".join((tidy("".join(pieces)) or "").split())


def _addresses(message: Message, name: str) -> list[str]:
    written = [str(value)[:LONGEST_FIELD] for value in message.get_all(name, [])[:20]]
    return [address.strip().lower()[:254] for _name, address in getaddresses(written) if "@" in address]


def _answers_to(message: Message) -> Iterator[str]:
    for name in ("In-Reply-To", "References"):
        found: list[str] = re.findall(r"<[^<>\s]{1,250}>", str(message.get(name, ""))[:LONGEST_FIELD])
        yield from reversed(found[-10:])


def _is_automatic(message: Message) -> bool:
    submitted = str(message.get("Auto-Submitted", "no")).strip().lower()
    precedence = str(message.get("Precedence", "")).strip().lower()
    reports = message.get_content_type() == "multipart/report"
    return submitted != "no" or precedence in {"bulk", "junk", "auto_reply"} or reports or "X-Autoreply" in message


def _calendars(parts: list[Message]) -> Iterator[bytes]:
    """Yield iCalendar objects, alternatives of the text before attached files."""
    named = [part for part in parts if _is_calendar(part)]
    for part in sorted(named, key=lambda part: part.get_content_type() != "text/calendar"):
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield decoded(content, str(part.get_param("charset") or "")).encode("utf-8", "replace")


def _is_calendar(part: Message) -> bool:
    return part.get_content_type() in CALENDARS or str(part.get_filename() or "").lower().endswith(".ics")


def _text(parts: list[Message]) -> str:
    """Return the start of the text that a person wrote."""
    for kind in ("text/plain", "text/html"):
        for part in parts:
            content = part.get_payload(decode=True) if part.get_content_type() == kind else None
            if isinstance(content, bytes) and not part.get_filename():
                text = decoded(content[: 4 * LONGEST_TEXT], str(part.get_param("charset") or ""))
                if kind == "text/html":
                    text = TAGS.sub(" ", text)
                if shown := tidy(text):
                    return shown[:LONGEST_TEXT]
    return ""


def decoded(content: bytes, charset: str) -> str:
    """Return decoded text. UTF-8 is tried before `charset`, because many programs declare a wrong charset."""
    wide = charset.lower().startswith(("utf-16", "utf16", "utf-32", "utf32"))
    if not wide:
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            pass
    if CHARSETS.fullmatch(charset):
        try:
            return content.decode(charset, "replace")
        except LookupError:
            pass
    return content.decode("latin-1")

"""Recognises delivery status notifications: RFC 3464 reports, and the plain texts that some mail servers write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

LONGEST_PART = 64 * 1024
"""Number of characters of each part in which is searched."""
LONGEST_REASON = 300
MOST_IDS = 20
STATUS_PARTS = {"message/delivery-status", "message/global-delivery-status"}
ORIGINALS = {"text/rfc822-headers", "message/rfc822-headers", "message/global-headers"}
"""Types of parts that contain the header of the original message as text."""
SERVERS = {"mailer-daemon", "postmaster", "mail-daemon"}
"""Local parts of addresses from which mail servers write notifications as plain text."""
FOLD = re.compile(r"\r?\n[ \t]+")
MESSAGE_ID = re.compile(r"^[> ]{0,4}(?:x-)?(?:original-)?message-id:\s{0,20}(<[^<>\s]{1,250}>)", re.I | re.M)
ACTION = re.compile(r"^action:\s{0,20}(\w+)", re.I | re.M)
STATUS = re.compile(r"^status:\s{0,20}([245]\.\d{1,3}\.\d{1,3})", re.I | re.M)
DIAGNOSTIC = re.compile(r"^diagnostic-code:\s{0,20}(?:[\w-]{1,20};)?\s{0,20}(.{1,1000})", re.I | re.M)
CODE = re.compile(r"\b([45]\.\d{1,3}\.\d{1,3})\b")
REPLY = re.compile(r"^.{0,200}\b([45]\d\d)[ -].{0,300}$", re.M)
"""A line with the response of a mail server: "550 5.1.1 No such user"."""
DELAYED = re.compile(r"\bdelayed\b|not yet been delivered|will (?:continue|keep|be re)|do not need to resend", re.I)
FAILED = re.compile(
    r"permanent|could not be delivered|couldn't be delivered|wasn't able to deliver|undeliver|did not reach"
    r"|delivery (?:has )?failed|failed permanently|returned to sender",
    re.I,
)


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a mail server reports about a message. None of it is verified."""

    message_ids: tuple[str, ...]
    """Message-IDs of the message it may be about."""
    failed: bool
    """Whether the message will not be delivered; False for a delay or a delivery."""
    reason: str
    """The status code, if known, and the response of the mail server: "5.1.1 No such user"."""


def delivery_report(message: Message, *, sender: str) -> DeliveryReport | None:
    """Return the delivery report that a message from `sender` is, or None if it is something else."""
    parts = list(_parts(message))
    if fields := "\n".join(_fields(part) for part in parts if part.get_content_type() in STATUS_PARTS):
        return _standard(fields, tuple(_ids(message, parts)))
    if "X-Failed-Recipients" in message or sender.partition("@")[0] in SERVERS:
        return _written(message, parts)
    return None


def _standard(fields: str, ids: tuple[str, ...]) -> DeliveryReport:
    """Return a report with the fields of RFC 3464. The status decides only if no action is given."""
    actions = {found.lower() for found in ACTION.findall(fields)}
    codes = STATUS.findall(fields)
    code = next((one for one in codes if one.startswith("5")), codes[0] if codes else "")
    diagnostic = DIAGNOSTIC.search(fields)
    return DeliveryReport(
        message_ids=(*MESSAGE_ID.findall(fields), *ids)[:MOST_IDS],
        failed="failed" in actions if actions else code.startswith("5"),
        reason=_reason(code, diagnostic[1] if diagnostic else ""),
    )


def _written(message: Message, parts: list[Message]) -> DeliveryReport | None:
    """Return the report that a mail server wrote as plain text, such as those of Exim and qmail, or None."""
    text = "\n".join(_content(part) for part in parts if part.get_content_type() == "text/plain")
    content = f"{message.get('Subject', '')}\n{text}"
    is_delay = DELAYED.search(content) is not None
    if not is_delay and not FAILED.search(content):
        return None
    code, reply = CODE.search(text), REPLY.search(text)
    return DeliveryReport(
        message_ids=tuple(_ids(message, parts))[:MOST_IDS],
        failed=not is_delay,
        reason=_reason(code[1] if code else "", reply[0] if reply else ""),
    )


def _reason(code: str, response: str) -> str:
    """Return a code and a response on one line. The code is not repeated."""
    words = " ".join("".join(one if one.isprintable() else " " for one in response).split())
    return " ".join(filter(None, (code, words.replace(f"{code} ", "", 1) if code else words)))[:LONGEST_REASON]


def _parts(message: Message) -> Iterator[Message]:
    """Yield the parts of a message, but not those of messages in it."""
    yield message
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _parts(part)


def _fields(part: Message) -> str:
    """Return the fields of a delivery status, one on each line."""
    blocks = part.get_payload() if part.is_multipart() else []
    lines = [_content(part)]
    for block in blocks:
        if isinstance(block, Message):
            lines += [f"{name}: {' '.join(str(value).split())}" for name, value in block.items()]
            lines.append(_content(block))
    return FOLD.sub(" ", "\n".join(lines)[:LONGEST_PART])


def _ids(message: Message, parts: list[Message]) -> Iterator[str]:
    """Yield the Message-IDs of the original message: in its copy, and those that the report answers."""
    for part in parts:
        kind = part.get_content_type()
        if kind in {"message/rfc822", "message/global"}:
            originals = part.get_payload()
            if isinstance(originals, list) and originals and isinstance(originals[0], Message):
                yield from MESSAGE_ID.findall(f"Message-ID: {originals[0].get('Message-ID', '')}")
        elif kind in ORIGINALS or kind == "text/plain":
            yield from MESSAGE_ID.findall(_fields(part) if part.is_multipart() else _content(part))
    for name in ("In-Reply-To", "References"):
        yield from re.findall(r"<[^<>\s]{1,250}>", str(message.get(name, ""))[:4000])[-5:]


def _content(part: Message) -> str:
    """Return the beginning of the text of a part that is not divided."""
    content = None if part.is_multipart() else part.get_payload(decode=True)
    return content[:LONGEST_PART].decode("utf-8", "replace") if isinstance(content, bytes) else ""

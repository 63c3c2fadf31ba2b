"""Labels of messages: what each kind of mail is, how far it got, and why it came back."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.mail.notifications.topics import topic_of
from app.mail.outbox.rules import Cause, Progress

PROGRESS = {
    Progress.WAITING: ("none", "clock", _l("Waiting")),
    Progress.RETRYING: ("warn", "late", _l("Failed, will be tried again")),
    Progress.GIVEN_UP: ("bad", "error", _l("Given up")),
    Progress.SENT: ("good", "send", _l("Accepted by the mail server")),
    Progress.BOUNCED: ("bad", "back", _l("Bounced")),
    Progress.OPENED: ("good", "check", _l("Link opened")),
    Progress.HELD: ("none", "clock", _l("Waiting for a summary")),
    Progress.SUMMARISED: ("none", "mail", _l("In a summary")),
    Progress.IN_APP: ("none", "bell", _l("In the app alone")),
    Progress.DISOWNED: ("warn", "no", _l("Reached someone else")),
}
"""Tone, icon and label."""
NOT_SENT = ("none", "mail", _l("Saved, not sent"))
"""Of a message that was processed, where there is no mail server."""
CAUSES = {
    Cause.NO_ADDRESS: _l("The address does not exist."),
    Cause.FULL: _l("The mailbox is full."),
    Cause.REFUSED: _l("The recipient's mail server refused it."),
    Cause.OTHER: _l("It could not be delivered."),
}


class MailKind(NamedTuple):
    """What a kind of mail is, whether it requires an answer, and whether its recipients choose to get it."""

    label: Any
    asks: bool
    optional: bool


_kinds: dict[str, MailKind] = {}


def describe(kind: str, label: Any, *, asks: bool = False, optional: bool = False) -> None:
    """Register the label of a kind of mail, as passed to `enqueue`; `optional` if a page of its own stops it."""
    _kinds[kind] = MailKind(label, asks, optional)


def kind_label(kind: str) -> Any:
    """Return the label of a kind of mail."""
    return _kinds[kind].label if kind in _kinds else _l("Message")


def asking() -> list[str]:
    """Return the kinds of mail that ask for an answer."""
    return sorted(kind for kind, known in _kinds.items() if known.asks)


def lasting_labels() -> list[str]:
    """Return the labels of the kinds of mail that cannot be switched off, in alphabetical order."""
    lasting = {str(one.label) for kind, one in _kinds.items() if not one.optional and topic_of(kind) is None}
    return sorted(lasting, key=str.casefold)


def init_app(app: Flask) -> None:
    """Register the labels with templates."""
    app.jinja_env.globals.update(
        mail_kind=kind_label, mail_progress=PROGRESS.__getitem__, mail_cause=CAUSES.__getitem__
    )
    describe("links/passed-on", _l("Passed on by a colleague"), asks=True)

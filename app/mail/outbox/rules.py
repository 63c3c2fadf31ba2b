"""Rules about the delivery of messages."""

from __future__ import annotations

import enum
from datetime import datetime


class Progress(enum.Enum):
    """The delivery status of a message, as displayed to people who may read it."""

    WAITING = "waiting"
    RETRYING = "retrying"
    GIVEN_UP = "given_up"
    SENT = "sent"
    BOUNCED = "bounced"
    OPENED = "opened"
    HELD = "held"
    SUMMARISED = "summarised"
    IN_APP = "in_app"
    DISOWNED = "disowned"
    """A reader of its link reported that it was not for them."""


class Cause(enum.Enum):
    """Why a message came back."""

    NO_ADDRESS = "no_address"
    FULL = "full"
    REFUSED = "refused"
    OTHER = "other"


STATES = {
    "waiting": Progress.WAITING,
    "failed": Progress.RETRYING,
    "dead": Progress.GIVEN_UP,
    "sent": Progress.SENT,
    "held": Progress.HELD,
    "summarised": Progress.SUMMARISED,
    "in_app": Progress.IN_APP,
}


def progress(
    state: str, *, bounced_at: datetime | None, opened_at: datetime | None, disowned_at: datetime | None
) -> Progress:
    """Return how far a message in a delivery state got.

    That it came back counts more than that its link was opened, because mail scanners open links.
    """
    if bounced_at:
        return Progress.BOUNCED
    if disowned_at:
        return Progress.DISOWNED
    return Progress.OPENED if opened_at else STATES[state]


def cause(reason: str) -> Cause:
    """Return why a message came back, from the enhanced status code (RFC 3463) with which the reason begins."""
    code = reason.partition(" ")[0].split(".")
    if len(code) != 3:
        return Cause.OTHER
    if code[1:] == ["2", "2"]:
        return Cause.FULL
    return {"1": Cause.NO_ADDRESS, "7": Cause.REFUSED}.get(code[1], Cause.OTHER)

"""Rules of the signing log. Days are local dates."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple


class Method(enum.Enum):
    """How a party signs; none of them is a certified signature made here."""

    WET = "wet"
    SCAN = "scan"
    CERTIFIED_ELSEWHERE = "certified_elsewhere"


class Lapse(enum.Enum):
    """What is wrong with the authority of a signatory."""

    BEFORE_SIGNING = "before_signing"
    LAPSED = "lapsed"
    SOON = "soon"


SOON = 14
"""Number of days before its end from which an authority counts as about to lapse."""


class Line(NamedTuple):
    """The days of a party in the signing log, and the last day of its signatory's authority, if it has one."""

    sent_on: date | None
    received_on: date | None
    signed_on: date | None
    authority_until: date | None


def lapse(line: Line, today: date) -> Lapse | None:
    """Return what is wrong with the authority: it ended before the signature, has lapsed unsigned, or soon will."""
    until = line.authority_until
    if until is None:
        return None
    if line.signed_on:
        return Lapse.BEFORE_SIGNING if until < line.signed_on else None
    if until < today:
        return Lapse.LAPSED
    return Lapse.SOON if (until - today).days <= SOON else None


def in_order(line: Line) -> bool:
    """Return whether it was not signed or received before it was sent."""
    later = [day for day in (line.signed_on, line.received_on) if day]
    return line.sent_on is None or all(day >= line.sent_on for day in later)


def last_signed(lines: Iterable[Line]) -> date | None:
    """Return the day of the last signature in the log, or None without any."""
    return max((line.signed_on for line in lines if line.signed_on), default=None)

"""Invariants of every database: `check()` within an application context returns violations.

Checks only read, and can be called one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from app.database.transactions import transaction
from soak.findings import Finding
from soak.invariants import (
    agendas,
    agreements,
    alignment,
    calendars,
    circulars,
    commitments,
    files,
    hands,
    mails,
    minutes,
    papers,
    periods,
    record,
    registers,
    sessions,
)

Check = Callable[[], Iterable[Finding]]

EVERY: tuple[Check, ...] = (
    *record.CHECKS,
    *mails.CHECKS,
    *commitments.CHECKS,
    *sessions.CHECKS,
    *calendars.CHECKS,
    *agendas.CHECKS,
    *minutes.CHECKS,
    *circulars.CHECKS,
    *papers.CHECKS,
    *alignment.CHECKS,
    *agreements.CHECKS,
    *periods.CHECKS,
    *hands.CHECKS,
    *registers.CHECKS,
    *files.CHECKS,
)


def check() -> list[Finding]:
    """Return all findings, within a few seconds for a hundred thousand rows."""
    with transaction(reads_only=True):
        return find_all()


def find_all() -> list[Finding]:
    """Return all findings within the caller's transaction."""
    return [finding for one in EVERY for finding in one()]

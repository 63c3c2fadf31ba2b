"""The rule that chooses the next act in a forum from the state of its sessions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum, auto


class Act(Enum):
    """Acts of organisers, the most urgent one first."""

    RUN = auto()
    OPEN = auto()
    WRITE_MINUTES = auto()
    CIRCULATE_MINUTES = auto()
    SETTLE_DATE = auto()
    ARRANGE_AGENDA = auto()
    INVITE = auto()
    ADD_SESSION = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """The state of the next session, or of the one that is open."""

    is_open: bool
    opens: bool
    """Whether it can be opened now."""
    awaits_date: bool
    has_agenda: bool
    invited: bool


class Writing(Enum):
    """The state of the minutes of the last session held."""

    MISSING = auto()
    DRAFT = auto()
    CIRCULATED = auto()


def next_act(coming: Coming | None, minutes: Writing | None, may: Collection[Act]) -> Act | None:
    """Return the first act that is due among those that the reader `may` do, or None.

    Without `coming` no session is planned; without `minutes` none was held.
    """
    due = _due(coming, minutes)
    return next((act for act in Act if act in due and act in may), None)


def _due(coming: Coming | None, minutes: Writing | None) -> set[Act]:
    due = set()
    if minutes is Writing.MISSING:
        due.add(Act.WRITE_MINUTES)
    elif minutes is Writing.DRAFT:
        due.add(Act.CIRCULATE_MINUTES)
    return due | _due_before(coming)


def _due_before(coming: Coming | None) -> set[Act]:
    """Return what is due for a session that is not over."""
    if coming is None:
        return {Act.ADD_SESSION}
    if coming.is_open:
        return {Act.RUN}
    if coming.awaits_date:
        return {Act.SETTLE_DATE}
    conditions = {
        Act.OPEN: coming.opens,
        Act.ARRANGE_AGENDA: not coming.has_agenda,
        Act.INVITE: not coming.invited,
    }
    return {act for act, is_due in conditions.items() if is_due}

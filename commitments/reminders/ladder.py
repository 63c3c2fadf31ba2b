"""The ladder of a commitment: its steps with their days, what was sent, what was answered, and what comes next."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from app.calendars.shifts import HolidayOn
from app.clock import local_date
from commitments.delivery.models import Act
from commitments.delivery.queries import Entry
from commitments.registry.models import Commitment
from commitments.registry.rules import Verification
from commitments.reminders.models import Snooze
from commitments.reminders.queries import Told
from commitments.reminders.rules import Schedule, Step

ANSWERS = {
    *(Act.ON_TRACK, Act.PROGRESS, Act.SUBMITTED, Act.BLOCKED),
    *(Act.EXTENSION_ASKED, Act.SNOOZED),
}
"""Acts of the responsible party that are shown as answers to the step before them."""


class Hold(enum.Enum):
    """Why no reminders go out at present."""

    NOT_BINDING = "not_binding"
    SUBMITTED = "submitted"
    DISPUTED = "disputed"
    ENDED = "ended"
    SNOOZED = "snoozed"


class RungState(enum.Enum):
    """What became of a step: taken, replaced by a later one, off in this circle, held for now, or ahead."""

    TAKEN = "taken"
    REPLACED = "replaced"
    OFF = "off"
    HELD = "held"
    AHEAD = "ahead"


@dataclass(slots=True)
class Rung:
    """A step with the day on which it is or was taken, its recipients, and the answers before the next step."""

    step: Step
    day: date
    state: RungState
    moved: bool
    """Whether the day is later than the step's, because that is a day off."""
    told: Sequence[Told] = ()
    answers: list[Entry] = field(default_factory=list)


def hold_of(commitment: Commitment, snooze: Snooze | None, today: date) -> Hold | None:
    """Return why reminders are held, or None."""
    if commitment.verification is Verification.DISPUTED and commitment.facts.is_open:
        return Hold.DISPUTED
    if not commitment.facts.is_open:
        return Hold.ENDED
    if not commitment.facts.is_owed:
        return Hold.SUBMITTED if commitment.accepted_on else Hold.NOT_BINDING
    return Hold.SNOOZED if snooze and snooze.until >= today else None


def rungs_of(
    commitment: Commitment,
    schedule: Schedule,
    told: Sequence[Told],
    updates: Sequence[Entry],
    holiday_on: HolidayOn,
    *,
    held: bool,
) -> list[Rung]:
    """Return the rungs of the current due date, the first step first."""
    rungs = []
    for step in Step:
        rows = [one for one in told if one.step is step]
        planned = schedule.date_of(step, commitment.current_due, holiday_on)
        state = _state(step, rows, schedule, held=held)
        day = local_date(rows[0].taken_at) if rows and state is RungState.TAKEN else planned
        moved = (planned - commitment.current_due).days != step.days
        rungs.append(Rung(step, day, state, moved, [one for one in rows if one.name or one.mailbox]))
    _add_answers(rungs, updates)
    return rungs


def _state(step: Step, rows: Sequence[Told], schedule: Schedule, *, held: bool) -> RungState:
    if rows and not rows[0].silent:
        return RungState.TAKEN
    if step not in schedule.steps:
        return RungState.OFF
    if rows:
        return RungState.REPLACED
    return RungState.HELD if held else RungState.AHEAD


def _add_answers(rungs: Sequence[Rung], updates: Sequence[Entry]) -> None:
    """Add each answer to the last step that was taken before it."""
    taken = [rung for rung in rungs if rung.state is RungState.TAKEN]
    for update in sorted(updates, key=lambda one: one.at):
        before = [rung for rung in taken if rung.day <= local_date(update.at)]
        if update.act in ANSWERS and before:
            before[-1].answers.append(update)

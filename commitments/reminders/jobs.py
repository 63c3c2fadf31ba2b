"""Daily reminder jobs; they read what is due from the database, so that a missed run is made up for by the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from app import clock
from app.database import db
from app.events import emit
from app.jobs import job
from commitments.registry.models import Commitment
from commitments.registry.rules import OWED, Delivery, Verification
from commitments.reminders import notices
from commitments.reminders.daily_mail import write_mails
from commitments.reminders.events import CommitmentEscalated
from commitments.reminders.models import Reminder, ReminderRecipient, Snooze
from commitments.reminders.queries import Openings
from commitments.reminders.rules import (
    ANSWER_WITHIN,
    MAILED,
    Step,
    due_step,
    dues_at,
    steps_carried_out,
    steps_covered,
)

A_DAY = timedelta(days=1)
IS_UNDISPUTED = Commitment.verification != Verification.DISPUTED
TOGETHER = 100
"""Commitments per transaction, so that other writers get the database every few tenths of a second."""


@job("reminders", "cron", hour=6, minute=0)
def remind() -> Iterator[None]:
    """Take the latest reminder step that each owed commitment has reached, once per due date, and write the mails.

    Earlier steps that were missed are taken with it, and only the last of their mails is written. What falls on a day
    off of its circle, or after its hours, is taken at the next run within them.
    """
    now = clock.utc_now()
    yield from _take_steps(now)
    yield from write_mails(now)


def _take_steps(now: datetime) -> Iterator[None]:
    today, last = clock.local_date(now), ""
    while due := db.session.scalars(_due(today).where(Commitment.code > last).limit(TOGETHER)).all():
        done = _steps_taken(commitment.id for commitment in due)
        openings = Openings(now)
        for commitment in due:
            if openings.opening(commitment.circle_id) and (step := due_step(commitment.facts, today)):
                new = [other for other in steps_covered(step) if other not in done[commitment.id]]
                take(commitment, new, steps_carried_out(new, openings.schedule(commitment.circle_id)), now)
        last = due[-1].code
        yield


def take(commitment: Commitment, steps: Iterable[Step], carried_out: Collection[Step], now: datetime) -> None:
    """Record that steps were taken for the current due date, and carry out those that have an effect."""
    for step in steps:
        reminder = Reminder(
            commitment_id=commitment.id,
            due=commitment.current_due,
            step=step,
            taken_at=now,
            silent=step not in carried_out,
        )
        db.session.add(reminder)
        if step in carried_out and step in MAILED:
            for to in notices.recipients(commitment, step):
                named = {"mailbox": to} if isinstance(to, str) else {"person": to}
                db.session.add(ReminderRecipient(reminder=reminder, **named))
        if step in carried_out and step is Step.TWO_WEEKS_AFTER:
            emit(CommitmentEscalated(commitment=commitment, at=now))


@job("nudges", "cron", hour=6, minute=5)
def nudge() -> Iterator[None]:
    """Remind once of proposals without an answer and of unverified deliveries, `ANSWER_WITHIN` days after each."""
    before = clock.utc_now() - timedelta(days=ANSWER_WITHIN)
    for state, since, ask in (
        (Delivery.PROPOSED, Commitment.proposed_at, notices.ask_for_answer),
        (Delivery.SUBMITTED, Commitment.submitted_at, notices.ask_for_verification),
    ):
        waiting = _in_order().where(Commitment.delivery == state, since <= before, IS_UNDISPUTED)
        last = ""
        while some := db.session.scalars(waiting.where(Commitment.code > last).limit(TOGETHER)).all():
            for commitment in some:
                ask(commitment)
            last = some[-1].code
            yield


def _due(today: date) -> Select[Commitment]:
    """Select the owed commitments whose latest reached step was not taken for the current due date, by code.

    Those that are snoozed or disputed are held.
    """
    own = (Snooze.commitment_id == Commitment.id, Snooze.due == Commitment.current_due, Snooze.until >= today)
    return _in_order().where(
        Commitment.delivery.in_(OWED),
        Commitment.verification != Verification.DISPUTED,
        or_(*(_reached(step, today) & ~_taken(step) for step in Step)),
        ~select(Snooze.id).where(*own).exists(),
    )


def _in_order() -> Select[Commitment]:
    return select(Commitment).options(joinedload(Commitment.responsible_person)).order_by(Commitment.code)


def _reached(step: Step, today: date) -> ColumnElement[bool]:
    after, until = dues_at(step, today)
    return Commitment.current_due <= until if after is None else Commitment.current_due.between(after + A_DAY, until)


def _taken(step: Step) -> ColumnElement[bool]:
    own = (Reminder.commitment_id == Commitment.id, Reminder.due == Commitment.current_due, Reminder.step == step)
    return select(Reminder.id).where(*own).exists()


def _steps_taken(ids: Iterable[UUID]) -> dict[UUID, set[Step]]:
    """Return the steps already taken for the current due dates of commitments, by commitment id."""
    query = (
        select(Reminder.commitment_id, Reminder.step)
        .join(Commitment, (Commitment.id == Reminder.commitment_id) & (Commitment.current_due == Reminder.due))
        .where(Commitment.id.in_(list(ids)))
    )
    steps: dict[UUID, set[Step]] = defaultdict(set)
    for commitment_id, step in db.session.execute(query):
        steps[commitment_id].add(step)
    return steps

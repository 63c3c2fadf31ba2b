"""Reminders, every morning: what is due is found in the database, so a missed morning loses nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.database import db
from app.scheduler import job
from commitments.registry.models import Commitment
from commitments.registry.rules import OWED, Delivery
from commitments.reminders import notices
from commitments.reminders.models import Reminder
from commitments.reminders.rules import ANSWER_WITHIN, Step, due_step, steps_covered

EARLIEST = timedelta(days=-min(step.days for step in Step))


@job("reminders", "cron", hour=6, minute=0)
def remind() -> None:
    """Take the step that each owed promise has reached, once per due date; earlier missed ones collapse into it."""
    today, now = clock.today(), clock.utc_now()
    near = (Commitment.delivery.in_(OWED), Commitment.current_due <= today + EARLIEST)
    done = steps_taken(near)
    owed = select(Commitment).where(*near).options(joinedload(Commitment.responsible_person))
    for commitment in db.session.scalars(owed.order_by(Commitment.code)):
        step = due_step(commitment.promise, today)
        if step and step not in done[commitment.id]:
            mark(commitment, (other for other in steps_covered(step) if other not in done[commitment.id]), now)
            notices.remind(commitment, step)


@job("nudges", "cron", hour=6, minute=5)
def nudge() -> None:
    """Ask once more for an answer to a proposal, and for a look at a delivery, that waited `ANSWER_WITHIN` days."""
    before = clock.utc_now() - timedelta(days=ANSWER_WITHIN)
    for state, since, ask in (
        (Delivery.PROPOSED, Commitment.proposed_at, notices.ask_for_answer),
        (Delivery.SUBMITTED, Commitment.submitted_at, notices.ask_for_verification),
    ):
        waiting = select(Commitment).where(Commitment.delivery == state, since <= before).order_by(Commitment.code)
        for commitment in db.session.scalars(waiting):
            ask(commitment)


def steps_taken(near: Iterable[object]) -> dict[UUID, set[Step]]:
    """Return the steps already taken for the present due dates of the promises that `near` selects."""
    query = select(Reminder.commitment_id, Reminder.step).join(
        Commitment, (Commitment.id == Reminder.commitment_id) & (Commitment.current_due == Reminder.due)
    )
    steps: dict[UUID, set[Step]] = defaultdict(set)
    for commitment_id, step in db.session.execute(query.where(*near)):  # type: ignore[arg-type]
        steps[commitment_id].add(step)
    return steps


def mark(commitment: Commitment, steps: Iterable[Step], now: datetime) -> None:
    """Write down that steps were taken for the present due date."""
    due: date = commitment.current_due
    db.session.add_all(Reminder(commitment_id=commitment.id, due=due, step=step, taken_at=now) for step in steps)

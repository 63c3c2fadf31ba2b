"""Daily job that proposes the commitments of upcoming periods, and those of periods missed by earlier runs."""

from __future__ import annotations

from agreements.clauses import queries
from agreements.clauses.actions import keep_up
from app import clock
from app.accounts.models import Person
from app.database import db
from app.jobs import job


@job("obligations", "cron", hour=5, minute=30)
def look_ahead() -> None:
    """Propose the commitments of periods that are due soon or were missed, in the name of the agreement's keeper."""
    now = clock.utc_now()
    for obligation in queries.due_ahead(clock.today()):
        agreement = obligation.clause.agreement
        keep_up(obligation, agreement, by=db.session.get_one(Person, agreement.keeper_id), at=now)

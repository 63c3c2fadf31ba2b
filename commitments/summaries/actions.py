"""Actions on weekly summaries: stop them, and receive them again."""

from __future__ import annotations

from datetime import datetime

from app import audit
from app.accounts.models import Person
from app.database import db
from commitments.summaries import queries
from commitments.summaries.models import Summary


def of(person: Person) -> Summary:
    """Return the summary of a person; a new one is sent."""
    found = queries.of_person(person)
    if found is None:
        found = Summary(person=person)
        db.session.add(found)
        db.session.flush()
    return found


def choose(summary: Summary, *, wanted: bool, by: Person, at: datetime) -> None:
    """Send a summary from now on, or no longer; without effect if that is so already."""
    if wanted is (summary.stopped_at is None):
        return
    summary.stopped_at = None if wanted else at
    audit.record("summary.resumed" if wanted else "summary.stopped", summary, by=by, at=at)

"""Actions: watch a commitment or stop, and mention somebody in a remark."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.database import db
from app.errors import RuleViolation
from commitments.delivery.models import Act, Update
from commitments.delivery.timeline import add_update
from commitments.registry.models import Commitment
from commitments.registry.notices import notify
from commitments.watching import queries
from commitments.watching.models import Watch


def watch(commitment: Commitment, *, by: Person, at: datetime) -> None:
    """Tell `by` of what happens from now on; without effect if they watch already."""
    if queries.watch_of(by.id, commitment.id) is None:
        db.session.add(Watch(commitment_id=commitment.id, person_id=by.id, since=at, told_until=at))
        audit.record("watch.begun", commitment, by=by, at=at)


def unwatch(commitment: Commitment, *, by: Person, at: datetime) -> None:
    """Tell `by` no longer; without effect if they do not watch."""
    if found := queries.watch_of(by.id, commitment.id):
        db.session.delete(found)
        audit.record("watch.ended", commitment, by=by, at=at)


def mention(commitment: Commitment, person: Person, *, text: str, by: Person, at: datetime) -> Update:
    """Add a remark that names a person, who gets one mail that leads to it.

    Raises RuleViolation if the person may not read the commitment or has nothing to do with it.
    """
    if person not in queries.people_to_mention(commitment):
        raise RuleViolation(_l("Choose a person from the list"), field="person")
    update = add_update(commitment, Act.COMMENT, by=by, at=at, text=f"@{person.name}: {text}")
    audit.record("commitment.commented", commitment, by=by, at=at)
    notify("mentioned", commitment, person, by=by, quote=text, anchor=f"update-{update.id}")
    return update

"""The action that passes on the roles and the open work of a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.accounts.succession import notices
from app.accounts.succession.charges import Succession, held
from app.database import db
from app.errors import RuleViolation


def hand_over(person: Person, successor: Person, *, basis: str, by: Person, at: datetime) -> int:
    """Pass on everything that `person` holds and `by` may read, and return the number of objects.

    Raises RuleViolation if the successor is the same person, of another organisation or suspended, if there is nothing
    to pass on, or if a kind refuses; then nothing is passed on.
    """
    if successor.id == person.id:
        raise RuleViolation(_l("Choose another person"), field="successor")
    if successor.organisation_id != person.organisation_id:
        raise RuleViolation(_l("Choose a person of the same organisation"), field="successor")
    if successor.suspended_at:
        raise RuleViolation(_l("This account is suspended. Restore it first"), field="successor")
    succession = Succession(person=person, successor=successor, by=by, at=at)
    passed_on = []
    for charge, objects in held(person, by):
        passed_on.append((charge.label, [charge.line(obj) for obj in objects]))
        for obj in objects:
            charge.pass_on(obj, succession)
        db.session.flush()
    count = sum(len(lines) for _label, lines in passed_on)
    if not count:
        raise RuleViolation(_l("There is nothing that you could pass on"))
    details: dict[str, Any] = {"objects": count} | ({"basis": basis} if basis else {})
    audit.record("person.handed_over", person, by=by, at=at, successor=successor.id, **details)
    audit.record("person.took_over", successor, by=by, at=at, predecessor=person.id, **details)
    notices.handed_over(succession, passed_on)
    return count

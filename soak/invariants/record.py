"""The database file and the audit chain are intact, and every audit row refers to an existing object."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, and_, exists, select, text

from agreements.registry.models import Agreement
from app.audit import chain
from app.audit.models import AuditRow
from app.database import Model, db
from app.organisations.models import Organisation
from commitments.registry.models import Commitment
from forums.agenda.models import AgendaItem
from forums.circular.models import Circular
from forums.decisions.models import Decision
from forums.minutes.models import Correction, Passage
from forums.scheduling.models import Session
from soak.findings import Finding, contradictory, doubled, lost

BEGINNINGS: dict[str, Select[Any]] = {
    "commitment.proposed": select(Commitment.id),
    "decision.taken": select(Decision.id).where(Decision.session_id.is_not(None)),
    "decision.taken_between_sessions": select(Decision.id).where(Decision.session_id.is_(None)),
    "passage.begun": select(Passage.id).where(Passage.origin_id.is_(None)),
    "correction.asked": select(Correction.id),
    "session.added": select(Session.id).where(Session.series_id.is_(None)),
    "agenda_item.proposed": select(AgendaItem.id).where(
        AgendaItem.proposed_by_id.is_not(None), AgendaItem.carried_from_id.is_(None)
    ),
    "agreement.created": select(Agreement.id),
    "circular.drafted": select(Circular.id),
}
"""The action that creates an object, and the objects: one audit row each, and the reverse."""
LASTING = (Agreement, AgendaItem, Circular, Commitment, Correction, Decision, Organisation, Passage, Session)
"""Models whose rows are never deleted: no audit row may refer to a missing one."""


def file_is_sound() -> Iterator[Finding]:
    """SQLite's own checks of its file; PostgreSQL checks constraints when rows are written."""
    if db.engine.dialect.name != "sqlite":
        return
    lines = db.session.scalars(text("PRAGMA integrity_check")).all()
    yield from (contradictory(f"the database file: {line}") for line in lines if line != "ok")
    for table, row, parent, _key in db.session.execute(text("PRAGMA foreign_key_check")):
        yield contradictory(f"row {row} of {table} names a row of {parent} that is not there")


def chain_is_whole() -> Iterator[Finding]:
    """The audit chain is intact, as `flask audit verify` checks it."""
    found = chain.verify()
    if found.broken_at is not None:
        yield contradictory(f"the chain breaks at {found.broken_at}: {found.because}")


def things_begin_once() -> Iterator[Finding]:
    """Every object has exactly one audit row of its creation, and every such row has its object."""
    for action, things in BEGINNINGS.items():
        there = set(db.session.scalars(things))
        recorded = Counter(db.session.scalars(select(AuditRow.subject_id).where(AuditRow.action == action)))
        yield from (contradictory(f"{one} is there without {action} in the record") for one in there - set(recorded))
        yield from (
            contradictory(f"{action} is recorded for {one}, which is not there") for one in set(recorded) - there
        )
        yield from (
            doubled(f"{action} of {one} is recorded {number} times") for one, number in recorded.items() if number > 1
        )


def subjects_are_there() -> Iterator[Finding]:
    """No audit row refers to an object that does not exist."""
    for model in LASTING:
        gone = and_(AuditRow.subject_type == model.__name__, ~exists().where(model.id == AuditRow.subject_id))
        for row_id, action in db.session.execute(select(AuditRow.id, AuditRow.action).where(gone)):
            yield lost(f"row {row_id} of the record, {action}, is about a {model.__name__} that is not there")


def numbers_have_no_gap() -> Iterator[Finding]:
    """Codes have no gaps: a number is assigned in the transaction that uses it, or not at all."""
    for model, counted in ((Commitment, "KMT"), (Decision, "KEP"), (Circular, "SIR")):
        yield from _gaps(model, counted)


def _gaps(model: type[Model], kind: str) -> Iterator[Finding]:
    from app.database.sequences import Counter as Given

    given = dict(db.session.execute(select(Given.id, Given.value).where(Given.id.like(f"{kind}-%"))).all())
    used: Counter[str] = Counter()
    highest: dict[str, int] = {}
    for code in db.session.scalars(select(model.code)):  # type: ignore[attr-defined]
        scope, _dash, number = code.rpartition("-")
        used[scope] += 1
        highest[scope] = max(highest.get(scope, 0), int(number))
    for scope, value in given.items():
        if not used[scope] == highest.get(scope, 0) == value:
            yield contradictory(
                f"{scope}: {value} numbers given, {used[scope]} used, the last is {highest.get(scope, 0)}"
            )


CHECKS = (file_is_sound, chain_is_whole, things_begin_once, subjects_are_there, numbers_have_no_gap)

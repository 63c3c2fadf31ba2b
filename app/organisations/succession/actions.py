"""Actions: rename an organisation, and pass on what it holds to its successors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.database import db
from app.errors import NotNow, RuleViolation, require_version
from app.organisations.actions import archive as archive_organisation
from app.organisations.actions import claiming_name
from app.organisations.models import Organisation
from app.organisations.succession import notices
from app.organisations.succession.holdings import Holding, Transfer, registered
from app.organisations.succession.models import FormerName, OrganisationSuccession


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """An official name, with the regulation or deed on which it rests and the first day on which it is used."""

    name: str
    short_name: str
    basis: str
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who receives each object: the id of a successor by the id of the object, None if it stays."""

    successors: Sequence[Organisation]
    receivers: Mapping[UUID, UUID | None]
    basis: str
    archives: bool = True


def rename(organisation: Organisation, new: Name, *, version: str | None, by: Person, at: datetime) -> None:
    """Rename an organisation. It keeps its identity and its past; documents made before keep the former name.

    Raises Conflict on a stale version, RuleViolation if the name is unchanged or taken.
    """
    require_version(organisation, version)
    if (new.name, new.short_name) == (organisation.name, organisation.short_name):
        raise RuleViolation(_l("This is already its name"), field="name")
    former = {"name": organisation.name, "short_name": organisation.short_name}
    db.session.add(
        FormerName(
            organisation_id=organisation.id,
            basis=new.basis,
            until=new.since,
            changed_at=at,
            changed_by_id=by.id,
            **former,
        )
    )
    with claiming_name(new.name, organisation):
        organisation.name, organisation.short_name = new.name, new.short_name
    changes = {name: [before, getattr(organisation, name)] for name, before in former.items()}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    audit.record("organisation.renamed", organisation, by=by, at=at, changes=changes, basis=new.basis, since=new.since)


def held(organisation: Organisation, reader: Person) -> Iterator[tuple[Holding, Sequence[Any]]]:
    """Yield each kind of which `organisation` holds something that `reader` may pass on, with the objects."""
    for kind in registered():
        if objects := kind.held(organisation, reader):
            yield kind, objects


def pass_on(organisation: Organisation, decision: Decision, *, by: Person, at: datetime) -> int:
    """Pass on what an organisation holds to its successors, in one act, and return the number of objects.

    Due dates, signatures and past sessions stay. Raises RuleViolation if there is no successor or nothing to pass on,
    if an object cannot pass to its successor, or if `decision` names others than the objects held now; then nothing
    is passed on.
    """
    successors = {one.id: one for one in decision.successors if one.id != organisation.id and not one.archived_at}
    if not successors:
        raise RuleViolation(_l("Choose the successor"), field="successors")
    if {obj.id for _kind, objects in held(organisation, by) for obj in objects} != set(decision.receivers):
        raise NotNow(_l("What the organisation holds has changed since this list was made. Look through it again"))
    counts = dict.fromkeys(successors, 0)
    for kind in registered():
        for obj in kind.held(organisation, by):
            if receiver := _receiver(decision.receivers.get(obj.id), successors):
                _pass_on(
                    kind,
                    obj,
                    Transfer(predecessor=organisation, successor=receiver, basis=decision.basis, by=by, at=at),
                )
                counts[receiver.id] += 1
        db.session.flush()
    if not any(counts.values()):
        raise RuleViolation(_l("There is nothing that would pass on. Choose a successor for at least one line"))
    _record(organisation, decision, counts, by=by, at=at)
    if decision.archives and not organisation.archived_at:
        archive_organisation(organisation, by=by, at=at)
    notices.succeeded(organisation, [successors[one] for one, count in counts.items() if count], by=by)
    return sum(counts.values())


def _receiver(successor_id: UUID | None, successors: Mapping[UUID, Organisation]) -> Organisation | None:
    if successor_id is None:
        return None
    if successor_id not in successors:
        raise RuleViolation(_l("Choose one of the successors"))
    return successors[successor_id]


def _pass_on(kind: Holding, obj: Any, transfer: Transfer) -> None:
    obstacle = kind.obstacle(obj, transfer.predecessor, transfer.successor)
    if obstacle:
        words = _l(
            "%(object)s cannot pass to %(name)s: %(why)s",
            object=kind.line(obj),
            name=transfer.successor.name,
            why=obstacle,
        )
        raise RuleViolation(words)
    kind.pass_on(obj, transfer)


def _record(
    organisation: Organisation, decision: Decision, counts: Mapping[UUID, int], *, by: Person, at: datetime
) -> None:
    for successor in decision.successors:
        if count := counts.get(successor.id):
            row = OrganisationSuccession(
                predecessor_id=organisation.id,
                successor_id=successor.id,
                basis=decision.basis,
                objects=count,
                done_at=at,
                done_by_id=by.id,
            )
            db.session.add(row)
            details: dict[str, Any] = {"objects": count, "basis": decision.basis}
            audit.record("organisation.passed_on", organisation, by=by, at=at, successor=successor.id, **details)
            audit.record("organisation.took_over", successor, by=by, at=at, predecessor=organisation.id, **details)

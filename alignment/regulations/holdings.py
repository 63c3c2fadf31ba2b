"""What organisations pass on to their successors: regulations that they issue, and revisions that they have in hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from alignment.regulations.models import Regulation, Revision
from alignment.regulations.queries import IS_OPEN
from app import audit
from app.accounts.models import Person
from app.database import db
from app.organisations.models import Organisation
from app.organisations.succession.holdings import Holding, Transfer


def _issued(organisation: Organisation, _reader: Person) -> Sequence[Regulation]:
    query = select(Regulation).where(Regulation.issuer_id == organisation.id)
    return db.session.scalars(query.order_by(Regulation.year, Regulation.number)).all()


def _in_hand(organisation: Organisation, _reader: Person) -> Sequence[Revision]:
    query = select(Revision).where(Revision.holder_id == organisation.id, IS_OPEN)
    return db.session.scalars(query.options(joinedload(Revision.regulation)).order_by(Revision.created_at)).all()


def _no_obstacle(_obj: Any, _organisation: Organisation, _successor: Organisation) -> None:
    return None


def _pass_regulation(regulation: Regulation, transfer: Transfer) -> None:
    regulation.issuing, regulation.issuer = transfer.successor, ""
    _note("regulation.passed_to_successor", regulation, transfer)


def _pass_revision(revision: Revision, transfer: Transfer) -> None:
    revision.holder = transfer.successor
    _note("regulation.revision_passed_to_successor", revision.regulation, transfer)


def _note(action: str, regulation: Regulation, transfer: Transfer) -> None:
    details: dict[str, Any] = {
        "before": transfer.predecessor.id,
        "organisation": transfer.successor,
        "basis": transfer.basis,
    }
    audit.record(action, regulation, by=transfer.by, at=transfer.at, **details)


REGULATIONS = Holding(
    name="regulations",
    label=_l("Regulations that it can revise"),
    held=_issued,
    line=lambda regulation: f"{regulation.citation} {regulation.title}",
    obstacle=_no_obstacle,
    pass_on=_pass_regulation,
)
REVISIONS = Holding(
    name="revisions",
    label=_l("Revisions of regulations that it has in hand"),
    held=_in_hand,
    line=lambda revision: f"{revision.regulation.citation}: {revision.title}",
    obstacle=_no_obstacle,
    pass_on=_pass_revision,
)

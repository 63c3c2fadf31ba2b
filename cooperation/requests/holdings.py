"""What organisations pass on to their successors: their requests for cooperation that go on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app import audit
from app.accounts.models import Person
from app.database import db
from app.organisations.models import Organisation
from app.organisations.succession.holdings import Holding, Transfer
from cooperation.requests.models import CooperationRequest
from cooperation.requests.queries import readable
from cooperation.requests.rules import GOING


def _held(organisation: Organisation, reader: Person) -> Sequence[CooperationRequest]:
    query = select(CooperationRequest).where(
        CooperationRequest.organisation_id == organisation.id,
        CooperationRequest.state.in_(GOING),
        CooperationRequest.erased_at.is_(None),
        readable(reader),
    )
    return db.session.scalars(query.order_by(CooperationRequest.code)).all()


def _no_obstacle(_request: CooperationRequest, _organisation: Organisation, _successor: Organisation) -> Any:
    return None


def _pass_on(request: CooperationRequest, transfer: Transfer) -> None:
    """Link the request with the successor; the applicant's contact and link stay."""
    request.organisation = transfer.successor
    audit.record(
        "cooperation.passed_to_successor",
        request,
        by=transfer.by,
        at=transfer.at,
        organisation=transfer.successor.name,
        basis=transfer.basis,
    )


REQUESTS = Holding(
    name="requests",
    label=_l("Requests for cooperation"),
    held=_held,
    line=lambda request: f"{request.code} {request.title}",
    obstacle=_no_obstacle,
    pass_on=_pass_on,
)

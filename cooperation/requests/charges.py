"""What people hand over with their office: the requests that they deal with."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app import audit
from app.accounts.models import Person
from app.accounts.succession.charges import Charge, Succession, add_charge
from app.database import db
from cooperation.requests.models import CooperationRequest
from cooperation.requests.rules import GOING


def register(app: Flask) -> None:
    """Register requests that did not end."""
    label = _l("Requests for cooperation to answer")
    add_charge(app, Charge(label=label, held=_requests, line=_line, pass_on=_pass_on))


def _line(request: CooperationRequest) -> str:
    return f"{request.code} {request.title}".strip()


def _requests(person: Person, reader: Person) -> Sequence[CooperationRequest]:
    if not reader.is_coordinator:
        return ()
    query = select(CooperationRequest).where(
        CooperationRequest.holder_id == person.id, CooperationRequest.state.in_(GOING)
    )
    return db.session.scalars(query.order_by(CooperationRequest.code)).all()


def _pass_on(request: CooperationRequest, succession: Succession) -> None:
    """Give it to the successor if they are a coordinator, who alone may answer it; else to nobody."""
    successor = succession.successor
    request.holder_id = successor.id if successor.is_coordinator else None
    audit.record(
        "cooperation.passed_on",
        request,
        by=succession.by,
        at=succession.at,
        before=succession.person.id,
        after=request.holder_id or "–",
    )

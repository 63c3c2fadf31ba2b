"""The search for commitments."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from app.organisations.models import Organisation
from app.search.sources import Kind, Source
from commitments.registry.models import Commitment
from commitments.registry.queries import circles_of_own, visible_to


def rows() -> Select[Any]:
    """Select commitments with their criteria, state, current due date and who is responsible."""
    columns: tuple[Any, ...] = (Commitment.id, Commitment.circle_id, Commitment.code, Commitment.title)
    columns += (Commitment.criteria.label("text"), Commitment.current_due.label("on_date"))
    columns += (Commitment.delivery.label("state"), Organisation.label.label("about"), Organisation.sector)
    return select(*columns).join(Organisation, Organisation.id == Commitment.responsible_id)


KIND = Kind(
    name="commitments",
    label=_l("Commitments"),
    word=_l("Commitment"),
    icon="commitment",
    href=lambda entry: url_for("commitments.registry.show", commitment_id=entry.object_id),
    states="delivery",
    dated=_l("due %(day)s"),
)
COMMITMENTS = Source(
    name="commitments",
    kind=KIND,
    model=Commitment,
    rows=rows,
    readable=visible_to,
    circles=circles_of_own,
    follows={Organisation: lambda ids: select(Commitment.id).where(Commitment.responsible_id.in_(ids))},
)

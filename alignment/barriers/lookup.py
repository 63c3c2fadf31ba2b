"""The search for barriers."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from alignment.barriers.models import Barrier
from alignment.barriers.queries import readable
from app.organisations.models import Organisation
from app.search.sources import Kind, Source


def rows() -> Select[Any]:
    """Select barriers with what they cause, how they were resolved, and who can remove them."""
    columns: tuple[Any, ...] = (Barrier.id, Barrier.circle_id, Barrier.title, Barrier.since.label("on_date"))
    columns += (Barrier.text, Barrier.owner_office, Barrier.resolution)
    columns += (Organisation.label.label("about"), Organisation.sector)
    return select(*columns).outerjoin(Barrier.owner)


BARRIERS = Source(
    name="barriers",
    kind=Kind(
        name="barriers",
        label=_l("Barriers"),
        word=_l("Barrier"),
        icon="blocked",
        href=lambda entry: url_for("alignment.barriers.show", barrier_id=entry.object_id),
        dated=_l("since %(day)s"),
    ),
    model=Barrier,
    rows=rows,
    readable=readable,
    text=lambda row: "\n".join(filter(None, (row.text, row.owner_office, row.resolution))),
    follows={Organisation: lambda ids: select(Barrier.id).where(Barrier.owner_id.in_(ids))},
)

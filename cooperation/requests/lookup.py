"""The search for requests for cooperation."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from app.search.sources import Kind, Source
from cooperation.requests.models import CooperationRequest as Request
from cooperation.requests.queries import readable


def rows() -> Select[Any]:
    """Select the requests whose personal data was not erased, with what they ask and offer; never the contact."""
    columns: tuple[Any, ...] = (Request.id, Request.code, Request.title, Request.organisation_name.label("about"))
    query = select(*columns, Request.wish, Request.expectations, Request.benefit, Request.state)
    return query.add_columns(Request.received_at.label("on_date")).where(Request.erased_at.is_(None))


KIND = Kind(
    name="requests",
    label=_l("Requests for cooperation"),
    word=_l("Request for cooperation"),
    icon="mail",
    href=lambda entry: url_for("cooperation.requests.show", cooperation_request_id=entry.object_id),
    states="cooperation_request",
    dated=_l("received %(day)s"),
)
REQUESTS = Source(
    name="requests",
    kind=KIND,
    model=Request,
    rows=rows,
    readable=lambda person, _today: readable(person),
    text=lambda row: "\n".join(filter(None, (row.wish, row.expectations, row.benefit))),
)

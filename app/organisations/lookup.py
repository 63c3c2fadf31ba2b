"""The search for organisations."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from app.organisations.models import Organisation
from app.search.sources import Kind, Source, everyone


def rows() -> Select[Any]:
    """Select the active organisations."""
    columns: tuple[Any, ...] = (
        Organisation.id,
        Organisation.name.label("title"),
        Organisation.short_name.label("code"),
    )
    query = select(*columns, Organisation.sector, Organisation.address.label("text"))
    return query.where(Organisation.archived_at.is_(None))


KIND = Kind(
    name="organisations",
    label=_l("Organisations"),
    word=_l("Organisation"),
    icon="building",
    href=lambda entry: url_for("organisations.show", organisation_id=entry.object_id),
)
ORGANISATIONS = Source("organisations", KIND, Organisation, rows, readable=everyone)
"""Active organisations, which everyone may read."""

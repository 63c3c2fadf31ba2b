"""The search for agreements."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from agreements.registry.models import Agreement
from agreements.registry.queries import readable
from app.search.sources import Kind, Source


def rows() -> Select[Any]:
    """Select agreements with their titles, stage and end."""
    columns = (Agreement.id, Agreement.circle_id, Agreement.title, Agreement.stage.label("state"))
    return select(*columns, Agreement.expires_on.label("on_date"))


KIND = Kind(
    name="agreements",
    label=_l("Agreements"),
    word=_l("Agreement"),
    icon="agreement",
    href=lambda entry: url_for("agreements.registry.show", agreement_id=entry.object_id),
    states="agreement",
    dated=_l("until %(day)s"),
)
AGREEMENTS = Source("agreements", KIND, Agreement, rows, readable)

"""Search for organisations."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.database import db
from app.organisations.forms import KINDS
from app.organisations.models import Organisation
from app.organisations.queries import Wanted, organisations
from app.web.panels import Hit, Lookup
from app.web.status_labels import sector_name


def find(_person: Person, text: str, _today: date) -> Select[Organisation]:
    """Select the active organisations whose name or short name contains a text, by name; everyone may read all."""
    return organisations(Wanted(text=text))


def hits(query: Select[Organisation], _person: Person) -> list[Hit]:
    """Return hits with sector, kind and parent, in one statement."""
    parent = aliased(Organisation)
    columns: tuple[Any, ...] = (Organisation.id, Organisation.name, Organisation.short_name)
    columns += (Organisation.sector, Organisation.kind, parent.name.label("parent"))
    query = query.with_only_columns(*columns, maintain_column_froms=True)
    return [_hit(row) for row in db.session.execute(query.outerjoin(Organisation.parent.of_type(parent)))]


def _hit(row: Any) -> Hit:
    facts = [str(sector_name(row.sector)), str(KINDS[row.kind.value])]
    if row.parent:
        facts.append(_("part of %(name)s", name=row.parent))
    href = url_for("organisations.show", organisation_id=row.id)
    return Hit(_("Organisation"), row.short_name or None, row.name, href, tuple(facts))


KEYS = (Organisation.name, Organisation.id)
ORGANISATIONS = Lookup("organisations", _l("Organisations"), find, hits, KEYS)

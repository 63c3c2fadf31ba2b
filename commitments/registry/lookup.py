"""Search provider of commitments."""

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
from app.organisations.models import Organisation
from app.web.i18n import plain_day
from app.web.panels import Hit, Lookup
from app.web.status_labels import status_label
from commitments.registry.models import Commitment
from commitments.registry.queries import Filters
from commitments.registry.queries import found as readable
from commitments.registry.rules import Delivery


def find(person: Person, text: str, today: date) -> Select[Commitment]:
    """Select the readable commitments in any state whose code or title contains `text`, newest code first."""
    return readable(person, Filters(text=text, states=frozenset(Delivery), order="-code"), today)


def hits(query: Select[Commitment], _person: Person) -> list[Hit]:
    """Return search results with state, due date and parties, in one statement."""
    responsible, verifier = aliased(Organisation), aliased(Organisation)
    columns: tuple[Any, ...] = (Commitment.id, Commitment.code, Commitment.title)
    columns += (Commitment.delivery, Commitment.current_due)
    columns += (responsible.label.label("responsible"), verifier.label.label("verifier"))
    found: Select[Any] = query.with_only_columns(*columns, maintain_column_froms=True)
    found = found.join(responsible, responsible.id == Commitment.responsible_id)
    found = found.outerjoin(verifier, verifier.id == Commitment.verifier_id)
    return [_hit(row) for row in db.session.execute(found)]


def _hit(row: Any) -> Hit:
    facts = [
        str(status_label("delivery", row.delivery).word),
        _("due %(day)s", day=plain_day(row.current_due)),
        _("responsible: %(name)s", name=row.responsible),
    ]
    if row.verifier:
        facts.append(_("verifier: %(name)s", name=row.verifier))
    href = url_for("commitments.registry.show", commitment_id=row.id)
    return Hit(_("Commitment"), row.code, row.title, href, tuple(facts))


COMMITMENTS = Lookup("commitments", _l("Commitments"), find, hits, (Commitment.code,), descending=True)

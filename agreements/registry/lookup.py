"""Search provider of agreements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from agreements.labels import KINDS
from agreements.registry.models import Agreement, Party
from agreements.registry.queries import Filters, found, number_known_to
from agreements.registry.rules import Term
from app.accounts.models import Person
from app.circles.models import Seat
from app.clock import today as current_day
from app.database import alphabetical, db
from app.organisations.models import Organisation
from app.web.i18n import plain_day
from app.web.panels import Hit, Lookup
from app.web.status_labels import status_label


def find(person: Person, text: str, today: date) -> Select[Agreement]:
    """Select the readable agreements whose title, or number that the person may see, contains `text`, by title."""
    return found(person, Filters(text=text), today).order_by(alphabetical(Agreement.title), Agreement.id)


def hits(query: Select[Agreement], person: Person) -> list[Hit]:
    """Return search results with state, period and parties, in two statements."""
    columns: tuple[Any, ...] = (Agreement.id, Agreement.kind, Agreement.title, Agreement.stage)
    columns += (Agreement.effective_on, Agreement.expires_on, number_known_to(person).label("number"))
    rows = db.session.execute(query.with_only_columns(*columns, maintain_column_froms=True)).all()
    parties = _parties([row.id for row in rows])
    return [_hit(row, parties[row.id]) for row in rows]


def _parties(agreement_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Return the labels of the parties of agreements, in the order of the text."""
    query = select(Party.agreement_id, Organisation.label).join(Party.seat).join(Seat.organisation)
    query = query.where(Party.agreement_id.in_(agreement_ids)).order_by(Party.position)
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for agreement_id, label in db.session.execute(query):
        found[agreement_id].append(label)
    return found


def _hit(row: Any, parties: list[str]) -> Hit:
    validity = Term(stage=row.stage, effective_on=row.effective_on, expires_on=row.expires_on).validity(current_day())
    state = status_label("term", validity) if validity else status_label("agreement", row.stage)
    facts = (str(state.word), _period(row.effective_on, row.expires_on), ", ".join(parties))
    href = url_for("agreements.registry.show", agreement_id=row.id)
    return Hit(str(KINDS[row.kind]), row.number or None, row.title, href, tuple(filter(None, facts)))


def _period(first: date | None, last: date | None) -> str:
    if first and last:
        return f"{plain_day(first)} – {plain_day(last)}"
    if last:
        return _("until %(day)s", day=plain_day(last))
    return _("from %(day)s", day=plain_day(first)) if first else ""


AGREEMENTS = Lookup("agreements", _l("Agreements"), find, hits, (Agreement.title, Agreement.id))

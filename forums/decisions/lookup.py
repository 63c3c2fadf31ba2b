"""The search for decisions."""

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
from app.web.i18n import plain_day
from app.web.panels import Hit, Lookup
from forums.decisions.models import Decision
from forums.decisions.queries import Filters, found
from forums.scheduling.labels import DECISION_RULES, session_label
from forums.scheduling.models import Forum, Session


def find(person: Person, text: str, today: date) -> Select[Decision]:
    """Select the decisions whose code or text contains a text, latest first."""
    return found(person, Filters(text=text), today)


def hits(query: Select[Decision], _person: Person) -> list[Hit]:
    """Return search hits with date, forum and decision rule, in one query."""
    session, forum = aliased(Session), aliased(Forum)
    columns: tuple[Any, ...] = (Decision.id, Decision.code, Decision.text, Decision.decided_at, Decision.how)
    columns += (forum.name, forum.timezone, session.number, session.title, session.series_id)
    taken: Select[Any] = query.with_only_columns(*columns, maintain_column_froms=True)
    taken = taken.outerjoin(session, session.id == Decision.session_id).join(forum, forum.id == Decision.forum_id)
    return [_hit(row) for row in db.session.execute(taken)]


def _hit(row: Any) -> Hit:
    facts = (
        plain_day(row.decided_at, row.timezone),
        str(DECISION_RULES[row.how]),
        _taken_in(row),
    )
    return Hit(_("Decision"), row.code, row.text, url_for("forums.decisions.show", decision_id=row.id), facts)


def _taken_in(row: Any) -> str:
    if row.number is None:
        return _("%(forum)s, between sessions", forum=row.name)
    return f"{row.name}, {session_label(row)}"


KEYS = (Decision.decided_at, Decision.id)
DECISIONS = Lookup("decisions", _l("Decisions"), find, hits, KEYS, descending=True)

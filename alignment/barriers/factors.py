"""What barriers say about a programme: what hinders it, and what was resolved."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select

from alignment.barriers import queries
from alignment.barriers.labels import days as days_label
from alignment.barriers.models import Barrier
from alignment.barriers.rules import age, mean_age
from alignment.five_c.rules import Aspect, Factor
from app.accounts.models import Person
from app.database import db
from commitments.blockers.models import BlockerKind
from commitments.status_labels import BARRIERS

REGISTER = _l("Barriers")
HINDERING = 3
"""Maximum number of types that hinder."""
MOST = 1000
ASPECTS = {
    BlockerKind.REGULATION: Aspect.CONTENT,
    BlockerKind.SYSTEM: Aspect.CAPACITY,
    BlockerKind.BUDGET: Aspect.CAPACITY,
    BlockerKind.PHYSICAL_VERIFICATION: Aspect.CONTEXT,
    BlockerKind.SKILLS: Aspect.CAPACITY,
    BlockerKind.COORDINATION: Aspect.COALITIONS,
}


def factors(circle_ids: Collection[UUID], reader: Person, today: date) -> list[Factor]:
    """Return the types of open barriers that hinder longest, and how many barriers were resolved this year."""
    begin = date(today.year, 1, 1)
    query = select(Barrier.kind, Barrier.since, Barrier.resolved_on)
    query = query.where(queries.about_circles(circle_ids, reader, today), queries.readable(reader, today))
    query = query.where(queries.is_open() | (Barrier.resolved_on >= begin)).order_by(Barrier.since).limit(MOST)
    rows = db.session.execute(query).all()
    open_ages: dict[BlockerKind, list[int]] = {}
    for kind, since, resolved_on in rows:
        if resolved_on is None:
            open_ages.setdefault(kind, []).append(age(since, None, today))
    found = [_hindering(kind, days) for kind, days in list(open_ages.items())[:HINDERING]]
    spans = [(since, resolved_on) for _kind, since, resolved_on in rows if resolved_on]
    return found + ([_supporting(spans)] if spans else [])


def _hindering(kind: BlockerKind, days: list[int]) -> Factor:
    number, label = len(days), str(BARRIERS[kind])
    text = ngettext(
        "%(num)d barrier of the type “%(kind)s” is open, for %(days)s",
        "%(num)d barriers of the type “%(kind)s” are open, the oldest for %(days)s",
        number,
        kind=label,
        days=days_label(days[0]),
    )
    href = url_for("alignment.barriers.index", kind=kind.value)
    return Factor(ASPECTS[kind], supports=False, text=text, register=REGISTER, href=href, weight=days[0])


def _supporting(spans: list[tuple[date, date]]) -> Factor:
    resolved = ngettext(
        "%(num)d barrier was resolved this year", "%(num)d barriers were resolved this year", len(spans)
    )
    text = _("%(resolved)s, in %(days)s on average", resolved=resolved, days=days_label(mean_age(spans) or 0))
    href = url_for("alignment.barriers.index", state="resolved")
    return Factor(Aspect.CONTEXT, supports=True, text=text, register=REGISTER, href=href, weight=len(spans))

"""The barriers to talk about: those without an owner, and the oldest ones that no leadership knows of yet."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from alignment.barriers import queries
from alignment.barriers.labels import days as days_label
from alignment.barriers.models import Barrier
from alignment.barriers.policies import propose_barrier, write_barrier
from alignment.barriers.rules import OLD, age, last_day_before, tone
from alignment.home.rules import Matter
from app.accounts.models import Person
from app.database import db
from commitments.status_labels import BARRIERS

MOST = 4
"""Maximum number of barriers among the matters; others are on the list of barriers."""


def matters(reader: Person, today: date, circle_id: UUID | None = None) -> list[Matter]:
    """Return the open barriers that `reader` may read and that are old or have no owner: the `MOST` oldest.

    With `circle_id`, only those of this circle.
    """
    query = select(Barrier).where(queries.is_open(), queries.readable(reader, today), Barrier.directive_id.is_(None))
    query = query.where(Barrier.owner_id.is_(None) | (Barrier.since <= last_day_before(today, OLD)))
    if circle_id:
        query = query.where(Barrier.circle_id == circle_id)
    query = query.options(joinedload(Barrier.owner), joinedload(Barrier.circle))
    found = db.session.scalars(query.order_by(Barrier.since, Barrier.id).limit(MOST)).all()
    talks = queries.talks_about([one.id for one in found], reader, today)
    coming = {key for key, known in talks.items() if any(talk.is_ahead for talk in known)}
    return [_matter(one, reader, today, is_coming=one.id in coming) for one in found]


def _matter(barrier: Barrier, reader: Person, today: date, *, is_coming: bool) -> Matter:
    """Return the matter of a barrier; one that is coming to a session is not proposed again."""
    days = age(barrier.since, None, today)
    owner = barrier.owner_office or barrier.owner.name if barrier.owner else _("nobody is known who can remove it")
    act, endpoint = "", ""
    if barrier.owner is None and write_barrier(reader, barrier):
        act, endpoint = _("Name who can remove it"), "alignment.barriers.name_owner"
    elif barrier.owner and not is_coming and propose_barrier(reader, barrier):
        act, endpoint = _("Propose to a session"), "alignment.barriers.put_on_agenda"
    return Matter(
        tone=tone(days).value if barrier.owner else "warn",
        mark=days_label(days),
        icon="blocked",
        title=barrier.title,
        href=url_for("alignment.barriers.show", barrier_id=barrier.id),
        note=f"{BARRIERS[barrier.kind]} · {owner}",
        act=act,
        act_href=url_for(endpoint, barrier_id=barrier.id) if endpoint else "",
        weight=days,
        circle_id=barrier.circle_id,
        waits_for=(barrier.owner_id,) if barrier.owner_id else (),
    )

"""Action: put a commitment that is two weeks late onto the agenda of the next session."""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from flask_babel import gettext as _

from app import audit
from app.database import db
from app.web.i18n import force_locale
from commitments.registry.models import Commitment
from forums.agenda import queries as agendas
from forums.agenda.actions import prepare
from forums.agenda.models import AgendaItem, ItemState, Purpose
from forums.agenda.rules import place_after
from forums.escalation import queries
from forums.escalation.models import EscalatedItem
from forums.escalation.rules import MINUTES, may_be_named
from forums.scheduling.queries import next_planned


def put_on_agenda(commitment: Commitment, *, at: datetime) -> AgendaItem | None:
    """Add an item that asks for a decision to the next session of the commitment's forum, once for its due date.

    Returns None if no session is planned, or if not everyone who reads the agenda may read the commitment.
    """
    forum = queries.forum_of(commitment.circle_id)
    if forum is None or not may_be_named(commitment.visibility, commitment.circle.classification):
        return None
    session = next_planned(forum.id, at)
    if session is None or queries.is_placed(commitment):
        return None
    prepare(session, at=at)
    item = AgendaItem(
        session=session,
        position=place_after(agendas.positions(session.id)),
        purpose=Purpose.PROGRESS_MONITORING,
        presenter_organisation=commitment.responsible,
        minutes=MINUTES,
        state=ItemState.ACCEPTED,
        proposed_at=at,
        **_texts(commitment),
    )
    db.session.add(item)
    db.session.flush()
    db.session.add(EscalatedItem(commitment_id=commitment.id, due=commitment.current_due, item_id=item.id))
    audit.record("agenda_item.escalated", item, by=None, at=at, circle_id=forum.circle_id, code=commitment.code)
    return item


def _texts(commitment: Commitment) -> dict[str, str]:
    """Return title and question, in the first language of the instance, as papers are."""
    with force_locale(current_app.extensions["settings"].languages[0]):
        title = _("Overdue: %(code)s %(title)s", code=commitment.code, title=commitment.title)
        return {"title": title[:200], "question": _("Help, another date, or an end to this commitment?")}

"""What became of the answers that leadership gave in earlier digests about the same thing, as it stood at a moment."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from alignment.barriers.models import Barrier
from app.audit.models import AuditRow
from app.database import db
from commitments.registry.models import Commitment
from forums.agenda.models import AgendaItem
from forums.decisions.models import Decision
from forums.directives.models import Directive, DirectiveState
from forums.scheduling.models import Forum, Session
from insights.digests.models import Digest, OutcomeKind, Snapshot
from insights.digests.past import Past


def followed(past: Past, scope: str, since: datetime, today: date) -> list[dict[str, Any]]:
    """Return the answers given in digests of `scope` from `since` to the moment, with what had followed by then.

    What belongs to a circle that the digest does not cover is left out, and so is what fewer organisations were told.
    """
    answered = select(AuditRow.subject_id).where(
        AuditRow.subject_type == Digest.__name__,
        AuditRow.action == "digest.answered",
        AuditRow.at.between(since, past.moment),
    )
    reading = Snapshot.content["reading"]
    query = select(Digest.id, Digest.code, Digest.asks, reading.label("reading")).join(Digest.snapshot)
    query = query.where(Snapshot.scope == scope, Digest.id.in_(answered))
    found = db.session.execute(query.order_by(Digest.released_at.desc())).all()
    answers = [
        (row.id, row.code, number, ask)
        for row in found
        if row.reading is None or past.reading is None or past.reading <= set(map(UUID, row.reading))
        for number, ask in enumerate(row.asks, 1)
        if "answer" in ask and since <= datetime.fromisoformat(ask["answered_at"]) <= past.moment
    ]
    told = _barriers(past, {UUID(ask["barrier"]) for *_row, ask in answers if "barrier" in ask})
    answers = [one for one in answers if "barrier" not in one[-1] or UUID(one[-1]["barrier"]) in told]
    if not answers:
        return []
    known = _followed_up({digest_id for digest_id, *_rest in answers}, past.moment)
    outcomes = [
        [one for one in ask.get("outcomes", ()) if one["kind"] == _DIRECTIVE or (digest_id, number, one["id"]) in known]
        for digest_id, _code, number, ask in answers
    ]
    shown = _shown(past, [one for several in outcomes for one in several], today)
    return [
        {
            "code": code,
            "title": ask["title"],
            "answer": ask["answer"],
            "answered_at": ask["answered_at"],
            "outcomes": [shown[one["kind"], one["id"]] for one in several if (one["kind"], one["id"]) in shown],
        }
        for (_id, code, _number, ask), several in zip(answers, outcomes, strict=True)
    ]


_DIRECTIVE = OutcomeKind.DIRECTIVE.value
"""A directive follows with the answer itself; everything else is recorded later."""


def _barriers(past: Past, ids: Collection[UUID]) -> set[UUID]:
    """Return the ids of the barriers that the digest covers."""
    own = or_(Barrier.circle_id.is_(None), Barrier.circle_id.in_(past.circles))
    return set(db.session.scalars(select(Barrier.id).where(Barrier.id.in_(ids), own))) if ids else set()


def _followed_up(digest_ids: Collection[UUID], moment: datetime) -> set[tuple[UUID, int, str | None]]:
    """Return what was recorded by `moment` to follow from answers: digest, number of the question, id of the object."""
    query = select(AuditRow.subject_id, AuditRow.details).where(
        AuditRow.subject_type == Digest.__name__,
        AuditRow.subject_id.in_(digest_ids),
        AuditRow.action == "digest.followed_up",
        AuditRow.at <= moment,
    )
    return {(row.subject_id, row.details["number"], row.details.get("made")) for row in db.session.execute(query)}


def _shown(
    past: Past, outcomes: Collection[Mapping[str, Any]], today: date
) -> dict[tuple[str, str | None], dict[str, Any]]:
    """Return rows of what followed, by kind and id, for those that the digest covers."""
    ids: dict[str, list[UUID]] = {kind.value: [] for kind in OutcomeKind}
    for one in outcomes:
        if one["id"]:
            ids[one["kind"]].append(UUID(one["id"]))
    rows = [*_commitments(past, ids["commitment"], today), *_directives(past, ids[_DIRECTIVE])]
    rows += [*_items(past, ids["agenda_item"]), *_decisions(past, ids["decision"])]
    rows += [{"kind": "nothing", "id": None} for one in outcomes if one["kind"] == "nothing"]
    return {(row["kind"], row["id"]): row for row in rows}


def _commitments(past: Past, ids: Collection[UUID], today: date) -> list[dict[str, Any]]:
    query = select(Commitment).where(Commitment.id.in_(ids), Commitment.circle_id.in_(past.promised_in))
    found = db.session.scalars(query).all() if ids else ()
    return [
        {
            "kind": "commitment",
            "id": str(one.commitment.id),
            "title": f"{one.commitment.code} {one.commitment.title}",
            "delivery": one.facts.delivery.value,
            "days_late": one.facts.days_late(today),
        }
        for one in past.as_they_stood(past.readable(found))
    ]


def _directives(past: Past, ids: Collection[UUID]) -> list[dict[str, Any]]:
    query = select(Directive.id, Directive.forum_id).join(Directive.forum)
    found = db.session.execute(query.where(Directive.id.in_(ids), Forum.circle_id.in_(past.circles))) if ids else ()
    states = _states(ids, past.moment)
    return [
        {
            "kind": _DIRECTIVE,
            "id": str(row.id),
            "title": past.forum_name(row.forum_id) if row.forum_id in past.forums else None,
            "state": states.get(row.id, DirectiveState.OPEN).value,
        }
        for row in found
    ]


_SETTLED = {
    "directive.replied": DirectiveState.ANSWERED,
    "directive.taken_up": DirectiveState.ON_AGENDA,
    "directive.committed": DirectiveState.COMMITTED,
    "directive.declined": DirectiveState.DECLINED,
    "directive.merged": DirectiveState.MERGED,
}
"""What a directive is after an act; an answer leaves one as it is that was taken up already."""


def _states(ids: Collection[UUID], moment: datetime) -> dict[UUID, DirectiveState]:
    """Return the states of the directives that were settled by a moment, by id."""
    query = select(AuditRow.subject_id, AuditRow.action).where(
        AuditRow.subject_type == Directive.__name__,
        AuditRow.subject_id.in_(ids),
        AuditRow.action.in_(_SETTLED),
        AuditRow.at <= moment,
    )
    states: dict[UUID, DirectiveState] = {}
    for directive_id, action in db.session.execute(query.order_by(AuditRow.at, AuditRow.id)) if ids else ():
        if action != "directive.replied" or directive_id not in states:
            states[directive_id] = _SETTLED[action]
    return states


def _items(past: Past, ids: Collection[UUID]) -> list[dict[str, Any]]:
    query = select(AgendaItem.id, AgendaItem.title, AgendaItem.session_id)
    query = query.join(Session, Session.id == AgendaItem.session_id).join(Session.forum)
    found = db.session.execute(query.where(AgendaItem.id.in_(ids), Forum.circle_id.in_(past.circles))) if ids else ()
    return [
        {"kind": "agenda_item", "id": str(row.id), "title": row.title, "session": str(row.session_id)} for row in found
    ]


def _decisions(past: Past, ids: Collection[UUID]) -> list[dict[str, Any]]:
    query = select(Decision.id, Decision.code).join(Decision.session).join(Session.forum)
    found = db.session.execute(query.where(Decision.id.in_(ids), Forum.circle_id.in_(past.circles))) if ids else ()
    return [{"kind": "decision", "id": str(row.id), "title": row.code} for row in found]

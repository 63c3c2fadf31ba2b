"""The search for decisions, and for the objections of parties as parts of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, func, select

from app.accounts.models import Person
from app.search.sources import Kind, Source
from forums.decisions.models import Decision, DecisionVote
from forums.decisions.queries import readable
from forums.scheduling.lookup import session_label
from forums.scheduling.models import Forum, Session


def decisions() -> Select[Any]:
    """Select decisions with their conditions, basis and objections, and the names of their sessions."""
    texts: tuple[Any, ...] = (Decision.conditions, Decision.basis, Decision.dissent, Decision.no_quorum_reason)
    return _told(select(Decision.id, *texts).join(Decision.forum))


def objections() -> Select[Any]:
    """Select why parties did not agree with a decision, in their words."""
    columns: tuple[Any, ...] = (DecisionVote.id, DecisionVote.dissent.label("text"), Decision.id.label("object_id"))
    query = select(*columns).join(Decision, Decision.id == DecisionVote.decision_id).join(Decision.forum)
    return _told(query.where(DecisionVote.dissent != ""))


def _told(query: Select[Any]) -> Select[Any]:
    """Add what results show of a decision to a query of decisions and their forums."""
    about = func.coalesce(session_label(Decision.language), "").label("about")
    shown = (Forum.circle_id, Decision.code, Decision.text.label("title"), Decision.decided_at.label("on_date"))
    return query.add_columns(*shown, about).outerjoin(Decision.session)


def readable_objections(person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that a person may read the decision of a vote."""
    found = select(Decision.id).where(Decision.id == DecisionVote.decision_id, readable(person, today))
    return found.correlate(DecisionVote).exists()


def _in_sessions(ids: Collection[UUID]) -> Select[UUID]:
    return select(Decision.id).where(Decision.session_id.in_(ids))


def _votes_in(ids: Collection[UUID]) -> Select[UUID]:
    return select(DecisionVote.id).where(DecisionVote.decision_id.in_(_in_sessions(ids)))


KIND = Kind(
    name="decisions",
    label=_l("Decisions"),
    word=_l("Decision"),
    icon="decision",
    href=lambda entry: url_for("forums.decisions.show", decision_id=entry.object_id),
)
DECISIONS = Source(
    name="decisions",
    kind=KIND,
    model=Decision,
    rows=decisions,
    readable=readable,
    text=lambda row: "\n".join(filter(None, (row.conditions, row.basis, row.dissent, row.no_quorum_reason))),
    follows={Session: _in_sessions},
)
OBJECTIONS = Source(
    name="objections",
    kind=KIND,
    model=DecisionVote,
    rows=objections,
    readable=readable_objections,
    follows={
        Decision: lambda ids: select(DecisionVote.id).where(DecisionVote.decision_id.in_(ids)),
        Session: _votes_in,
    },
    searches_title=False,
)

"""Policies of minutes and corrections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import g, has_request_context
from flask_babel import lazy_gettext as _l

from app.accounts.models import Person
from app.circles.models import Classification
from app.circles.queries import readable_by_role
from app.web.policies import loads, policy
from forums.minutes import queries
from forums.minutes.models import FROM_CIRCULATED, LOCKED, PUBLISHED, Correction, Minutes, MinutesState, Passage
from forums.minutes.queries import SERVING
from forums.minutes.rows import Newest
from forums.scheduling.models import ForumRole, Session
from forums.scheduling.policies import read_names, read_session
from forums.scheduling.queries import Involvement, involvement

loads("minutes_id", Minutes)(queries.minutes_for_act)
loads("correction_id", Correction)(queries.correction_for_act)
loads("passage_id", Passage)(queries.passage_to_read)


@policy("minutes:write", Session, hidden_unless=read_session, opened_by=("coordinator",))
def write_minutes(user: Person, session: Session) -> bool:
    """Coordinators, the session's minute-taker (the forum's, if it has none) and the facilitators."""
    if user.is_coordinator or user.id == session.minute_taker_id:
        return True
    role = involvement(user, session.forum).role
    return role is ForumRole.FACILITATOR or (role is ForumRole.MINUTE_TAKER and session.minute_taker_id is None)


@policy("minutes:read", Session)
def read_minutes(user: Person, session: Session) -> bool:
    """Platform roles and officers always; participants if circulated, observers if approved, others if published."""
    return _serves(user, session) or bool(readable_versions(user, session)) or _may_begin(user, session)


def find_minutes(user: Person, session: Session) -> bool:
    """Whether a person may read minutes of the session; like `read_minutes`, but loads only the latest version."""
    return _serves(user, session) or newest_readable(user, session) is not None or _may_begin(user, session)


@policy("minutes:read_version", Minutes)
def read_version(user: Person, minutes: Minutes) -> bool:
    """Those who may read minutes of the session in this state."""
    return minutes.state in readable_states(user, minutes.session)


@policy("minutes:manage", Minutes, hidden_unless=read_version, opened_by=("coordinator",))
def manage_minutes(user: Person, minutes: Minutes) -> bool:
    """Those who may write the minutes: circulate them and answer corrections."""
    return write_minutes(user, minutes.session)


@policy("minutes:correct", Minutes, hidden_unless=read_version, opened_by=("coordinator",))
def correct_minutes(user: Person, minutes: Minutes) -> bool:
    """Coordinators, officers of the forum, and participants of a seat, on behalf of their seat."""
    own = involvement(user, minutes.session.forum)
    return user.is_coordinator or own.role in SERVING or _takes_part(own)


def presider(reader: Person, minutes: Minutes) -> list[tuple[Person, Any]]:
    """Return the presider of the session of minutes, for those who may read the name."""
    found = minutes.session.presider if read_names(reader, minutes.session) else None
    return [(found, _l("presider"))] if found else []


@policy("minutes:approve", Minutes, hidden_unless=read_version, held_by=presider)
def approve_minutes(user: Person, minutes: Minutes) -> bool:
    """The presider of the session."""
    return user.id == minutes.session.presider_id


@policy("minutes:publish", Minutes, hidden_unless=read_version, opened_by=("coordinator",))
def publish_minutes(user: Person, minutes: Minutes) -> bool:
    """Coordinators."""
    return user.is_coordinator


@policy("minutes:corrections", Minutes, hidden_unless=read_version, opened_by=("coordinator",))
def read_corrections(user: Person, minutes: Minutes) -> bool:
    """Those who may read the complete minutes; corrections are not public."""
    return reads_whole(user, minutes.session)


@policy("correction:read", Correction)
def read_correction(user: Person, correction: Correction) -> bool:
    """Those who may read the complete minutes that it concerns."""
    return read_version(user, correction.minutes) and reads_whole(user, correction.minutes.session)


@policy("correction:answer", Correction, hidden_unless=read_correction, opened_by=("coordinator",))
def answer_correction(user: Person, correction: Correction) -> bool:
    """Those who may write the minutes."""
    return write_minutes(user, correction.minutes.session)


def reads_whole(user: Person, session: Session) -> bool:
    """Whether a person may read the complete minutes of a session, not just the published content."""
    return readable_states(user, session) > PUBLISHED


def reads_decisions(user: Person, session: Session) -> bool:
    """Whether a person may read a session's decisions: from the first version of its minutes on that they may read.

    Readers of the published minutes do not read decisions that these withhold (`forums.redaction.queries`).
    """
    reads_drafts = MinutesState.DRAFT in readable_states(user, session)
    return reads_drafts or newest_readable(user, session) is not None


def readable_versions(user: Person, session: Session) -> Sequence[Minutes]:
    """Return the versions that a person may read, latest first. Cached for the request."""
    known: dict[UUID, Sequence[Minutes]] = g.setdefault("minutes_versions", {}) if has_request_context() else {}
    states = readable_states(user, session)
    if states and session.id not in known:
        known[session.id] = queries.versions(session.id)
    return [minutes for minutes in known.get(session.id, ()) if minutes.state in states]


def newest_readable(user: Person, session: Session) -> Newest | None:
    """Return the latest version that a person may read. Cached for the request."""
    if has_request_context() and session.id in g.get("minutes_versions", {}):
        return next((Newest(one.id, one.state, one.version) for one in readable_versions(user, session)), None)
    known: dict[tuple[UUID, UUID], Newest | None]
    known, key = g.setdefault("newest_minutes", {}) if has_request_context() else {}, (user.id, session.id)
    if key not in known:
        states = readable_states(user, session)
        known[key] = queries.newest(session.id, states) if states else None
    return known[key]


def readable_states(user: Person, session: Session) -> frozenset[MinutesState]:
    """Return the states in which a person may read the session's minutes."""
    classification = session.forum.circle.classification
    own = involvement(user, session.forum)
    coordinates = user.is_coordinator and own.role is not None  # also in a secret forum, whose minutes they may write
    if _serves(user, session) or coordinates or classification in readable_by_role(user):
        return frozenset(MinutesState)
    if not read_session(user, session):
        return frozenset()
    if _takes_part(own):
        return FROM_CIRCULATED
    if own.role is ForumRole.OBSERVER or own.seated:
        return LOCKED
    return PUBLISHED if classification is Classification.PUBLIC else frozenset()


def _may_begin(user: Person, session: Session) -> bool:
    """Whether a person may read the session and write its minutes."""
    return read_session(user, session) and write_minutes(user, session)


def _serves(user: Person, session: Session) -> bool:
    """Whether a person is an officer of the forum or of this session."""
    return user.id in {session.presider_id, session.minute_taker_id} or involvement(user, session.forum).role in SERVING


def _takes_part(own: Involvement) -> bool:
    """Whether a person represents a seat: as a participant, or as a member of its organisation."""
    return own.voting if own.role is None else own.role is ForumRole.MEMBER

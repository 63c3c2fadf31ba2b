"""Decisions of the period of a digest; that of an organisation has those that its members could read by the moment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from app.accounts.models import Person
from app.audit.rules import UNKNOWN
from app.circles.models import Circle, Classification, Seat
from app.circles.queries import is_taken
from app.clock import today
from commitments.registry.models import Commitment
from forums.decisions.models import Decision, decision_commitments
from forums.history.queries import decisions_at
from forums.minutes.models import FROM_CIRCULATED, LOCKED, PUBLISHED, Minutes
from forums.redaction.queries import withheld_decisions
from forums.scheduling.models import Forum, ForumRole, Participant
from insights.digests.past import Past
from insights.indicators.parameters import corrected


def decided(past: Past, since: datetime, until: datetime) -> list[dict[str, Any]]:
    """Return the decisions taken between two instants, by code; those with an unknown wording are in `past.unknown`.

    The digest of a forum or of all has those of its circles, which its readers may read by their role. That of an
    organisation has those of forums in which it holds a seat, and those that its commitments follow.
    """
    if past.organisation_id is None:
        taken = decisions_at(past.moment, past.circles, since, until)
    else:
        taken = decisions_at(past.moment, past.promised_in, since, until, _told_to_members(past))
    found = []
    for one in taken:
        if UNKNOWN in (one.text, one.how):
            past.lacks("decision", one.code)
        else:
            summary = {"id": str(one.id), "code": one.code, "text": one.text, "how": one.how}
            found.append({**summary, "quorum_met": one.quorum_met, "forum": past.forum_name(one.forum_id)})
    return found


def _told_to_members(past: Past) -> ColumnElement[bool]:
    """Return the condition that every member of an organisation could read a decision at the moment, and still can."""
    circulated, approved, published = (
        select(Minutes.session_id).where(Minutes.state.in_(states), reached <= past.moment)
        for states, reached in (
            (FROM_CIRCULATED, Minutes.circulated_at),
            (LOCKED, Minutes.approved_at),
            (PUBLISHED, Minutes.published_at),
        )
    )
    between = Decision.session_id.is_(None)
    minuted = or_(Decision.session_id.in_(approved), and_(_speaks_in(past), Decision.session_id.in_(circulated)))
    seated = Decision.forum_id.in_(select(Forum.id).where(Forum.circle_id.in_(past.circles)))
    made_public = and_(Decision.session_id.in_(published), Decision.id.not_in(withheld_decisions()))
    return or_(and_(seated, or_(between, minuted)), and_(_is_followed(past), or_(between, made_public)))


def _speaks_in(past: Past) -> ColumnElement[bool]:
    """Return the condition that the members of an organisation read circulated minutes of the forum of a decision.

    They do if its seat votes, unless one of them observes: observers read approved minutes.
    """
    voting = select(Seat.circle_id).where(Seat.organisation_id == past.organisation_id, is_taken(today()))
    voting = voting.where(Seat.observer.is_(False))
    watched = select(Participant.forum_id).join(Participant.person)
    watched = watched.where(Person.organisation_id == past.organisation_id, Participant.left_at.is_(None))
    watched = watched.where(Participant.role == ForumRole.OBSERVER)
    return Decision.forum_id.in_(select(Forum.id).where(Forum.circle_id.in_(voting), Forum.id.not_in(watched)))


def _is_followed(past: Past) -> ColumnElement[bool]:
    """Return the condition that a decision of a forum that was and is public has commitments of the organisation."""
    was_public = [one.id for one in past.elsewhere.values() if one.classification == Classification.PUBLIC.value]
    is_public = select(Forum.id).join(Forum.circle).where(Circle.classification == Classification.PUBLIC)
    following = select(decision_commitments.c.decision_id)
    following = following.join(Commitment, Commitment.id == decision_commitments.c.commitment_id)
    responsible = corrected(Commitment.responsible_id, Commitment.id, past.passed_on)
    following = following.where(responsible == past.organisation_id, Commitment.proposed_at <= past.moment)
    return and_(Decision.id.in_(following), Decision.forum_id.in_(was_public), Decision.forum_id.in_(is_public))

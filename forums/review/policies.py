"""Policies of the review of minutes."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.models import Person
from app.circles.models import Seat
from app.web.policies import loads, policy
from forums.minutes.models import Minutes
from forums.minutes.policies import read_correction, read_version
from forums.review import queries
from forums.review.models import Opinion
from forums.scheduling.models import ForumRole
from forums.scheduling.policies import leaders, read_names
from forums.scheduling.queries import involvement

loads("opinion_id", Opinion)(queries.opinion_for_act)


def own_party(user: Person, minutes: Minutes) -> Seat | None:
    """Return the seat for which a person answers to minutes, or None.

    Coordinators answer only for a seat for which they take part by name.
    """
    own = involvement(user, minutes.session.forum)
    if own.role is ForumRole.OBSERVER or (own.role is None and (user.is_coordinator or not own.voting)):
        return None
    return queries.party_of(user, minutes.session)


def leaders_of_minutes(reader: Person, minutes: Minutes) -> list[tuple[Person, Any]]:
    """Return those who lead the forum of minutes."""
    return leaders(reader, minutes.session.forum)


@policy("minutes:agree", Minutes, hidden_unless=read_version, held_by=leaders_of_minutes)
def agree_with_minutes(user: Person, minutes: Minutes) -> bool:
    """Participants of a seat that counts, and members of its organisation; coordinators only by name."""
    return own_party(user, minutes) is not None


@policy("minutes:record_agreement", Minutes, hidden_unless=read_version, opened_by=("coordinator",))
def record_agreement(user: Person, minutes: Minutes) -> bool:
    """Coordinators, for a party that informed them."""
    return user.is_coordinator


def deputy(reader: Person, minutes: Minutes) -> list[tuple[Person, Any]]:
    """Return the deputy of the forum of minutes, for those who may read the name."""
    named = queries.deputy_of(minutes.session.forum_id) if read_names(reader, minutes.session) else None
    return [(named.person, _l("deputy"))] if named else []


@policy("minutes:approve_as_deputy", Minutes, hidden_unless=read_version, held_by=deputy)
def approve_as_deputy(user: Person, minutes: Minutes) -> bool:
    """The deputy that the forum named, unless they preside over the session."""
    deputy = queries.deputy_of(minutes.session.forum_id)
    return deputy is not None and deputy.person_id == user.id != minutes.session.presider_id


@policy("opinion:read", Opinion)
def read_opinion(user: Person, opinion: Opinion) -> bool:
    """Those who may read the correction that it is about."""
    return read_correction(user, opinion.correction)


def people_of_party(reader: Person, opinion: Opinion) -> list[tuple[Person, Any]]:
    """Return those who take part for the party that was asked, for those who may read the names."""
    session = opinion.correction.minutes.session
    if not read_names(reader, session):
        return []
    found = queries.participants_of(session.forum_id, [opinion.seat_id])
    return [(one.person, one.seat.organisation.label) for one in found]


@policy("opinion:give", Opinion, hidden_unless=read_opinion, held_by=people_of_party)
def give_opinion(user: Person, opinion: Opinion) -> bool:
    """Those who may answer for the party that was asked."""
    seat = own_party(user, opinion.correction.minutes)
    return seat is not None and seat.id == opinion.seat_id

"""Policies of seats and participants."""

from __future__ import annotations

from app.accounts.models import Person
from app.circles.models import Seat
from app.web.policies import loads, policy
from forums.members import queries
from forums.members.models import Arrival
from forums.scheduling.models import Participant
from forums.scheduling.policies import change_forum, read_forum, read_people

loads("seat_id", Seat)(queries.seat_for_act)
loads("participant_id", Participant)(queries.participant_for_act)
loads("arrival_id", Arrival)(queries.arrival_for_act)


@policy("seat:read", Seat)
def read_seat(user: Person, seat: Seat) -> bool:
    """Those who may read the forum."""
    forum = queries.forum_of(seat)
    return forum is not None and read_forum(user, forum)


@policy("seat:change", Seat, hidden_unless=read_seat, opened_by=("coordinator",))
def change_seat(user: Person, seat: Seat) -> bool:
    """Those who may change the forum: coordinators, the chair and facilitators."""
    forum = queries.forum_of(seat)
    return forum is not None and change_forum(user, forum)


@policy("participant:read", Participant)
def read_participant(user: Person, participant: Participant) -> bool:
    """Those who may read the participants of the forum."""
    return read_forum(user, participant.forum) and read_people(user, participant.forum)


@policy("participant:change", Participant, hidden_unless=read_participant, opened_by=("coordinator",))
def change_participant(user: Person, participant: Participant) -> bool:
    """Those who may change the forum."""
    return change_forum(user, participant.forum)


@policy("arrival:read", Arrival)
def read_arrival(user: Person, arrival: Arrival) -> bool:
    """Those who may read the participants of the forum."""
    return read_forum(user, arrival.forum) and read_people(user, arrival.forum)


@policy("arrival:change", Arrival, hidden_unless=read_arrival, opened_by=("coordinator",))
def change_arrival(user: Person, arrival: Arrival) -> bool:
    """Those who may change the forum."""
    return change_forum(user, arrival.forum)

"""Policies of reminders."""

from __future__ import annotations

from app.accounts.models import Person
from app.circles.models import Circle, StewardRole
from app.circles.queries import knows, stewards
from app.clock import today
from app.web.policies import policy
from commitments.extensions.policies import responsible_people
from commitments.registry.models import Commitment
from commitments.registry.policies import read_commitment


@policy("commitment:remind", Commitment, hidden_unless=read_commitment, opened_by=("coordinator",))
def remind_party(user: Person, commitment: Commitment) -> bool:
    """Coordinators, unless their own organisation is responsible."""
    return user.is_coordinator and user.organisation_id != commitment.responsible_id


@policy("commitment:snooze", Commitment, hidden_unless=read_commitment, opened_by=("coordinator",))
def snooze_reminders(user: Person, commitment: Commitment) -> bool:
    """The responsible organisation, and coordinators."""
    return user.is_coordinator or user.organisation_id == commitment.responsible_id


@policy("commitment:answer-reminder", Commitment, hidden_unless=read_commitment, held_by=responsible_people)
def answer_reminder(user: Person, commitment: Commitment) -> bool:
    """The responsible organisation."""
    return user.organisation_id == commitment.responsible_id


@policy("circle:know", Circle)
def know_circle(user: Person, circle: Circle) -> bool:
    """Those who may know that the forum or agreement exists."""
    return knows(user, circle, today())


@policy("circle:schedule-reminders", Circle, hidden_unless=know_circle, opened_by=("coordinator",))
def schedule_reminders(user: Person, circle: Circle) -> bool:
    """Coordinators and the circle's chair, if they may know of it."""
    return user.is_coordinator or StewardRole.CHAIR in stewards(user.id, circle.id)

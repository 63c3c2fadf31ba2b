"""Policies of schedules of digests."""

from __future__ import annotations

from app.accounts.models import Person
from app.circles.queries import knows
from app.clock import today
from app.web.policies import policy
from insights.schedules.models import DigestSchedule


@policy("digest-schedule:list", opened_by=("coordinator",))
def list_schedules(user: Person) -> bool:
    """Coordinators."""
    return user.is_coordinator


@policy("digest-schedule:read", DigestSchedule)
def read_schedule(user: Person, digest_schedule: DigestSchedule) -> bool:
    """Coordinators who may know what it is about."""
    circle = digest_schedule.circle
    return user.is_coordinator and (circle is None or knows(user, circle, today()))

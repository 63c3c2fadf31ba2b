"""Mail about barriers, to those who can remove them."""

from __future__ import annotations

from datetime import date

from alignment.barriers.models import Barrier
from alignment.barriers.rules import age
from app.accounts.models import Person
from app.circles.queries import knows, may_be_notified_of
from app.mail import outbox
from app.organisations.models import ContactRole
from app.organisations.queries import contacts
from app.web.external_urls import external


def head_told(barrier: Barrier, *, by: Person, today: date) -> int:
    """Ask the head of the owner to remove a barrier, or its focal point if no head may know; return how many."""
    assert barrier.owner_id is not None, "only the head of an owner is told"
    for role in (ContactRole.HEAD, ContactRole.FOCAL_POINT):
        people = [one for one in contacts(barrier.owner_id, [role]) if _may_know(one, barrier, today)]
        sent = [_tell(barrier, person, by=by, today=today) for person in people]
        if any(sent):
            return sum(sent)
    return 0


def _may_know(person: Person, barrier: Barrier, today: date) -> bool:
    circle = barrier.circle
    return circle is None or (knows(person, circle, today) and may_be_notified_of(person, circle))


def _tell(barrier: Barrier, person: Person, *, by: Person, today: date) -> bool:
    mail = outbox.enqueue(
        "alignment/barriers/head_told",
        person,
        barrier=barrier,
        days=age(barrier.since, barrier.resolved_on, today),
        by=by,
        link=external("alignment.barriers.show", barrier_id=barrier.id),
        about=barrier,
    )
    return mail is not None

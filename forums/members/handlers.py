"""The event handler for a forum that administrators reopen because no participant can sign in any more."""

from __future__ import annotations

from sqlalchemy import select

from app import audit
from app.circles.actions import take_seat
from app.circles.events import CircleOpened
from app.circles.queries import seats_on
from app.clock import local_date
from app.database import db
from app.events import subscribe
from forums.scheduling import queries
from forums.scheduling.actions import join, keep_stewards
from forums.scheduling.models import Capacity, Forum, ForumRole, Participant


@subscribe(CircleOpened)
def let_chair(event: CircleOpened) -> None:
    """Make the person the chair, on a seat of their organisation; earlier chairs become members."""
    forum = db.session.scalar(select(Forum).where(Forum.circle_id == event.circle.id))
    if forum is None:
        return
    here = queries.participants(forum.id)
    for one in here:
        if one.role is ForumRole.CHAIR and one.capacity is Capacity.OWN:
            one.role = ForumRole.MEMBER
    today, organisation = local_date(event.at), event.person.organisation
    seats = seats_on(forum.circle_id, today)
    seat = next((one for one in seats if one.organisation_id == organisation.id), None)
    position = max((one.position for one in seats), default=-1) + 1
    seat = seat or take_seat(forum.circle, organisation, since=today, position=position)
    audit.record("participant.entered", forum, by=event.by, at=event.at, person=event.person.id, since=today)
    chair = Participant(forum=forum, seat=seat, person=event.person, role=ForumRole.CHAIR, joined_at=event.at)
    join(chair, by=event.by, at=event.at)
    keep_stewards(forum)
    _preside(forum, chair, gone={one.person_id for one in here}, event=event)


def _preside(forum: Forum, chair: Participant, *, gone: set[object], event: CircleOpened) -> None:
    """Set the chair as presider of upcoming sessions whose presider took part before, or that have none."""
    for session in db.session.scalars(queries.coming(forum.id, event.at)):
        if session.presider_id is None or session.presider_id in gone:
            session.presider_id = chair.person_id

"""Action items about circular decisions: votes of the reader's party, and votes that end soon."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, Date, Select, func, literal, or_, select

from app.accounts.models import Person
from app.circles.models import Seat
from app.circles.queries import secret_circles
from app.web.i18n import moment
from forums.circular.models import Circular, CircularState, CircularVote, circular_seats
from forums.scheduling.models import Forum, ForumRole, Participant
from forums.scheduling.queries import readable_forums, taking_part
from insights.homes.tasks import Act, ActionItem, AnyRow, Kind, Reader

SOON = timedelta(days=2)
"""Time before the end of a vote from which those who organise the forum are reminded of it."""


def silent_seats() -> Any:
    """Return the number of seats of a joined circular that have not voted, as a scalar subquery."""
    voted = select(CircularVote.seat_id).where(
        CircularVote.circular_id == Circular.id, CircularVote.replaced_at.is_(None)
    )
    silent = select(func.count()).where(
        circular_seats.c.circular_id == Circular.id, circular_seats.c.seat_id.not_in(voted.correlate(Circular))
    )
    return silent.correlate(Circular).scalar_subquery()


def _open(kind: Kind, now: datetime) -> Select[UUID, UUID, str, date]:
    last_day = func.date(Circular.ends_at, type_=Date).label("at")
    query = select(Circular.id, Circular.forum_id, literal(kind.value).label("kind"), last_day).join(Circular.forum)
    return query.where(Circular.state == CircularState.CIRCULATING, Circular.ends_at >= now)


def to_vote(person: Person, now: datetime) -> Select[UUID, UUID, str, date]:
    """Select the circulars of seats for which the person votes and that have not voted."""
    own = select(circular_seats.c.circular_id).join(Seat, Seat.id == circular_seats.c.seat_id)
    given = select(CircularVote.id).where(
        CircularVote.circular_id == circular_seats.c.circular_id,
        CircularVote.seat_id == Seat.id,
        CircularVote.replaced_at.is_(None),
    )
    return _open(Kind.VOTE, now).where(Circular.id.in_(own.where(_is_own(person), ~given.exists())))


def _is_own(person: Person) -> ColumnElement[bool]:
    """Return the condition that a person votes for a seat: by name, or for their organisation in forums not secret."""
    takes_part = taking_part(person.id), Participant.role != ForumRole.OBSERVER
    named = Seat.id.in_(select(Participant.seat_id).where(*takes_part))
    if person.is_coordinator:
        return named
    observing = select(Participant.seat_id).where(taking_part(person.id), Participant.role == ForumRole.OBSERVER)
    of_organisation = Seat.organisation_id == person.organisation_id
    return or_(named, of_organisation & Seat.circle_id.not_in(secret_circles()) & Seat.id.not_in(observing))


def ending_soon(person: Person, today: date, now: datetime) -> Select[UUID, UUID, str, date]:
    """Select the circulars of forums that the person organises and that end soon."""
    leads = Participant.role.in_((ForumRole.CHAIR, ForumRole.FACILITATOR))
    leading = Forum.id.in_(select(Participant.forum_id).where(taking_part(person.id), leads))
    organised = readable_forums(person, today) if person.is_coordinator else leading
    return _open(Kind.CIRCULAR, now).where(organised, Circular.ends_at <= now + SOON)


def vote_item(row: AnyRow, reader: Reader) -> ActionItem:
    """Return the item for a circular on which the reader's party has not voted."""
    left = (row.ends_at - reader.now).days
    return ActionItem(
        kind=Kind.VOTE,
        total=row.total,
        urgency=12 + max(left, 0),
        tone="warn",
        icon="check",
        word=_("To vote on"),
        title=row.circular,
        href=url_for("forums.circular.show", circular_id=row.id),
        why=_("%(forum)s, until %(when)s.", forum=row.name, when=moment(row.ends_at, row.timezone)),
        acts=(Act(label=_("Read and vote"), href=url_for("forums.circular.vote", circular_id=row.id)),),
    )


def ending_item(row: AnyRow) -> ActionItem:
    """Return the item for a circular that ends soon, for those who organise its forum."""
    href = url_for("forums.circular.show", circular_id=row.id)
    silent = ngettext("%(num)d party has not voted", "%(num)d parties have not voted", row.silent)
    when = _("%(forum)s, until %(when)s.", forum=row.name, when=moment(row.ends_at, row.timezone))
    return ActionItem(
        kind=Kind.CIRCULAR,
        total=row.total,
        urgency=20,
        tone="warn",
        icon="clock",
        word=_("Vote ends soon"),
        title=row.circular,
        href=href,
        why=f"{when} {silent}.",
        acts=(Act(label=_("See the votes"), href=href),),
    )

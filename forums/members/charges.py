"""What people hand over with their office in forums: places, and sessions to preside over or take minutes of."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask
from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from app.accounts.models import Person
from app.accounts.succession.charges import Charge, Succession, add_charge
from app.circles.queries import knows_of
from app.clock import today, utc_now
from app.database import alphabetical, db
from forums.members.actions import succeed
from forums.scheduling.labels import ROLES, session_name
from forums.scheduling.models import Forum, Participant, Session, SessionState
from forums.scheduling.session_actions import appoint


def register(app: Flask) -> None:
    """Register both kinds: places first, because the officers of coming sessions follow them."""
    add_charge(
        app,
        Charge(
            label=_l("Forums"),
            held=_places,
            line=lambda participant: f"{participant.forum.name}: {ROLES[participant.role]}",
            pass_on=_pass_on_place,
        ),
    )
    add_charge(
        app,
        Charge(
            label=_l("Sessions to preside over or to take minutes of"),
            held=_sessions,
            line=session_name,
            pass_on=_pass_on_session,
        ),
    )


def _places(person: Person, reader: Person) -> Sequence[Participant]:
    if not reader.is_coordinator:
        return ()
    query = select(Participant).join(Participant.forum).options(contains_eager(Participant.forum))
    query = query.where(Participant.person_id == person.id, Participant.left_at.is_(None))
    query = query.where(knows_of(Forum.circle_id, reader, today()))
    return db.session.scalars(query.order_by(alphabetical(Forum.name), Forum.id)).all()


def _pass_on_place(participant: Participant, succession: Succession) -> None:
    succeed(participant, succession.successor, by=succession.by, at=succession.at)


def _sessions(person: Person, reader: Person) -> Sequence[Session]:
    if not reader.is_coordinator:
        return ()
    query = select(Session).join(Session.forum).options(contains_eager(Session.forum))
    query = query.where(
        or_(Session.presider_id == person.id, Session.minute_taker_id == person.id),
        Session.state == SessionState.PLANNED,
        Session.ends_at > utc_now(),
        knows_of(Forum.circle_id, reader, today()),
    )
    return db.session.scalars(query.order_by(Session.starts_at, Session.id)).all()


def _pass_on_session(session: Session, succession: Succession) -> None:
    officers = {
        role: succession.successor.id if officer_id == succession.person.id else officer_id
        for role, officer_id in (("presider_id", session.presider_id), ("minute_taker_id", session.minute_taker_id))
    }
    appoint(session, **officers, by=succession.by, at=succession.at)

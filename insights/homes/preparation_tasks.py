"""Action items about what parties were asked to prepare for a session and have not handed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import Row, Select, and_, func, literal, or_, select

from app.accounts.models import Person
from app.circles.models import Seat
from app.organisations.models import Organisation
from forums.agenda.models import AgendaItem
from forums.preparation.models import Preparation
from forums.scheduling.models import Forum, ForumRole, Participant, Session, SessionState
from forums.scheduling.queries import readable_forums, taking_part
from insights.homes.tasks import MANY, Act, ActionItem, Kind, session_name


def late_preparation(row: Row[Any], others: Sequence[Row[Any]]) -> ActionItem:
    """Return the item for a session for which parties are late."""
    href = url_for("forums.agenda.show", session_id=row.id)
    return ActionItem(
        kind=Kind.PREPARATION,
        total=row.total,
        urgency=24,
        tone="warn",
        icon="late",
        word=_("Preparation late"),
        title=session_name(row),
        href=href,
        why=" · ".join(f"{one.organisation}: {one.proposed}" for one in (row, *others[: MANY - 1])),
        acts=(Act(label=_("Look at the agenda"), href=href),),
    )


def late_preparations(person: Person, today: date, now: datetime, *, most: int) -> Select[*tuple[Any, ...]]:
    """Select what is late for the first `most` sessions that the person coordinates or leads; `total` counts them."""
    is_late = and_(Preparation.received_at.is_(None), Preparation.due < today)
    leading = select(Participant.forum_id).where(
        taking_part(person.id), Participant.role.in_((ForumRole.CHAIR, ForumRole.FACILITATOR))
    )
    concerned = select(AgendaItem.session_id).join(Preparation, Preparation.agenda_item_id == AgendaItem.id)
    concerned_ids = concerned.where(is_late).distinct().subquery()
    own = Session.forum_id.in_(leading)
    waiting = (
        select(Session.id, func.count().over().label("total"))
        .join(concerned_ids, concerned_ids.c.session_id == Session.id)
        .join(Session.forum)
        .where(Session.state == SessionState.PLANNED, Session.ends_at >= now)
        .where(or_(own, readable_forums(person, today)) if person.is_coordinator else own)
        .order_by(Session.starts_at, Session.id)
        .limit(most)
        .subquery()
    )
    shown = (Session.id, Session.starts_at, Session.timezone, Forum.name.label("forum"))
    return (
        select(*shown, Preparation.what.label("proposed"), waiting.c.total)
        .add_columns(literal(Kind.PREPARATION.value).label("kind"), AgendaItem.position.label("place"))
        .add_columns(Organisation.label.label("organisation"))
        .join(waiting, waiting.c.id == Session.id)
        .join(Session.forum)
        .join(AgendaItem, AgendaItem.session_id == Session.id)
        .join(Preparation, and_(Preparation.agenda_item_id == AgendaItem.id, is_late))
        .join(Preparation.seat)
        .join(Seat.organisation)
    )

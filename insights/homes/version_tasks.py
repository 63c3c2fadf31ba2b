"""Action items about minutes that move on: opinions asked of the reader's party, new versions to publish."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import Select, literal, select, union_all
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.circles.models import Circle, Classification
from app.database import db
from forums.minutes.models import Correction, CorrectionState, Minutes, MinutesState
from forums.review.models import Opinion
from forums.scheduling.models import Forum, ForumRole, Participant, Session
from forums.scheduling.queries import readable_forums, taking_part
from insights.homes.few import first_of
from insights.homes.tasks import Act, ActionItem, AnyRow, Kind, Reader, session_name


def minutes_to_move_on(reader: Reader) -> Iterator[ActionItem]:
    """Yield the opinions that were asked of the reader's party; for coordinators, also new versions to publish."""
    for row in db.session.execute(_to_move_on(reader.person, reader.today, most=reader.most)).all():
        yield _opinion(row) if row.kind == Kind.OPINION.value else _publication(row)


def _to_move_on(person: Person, today: date, *, most: int) -> Select[*tuple[Any, ...]]:
    both = [_asked(person), *([_unpublished(person, today)] if person.is_coordinator else [])]
    few = first_of(union_all(*both) if len(both) > 1 else both[0], most=most, kinds=len(both))
    shown = (Session.id, Session.starts_at, Session.timezone, Forum.name.label("forum"), Minutes.version)
    query = select(*shown, few.c.kind, few.c.total).select_from(few).join(Minutes, Minutes.id == few.c.id)
    return query.join(Minutes.session).join(Session.forum).order_by(few.c.at, few.c.id)


def _asked(person: Person) -> Select[*tuple[Any, ...]]:
    """Select the minutes with open corrections on which a party that the person takes part for was asked, once each."""
    seats = select(Participant.seat_id).where(taking_part(person.id), Participant.role != ForumRole.OBSERVER)
    query = select(Minutes.id, literal(Kind.OPINION.value).label("kind"), Minutes.circulated_at.label("at"))
    asked = select(Correction.minutes_id).join(Opinion, Opinion.correction_id == Correction.id)
    asked = asked.where(
        Opinion.seat_id.in_(seats), Opinion.approves.is_(None), Correction.state == CorrectionState.OPEN
    )
    return query.where(Minutes.state == MinutesState.CIRCULATED, Minutes.id.in_(asked))


def _unpublished(person: Person, today: date) -> Select[*tuple[Any, ...]]:
    """Select approved versions of public forums that replace a published one, and were not published yet."""
    earlier = aliased(Minutes)
    replaced = select(earlier.id).where(
        earlier.session_id == Minutes.session_id,
        earlier.version < Minutes.version,
        earlier.state == MinutesState.PUBLISHED,
    )
    query = select(Minutes.id, literal(Kind.PUBLICATION.value), Minutes.approved_at).join(Minutes.session)
    query = query.join(Session.forum).join(Circle, Circle.id == Forum.circle_id)
    query = query.where(Minutes.state == MinutesState.APPROVED, Minutes.version > 1, replaced.exists())
    return query.where(Circle.classification == Classification.PUBLIC, readable_forums(person, today))


def _opinion(row: AnyRow) -> ActionItem:
    href = url_for("forums.minutes.show", session_id=row.id)
    return ActionItem(
        kind=Kind.OPINION,
        total=row.total,
        urgency=16,
        tone="warn",
        icon="pen",
        word=_("Opinion requested"),
        title=_("Minutes of %(name)s", name=session_name(row)),
        href=href,
        why=_("The minute-taker asks what your organisation thinks of a correction."),
        acts=(Act(label=_("Read and answer"), href=href),),
    )


def _publication(row: AnyRow) -> ActionItem:
    href = url_for("forums.minutes.show", session_id=row.id)
    return ActionItem(
        kind=Kind.PUBLICATION,
        total=row.total,
        urgency=34,
        tone="none",
        icon="globe",
        word=_("To publish"),
        title=_("Minutes of %(name)s", name=session_name(row)),
        href=href,
        why=_("Version %(number)s is approved; the public still reads an earlier one.", number=row.version),
        acts=(Act(label=_("Review"), href=href),),
    )

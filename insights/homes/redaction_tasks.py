"""Action items about withheld parts of minutes: requests to approve, and parts withheld beyond their last day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import Select, false, literal, select, union_all

from app.accounts.models import Person
from app.database import db
from forums.minutes.models import Minutes
from forums.redaction.models import Redaction, RedactionState, Withholding
from forums.scheduling.models import Forum, ForumRole, Participant, Session
from forums.scheduling.queries import readable_forums, taking_part
from insights.homes.few import first_of
from insights.homes.tasks import Act, ActionItem, AnyRow, Kind, Reader, session_name


def redactions(reader: Reader) -> Iterator[ActionItem]:
    """Yield requests of others to withhold parts of minutes, and parts that are withheld beyond their last day.

    Chairs who are no coordinators get the requests of their forums.
    """
    for row in db.session.execute(_redactions(reader.person, reader.today, most=reader.most)).all():
        yield _request(row) if row.kind == Kind.REDACTION.value else _expired(row)


def _redactions(person: Person, today: date, *, most: int) -> Select[*tuple[Any, ...]]:
    """Select proposed redactions that others marked, and those in force of which a part has expired."""
    asked = select(Redaction.id, literal(Kind.REDACTION.value).label("kind"), Redaction.begun_at.label("at"))
    asked = asked.where(Redaction.state == RedactionState.PROPOSED, Redaction.marked_by_id != person.id)
    late = select(Withholding.redaction_id).where(Withholding.until < today)
    kept = select(Redaction.id, literal(Kind.WITHHELD.value), Redaction.begun_at)
    kept = kept.where(Redaction.state == RedactionState.IN_FORCE, Redaction.id.in_(late))
    readable = select(Minutes.id).join(Minutes.session).join(Session.forum).where(readable_forums(person, today))
    if not person.is_coordinator:
        chaired = select(Participant.forum_id).where(taking_part(person.id), Participant.role == ForumRole.CHAIR)
        readable, kept = readable.where(Session.forum_id.in_(chaired)), kept.where(false())
    both = union_all(*(one.where(Redaction.minutes_id.in_(readable)) for one in (asked, kept)))
    few = first_of(both, most=most, kinds=2)
    session = (Session.starts_at, Session.timezone, Forum.name.label("forum"))
    query = select(few.c.id, few.c.kind, few.c.at, few.c.total, Redaction.minutes_id, Person.name, *session)
    query = query.join(Redaction, Redaction.id == few.c.id).join(Person, Person.id == Redaction.marked_by_id)
    query = query.join(Minutes, Minutes.id == Redaction.minutes_id).join(Minutes.session).join(Session.forum)
    return query.order_by(few.c.at, few.c.id)


def _request(row: AnyRow) -> ActionItem:
    href = url_for("forums.redaction.show", redaction_id=row.id)
    return ActionItem(
        kind=Kind.REDACTION,
        total=row.total,
        urgency=20,
        tone="warn",
        icon="lock",
        word=_("To approve"),
        title=_("Withheld parts of the minutes of %(name)s", name=session_name(row)),
        href=href,
        why=_("%(name)s asks for approval.", name=row.name),
        acts=(Act(label=_("Compare and decide"), href=href),),
    )


def _expired(row: AnyRow) -> ActionItem:
    href = url_for("forums.redaction.mark", minutes_id=row.minutes_id)
    return ActionItem(
        kind=Kind.WITHHELD,
        total=row.total,
        urgency=36,
        tone="warn",
        icon="clock",
        word=_("Last day passed"),
        title=_("Withheld parts of the minutes of %(name)s", name=session_name(row)),
        href=href,
        why=_("Nothing is disclosed automatically. Publish a new edition, or choose a later day."),
        acts=(Act(label=_("Review"), href=href),),
    )

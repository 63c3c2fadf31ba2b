"""Action items about forums as a whole: bases that end, directives to answer, and circular decisions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, exists, literal, select, union_all
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.database import db
from app.web.i18n import due, plain_day
from forums.basis.models import Basis
from forums.basis.rules import WARNINGS
from forums.circular.models import Circular
from forums.decisions.forms import shortened
from forums.directives.labels import KINDS
from forums.directives.models import Directive, DirectiveState
from forums.scheduling.models import Forum, ForumRole, Participant
from forums.scheduling.queries import readable_forums, taking_part
from insights.homes.circular_tasks import ending_item, ending_soon, silent_seats, to_vote, vote_item
from insights.homes.few import first_of
from insights.homes.tasks import Act, ActionItem, AnyRow, Kind, Reader

AHEAD = timedelta(days=WARNINGS[0])
"""Time before the end of a basis from which it becomes an action item."""
AFTER = timedelta(days=90)
"""Time after the end of a basis that nobody renewed for which it remains an action item."""
SOON = 3
"""Number of days before an answer is due from which it is marked."""


def organising(reader: Reader) -> Iterator[ActionItem]:
    """Yield bases that end or ended, and unanswered directives, of forums that the person organises.

    Also circular decisions on which their party has not voted, or that end soon; all in one query.
    """
    query = _found(reader.person, reader.today, reader.now, most=reader.most)
    yield from (_item(row, reader) for row in db.session.execute(query).all())


def _item(row: AnyRow, reader: Reader) -> ActionItem:
    if row.kind == Kind.BASIS.value:
        return _basis(row, reader)
    if row.kind == Kind.DIRECTIVE.value:
        return _directive(row, reader)
    return vote_item(row, reader) if row.kind == Kind.VOTE.value else ending_item(row)


def _found(person: Person, today: date, now: datetime, *, most: int) -> Select[*tuple[Any, ...]]:
    circulars = to_vote(person, now), ending_soon(person, today, now)
    few = first_of(union_all(_bases(person, today), _directives(person, today), *circulars), most=most, kinds=4)
    shown = (few.c.kind, few.c.at, few.c.total, few.c.id, Forum.name, Forum.slug)
    query = select(*shown, Directive.text, Directive.kind.label("given_as")).select_from(few)
    query = query.add_columns(Circular.title.label("circular"), Circular.ends_at, Forum.timezone)
    query = query.add_columns(silent_seats().label("silent")).outerjoin(Circular, Circular.id == few.c.id)
    query = query.join(Forum, Forum.id == few.c.forum_id).outerjoin(Directive, Directive.id == few.c.id)
    return query.order_by(few.c.at, few.c.id)


def _bases(person: Person, today: date) -> Select[UUID, UUID, str, date | None]:
    later = aliased(Basis)
    replaced = exists().where(later.forum_id == Basis.forum_id, later.valid_from > Basis.valid_from)
    query = select(Basis.id, Basis.forum_id, literal(Kind.BASIS.value).label("kind"), Basis.valid_until.label("at"))
    query = query.join(Basis.forum).where(_is_organised_by(person, today))
    return query.where(Basis.valid_until.between(today - AFTER, today + AHEAD), ~replaced)


def _directives(person: Person, today: date) -> Select[UUID, UUID, str, date]:
    kind = literal(Kind.DIRECTIVE.value).label("kind")
    query = select(Directive.id, Directive.forum_id, kind, Directive.answer_due.label("at"))
    query = query.join(Directive.forum).where(_is_organised_by(person, today))
    return query.where(Directive.state == DirectiveState.OPEN)


def _is_organised_by(person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that a person may change a forum that is not archived."""
    if person.is_coordinator:
        return Forum.archived_at.is_(None) & readable_forums(person, today)
    leads = Participant.role.in_((ForumRole.CHAIR, ForumRole.FACILITATOR))
    return Forum.archived_at.is_(None) & Forum.id.in_(select(Participant.forum_id).where(taking_part(person.id), leads))


def _basis(row: AnyRow, reader: Reader) -> ActionItem:
    href = url_for("forums.basis.index", slug=row.slug)
    left = (row.at - reader.today).days
    day = plain_day(row.at)
    return ActionItem(
        kind=Kind.BASIS,
        total=row.total,
        urgency=15 + max(left, 0),
        tone="bad" if left < 0 else "warn",
        icon="late" if left < 0 else "clock",
        word=_("Basis ended") if left < 0 else _("Basis ends soon"),
        title=row.name,
        href=href,
        why=_("Its basis ended on %(day)s.", day=day)
        if left < 0
        else _("Its basis ends on %(day)s, %(when)s.", day=day, when=due(row.at)),
        acts=(Act(label=_("Renew"), href=url_for("forums.basis.renew", basis_id=row.id)),),
    )


def _directive(row: AnyRow, reader: Reader) -> ActionItem:
    href = url_for("forums.directives.show", directive_id=row.id)
    left = (row.at - reader.today).days
    when = _("Answer overdue since %(day)s.", day=plain_day(row.at))
    return ActionItem(
        kind=Kind.DIRECTIVE,
        total=row.total,
        urgency=12 + max(left, 0),
        tone="bad" if left < 0 else "warn" if left <= SOON else "none",
        icon="late" if left < 0 else "flag",
        word=_("Answer overdue") if left < 0 else str(KINDS[row.given_as.value]),
        title=shortened(row.text),
        href=href,
        why=f"{row.name}. " + (when if left < 0 else _("Answer by %(day)s.", day=plain_day(row.at))),
        acts=(Act(label=_("Answer it"), href=href),),
    )

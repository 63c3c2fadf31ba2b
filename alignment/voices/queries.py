"""Directives, suggestions and proposals of a period in the forums that a reader may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, literal, null, select, union_all

from alignment.voices.rules import Outcome, Period, Raiser, days_between, outcome_of
from app.accounts.models import Person
from app.audit.models import AuditRow
from app.circles.models import Steward, StewardRole
from app.clock import zone
from app.database import db
from app.organisations.models import Organisation
from forums.agenda.models import AgendaItem, ItemState
from forums.directives.fate import Taken, decisions_from
from forums.directives.models import Directive, DirectiveKind, DirectiveState
from forums.directives.queries import readable
from forums.directives.register import PROPOSAL, STATES
from forums.redaction.queries import withheld_items
from forums.scheduling.models import Forum, Session
from forums.scheduling.queries import readable_forums

DISCUSSED = "discussed"
"""The state of what is on the agenda and was discussed."""
MOST = 2000
"""Maximum number of directives, suggestions and proposals of a period, the latest ones."""
ANSWERS = tuple(f"agenda_item.{one.value}" for one in (ItemState.ACCEPTED, ItemState.DECLINED))
"""The acts by which organisers answer a proposal; one that they defer still waits for an answer."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A directive, a suggestion or a proposal. `organisation` is empty for suggestions: senders are not named."""

    kind: str
    raiser: Raiser
    text: str
    href: str
    organisation: str
    forum: str
    given_at: datetime
    timezone: str
    answer_due: date | None
    days: int | None
    outcome: Outcome
    decisions: tuple[Taken, ...]

    def waits(self, now: datetime) -> int:
        """Return the full days that it has been waiting at `now`."""
        return max((now - self.given_at).days, 0)


def voices(reader: Person, period: Period, today: date) -> list[Voice]:
    """Return what was raised in a period, the latest first, in two statements."""
    rows = union_all(_directives(reader, period, today), _proposals(reader, period, today)).subquery()
    shown = (Forum.name.label("forum"), Forum.timezone, Organisation.label.label("organisation"), Organisation.sector)
    query = select(*rows.c, *shown, Person.is_leadership).join(Forum, Forum.id == rows.c.forum_id)
    query = query.outerjoin(Person, Person.id == rows.c.person_id)
    query = query.outerjoin(Organisation, Organisation.id == Person.organisation_id)
    found = db.session.execute(query.order_by(rows.c.given_at.desc(), rows.c.id).limit(MOST)).all()
    decided = decisions_from([row.agenda_item_id for row in found if row.agenda_item_id], reader, today)
    return [_voice(row, decided.get(row.agenda_item_id, ())) for row in found]


def _voice(row: Any, decisions: Sequence[Taken]) -> Voice:
    outcome = outcome_of(row.state, decided=bool(decisions))
    return Voice(
        kind=row.kind,
        raiser=_raiser(row),
        text=row.text,
        href=_address(row.kind, row.id, row.session_id),
        organisation=row.organisation or "",
        forum=row.forum,
        given_at=row.given_at,
        timezone=row.timezone,
        answer_due=row.answer_due,
        days=None if outcome is Outcome.WAITING else days_between(row.given_at, row.replied_at),
        outcome=outcome,
        decisions=tuple(decisions),
    )


def _raiser(row: Any) -> Raiser:
    if row.kind == DirectiveKind.SUGGESTION.value:
        return Raiser.PUBLIC
    from_above = row.kind == DirectiveKind.DIRECTIVE.value or row.is_leadership
    return Raiser.LEADERSHIP if from_above else Raiser(row.sector.value)


def _address(kind: str, row_id: UUID, session_id: UUID | None) -> str:
    if kind == PROPOSAL:
        return url_for("forums.agenda.show", session_id=session_id, _anchor=f"item-{row_id}")
    return url_for("forums.directives.show", directive_id=row_id)


def _directives(reader: Person, period: Period, today: date) -> Select[*tuple[Any, ...]]:
    discussed = and_(Directive.state == DirectiveState.ON_AGENDA, AgendaItem.state == ItemState.DISCUSSED)
    query = select(
        cast(Directive.kind, String).label("kind"),
        Directive.id,
        Directive.text,
        case((discussed, DISCUSSED), else_=cast(Directive.state, String)).label("state"),
        Directive.given_at,
        Directive.answer_due,
        Directive.replied_at,
        Directive.session_id,
        Directive.agenda_item_id,
        Directive.forum_id,
        Directive.given_by_id.label("person_id"),
    )
    query = query.join(Directive.forum).outerjoin(AgendaItem, AgendaItem.id == Directive.agenda_item_id)
    return query.where(readable(reader, today), *_within(Directive.given_at, period))


def _proposals(reader: Person, period: Period, today: date) -> Select[*tuple[Any, ...]]:
    """Select the proposals of those who do not organise the forum themselves."""
    answered = select(func.min(AuditRow.at)).where(
        AuditRow.subject_type == AgendaItem.__name__,
        AuditRow.subject_id == AgendaItem.id,
        AuditRow.action.in_(ANSWERS),
    )
    replied_at = answered.correlate(AgendaItem).scalar_subquery()
    taken_up = select(Directive.agenda_item_id).where(Directive.agenda_item_id.is_not(None))
    states = [(AgendaItem.state == state, literal(shown.value)) for state, shown in STATES.items()]
    states.append((AgendaItem.state == ItemState.DISCUSSED, literal(DISCUSSED)))
    query = select(
        literal(PROPOSAL),
        AgendaItem.id,
        AgendaItem.title,
        case(*states, else_=literal(DirectiveState.ON_AGENDA.value)),
        AgendaItem.proposed_at,
        cast(null(), Directive.answer_due.type),
        replied_at,
        AgendaItem.session_id,
        AgendaItem.id,
        Session.forum_id,
        AgendaItem.proposed_by_id,
    )
    query = query.join(AgendaItem.session).join(Session.forum).join(Person, Person.id == AgendaItem.proposed_by_id)
    return query.where(
        AgendaItem.carried_from_id.is_(None),
        is_not_organiser(),
        AgendaItem.id.not_in(taken_up),
        AgendaItem.id.not_in(withheld_items()),
        readable_forums(reader, today),
        *_within(AgendaItem.proposed_at, period),
    )


def is_not_organiser() -> ColumnElement[bool]:
    """Return the condition that a person joined with a forum neither coordinates nor leads it."""
    leading = select(Steward.id).where(
        Steward.circle_id == Forum.circle_id,
        Steward.person_id == Person.id,
        Steward.role.in_((StewardRole.CHAIR, StewardRole.FACILITATOR)),
    )
    return and_(Person.is_coordinator.is_(False), ~leading.correlate(Forum, Person).exists())


def _within(moment: Any, period: Period) -> tuple[Any, Any]:
    start = datetime.combine(period.since, time.min, zone())
    return moment >= start, moment < datetime.combine(period.until + timedelta(days=1), time.min, zone())

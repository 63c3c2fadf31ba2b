"""The register: directives, suggestions and the proposals of participants, which are agenda items, in one list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Date, Select, String, and_, case, cast, literal, null, select, union_all

from app.accounts.models import Person
from app.web.arguments import member_of
from app.web.pagination import Paged, in_pages, paged
from forums.agenda.models import AgendaItem, ItemState
from forums.directives.models import Directive, DirectiveState
from forums.directives.queries import readable
from forums.redaction.queries import withheld_items
from forums.scheduling.models import Forum, Session
from forums.scheduling.queries import readable_forums

PROPOSAL = "proposal"
"""The kind of the proposals of participants."""
STATES = {
    ItemState.PROPOSED: DirectiveState.OPEN,
    ItemState.DEFERRED: DirectiveState.OPEN,
    ItemState.DECLINED: DirectiveState.DECLINED,
}
"""The state of a proposal in the register, by the state of its agenda item; all others are on the agenda."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The filters of the register, from the URL."""

    kind: str = ""
    state: DirectiveState | None = None
    forum: str = ""
    overdue: bool = False


class DirectiveRow(NamedTuple):
    """One row of the register. The page of a proposal is the agenda of its session."""

    kind: str
    id: UUID
    text: str
    state: str
    given_at: datetime
    answer_due: date | None
    session_id: UUID | None
    agenda_item_id: UUID | None
    forum_id: UUID
    forum_name: str
    slug: str
    timezone: str
    giver: str | None

    @property
    def is_proposal(self) -> bool:
        """Whether it is the proposal of a participant."""
        return self.kind == PROPOSAL

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been answered before `today`."""
        return self.state == DirectiveState.OPEN.value and self.answer_due is not None and self.answer_due < today


def chosen(query: Mapping[str, str]) -> Filters:
    """Return the filters in a query string; invalid values are ignored."""
    return Filters(
        kind=query.get("kind", ""),
        state=member_of(DirectiveState, query.get("state")),
        forum=query.get("forum", "")[:80],
        overdue="overdue" in query,
    )


def listed(person: Person, filters: Filters, today: date) -> Paged[DirectiveRow]:
    """Return the page of the register requested by the URL, newest first, in one query."""
    rows = union_all(_directives(person, today), _proposals(person, today)).subquery()
    query = select(rows.c.id).select_from(rows).order_by(rows.c.given_at.desc(), rows.c.id)
    if filters.kind:
        query = query.where(rows.c.kind == filters.kind)
    if filters.state:
        query = query.where(rows.c.state == filters.state.value)
    if filters.overdue:
        query = query.where(rows.c.state == DirectiveState.OPEN.value, rows.c.answer_due < today)
    if filters.forum:
        query = query.where(rows.c.forum_id == select(Forum.id).where(Forum.slug == filters.forum).scalar_subquery())
    own = (rows.c[name] for name in DirectiveRow._fields[:9])
    page = in_pages(query, *own, Forum.name, Forum.slug, Forum.timezone, Person.name)
    page = page.join(Forum, Forum.id == rows.c.forum_id).outerjoin(Person, Person.id == rows.c.person_id)
    return paged(DirectiveRow._make, page)


def _directives(person: Person, today: date) -> Select[*tuple[Any, ...]]:
    query = select(
        cast(Directive.kind, String).label("kind"),
        Directive.id,
        Directive.text,
        cast(Directive.state, String).label("state"),
        Directive.given_at,
        Directive.answer_due,
        Directive.session_id,
        Directive.agenda_item_id,
        Directive.forum_id,
        Directive.given_by_id.label("person_id"),
    )
    return query.join(Directive.forum).where(readable(person, today))


def _proposals(person: Person, today: date) -> Select[*tuple[Any, ...]]:
    taken_up = select(Directive.agenda_item_id).where(Directive.agenda_item_id.is_not(None))
    states = [(AgendaItem.state == state, literal(shown.value)) for state, shown in STATES.items()]
    query = select(
        literal(PROPOSAL).label("kind"),
        AgendaItem.id,
        AgendaItem.title,
        case(*states, else_=literal(DirectiveState.ON_AGENDA.value)),
        AgendaItem.proposed_at,
        cast(null(), Date),
        AgendaItem.session_id,
        AgendaItem.id,
        Session.forum_id,
        AgendaItem.proposed_by_id,
    )
    own = and_(AgendaItem.proposed_by_id.is_not(None), AgendaItem.carried_from_id.is_(None))
    query = query.join(AgendaItem.session).join(Session.forum)
    shown = AgendaItem.id.not_in(withheld_items())
    return query.where(own, shown, AgendaItem.id.not_in(taken_up), readable_forums(person, today))

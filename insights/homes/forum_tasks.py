"""Action items about sessions: minutes to circulate or approve, agenda proposals, dates to decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    Uuid,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.circles.models import Seat
from app.clock import zone
from app.database import db
from app.organisations.models import Organisation
from app.web.i18n import due, moment, short_day
from forums.agenda.models import AgendaItem, ItemState
from forums.invitations.labels import invitee
from forums.invitations.models import Invitation
from forums.minutes.models import Minutes, MinutesState
from forums.replies.models import ProposalState, TimeProposal
from forums.scheduling.models import AWAITS_CONFIRMATION, Forum, ForumRole, Participant, Session, SessionState
from forums.scheduling.queries import readable_forums, taking_part
from forums.scheduling.rules import LONGEST
from insights.homes.few import first_of
from insights.homes.preparation_tasks import late_preparation, late_preparations
from insights.homes.tasks import MANY, Act, ActionItem, AnyRow, Kind, Reader, session_name

SHOWN = (Session.id, Session.starts_at, Session.timezone, Forum.name.label("forum"))
"""Columns of a session, with the name of its forum."""
GRACE = timedelta(days=3)
"""Time after the end of a session within which its minutes should be circulated."""
AHEAD = timedelta(days=30)
"""Time before a session that falls on a holiday from which its move or merge becomes an action item."""


def to_approve(reader: Reader) -> Iterator[ActionItem]:
    """Yield the minutes of sessions with the person as presider that await approval."""
    for row in db.session.execute(_to_approve(reader.person, reader.today, most=reader.most)).all():
        yield _approval(row, reader)


def _to_approve(person: Person, today: date, *, most: int) -> Select[*tuple[Any, ...]]:
    query = select(*SHOWN, Minutes.correction_until, func.count().over().label("total")).select_from(Minutes)
    query = query.join(Session, Session.id == Minutes.session_id).join(Session.forum)
    query = query.where(_waits_for(person), readable_forums(person, today))
    return query.order_by(Session.starts_at, Session.id).limit(most)


def _waits_for(person: Person) -> ColumnElement[bool]:
    """Return the condition that minutes await this person's approval."""
    return and_(Session.presider_id == person.id, Minutes.state == MinutesState.CIRCULATED)


def _approval(row: AnyRow, reader: Reader) -> ActionItem:
    href = url_for("forums.minutes.show", session_id=row.id)
    open_until = row.correction_until
    waits = open_until is None or open_until <= reader.now
    return ActionItem(
        kind=Kind.APPROVAL,
        total=row.total,
        urgency=18 if waits else 40,
        tone="warn" if waits else "none",
        icon="lock",
        word=_("To approve") if waits else _("Corrections open"),
        title=_("Minutes of %(name)s", name=session_name(row)),
        href=href,
        why=_("Parties may ask for corrections until %(moment)s.", moment=moment(open_until)) if open_until else "",
        acts=(Act(label=_("Read and approve"), href=href),) if waits else (),
    )


def agendas(reader: Reader) -> Iterator[ActionItem]:
    """Yield one item per upcoming session with proposed agenda items, and per session with late preparations."""
    proposed = _proposals(reader.person.id, reader.now, most=reader.most)
    late = late_preparations(reader.person, reader.today, reader.now, most=reader.most)
    both = union_all(proposed, late).subquery()
    found = db.session.execute(select(both).order_by(both.c.starts_at, both.c.id, both.c.kind, both.c.place)).all()
    for (session_id, kind), rows in groupby(found, key=lambda row: (row.id, row.kind)):
        row, *others = rows
        if kind == Kind.PREPARATION.value:
            yield late_preparation(row, others)
            continue
        href = url_for("forums.agenda.show", session_id=session_id)
        yield ActionItem(
            kind=Kind.AGENDA,
            total=row.total,
            urgency=32,
            tone="none",
            icon="send",
            word=_("Agenda item proposed"),
            title=session_name(row),
            href=href,
            why=" · ".join(one.proposed for one in (row, *others[: MANY - 1])),
            acts=(Act(label=_("Accept or answer"), href=href),),
        )


def _proposals(person_id: UUID, now: datetime, *, most: int) -> Select[*tuple[Any, ...]]:
    """Select the proposed agenda items of the first `most` sessions, with the number of such sessions as `total`."""
    leading = select(Participant.forum_id).where(
        taking_part(person_id), Participant.role.in_((ForumRole.CHAIR, ForumRole.FACILITATOR))
    )
    proposed = AgendaItem.state == ItemState.PROPOSED
    concerned = select(AgendaItem.session_id).where(proposed).distinct().subquery()
    waiting = (
        select(Session.id, func.count().over().label("total"))
        .join(concerned, concerned.c.session_id == Session.id)
        .where(Session.forum_id.in_(leading), Session.state == SessionState.PLANNED, Session.ends_at >= now)
        .order_by(Session.starts_at, Session.id)
        .limit(most)
        .subquery()
    )
    return (
        select(*SHOWN, AgendaItem.title.label("proposed"), waiting.c.total, literal(Kind.AGENDA.value).label("kind"))
        .add_columns(AgendaItem.position.label("place"), literal("").label("organisation"))
        .join(waiting, waiting.c.id == Session.id)
        .join(Session.forum)
        .join(AgendaItem, and_(AgendaItem.session_id == Session.id, proposed))
    )


def dates_to_decide(reader: Reader) -> Iterator[ActionItem]:
    """Yield sessions that fall on a holiday soon, and times proposed by invitees; coordinators decide both."""
    query = _dates_to_decide(reader.person, reader.today, reader.now, reader.now + AHEAD, most=reader.most)
    for row in db.session.execute(query).all():
        yield _another_time(row, reader) if row.proposal_id else _shift(row)


def _shift(row: AnyRow) -> ActionItem:
    at: dict[str, Any] = {"session_id": row.id}
    if row.merge_proposed:
        icon, word, accept = "merge", _("Merge proposed"), _("Accept the merge")
        why = _("Proposed: merge with the next session. Invitations go out once you have decided.")
    else:
        icon, word = "swap", _("Move proposed")
        accept = _("Accept %(day)s", day=short_day(row.proposed_starts_at, row.timezone))
        when = moment(row.proposed_starts_at, row.timezone)
        why = _("Proposed: %(moment)s. Invitations go out once you have decided.", moment=when)
    return ActionItem(
        kind=Kind.MOVE,
        total=row.total,
        urgency=35,
        tone="warn",
        icon=icon,
        word=word,
        title=_("%(name)s falls on a holiday: %(because)s", name=session_name(row), because=row.because),
        href=url_for("forums.sessions.show", **at),
        why=why,
        acts=(
            Act(label=_("Another date"), href=url_for("forums.sessions.move", **at)),
            Act(label=accept, href=url_for("forums.sessions.accept_shift", **at), posts=True),
        ),
    )


def _another_time(row: AnyRow, reader: Reader) -> ActionItem:
    one: dict[str, Any] = {"time_proposal_id": row.proposal_id}
    when = moment(row.wanted_at, row.timezone)
    named = _("%(name)s proposes %(moment)s.", name=invitee(row.person, row.organisation), moment=when)
    return ActionItem(
        kind=Kind.ANOTHER_TIME,
        total=row.total,
        urgency=16 + max((row.starts_at - reader.now).days, 0),
        tone="warn",
        icon="swap",
        word=_("Other time proposed"),
        title=session_name(row),
        href=url_for("forums.sessions.show", session_id=row.id),
        why=f"{named} {row.comment}".strip(),
        acts=(
            Act(label=_("Keep the time"), href=url_for("forums.replies.decline", **one)),
            Act(label=_("Move the session to this time"), href=url_for("forums.replies.accept", **one), posts=True),
        ),
    )


def _dates_to_decide(
    person: Person, today: date, now: datetime, until: datetime, *, most: int
) -> Select[*tuple[Any, ...]]:
    """Select planned sessions with a proposed time, and those with a proposed move or merge (`proposal_id` null)."""
    waits = TimeProposal.state == ProposalState.OPEN
    moved = AWAITS_CONFIRMATION & Session.starts_at.between(now, until)

    def planned(kind: Kind, proposal_id: Any) -> Select[UUID, UUID | None, str, datetime]:
        query = select(
            Session.id,
            proposal_id.label("proposal_id"),
            literal(kind.value).label("kind"),
            Session.starts_at.label("at"),
        )
        to_come = (Session.state == SessionState.PLANNED, Session.ends_at > now)
        return query.join(Session.forum).where(*to_come, readable_forums(person, today))

    other_times = planned(Kind.ANOTHER_TIME, TimeProposal.id).join(TimeProposal, TimeProposal.session_id == Session.id)
    moves = planned(Kind.MOVE, cast(null(), Uuid)).where(moved)
    few = first_of(union_all(moves, other_times.where(waits)), most=most, kinds=2)
    moving = (Session.proposed_starts_at, Session.merge_proposed, Session.because)
    wanted = (few.c.proposal_id, TimeProposal.starts_at.label("wanted_at"), TimeProposal.comment)
    by = (Person.name.label("person"), Organisation.name.label("organisation"))
    return (
        select(*SHOWN, *moving, *wanted, *by, few.c.total)
        .join(few, few.c.id == Session.id)
        .join(Session.forum)
        .outerjoin(TimeProposal, TimeProposal.id == few.c.proposal_id)
        .outerjoin(TimeProposal.invitation)
        .outerjoin(Invitation.person)
        .outerjoin(Invitation.seat)
        .outerjoin(Seat.organisation)
        .order_by(Session.starts_at, TimeProposal.proposed_at)
    )


def minutes_behind(reader: Reader) -> Iterator[ActionItem]:
    """Yield minutes that are overdue for circulation or approval, and those that the person approves."""
    now = reader.now
    since = now - timedelta(days=120)
    query = _minutes_behind(reader.person, reader.today, now, since - LONGEST, since, now - GRACE, most=reader.most)
    missing: list[AnyRow] = []
    for row in db.session.execute(query).all():
        if row.kind == Kind.MINUTES.value:
            missing.append(row)
        elif row.kind == Kind.APPROVAL.value:
            yield _approval(row, reader)
        else:
            yield _behind(
                row,
                kind=Kind.AWAITING,
                total=row.total,
                icon="lock",
                word=_("Awaiting approval"),
                why=_("The correction window is over; the presider approves."),
            )
    if missing and missing[0].total > MANY:
        yield _many_missing(missing)
    else:
        yield from map(_missing, missing)


def _minutes_behind(
    person: Person, today: date, now: datetime, begun: datetime, since: datetime, until: datetime, *, most: int
) -> Select[*tuple[Any, ...]]:
    """Select sessions that ended between two instants and have overdue minutes, and those that the person approves."""
    ended = and_(Session.state == SessionState.HELD, Session.ends_at.between(since, until))
    readable = readable_forums(person, today)
    own = select(Session.id, literal(Kind.APPROVAL.value).label("kind"), Session.ends_at.label("at"))
    own = own.add_columns(Minutes.correction_until.label("correction_until"))
    own = own.join(Minutes, Minutes.session_id == Session.id).join(Session.forum).where(_waits_for(person), readable)
    by_others = or_(Session.presider_id.is_(None), Session.presider_id != person.id)
    late = _late(now, since, and_(ended, readable), by_others)
    behind = select(late.c.session_id, late.c.kind, late.c.at, null()).where(late.c.at.is_not(None))
    lacking = _lacking(and_(ended, Session.starts_at.between(begun, until)))
    without = select(lacking.c.id, literal(Kind.MINUTES.value), lacking.c.ends_at, null())
    without = without.where(lacking.c.forum_id.in_(select(Forum.id).where(readable)))
    few = first_of(union_all(own, behind, without), most=most, kinds=3)
    query = select(*SHOWN, Session.ends_at, few.c.kind, few.c.correction_until, few.c.total)
    return query.join(few, few.c.id == Session.id).join(Session.forum).order_by(Session.ends_at, Session.id)


def _lacking(ended: ColumnElement[bool]) -> Subquery:
    """Select sessions that ended without any minutes; they are few, so that the forum is checked by the caller.

    Sessions that were already over when they were recorded (imported from a calendar) are left out.
    """
    query = select(Session.id, Session.forum_id, Session.ends_at)
    recorded_before = or_(Session.made_at.is_(None), Session.made_at <= Session.ends_at)
    query = query.where(ended, recorded_before, ~select(Minutes.id).where(Minutes.session_id == Session.id).exists())
    return query.subquery()


def _late(now: datetime, since: datetime, ended: ColumnElement[bool], by_others: ColumnElement[bool]) -> Subquery:
    """Select sessions whose minutes are a draft, or the newest ones still circulated after the time for corrections.

    A draft that amends approved minutes is not late.

    `at` is the end of the session; null if the session does not match `ended`, or its circulated minutes do not match
    `by_others`. Such minutes are few and found by the index of their state: the end is a scalar subquery so that the
    database does not start from the sessions instead.
    """
    newer = aliased(Minutes)
    is_draft = and_(Minutes.state == MinutesState.DRAFT, Minutes.version == 1)
    kind = case((is_draft, Kind.MINUTES.value), else_=Kind.AWAITING.value)
    at = select(Session.ends_at).join(Session.forum).where(Session.id == Minutes.session_id, ended)
    at = at.where(or_(is_draft, by_others)).correlate(Minutes)
    query = select(Minutes.session_id, kind.label("kind"), at.scalar_subquery().label("at")).where(
        Minutes.state.in_((MinutesState.DRAFT, MinutesState.CIRCULATED)),
        or_(is_draft, Minutes.correction_until.between(since, now)),  # a window always ends after its session
        ~select(newer.id).where(newer.session_id == Minutes.session_id, newer.version > Minutes.version).exists(),
    )
    return query.subquery()


def _missing(row: AnyRow) -> ActionItem:
    ended = due(row.ends_at.astimezone(zone()).date())
    return _behind(
        row,
        kind=Kind.MINUTES,
        icon="pen",
        word=_("Not circulated"),
        why=_("The session ended %(when)s.", when=ended),
    )


def _behind(row: AnyRow, *, kind: Kind, total: int = 1, icon: str, word: str, why: str) -> ActionItem:
    href = url_for("forums.minutes.show", session_id=row.id)
    return ActionItem(
        kind=kind,
        total=total,
        urgency=14,
        tone="warn",
        icon=icon,
        word=word,
        title=_("Minutes of %(name)s", name=session_name(row)),
        href=href,
        why=why,
        acts=(Act(label=_("Open the minutes"), href=href),),
    )


def _many_missing(rows: Sequence[AnyRow]) -> ActionItem:
    total = rows[0].total
    href = url_for("forums.sessions.index", state="past")
    count = ngettext("%(num)d session without circulated minutes", "%(num)d sessions without circulated minutes", total)
    return ActionItem(
        kind=Kind.MINUTES,
        urgency=14,
        tone="warn",
        icon="pen",
        word=_("Not circulated"),
        title=count,
        href=href,
        why=" · ".join(session_name(row) for row in rows[:MANY]),
        acts=(Act(label=_("See them"), href=href),),
    )

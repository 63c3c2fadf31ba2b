"""What forums need: minutes approved or circulated, a holiday decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVarTuple
from uuid import UUID

from flask import current_app, url_for
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
from sqlalchemy.orm import aliased, contains_eager, joinedload

from app.accounts.models import Person
from app.database import db
from app.i18n import due, moment, short_day
from app.statements import prepared
from app.translation import gettext as _
from app.translation import ngettext
from forums.agenda.models import AgendaItem, ItemState
from forums.invitations.words import invitee_name
from forums.minutes.models import Minutes, MinutesState
from forums.replies.models import ProposalState, TimeProposal
from forums.scheduling.models import Forum, ForumRole, Participant, Session, SessionState
from forums.scheduling.queries import named, readable_forums, taking_part
from forums.scheduling.rules import LONGEST
from insights.homes.few import first_of
from insights.homes.needs import MANY, Act, Kind, Need, Reader

Rows = TypeVarTuple("Rows")
GRACE = timedelta(days=3)
"""How long after a session its minutes may take to be circulated, and after the correction window to be approved."""
LOOKED_AT = 10_000
"""Minutes that are not approved, among which those are looked for that are behind."""
AHEAD = timedelta(days=30)
"""How long before a session that meets a holiday its move is put to the coordinator."""


def to_approve(reader: Reader) -> Iterator[Need]:
    """Minutes that the person presided over and that wait for approval."""
    for minutes, session, total in db.session.execute(*_to_approve(reader.person, reader.most)):
        yield _approval(minutes, session, total, reader)


@prepared
def _to_approve(person: Person, most: int) -> Select[Minutes, Session, int]:
    query = select(Minutes, Session, func.count().over()).join(Session, Session.id == Minutes.session_id)
    query = query.where(_waits_for(person)).options(*named(joinedload(Session.forum)))
    return query.order_by(Session.starts_at).limit(most)


def _waits_for(person: Person) -> ColumnElement[bool]:
    """Return the condition that minutes wait for this person's approval."""
    return and_(Session.presider_id == person.id, Minutes.state == MinutesState.CIRCULATED)


def _approval(minutes: Minutes, session: Session, total: int, reader: Reader) -> Need:
    href = url_for("forums.minutes.show", session_id=session.id)
    open_until = minutes.correction_until
    waits = open_until is None or open_until <= reader.now
    return Need(
        kind=Kind.APPROVAL,
        total=total,
        urgency=18 if waits else 40,
        tone="warn" if waits else "none",
        icon="lock",
        word=_("To approve") if waits else _("Corrections open"),
        title=_("Minutes of %(name)s", name=_session_name(session)),
        href=href,
        why=_("Parties may correct until %(moment)s.", moment=moment(open_until)) if open_until else "",
        acts=[Act(label=_("Read and approve"), href=href)] if waits else [],
    )


def proposals(reader: Reader) -> Iterator[Need]:
    """Agenda items that were proposed to coming sessions of the forums that the person leads, told per session."""
    titles: dict[Session, list[str]] = {}
    totals: dict[Session, int] = {}
    for session, title, total in db.session.execute(*_proposals(reader.person.id, reader.now, reader.most)):
        titles.setdefault(session, []).append(title)
        totals[session] = total
    for session, proposed in titles.items():
        href = url_for("forums.agenda.show", session_id=session.id)
        yield Need(
            kind=Kind.AGENDA,
            total=totals[session],
            urgency=32,
            tone="none",
            icon="send",
            word=_("Agenda proposed"),
            title=_session_name(session),
            href=href,
            why=" · ".join(proposed[:MANY]),
            acts=[Act(label=_("Accept or answer"), href=href)],
        )


@prepared
def _proposals(person_id: UUID, now: datetime, most: int) -> Select[Session, str, int]:
    """Select the first sessions to which items were proposed with each of these, and how many such sessions are."""
    leading = select(Participant.forum_id).where(
        taking_part(person_id), Participant.role.in_((ForumRole.CHAIR, ForumRole.FACILITATOR))
    )
    proposed = AgendaItem.state == ItemState.PROPOSED
    waiting = (
        select(Session.id, func.count().over().label("total"))
        .where(
            Session.forum_id.in_(leading),
            Session.state == SessionState.PLANNED,
            Session.ends_at >= now,
            Session.id.in_(select(AgendaItem.session_id).where(proposed)),
        )
        .order_by(Session.starts_at)
        .limit(most)
        .subquery()
    )
    return (
        select(Session, AgendaItem.title, waiting.c.total)
        .join(waiting, waiting.c.id == Session.id)
        .join(AgendaItem, and_(AgendaItem.session_id == Session.id, proposed))
        .options(*named(joinedload(Session.forum)))
        .order_by(Session.starts_at, AgendaItem.position)
    )


def dates_to_decide(reader: Reader) -> Iterator[Need]:
    """Sessions that meet a holiday soon, and other times that people propose: both wait for the coordinator's word."""
    query = _dates_to_decide(reader.person, reader.today, reader.now, reader.now + AHEAD, reader.most)
    for session, proposal, total in db.session.execute(*query):
        if proposal:
            yield _another_time(session, proposal, total, reader)
        else:
            yield _shift(session, total)


def _shift(session: Session, total: int) -> Need:
    at: dict[str, Any] = {"session_id": session.id}
    when = moment(session.proposed_starts_at, session.timezone)
    return Need(
        kind=Kind.MOVE,
        total=total,
        urgency=35,
        tone="warn",
        icon="swap",
        word=_("Move proposed"),
        title=_("%(name)s meets a holiday: %(because)s", name=_session_name(session), because=session.because),
        href=url_for("forums.sessions.show", **at),
        why=_("Proposed: %(moment)s. Invitations go out once you have decided.", moment=when),
        acts=[
            Act(label=_("Another date"), href=url_for("forums.sessions.move", **at)),
            Act(
                label=_("Accept %(day)s", day=short_day(session.proposed_starts_at, session.timezone)),
                href=url_for("forums.sessions.accept_shift", **at),
                posts=True,
            ),
        ],
    )


def _another_time(session: Session, proposal: TimeProposal, total: int, reader: Reader) -> Need:
    one: dict[str, Any] = {"time_proposal_id": proposal.id}
    when = moment(proposal.starts_at, session.timezone)
    named = _("%(name)s proposes %(moment)s.", name=invitee_name(proposal.invitation), moment=when)
    return Need(
        kind=Kind.ANOTHER_TIME,
        total=total,
        urgency=16 + max((session.starts_at - reader.now).days, 0),
        tone="warn",
        icon="swap",
        word=_("Another time"),
        title=_session_name(session),
        href=url_for("forums.sessions.show", session_id=session.id),
        why=f"{named} {proposal.comment}".strip(),
        acts=[
            Act(label=_("Keep the time"), href=url_for("forums.replies.decline", **one)),
            Act(label=_("Move the session there"), href=url_for("forums.replies.accept", **one), posts=True),
        ],
    )


@prepared
def _dates_to_decide(
    person: Person, today: date, now: datetime, until: datetime, most: int
) -> Select[Session, TimeProposal, int]:
    """Select planned sessions: with a proposal where somebody made one, without where their move is proposed."""
    waits = TimeProposal.state == ProposalState.OPEN
    moved = Session.proposed_starts_at.is_not(None) & Session.starts_at.between(now, until)

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
    few = first_of(union_all(moves, other_times.where(waits)), most)
    return (
        select(Session, TimeProposal, few.c.total)
        .join(few, few.c.id == Session.id)
        .join(Session.forum)
        .outerjoin(TimeProposal, TimeProposal.id == few.c.proposal_id)
        .options(*named(contains_eager(Session.forum)), joinedload(TimeProposal.invitation, innerjoin=False))
        .order_by(Session.starts_at, TimeProposal.proposed_at)
    )


def minutes_behind(reader: Reader) -> Iterator[Need]:
    """Minutes that are not circulated, or not approved, when they should be, and those that the person approves."""
    now = reader.now
    since = now - timedelta(days=120)
    query = _minutes_behind(reader.person, reader.today, now, since - LONGEST, since, now - GRACE, reader.most)
    missing: list[Session] = []
    all_missing = 0
    for session, minutes, kind, total in db.session.execute(*query):
        if Kind(kind) is Kind.MINUTES:
            missing.append(session)
            all_missing = total
        elif Kind(kind) is Kind.APPROVAL:
            yield _approval(minutes, session, total, reader)
        else:
            yield _behind(
                session,
                kind=Kind.AWAITING,
                total=total,
                icon="lock",
                word=_("Awaiting approval"),
                why=_("The correction window is over; the presider approves."),
            )
    if all_missing > MANY:
        yield _many_missing(missing, all_missing)
    else:
        yield from (_missing(session) for session in missing)


@prepared
def _minutes_behind(
    person: Person, today: date, now: datetime, begun: datetime, since: datetime, until: datetime, most: int
) -> Select[Session, Minutes, str, int]:
    """Select sessions that ended between two instants with their newest minutes, and those that the person approves."""
    newer = aliased(Minutes)
    ended = and_(
        Session.state == SessionState.HELD,
        Session.starts_at.between(begun, until),
        Session.ends_at.between(since, until),
        readable_forums(person, today),
    )

    def some(kind: Any) -> Select[UUID, str, datetime]:
        return select(Session.id, kind.label("kind"), Session.ends_at.label("at"))

    late = _late(now)
    others = or_(late.c.kind == Kind.MINUTES.value, Session.presider_id.is_(None), Session.presider_id != person.id)
    behind = some(late.c.kind).join(late, late.c.session_id == Session.id).join(Session.forum).where(ended, others)
    without = some(literal(Kind.MINUTES.value)).join(Session.forum)
    without = without.where(ended, ~select(newer.id).where(newer.session_id == Session.id).exists())
    own = some(literal(Kind.APPROVAL.value)).join(Minutes, Minutes.session_id == Session.id).where(_waits_for(person))
    few = first_of(union_all(own, behind, without), most)
    query = select(Session, Minutes, few.c.kind, few.c.total).join(few, few.c.id == Session.id).join(Session.forum)
    return _with_newest(query).options(*named(contains_eager(Session.forum))).order_by(Session.ends_at)


def _late(now: datetime) -> Subquery:
    """Select sessions whose newest minutes are a draft, or still circulated after the time for corrections.

    They are few among all, and found by their state: a limit keeps databases from looking session by session.
    """
    newer = aliased(Minutes)
    kind = case((Minutes.state == MinutesState.DRAFT, Kind.MINUTES.value), else_=Kind.AWAITING.value)
    query = select(Minutes.session_id, kind.label("kind")).where(
        Minutes.state.in_((MinutesState.DRAFT, MinutesState.CIRCULATED)),
        or_(Minutes.state == MinutesState.DRAFT, Minutes.correction_until < now),
        ~select(newer.id).where(newer.session_id == Minutes.session_id, newer.version > Minutes.version).exists(),
    )
    return query.limit(LOOKED_AT).subquery()


def _with_newest(query: Select[*Rows]) -> Select[*Rows]:
    """Join the newest minutes of sessions that have some."""
    version = aliased(Minutes)
    newest = select(func.max(version.version)).where(version.session_id == Session.id).correlate(Session)
    own = (Minutes.session_id == Session.id) & (Minutes.version == newest.scalar_subquery())
    return query.outerjoin(Minutes, own)


def _missing(session: Session) -> Need:
    ended = due(session.ends_at.astimezone(_zone()).date())
    return _behind(
        session,
        kind=Kind.MINUTES,
        icon="pen",
        word=_("Not circulated"),
        why=_("The session ended %(when)s.", when=ended),
    )


def _behind(session: Session, *, kind: Kind, total: int = 1, icon: str, word: str, why: str) -> Need:
    href = url_for("forums.minutes.show", session_id=session.id)
    return Need(
        kind=kind,
        total=total,
        urgency=14,
        tone="warn",
        icon=icon,
        word=word,
        title=_("Minutes of %(name)s", name=_session_name(session)),
        href=href,
        why=why,
        acts=[Act(label=_("Open the minutes"), href=href)],
    )


def _many_missing(sessions: Sequence[Session], total: int) -> Need:
    href = url_for("forums.sessions.index", state="past")
    count = ngettext("%(num)d session without circulated minutes", "%(num)d sessions without circulated minutes", total)
    return Need(
        kind=Kind.MINUTES,
        urgency=14,
        tone="warn",
        icon="pen",
        word=_("Not circulated"),
        title=count,
        href=href,
        why=" · ".join(_session_name(session) for session in sessions[:MANY]),
        acts=[Act(label=_("See them"), href=href)],
    )


def _session_name(session: Session) -> str:
    forum: Forum = session.forum
    return f"{forum.name}, {short_day(session.starts_at, session.timezone)}"


def _zone() -> Any:
    return current_app.extensions["settings"].zone

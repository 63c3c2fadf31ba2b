"""What forums need: minutes approved or circulated, a holiday decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVarTuple
from uuid import UUID

from flask import current_app, url_for
from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, false, func, or_, select, true, union
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
from insights.homes.needs import MANY, Act, Need, Reader

Rows = TypeVarTuple("Rows")
GRACE = timedelta(days=3)
"""How long after a session its minutes may take to be circulated, and after the correction window to be approved."""
AHEAD = timedelta(days=30)
"""How long before a session that meets a holiday its move is put to the coordinator."""


def to_approve(reader: Reader) -> Iterator[Need]:
    """Minutes that the person presided over and that wait for approval."""
    for minutes, session in db.session.execute(*_to_approve(reader.person)):
        yield _approval(minutes, session, reader)


@prepared
def _to_approve(person: Person) -> Select[Minutes, Session]:
    query = select(Minutes, Session).join(Session, Session.id == Minutes.session_id)
    query = query.where(_waits_for(person)).options(*named(joinedload(Session.forum)))
    return query.order_by(Session.starts_at).limit(10)


def _waits_for(person: Person) -> ColumnElement[bool]:
    """Return the condition that minutes wait for this person's approval."""
    return and_(Session.presider_id == person.id, Minutes.state == MinutesState.CIRCULATED)


def _approval(minutes: Minutes, session: Session, reader: Reader) -> Need:
    href = url_for("forums.minutes.show", session_id=session.id)
    open_until = minutes.correction_until
    waits = open_until is None or open_until <= reader.now
    return Need(
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
    for session, title in db.session.execute(*_proposals(reader.person.id, reader.now)):
        titles.setdefault(session, []).append(title)
    for session, proposed in titles.items():
        href = url_for("forums.agenda.show", session_id=session.id)
        yield Need(
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
def _proposals(person_id: UUID, now: datetime) -> Select[Session, str]:
    return (
        select(Session, AgendaItem.title)
        .join(AgendaItem, AgendaItem.session_id == Session.id)
        .join(Participant, Participant.forum_id == Session.forum_id)
        .where(
            taking_part(person_id),
            Participant.role.in_((ForumRole.CHAIR, ForumRole.FACILITATOR)),
            AgendaItem.state == ItemState.PROPOSED,
            Session.state == SessionState.PLANNED,
            Session.ends_at >= now,
        )
        .options(*named(joinedload(Session.forum)))
        .order_by(Session.starts_at, AgendaItem.position)
        .limit(20)
    )


def dates_to_decide(reader: Reader) -> Iterator[Need]:
    """Sessions that meet a holiday soon, and other times that people propose: both wait for the coordinator's word."""
    met: set[UUID] = set()
    rows = db.session.execute(*_dates_to_decide(reader.person, reader.today, reader.now, reader.now + AHEAD))
    for session, proposal in rows:
        if session.proposed_starts_at and session.starts_at <= reader.now + AHEAD and session.id not in met:
            met.add(session.id)
            yield _shift(session)
        if proposal:
            yield _another_time(session, proposal, reader)


def _shift(session: Session) -> Need:
    at: dict[str, Any] = {"session_id": session.id}
    when = moment(session.proposed_starts_at, session.timezone)
    return Need(
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


def _another_time(session: Session, proposal: TimeProposal, reader: Reader) -> Need:
    one: dict[str, Any] = {"time_proposal_id": proposal.id}
    when = moment(proposal.starts_at, session.timezone)
    named = _("%(name)s proposes %(moment)s.", name=invitee_name(proposal.invitation), moment=when)
    return Need(
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
def _dates_to_decide(person: Person, today: date, now: datetime, until: datetime) -> Select[Session, TimeProposal]:
    shifted = Session.proposed_starts_at.is_not(None) & Session.starts_at.between(now, until)
    waits = TimeProposal.state == ProposalState.OPEN
    ids = union(
        select(Session.id).where(shifted, Session.state == SessionState.PLANNED),
        select(TimeProposal.session_id).where(waits),
    )
    return (
        select(Session, TimeProposal)
        .join(Session.forum)
        .outerjoin(TimeProposal, and_(TimeProposal.session_id == Session.id, waits))
        .where(
            Session.id.in_(ids),
            Session.state == SessionState.PLANNED,
            Session.ends_at > now,
            readable_forums(person, today),
        )
        .options(*named(contains_eager(Session.forum)), joinedload(TimeProposal.invitation, innerjoin=False))
        .order_by(Session.starts_at, TimeProposal.proposed_at)
        .limit(20)
    )


def minutes_behind(reader: Reader) -> Iterator[Need]:
    """Minutes that are not circulated, or not approved, when they should be, and those that the person approves."""
    now = reader.now
    since = now - timedelta(days=120)
    query = _minutes_behind(reader.person, reader.today, now, since - LONGEST, since, now - GRACE)
    missing: list[Session] = []
    for session, minutes in db.session.execute(*query):
        if minutes is None or minutes.state is not MinutesState.CIRCULATED:
            missing.append(session)
        elif session.presider_id == reader.person.id:
            yield _approval(minutes, session, reader)
        else:
            yield _behind(
                session,
                icon="lock",
                word=_("Awaiting approval"),
                why=_("The correction window is over; the presider approves."),
            )
    if len(missing) > MANY:
        yield _many_missing(missing)
    else:
        yield from (_missing(session) for session in missing)


@prepared
def _minutes_behind(
    person: Person, today: date, now: datetime, begun: datetime, since: datetime, until: datetime
) -> Select[Session, Minutes]:
    """Select sessions that ended between two instants with their newest minutes, and those that the person approves."""
    own = select(Session.id).join(Minutes, Minutes.session_id == Session.id).where(_waits_for(person))
    late = (
        select(Session.id)
        .join(Session.forum)
        .where(
            readable_forums(person, today),
            Session.state == SessionState.HELD,
            Session.starts_at.between(begun, until),
            Session.ends_at.between(since, until),
            func.coalesce(_newest_behind(now), true()),
        )
    )
    return (
        _with_newest(select(Session, Minutes).join(Session.forum))
        .where(Session.id.in_(union(own, late)))
        .options(*named(contains_eager(Session.forum)))
        .order_by(Session.ends_at)
        .limit(10)
    )


def _newest_behind(now: datetime) -> ScalarSelect[bool]:
    """Return whether the newest minutes of a session are behind, None without any: asked of each session by index."""
    late = (Minutes.state == MinutesState.CIRCULATED) & (Minutes.correction_until < now)
    behind = case((or_(Minutes.state == MinutesState.DRAFT, late), true()), else_=false())
    newest = select(behind).where(Minutes.session_id == Session.id).correlate(Session)
    return newest.order_by(Minutes.version.desc()).limit(1).scalar_subquery()


def _with_newest(query: Select[*Rows]) -> Select[*Rows]:
    """Join the newest minutes of sessions that have some."""
    version = aliased(Minutes)
    newest = select(func.max(version.version)).where(version.session_id == Session.id).correlate(Session)
    own = (Minutes.session_id == Session.id) & (Minutes.version == newest.scalar_subquery())
    return query.outerjoin(Minutes, own)


def _missing(session: Session) -> Need:
    ended = due(session.ends_at.astimezone(_zone()).date())
    return _behind(session, icon="pen", word=_("Not circulated"), why=_("The session ended %(when)s.", when=ended))


def _behind(session: Session, *, icon: str, word: str, why: str) -> Need:
    href = url_for("forums.minutes.show", session_id=session.id)
    return Need(
        urgency=14,
        tone="warn",
        icon=icon,
        word=word,
        title=_("Minutes of %(name)s", name=_session_name(session)),
        href=href,
        why=why,
        acts=[Act(label=_("Open the minutes"), href=href)],
    )


def _many_missing(sessions: Sequence[Session]) -> Need:
    href = url_for("forums.sessions.index", state="past")
    count = ngettext(
        "%(num)d session without circulated minutes", "%(num)d sessions without circulated minutes", len(sessions)
    )
    return Need(
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

"""What commitments, decisions, attendance and proposals say about a programme, in one statement each."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import Select, and_, case, func, null, select, union_all

from alignment.five_c.rules import Aspect, Factor
from alignment.voices.queries import is_not_organiser
from app.accounts.models import Person
from app.circles.models import Seat
from app.clock import zone
from app.database import db
from app.organisations.models import Organisation, Sector
from app.web.status_labels import SECTORS
from commitments.registry.models import IS_OPEN, Commitment
from commitments.registry.queries import IS_OWED, visible_to
from forums.agenda.models import AgendaItem, ItemState
from forums.attendance.models import CAME, Attendance
from forums.decisions.models import Decision
from forums.decisions.queries import follow_up
from forums.decisions.rules import FollowUp
from forums.minutes.queries import decided_for
from forums.scheduling.models import Forum, Session, SessionState
from forums.scheduling.queries import readable_forums

DAYS = 365
"""Number of days that the figures cover."""
MOSTLY = 2 / 3
"""The share from which a figure supports a programme; below it, it hinders."""
TAKEN_UP = (ItemState.ACCEPTED, ItemState.DISCUSSED, ItemState.CARRIED)


def commitments(circle_ids: Collection[UUID], reader: Person, today: date) -> list[Factor]:
    """Return how many commitments were met on time, and how many are overdue."""
    met = Commitment.met_on.between(_since(today), today)
    late = and_(IS_OWED, Commitment.current_due < today)
    query = select(
        number(met),
        number(and_(met, Commitment.met_on <= Commitment.first_due)),
        number(IS_OPEN),
        number(late),
        func.min(case((late, Commitment.current_due))),
    )
    query = query.where(Commitment.circle_id.in_(circle_ids), visible_to(reader, today))
    kept, on_time, still_open, overdue, oldest = db.session.execute(query).one()
    found = []
    if kept:
        text = ngettext(
            "%(num)d of %(all)s commitments met in the last 12 months was on time, by its first due date",
            "%(num)d of %(all)s commitments met in the last 12 months were on time, by their first due dates",
            on_time,
            all=kept,
        )
        found.append(_commitment(on_time / kept >= MOSTLY, text, circle_ids, "ended", weight=kept))
    if overdue:
        days = (today - oldest).days
        text = ngettext(
            "%(num)d of %(all)s open commitments is overdue, by %(days)s days",
            "%(num)d of %(all)s open commitments are overdue, the longest by %(days)s days",
            overdue,
            all=still_open,
            days=days,
        )
        found.append(_commitment(False, text, circle_ids, "overdue", weight=days))
    elif still_open:
        text = ngettext(
            "%(num)d commitment is open, and it is not overdue",
            "%(num)d commitments are open, and none is overdue",
            still_open,
        )
        found.append(_commitment(True, text, circle_ids, "open", weight=still_open))
    return found


def _commitment(supports: bool, text: str, circle_ids: Collection[UUID], state: str, *, weight: int) -> Factor:
    href = url_for("commitments.registry.index", state=state, circle=_single(circle_ids))
    return Factor(Aspect.COMMITMENT, supports, text, _l("Commitments"), href, weight)


def decisions(circle_ids: Collection[UUID], reader: Person, today: date) -> list[Factor]:
    """Return how many decisions have a commitment, and so an owner and a due date."""
    has = follow_up() != FollowUp.NONE.value
    query = select(func.count(), number(has))
    query = query.select_from(Decision).join(Decision.session).join(Forum, Forum.id == Session.forum_id)
    query = query.where(Forum.circle_id.in_(circle_ids), Decision.decided_at >= _start(today))
    query = query.where(Decision.superseded_by_id.is_(None), decided_for(Session, Decision.id, reader, today))
    taken, owned = db.session.execute(query).one()
    if not taken:
        return []
    text = ngettext(
        "%(num)d of %(all)s decisions of the last 12 months has an owner and a due date",
        "%(num)d of %(all)s decisions of the last 12 months have an owner and a due date",
        owned,
        all=taken,
    )
    supports = owned / taken >= MOSTLY
    forum = _only_forum(circle_ids)
    href = url_for("forums.decisions.index", forum=forum.id if forum else None)
    return [Factor(Aspect.COMMITMENT, supports, text, _l("Decisions"), href, taken)]


def attendance(circle_ids: Collection[UUID], reader: Person, today: date) -> list[Factor]:
    """Return at how many sessions all sectors with a seat were present, and which sector came seldom."""
    rows = db.session.execute(presences(circle_ids, reader, today, today)).all()
    by_sector = {row.sector: row for row in rows if row.sector}
    if len(by_sector) < 2:
        return []
    held, forum = next(row for row in rows if row.sector is None), _only_forum(circle_ids)
    href = url_for("forums.scheduling.show", slug=forum.slug) if forum else url_for("forums.scheduling.index")
    text = ngettext(
        "All sectors with a seat came to %(num)d of %(all)s session of the last 12 months",
        "All sectors with a seat came to %(num)d of %(all)s sessions of the last 12 months",
        held.came,
        all=held.called,
    )
    found = [_coalition(held.came / held.called >= MOSTLY, text, _l("Forums"), href, held.called)]
    rarest = min(by_sector.values(), key=lambda row: (row.came / row.called, row.sector.value))
    if rarest.came / rarest.called < MOSTLY:
        text = _(
            "%(sector)s: present at %(some)s of %(all)s sessions of the last 12 months",
            sector=SECTORS[rarest.sector.value][1],
            some=rarest.came,
            all=rarest.called,
        )
        found.append(_coalition(False, text, _l("Forums"), href, rarest.called))
    return found


def presences(circle_ids: Collection[UUID], reader: Person, today: date, day: date) -> Any:
    """Select by sector, and without one for all sectors together, the sessions it was called to and came to.

    They are those of the year up to `day` that `reader` may read `today`.
    """
    came = func.max(case((Attendance.presence.in_(CAME), 1), else_=0)).label("came")
    each = select(Attendance.session_id, Seat.sector, came).join(Attendance.seat)
    each = each.join(Session, Session.id == Attendance.session_id).join(Session.forum)
    each = each.where(
        Session.state == SessionState.HELD,
        Session.starts_at >= _start(day),
        Session.starts_at < _start(day + timedelta(days=DAYS + 1)),
        Seat.observer.is_(False),
        Forum.circle_id.in_(circle_ids),
        readable_forums(reader, today),
    )
    of_sector = each.group_by(Attendance.session_id, Seat.sector).cte("of_sector")
    whole = select(func.min(of_sector.c.came).label("came")).group_by(of_sector.c.session_id).subquery()
    sectors: Select[Any] = select(
        of_sector.c.sector, func.sum(of_sector.c.came).label("came"), func.count().label("called")
    ).group_by(of_sector.c.sector)
    together = select(null(), func.coalesce(func.sum(whole.c.came), 0), func.count()).select_from(whole)
    return union_all(sectors, together)


def proposals(circle_ids: Collection[UUID], reader: Person, today: date) -> list[Factor]:
    """Return how many proposals from outside the government came onto the agenda."""
    outside = Organisation.sector != Sector.GOVERNMENT
    taken_up = AgendaItem.state.in_(TAKEN_UP)
    query = select(func.count(), number(outside), number(and_(outside, taken_up))).select_from(AgendaItem)
    query = query.join(AgendaItem.session).join(Session.forum)
    query = query.join(Person, Person.id == AgendaItem.proposed_by_id)
    query = query.join(Organisation, Organisation.id == Person.organisation_id)
    query = query.where(
        AgendaItem.proposed_at >= _start(today),
        AgendaItem.carried_from_id.is_(None),
        is_not_organiser(),
        Forum.circle_id.in_(circle_ids),
        readable_forums(reader, today),
    )
    every, others, on_agenda = db.session.execute(query).one()
    if not every:
        return []
    href = url_for("alignment.voices.index")
    if not others:
        text = ngettext(
            "The %(num)d proposal to the agenda in the last 12 months came from the government",
            "All %(num)d proposals to the agenda in the last 12 months came from the government",
            every,
        )
        return [_coalition(False, text, _l("Two-way voices"), href, every)]
    text = ngettext(
        "%(num)d of %(all)s proposals from outside the government came onto the agenda",
        "%(num)d of %(all)s proposals from outside the government came onto the agenda",
        on_agenda,
        all=others,
    )
    return [_coalition(on_agenda / others >= MOSTLY, text, _l("Two-way voices"), href, others)]


def _coalition(supports: bool, text: str, register: Any, href: str, weight: int) -> Factor:
    return Factor(Aspect.COALITIONS, supports, text, register, href, weight)


def _only_forum(circle_ids: Collection[UUID]) -> Any:
    """Return the id and slug of the forum, if the programme is one forum alone."""
    query = select(Forum.id, Forum.slug).where(Forum.circle_id.in_(circle_ids))
    return db.session.execute(query).one_or_none() if len(circle_ids) == 1 else None


def _single(circle_ids: Collection[UUID]) -> UUID | None:
    return next(iter(circle_ids)) if len(circle_ids) == 1 else None


def _since(today: date) -> date:
    return today - timedelta(days=DAYS)


def _start(today: date) -> datetime:
    return datetime.combine(_since(today), time.min, zone())


def number(condition: Any) -> Any:
    """Return the number of rows for which a condition holds."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

"""Figures of the dashboard counted one by one from raw rows, as the definitions say, without the queries it uses."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import mean
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from agreements.registry.models import Agreement
from alignment.barriers.models import Barrier
from alignment.services.models import Service, ServiceStatus
from app.accounts.models import Person
from app.circles.models import Seat
from app.database import db
from app.organisations.models import Organisation
from commitments.delivery.models import Act, Update
from commitments.disputes.models import Dispute
from commitments.extensions.models import Extension
from commitments.handover.models import Handover
from commitments.registry.models import Commitment
from forums.agenda.models import AgendaItem
from forums.attendance.models import Attendance
from forums.decisions.models import Decision, decision_commitments
from forums.minutes.models import Minutes
from forums.scheduling.models import Session

ZONE = ZoneInfo("Asia/Jakarta")
AFTER = {
    Act.PROPOSED: "proposed",
    Act.COUNTER_PROPOSED: "proposed",
    Act.ACCEPTED: "owed",
    Act.DATE_AGREED: "owed",
    Act.UNBLOCKED: "owed",
    Act.PARTIALLY_MET: "owed",
    Act.RETURNED: "owed",
    Act.DISPUTE_WITHDRAWN: "owed",
    Act.BLOCKED: "blocked",
    Act.SUBMITTED: "submitted",
    Act.DISPUTED: "submitted",
    Act.MET: "met",
    Act.CLOSED: "ended",
    Act.CANCELLED: "ended",
    Act.DECLINED: "ended",
}
VERDICTS = {Act.MET, Act.PARTIALLY_MET, Act.RETURNED}


def day_of(at: datetime) -> date:
    """Return the day of an instant in Jakarta."""
    return at.astimezone(ZONE).date()


def every(model: Any) -> list[Any]:
    """Return all rows of a model."""
    return list(db.session.scalars(select(model)).unique())


@dataclass
class Told:
    """A commitment as its timeline tells it at a moment."""

    it: Commitment
    acts: list[Update]
    state: str
    due: date
    responsible: UUID
    met_on: date | None


def tell(moment: datetime, forum_circle: UUID | None, organisation: UUID | None) -> list[Told]:
    """Return the commitments that had been proposed at a moment, from their timelines."""
    updates: dict[UUID, list[Update]] = defaultdict(list)
    for one in every(Update):
        if one.at <= moment:
            updates[one.commitment_id].append(one)
    found = []
    for it in every(Commitment):
        acts = sorted(updates[it.id], key=lambda one: one.at)
        if not acts or forum_circle not in {None, it.circle_id}:
            continue
        state, due, submitted, met_on = "", it.first_due, None, None
        for one in acts:
            state = AFTER.get(one.act, state)
            if one.act in {Act.DATE_AGREED, Act.EXTENSION_APPROVED}:
                due = one.due or due
            submitted = one.at if one.act is Act.SUBMITTED else submitted
            met_on = day_of(submitted) if one.act is Act.MET and submitted else met_on
        who = responsible(it, moment)
        if organisation in {None, who}:
            found.append(Told(it, acts, state, due, who, met_on))
    return found


def responsible(it: Commitment, moment: datetime) -> UUID:
    """Return who was responsible: the one from whom the next hand-over or succession took it, else the present one."""
    passed = [
        (one.answered_at, one.from_id) for one in every(Handover) if one.commitment_id == it.id and one.answered_at
    ]
    for one in every(Update):
        if one.commitment_id == it.id and one.act is Act.SUCCEEDED:
            name = one.text.split(" → ")[0]
            passed.append((one.at, next(org.id for org in every(Organisation) if org.name == name)))
    later = sorted(one for one in passed if one[0] > moment)
    return later[0][1] if later else it.responsible_id


def half_life(done: list[int], waiting: list[int]) -> int | None:
    """Return the day on which the Kaplan-Meier estimate of what is left falls to one half."""
    left = 1.0
    for day in sorted(set(done)):
        left *= 1 - done.count(day) / sum(one >= day for one in done + waiting)
        if left <= 0.5:
            return day
    return None


def figures(
    moment: datetime, last: date, days: int, *, circle: UUID | None = None, organisation: UUID | None = None
) -> dict[str, Any]:
    """Return the figures at a moment on the day `last`, over `days` days."""
    first = last - timedelta(days=days - 1)
    told = tell(moment, circle, organisation)
    owed = [one for one in told if one.state in {"owed", "blocked"}]
    late = [one for one in owed if one.due < last]
    overdue = [one for one in owed if one.it.first_due < last]
    met = [one for one in told if one.state == "met" and one.met_on and first <= one.met_on <= last]
    on_time = [one for one in met if one.met_on and one.met_on <= one.it.first_due]
    orgs = Counter(one.responsible for one in met + overdue)
    good = Counter(one.responsible for one in on_time)
    return {
        "on_time": (len(on_time), len(met) + len(overdue)),
        "late": (len(late), sum(one.state in {"proposed", "owed", "blocked", "submitted"} for one in told)),
        "overdue": len(overdue),
        "longest": max(((last - one.due).days for one in late), default=0),
        "blocked": sum(one.state == "blocked" for one in told),
        "organisations": {key: (good[key], number) for key, number in orgs.items()},
        **verdicts(told, first, last),
        **decided(told, moment, last, whole=organisation is None),
        **met_in(circle, organisation, first, last, moment),
        **registered(organisation, first, last),
    }


def verdicts(told: list[Told], first: date, last: date) -> dict[str, Any]:
    """Return what the verdicts of some days tell."""
    days, extended, found, disputable = [], [], [], []
    opened = [(one.commitment_id, one.opened_at) for one in every(Dispute)]
    granted = {one.commitment_id for one in every(Extension)}
    for one in told:
        submitted = None
        for act in one.acts:
            if act.act is Act.SUBMITTED:
                submitted = act.at
            if act.act not in VERDICTS or not first <= day_of(act.at) <= last:
                continue
            found.append(act.act is Act.RETURNED)
            if act.act is Act.MET:
                assert submitted
                days.append((act.at - submitted).total_seconds() / 86400)
                extended.append(one.it.id in granted)
            else:
                after = [a.at for a in one.acts if a.at > act.at and a.act in VERDICTS]
                end = min(after, default=one.acts[-1].at)
                disputable.append(any(key == one.it.id and act.at <= at <= end for key, at in opened))
    return {
        "verification": (round(mean(days)) if days else None, len(days)),
        "extended": (sum(extended), len(extended)),
        "returned": (sum(found), len(found)),
        "disputed": (sum(disputable), len(disputable)),
    }


def decided(told: list[Told], moment: datetime, last: date, *, whole: bool) -> dict[str, Any]:
    """Return what became of decisions."""
    made = {one.id: one.decided_at for one in every(Decision) if one.decided_at <= moment}
    links = list(db.session.execute(select(decision_commitments)))
    known = {one.it.id: one for one in told}
    done, waiting, bound = [], [], set()
    for decision_id, commitment_id, *_more in links:
        if decision_id not in made or commitment_id not in known:
            continue
        one, day = known[commitment_id], day_of(made[decision_id])
        if one.state == "met":
            assert one.met_on
            done.append(max((one.met_on - day).days, 0))
        elif one.state != "ended":
            waiting.append(max((last - day).days, 0))
        accepted = any(act.act in {Act.ACCEPTED, Act.DATE_AGREED} for act in one.acts)
        if accepted and one.acts[-1].act is not Act.CANCELLED:
            bound.add(decision_id)
    found: dict[str, Any] = {"done": (half_life(done, waiting), len(done) + len(waiting))}
    return found | ({"bound": bound, "made": made} if whole else {})


def met_in(circle: UUID | None, organisation: UUID | None, first: date, last: date, moment: datetime) -> dict[str, Any]:
    """Return who came to the sessions, what they proposed, and when minutes were circulated."""
    sessions = {one.id: one for one in every(Session) if one.state.value == "held" and one.starts_at <= moment}
    held = {key for key, one in sessions.items() if first <= day_of(one.starts_at) <= last}
    seats = {one.id: one for one in every(Seat) if organisation in {None, one.organisation_id}}
    came, called = Counter(), Counter()
    for row in every(Attendance):
        if row.session_id in held and row.seat_id in seats:
            called[seats[row.seat_id].sector] += 1
            came[seats[row.seat_id].sector] += row.presence.value in {"present", "represented"}
    total, there = called.total(), came.total()
    gap = sum(abs(came[one] / there - called[one] / total) for one in called) if there else None
    proposed, adopted = Counter(), Counter()
    of = {person.id: person.organisation_id for person in every(Person)}
    sectors = {one.id: one.sector for one in every(Organisation)}
    for item in every(AgendaItem):
        session = sessions.get(item.session_id)
        if session and first <= day_of(session.starts_at) <= last and organisation in {None, of[item.proposed_by_id]}:
            proposed[sectors[of[item.proposed_by_id]]] += 1
            adopted[sectors[of[item.proposed_by_id]]] += item.state.value in {"accepted", "discussed", "carried"}
    ended = {one.id: one.ends_at for one in every(Session)}
    sent = [one for one in every(Minutes) if one.circulated_at <= moment and day_of(one.circulated_at) >= first]
    days = [(one.circulated_at - ended[one.session_id]).total_seconds() / 86400 for one in sent]
    return {
        "attendance": (there, total),
        "balance": None if gap is None else round(1 - gap / 2, 9),
        "proposals": {one: (adopted[one], number) for one, number in proposed.items()},
        "minutes": (round(mean(days)) if days else None, len(days)),
    }


def registered(organisation: UUID | None, first: date, last: date) -> dict[str, Any]:
    """Return services, barriers and agreements of one organisation or all."""
    services = [one for one in every(Service) if organisation in {None, one.owner_id}]
    integrated = {
        one.service_id for one in every(ServiceStatus) if one.since <= last and one.status.value == "integrated"
    }
    barriers = [one for one in every(Barrier) if organisation in {None, one.owner_id} and one.since <= last]
    standing = [one for one in barriers if one.resolved_on is None or one.resolved_on > last]
    seated = {one.circle_id for one in every(Seat) if organisation in {None, one.organisation_id}}
    noticed = []
    for one in every(Agreement):
        notice = one.expires_on - timedelta(days=one.notice_days)
        if one.stage.value == "signed" and one.circle_id in seated and first <= notice <= last:
            renewals = [other for other in every(Agreement) if other.renews_id == one.id]
            noticed.append(any(day_of(other.created_at) <= notice for other in renewals))
    return {
        "services": (sum(one.id in integrated for one in services), len(services)),
        "barriers": (sum((last - one.since).days > 60 for one in standing), len(standing)),
        "notice": (sum(noticed), len(noticed)),
    }

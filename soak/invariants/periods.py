"""Obligations of agreements: every period up to the horizon has one commitment, and the next due date follows it."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, takewhile
from uuid import UUID

from sqlalchemy import func, select

from agreements.amendments.models import Addendum, ObligationChange
from agreements.clauses.models import Clause, Obligation, obligation_commitments
from agreements.clauses.rules import Frequency
from agreements.registry.models import Agreement
from agreements.registry.rules import Stage
from app.audit.models import AuditRow
from app.clock import local_date
from app.database import db
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery
from soak.findings import Finding, contradictory, doubled

ENTERED = ("agreement.obligation_added", "agreement.obligation_changed")
DROPPED = {Delivery.CANCELLED, Delivery.SUPERSEDED}
SIGNED = (Stage.SIGNED, Stage.RENEWED, Stage.TERMINATED)
STEP = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.HALF_YEARLY: 6, Frequency.YEARLY: 12}
A_DAY = timedelta(days=1)
HORIZON = timedelta(days=60)
"""How long before its day the commitment of a period is there: 60 days, as the product promises."""


def periods_have_one_commitment() -> Iterator[Finding]:
    """Each period of a signed agreement has one commitment up to the horizon, none after the next due date."""
    linked = obligation_commitments.c
    links: dict[UUID, list[tuple[date, Delivery]]] = defaultdict(list)
    rows = select(linked.obligation_id, linked.period, Commitment.delivery)
    rows = rows.join(Commitment, Commitment.id == linked.commitment_id)
    for obligation_id, period, delivery in db.session.execute(rows):
        links[obligation_id].append((period, delivery))
    recorded = select(AuditRow.subject_id, AuditRow.at).where(AuditRow.action == "agreement.signed")
    signed = {identity: local_date(at) for identity, at in db.session.execute(recorded)}
    grown = _grown()
    ended = dict(db.session.execute(select(Obligation.id, Obligation.ended_on)).all())
    query = select(Obligation, Agreement).join(Obligation.clause).join(Clause.agreement)
    for obligation, agreement in db.session.execute(query.where(Agreement.stage.in_(SIGNED))).unique():
        found = links[obligation.id]
        since = None if agreement.id in grown else signed.get(agreement.id)
        if earlier := obligation.replaces_id:
            since = _taken_over(ended[earlier], links[earlier])
        alive = [period for period, delivery in found if delivery not in DROPPED]
        for period in {one for one in alive if alive.count(one) > 1}:
            yield doubled(f"obligation {obligation.id} has {alive.count(period)} commitments for {period}")
        made = {period for period, _delivery in found}
        check = _once if obligation.frequency is Frequency.ONCE else _often
        for fault in check(obligation, agreement, made, since):
            yield contradictory(f"obligation {obligation.id}: {fault}")


def _grown() -> set[UUID]:
    """Return the agreements that got an obligation after their signature: what it owes begins later."""
    added = select(Addendum.agreement_id).join(Addendum.obligations).where(ObligationChange.obligation_id.is_(None))
    signed = select(AuditRow.subject_id, func.min(AuditRow.at).label("at")).where(AuditRow.action == "agreement.signed")
    first = signed.group_by(AuditRow.subject_id).subquery()
    entered = select(AuditRow.subject_id).join(first, first.c.subject_id == AuditRow.subject_id)
    entered = entered.where(AuditRow.action.in_(ENTERED), AuditRow.at > first.c.at)
    return {*db.session.scalars(added), *db.session.scalars(entered)}


def _taken_over(ended_on: date | None, made: list[tuple[date, Delivery]]) -> date | None:
    """Return the day from which an obligation is due that replaced another: after what was delivered on its terms."""
    if ended_on is None:
        return None
    delivered = [period + A_DAY for period, delivery in made if delivery not in DROPPED and period >= ended_on]
    return max([ended_on, *delivered])


def _once(obligation: Obligation, _agreement: Agreement, made: set[date], since: date | None) -> Iterator[str]:
    """Yield what is wrong with an obligation of one day; one that lay before the signature has no commitment."""
    if obligation.next_due is not None:
        yield f"falls due again on {obligation.next_due}"
    if len(made) > 1 or (not made and since and obligation.first_due >= since and not obligation.ended_on):
        yield f"has {len(made)} commitments"


def _often(obligation: Obligation, agreement: Agreement, made: set[date], since: date | None) -> Iterator[str]:
    """Yield what is wrong with the periods of a recurring obligation."""
    last, following = _last_day(obligation, agreement), obligation.next_due
    if following is None and last == date.max:
        yield "falls due no more, though the agreement has no end"
        return
    begins = since or min(made, default=following)
    until = following - A_DAY if following else last
    if missing := [due for due in _until(until, obligation) if begins and due >= begins and due not in made]:
        yield f"no commitment for {missing}"
    if strange := sorted(made - {*_until(max(made, default=date.min), obligation)}):
        yield f"commitments for {strange}, which are no due dates"
    if following is None:
        return
    if following > last or following not in _until(following, obligation):
        yield f"the next due date {following} is no due date until {last}"
    if late := sorted(period for period in made if period >= following):
        yield f"commitments for {late}, though the next due date is {following}"
    if since and obligation.replaces_id is None and following <= since + HORIZON:
        yield f"no commitment for {following}, within the horizon of {since}"


def _last_day(obligation: Obligation, agreement: Agreement) -> date:
    """Return the last day on which an obligation can fall due."""
    ended = obligation.ended_on - A_DAY if obligation.ended_on else None
    return min(filter(None, (agreement.expires_on, agreement.ended_on, ended)), default=date.max)


def _until(last: date, obligation: Obligation) -> list[date]:
    return list(takewhile(lambda due: due <= last, _dues(obligation)))


def _dues(obligation: Obligation) -> Iterator[date]:
    """Yield the due dates: the day of the month of the first one, or the last day of shorter months."""
    first, step = obligation.first_due, STEP[obligation.frequency]
    for number in count():
        year, month = divmod(first.month - 1 + number * step, 12)
        if first.year + year > date.max.year:
            return
        length = calendar.monthrange(first.year + year, month + 1)[1]
        yield date(first.year + year, month + 1, min(first.day, length))


CHECKS = (periods_have_one_commitment,)

"""Agreements: stages and notices follow the record, amendments apply as a whole, and nothing of them is left over."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from agreements.amendments.models import Addendum, ClauseChange, ObligationChange
from agreements.amendments.rules import AmendmentState
from agreements.clauses.models import Clause, ClauseVersion, Obligation, Right, obligation_commitments
from agreements.compliance.models import RightReceipt
from agreements.registry.models import Agreement
from agreements.registry.rules import Stage
from app.audit.models import AuditRow
from app.clock import local_date
from app.database import db
from commitments.registry.models import Commitment
from commitments.registry.rules import OPEN
from soak.findings import Finding, contradictory

MAKING = ("draft", "review", "negotiation", "out_for_signature")
LED = {
    **{f"agreement.moved_to_{stage}": stage for stage in MAKING},
    **{f"agreement.{stage}": stage for stage in ("signed", "renewed", "terminated", "cancelled")},
}
"""The stage after each act that leads to one; an agreement is created as a draft."""
MADE = {"amendment.applied": "applied", "amendment.withdrawn": "withdrawn"}
TERMS = ("text", "criteria", "debtor_id", "verifier_id", "frequency", "first_due")


def stages_are_what_was_done() -> Iterator[Finding]:
    """The stage of an agreement is that of the last act, and its amendments are applied or withdrawn as recorded."""
    acts = _last_acts(*LED)
    for one in db.session.execute(select(Agreement.id, Agreement.stage, Agreement.signed_on, Agreement.ended_on)):
        led = LED[acts[one.id]] if one.id in acts else "draft"
        if acts and one.id in acts and one.stage.value != led:
            yield contradictory(f"agreement {one.id} is {one.stage.value}, its last act leads to {led}")
        if (one.ended_on is not None) != (one.stage in {Stage.TERMINATED, Stage.CANCELLED}):
            yield contradictory(f"agreement {one.id} is {one.stage.value} and ended on {one.ended_on}")
        if one.stage.value in MAKING and one.signed_on:
            yield contradictory(f"agreement {one.id} is {one.stage.value} and signed on {one.signed_on}")
    acts = _last_acts(*MADE)
    for identity, state in db.session.execute(select(Addendum.id, Addendum.state)):
        if MADE.get(acts.get(identity, "")) != (state.value if state.value in MADE.values() else None):
            yield contradictory(f"amendment {identity} is {state.value}; recorded is {acts.get(identity)}")


def versions_have_no_gap() -> Iterator[Finding]:
    """The versions of a clause are counted from 1, and the last one is what the clause says unless it was removed."""
    versions: dict[UUID, list[Any]] = defaultdict(list)
    for one in db.session.scalars(select(ClauseVersion).order_by(ClauseVersion.version)):
        versions[one.clause_id].append(one)
    for clause in db.session.scalars(select(Clause).where(Clause.id.in_(select(ClauseVersion.clause_id)))):
        kept = versions[clause.id]
        numbers = [one.version for one in kept]
        if numbers != list(range(1, len(numbers) + 1)):
            yield contradictory(f"clause {clause.id} has versions {numbers}")
        elif _says(kept[-1]) != _says(clause):
            yield contradictory(f"clause {clause.id} says something else than its version {numbers[-1]}")


def amendments_apply_as_a_whole() -> Iterator[Finding]:
    """Each part of an applied amendment is in the agreement, and no part of another one."""
    applied = select(Addendum).where(Addendum.state == AmendmentState.APPLIED).order_by(Addendum.number)
    latest = {one.agreement_id: one.id for one in db.session.scalars(applied)}
    made = defaultdict(list)
    for version in db.session.scalars(select(ClauseVersion).where(ClauseVersion.amendment_id.is_not(None))):
        made[version.amendment_id].append(version)
    for amendment in db.session.scalars(applied):
        yield from _text_is_changed(amendment, made.pop(amendment.id, []))
        if amendment.record is None or amendment.signed_on is None or amendment.applied_at is None:
            yield contradictory(f"amendment {amendment.id} is applied without its record or signature")
        if latest[amendment.agreement_id] == amendment.id:
            yield from _duties_are_changed(amendment)
            yield from _end_is_changed(amendment)
    yield from (contradictory(f"amendment {one} is not applied and has a version of a clause") for one in made)


def _text_is_changed(amendment: Addendum, versions: list[ClauseVersion]) -> Iterator[Finding]:
    changes = db.session.scalars(select(ClauseChange).where(ClauseChange.amendment_id == amendment.id)).all()
    wanted = Counter((one.clause_id, *_says(one)) for one in changes if one.clause_id and not one.removes)
    added = Counter(_says(one) for one in changes if not one.clause_id)
    known = {one.clause_id for one in changes}
    found = Counter((one.clause_id, *_says(one)) for one in versions if one.clause_id in known)
    new = Counter(_says(one) for one in versions if one.clause_id not in known)
    if (wanted, added) != (found, new):
        yield contradictory(f"amendment {amendment.id}: clauses {wanted, added} were drafted, {found, new} are there")
    gone = select(Clause.id).where(Clause.id.in_([one.clause_id for one in changes if one.removes]))
    for clause in db.session.scalars(gone.where(Clause.removed_on.is_distinct_from(amendment.effective_on))):
        yield contradictory(f"amendment {amendment.id} removed clause {clause}, which stays")


def _duties_are_changed(amendment: Addendum) -> Iterator[Finding]:
    """An obligation has the drafted terms, or ended for another one that has them; unless it was delivered already."""
    for change in db.session.scalars(select(ObligationChange).where(ObligationChange.amendment_id == amendment.id)):
        terms = [getattr(change, name) for name in TERMS]
        if change.obligation_id is None:
            there = select(Obligation).join(Obligation.clause).where(Clause.agreement_id == amendment.agreement_id)
            found = [one for one in db.session.scalars(there) if [getattr(one, name) for name in TERMS] == terms]
            if len(found) != 1:
                yield contradictory(f"amendment {amendment.id} added {change.text!r}: there {len(found)} times")
            continue
        obligation = db.session.get_one(Obligation, change.obligation_id)
        followers = db.session.scalars(select(Obligation).where(Obligation.replaces_id == obligation.id)).all()
        has_ended = obligation.ended_on == amendment.effective_on and obligation.next_due is None
        takes_over = len(followers) == 1 and [getattr(followers[0], name) for name in TERMS] == terms
        stays = obligation.ended_on is None and not followers
        if change.ends:
            fits = (has_ended and not followers) or (stays and _was_delivered(obligation.id))
        else:
            same = [getattr(obligation, name) for name in TERMS] == terms
            fits = (has_ended and takes_over) or (stays and (same or _was_delivered(obligation.id)))
        if not fits:
            yield contradictory(f"amendment {amendment.id} did not change obligation {obligation.id} as drafted")


def _end_is_changed(amendment: Addendum) -> Iterator[Finding]:
    """Unless it was changed otherwise afterwards, the end is the drafted one, and the record has its day of notice."""
    later = select(AuditRow.id).where(
        AuditRow.subject_id == amendment.agreement_id,
        AuditRow.action.in_(("agreement.end_changed", "agreement.notice_changed", "agreement.renewed_tacitly")),
        AuditRow.at >= amendment.applied_at,
    )
    agreement = db.session.get_one(Agreement, amendment.agreement_id)
    if db.session.scalar(later.limit(1)):
        return
    if amendment.changes_end and agreement.expires_on != amendment.new_end:
        yield contradictory(f"amendment {amendment.id} set the end to {amendment.new_end}, not {agreement.expires_on}")
    notice = (amendment.record or {}).get("notice_after")
    wanted = agreement.expires_on - timedelta(days=agreement.notice_days) if agreement.expires_on else None
    if amendment.changes_end and (date.fromisoformat(notice) if notice else None) != wanted:
        yield contradictory(f"amendment {amendment.id} announced notice by {notice}, not {wanted}")


def nothing_is_left_over() -> Iterator[Finding]:
    """What an amendment ended asks for nothing more, and no commitment follows from an agreement that is not signed."""
    ended = Obligation.ended_on.is_not(None)
    for one in db.session.scalars(select(Obligation.id).where(ended, Obligation.next_due.is_not(None))):
        yield contradictory(f"obligation {one} has ended and falls due again")
    for model in (Obligation, Right):
        left = select(model.id).join(Clause, Clause.id == model.clause_id)
        left = left.where(Clause.removed_on.is_not(None), model.ended_on.is_(None))
        yield from (
            contradictory(f"{model.__name__} {one} belongs to a removed clause") for one in db.session.scalars(left)
        )
    made = obligation_commitments.c
    followed = select(Commitment.code).join(obligation_commitments, made.commitment_id == Commitment.id)
    followed = followed.join(Obligation, Obligation.id == made.obligation_id)
    later = followed.where(ended, made.period >= Obligation.ended_on)
    for code in db.session.scalars(later.where(Commitment.delivery.in_(OPEN), Commitment.submitted_at.is_(None))):
        yield contradictory(f"{code} is open, though an amendment ended its obligation")
    stages = followed.join(Clause, Clause.id == Obligation.clause_id).join(
        Agreement, Agreement.id == Clause.agreement_id
    )
    unsigned = Agreement.stage.in_([Stage(one) for one in (*MAKING, "cancelled")])
    yield from (
        contradictory(f"{code} follows from no signature") for code in db.session.scalars(stages.where(unsigned))
    )


def notices_are_given_in_time() -> Iterator[Finding]:
    """An end was announced once, and not before notice was due; and rights were received as recorded."""
    announced = select(AuditRow.subject_id, AuditRow.at, AuditRow.details).where(
        AuditRow.action == "agreement.announced"
    )
    days: dict[UUID, int] = dict(db.session.execute(select(Agreement.id, Agreement.notice_days)).all())
    changed = set(db.session.scalars(select(AuditRow.subject_id).where(AuditRow.action == "agreement.notice_changed")))
    ends = Counter()
    for identity, at, details in db.session.execute(announced):
        ends[identity, details["expires_on"]] += 1
        due = date.fromisoformat(details["expires_on"]) - timedelta(days=days[identity])
        if identity not in changed and local_date(at) < due:
            yield contradictory(f"the end of agreement {identity} was announced before {due}")
    received = RightReceipt.received_on.is_not(None)
    taken_back = RightReceipt.withdrawal_reason != ""  # what was not received ends without a reason once it is
    for action, meets in (
        ("right_received", received),
        ("right_not_received", ~received),
        ("right_receipt_withdrawn", taken_back),
    ):
        number = db.session.scalar(select(func.count()).select_from(RightReceipt).where(meets))
        recorded = db.session.scalar(select(func.count()).where(AuditRow.action == f"agreement.{action}"))
        if recorded != number:
            yield contradictory(f"agreement.{action} is recorded {recorded} times, {number} are there")
    for one in db.session.scalars(
        select(RightReceipt.right_id)
        .where(RightReceipt.withdrawn_at.is_(None))
        .group_by(RightReceipt.right_id)
        .having(func.count() > 1)
    ):
        yield contradictory(f"right {one} has two statements")


def _says(part: Any) -> tuple[str, str, str]:
    return part.number, part.heading, part.text


def _was_delivered(obligation_id: UUID) -> bool:
    made = obligation_commitments.c
    query = select(Commitment.id).join(obligation_commitments, made.commitment_id == Commitment.id)
    return (
        db.session.scalar(
            query.where(made.obligation_id == obligation_id, Commitment.submitted_at.is_not(None)).limit(1)
        )
        is not None
    )


def _last_acts(*actions: str) -> dict[UUID, str]:
    rows = select(AuditRow.subject_id, AuditRow.action).where(AuditRow.action.in_(actions))
    return dict(db.session.execute(rows.order_by(AuditRow.at, AuditRow.id)).all())


CHECKS = (
    stages_are_what_was_done,
    versions_have_no_gap,
    amendments_apply_as_a_whole,
    nothing_is_left_over,
    notices_are_given_in_time,
)

"""Commitments in other hands: who is responsible, disputes and their outcomes, instructions, hand-overs of office."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.audit.models import AuditPersonal, AuditRow
from app.database import db
from app.dispositions.models import Disposition
from app.dispositions.rules import OPEN as OPEN_INSTRUCTIONS
from commitments.disputes.models import Dispute, Outcome, OutcomeAgreement
from commitments.disputes.rules import DisputeState, OutcomeKind
from commitments.extensions.models import Extension
from commitments.handover.models import Handover, HandoverState
from commitments.registry.models import Commitment, contributions
from commitments.registry.rules import Verification
from soak.findings import Finding, contradictory

RECORDED: dict[Any, dict[Any, str]] = {
    Handover: {
        HandoverState.ACCEPTED: "handover.accepted",
        HandoverState.DECLINED: "handover.declined",
        HandoverState.WITHDRAWN: "handover.withdrawn",
        None: "handover.asked",
    },
    Dispute: {
        DisputeState.SETTLED: "dispute.settled",
        DisputeState.WITHDRAWN: "dispute.withdrawn",
        None: "dispute.opened",
    },
}
"""The audit row of each state of a hand-over or dispute, and of its beginning; each commitment has as many of both."""
PASSED = ("handover.accepted", "commitment.passed_to_successor")
BOTH = 2
"""The sides of a dispute."""
ENDS = {
    "disposition.answered": "answered",
    "disposition.passed_back": "passed_back",
    "disposition.replaced": "replaced",
}


def states_are_recorded() -> Iterator[Finding]:
    """Each hand-over and dispute has the audit rows of its beginning and of its end, and the reverse."""
    for model, actions in RECORDED.items():
        there: Counter[tuple[UUID, str]] = Counter()
        for identity, state in db.session.execute(select(model.commitment_id, model.state)):
            there[identity, actions[None]] += 1
            if state in actions:
                there[identity, actions[state]] += 1
        rows = select(AuditRow.subject_id, AuditRow.action).where(AuditRow.action.in_(actions.values()))
        recorded = Counter((row.subject_id, row.action) for row in db.session.execute(rows))
        for (identity, action), number in (there - recorded + (recorded - there)).items():
            yield contradictory(f"{action} of {identity}: {number} more in one of the table and the record")


def one_organisation_is_responsible() -> Iterator[Finding]:
    """The responsible organisation is the one to which the commitment passed last, from one to the next."""
    holders: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    rows = select(AuditRow).where(AuditRow.action.in_(PASSED)).order_by(AuditRow.at, AuditRow.id)
    for row in db.session.scalars(rows):
        was_responsible = row.action == PASSED[0] or "responsible" in row.details.get("was", {})
        if was_responsible:
            holders[row.subject_id].append((row.details["before"], row.details["organisation"]))
    present = dict(db.session.execute(select(Commitment.id, Commitment.responsible_id)).all())
    for identity, steps in holders.items():
        for (_before, after), (before, _after) in pairwise(steps):
            if before != after:
                yield contradictory(f"commitment {identity} passed to {after}, then from {before}")
        if str(present.get(identity)) != steps[-1][1]:
            yield contradictory(f"{identity} passed to {steps[-1][1]}; responsible is {present.get(identity)}")


def hand_overs_are_whole() -> Iterator[Finding]:
    """One request is open at most, an answer has its person and moment, and who handed over can still read."""
    asked = Counter(db.session.scalars(select(Handover.commitment_id).where(Handover.state == HandoverState.ASKED)))
    yield from (
        contradictory(f"{number} hand-overs of {one} are asked for") for one, number in asked.items() if number > 1
    )
    helpers = set(db.session.execute(select(contributions.c.commitment_id, contributions.c.organisation_id)).all())
    succeeded = set(db.session.scalars(select(AuditRow.subject_id).where(AuditRow.action == PASSED[1])))
    columns = (Handover.from_id, Commitment.id, Commitment.responsible_id, Commitment.verifier_id, Handover.state)
    answered = select(*columns, Handover.answered_by_id, Handover.answered_at).join(Handover.commitment)
    for giver, identity, *sides, state, by, at in db.session.execute(answered):
        if (by is None, at is None) != (state is HandoverState.ASKED,) * 2:
            yield contradictory(f"a hand-over of {identity} is {state.value}, answered by {by} at {at}")
        may_read = giver in sides or (identity, giver) in helpers or identity in succeeded
        if state is HandoverState.ACCEPTED and not may_read:
            yield contradictory(f"{giver} handed {identity} over and does not contribute to it")


def disputes_have_their_outcome() -> Iterator[Finding]:
    """A disputed commitment has one open dispute; a settled dispute has the outcome that both sides agreed on."""
    states: dict[UUID, list[DisputeState]] = defaultdict(list)
    for identity, state in db.session.execute(select(Dispute.commitment_id, Dispute.state)):
        states[identity].append(state)
    disputed = set(db.session.scalars(select(Commitment.id).where(Commitment.verification == Verification.DISPUTED)))
    for identity in disputed | set(states):
        if states[identity].count(DisputeState.OPEN) != int(identity in disputed):
            yield contradictory(f"{identity} has {states[identity].count(DisputeState.OPEN)} open disputes")
    outcomes: dict[UUID, list[Outcome]] = defaultdict(list)
    for outcome in db.session.scalars(select(Outcome).order_by(Outcome.number)):
        outcomes[outcome.dispute_id].append(outcome)
    agreed = Counter(db.session.scalars(select(OutcomeAgreement.outcome_id)))
    for dispute in db.session.scalars(select(Dispute)).unique():
        given = outcomes[dispute.id]
        if [one.number for one in given] != list(range(1, len(given) + 1)):
            yield contradictory(f"dispute {dispute.id} has outcomes {[one.number for one in given]}")
        last = given[-1] if given and given[-1].declined_at is None else None
        both = last is not None and agreed[last.id] >= BOTH
        if both != (dispute.state is DisputeState.SETTLED):
            yield contradictory(f"dispute {dispute.id} is {dispute.state.value}; both sides agreed: {both}")
        elif both and last:
            yield from _outcome_applies(dispute, last)


def _outcome_applies(dispute: Dispute, outcome: Outcome) -> Iterator[Finding]:
    """Yield a finding if the commitment does not show what both sides agreed on, or another outcome was recorded."""
    settled = select(AuditRow.details).where(AuditRow.action == "dispute.settled", AuditRow.at == dispute.ended_at)
    recorded = db.session.scalars(settled.where(AuditRow.subject_id == dispute.commitment_id)).all()
    if [one["outcome"] for one in recorded] != [outcome.kind.value]:
        yield contradictory(f"dispute {dispute.id} is settled by {outcome.kind.value}; recorded is {recorded}")
    commitment = db.session.get_one(Commitment, dispute.commitment_id)
    criterion = " ".join(outcome.text.split())
    if outcome.kind is OutcomeKind.CRITERION and criterion not in commitment.criteria:
        yield contradictory(f"{commitment.code} has no criterion {criterion!r}")
    agreed = select(Extension.id).where(Extension.commitment_id == commitment.id, Extension.to_due == outcome.due)
    if outcome.kind is OutcomeKind.DATE and db.session.scalar(agreed.limit(1)) is None:
        yield contradictory(f"{commitment.code} was not extended to {outcome.due}")


def instructions_are_recorded() -> Iterator[Finding]:
    """An organisation has one open instruction about a thing, and each ended as its audit row says."""
    rows = select(AuditRow.subject_id, AuditRow.action).where(AuditRow.action.in_(ENDS))
    ended = {identity: ENDS[action] for identity, action in db.session.execute(rows)}
    open_ones: Counter[tuple[UUID, UUID]] = Counter()
    for one in db.session.scalars(select(Disposition)).unique():
        is_open = one.state in OPEN_INSTRUCTIONS
        open_ones[one.subject_id, one.organisation_id] += is_open
        if (None if is_open else one.state.value) != ended.get(one.id) or is_open != (one.ended_at is None):
            yield contradictory(f"instruction {one.id} is {one.state.value}; recorded is {ended.get(one.id)}")
    for (subject, _organisation), number in open_ones.items():
        if number > 1:
            yield contradictory(f"{number} instructions about {subject} are open in one organisation")


def offices_are_handed_over_as_a_whole() -> Iterator[Finding]:
    """Whoever hands an office over is contact of no commitment that was open then, and the successor of each."""
    kept = select(AuditRow.subject_id, AuditRow.at, AuditPersonal.details)
    kept = kept.outerjoin(AuditPersonal, AuditPersonal.row_id == AuditRow.id).order_by(AuditRow.at, AuditRow.id)
    named: dict[UUID, list[tuple[datetime, str | None]]] = defaultdict(list)
    for identity, at, personal in db.session.execute(
        kept.where(AuditRow.action.in_(("commitment.contact_named", *PASSED)))
    ):
        named[identity].append((at, (personal or {}).get("person")))
    commitments = db.session.execute(select(Commitment.id, Commitment.ended_at, Commitment.responsible_person_id)).all()
    for office in db.session.scalars(select(AuditRow).where(AuditRow.action == "person.handed_over")):
        for identity, ended_at, _contact in commitments:
            before = [person for at, person in named[identity] if at < office.at]
            if not before or before[-1] != str(office.subject_id) or (ended_at and ended_at <= office.at):
                continue
            if (office.at, office.details["successor"]) not in named[identity]:
                yield contradictory(f"{identity} stayed with {office.subject_id}, who handed the office over")
    for identity, _ended_at, contact in commitments:
        if named[identity] and named[identity][-1][1] not in {None, str(contact)}:
            yield contradictory(f"{identity} has contact {contact}; named was {named[identity][-1][1]}")


CHECKS = (
    states_are_recorded,
    one_organisation_is_responsible,
    hand_overs_are_whole,
    disputes_have_their_outcome,
    instructions_are_recorded,
    offices_are_handed_over_as_a_whole,
)

"""Agreements between two or three parties, made by actions, and the periods of their obligations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select

from agreements.clauses.actions import Wording, add_clause, add_right
from agreements.clauses.models import Clause, Obligation, obligation_commitments
from agreements.clauses.rules import AHEAD, Frequency, due_dates
from agreements.parties.actions import Credentials, Side
from agreements.registry.actions import Contract, Signature, cancel, create, move, sign
from agreements.registry.models import Agreement, AgreementKind, Party
from agreements.registry.rules import MAKING, Renewal, Stage
from agreements.termination.actions import terminate
from app.circles.models import Classification
from app.database import db
from app.organisations.models import Organisation
from commitments.registry.rules import Visibility
from demo.city.commitments import CityProposal, History
from demo.city.context import LOCAL, Context, day_of
from demo.city.organisations import CityOrganisation
from demo.city.randomness import Randomness
from demo.city.words import AGREEMENTS, CLAUSES, CRITERIA, DUTIES, FIELDS, PLACES, RIGHTS

STAGES = (*[Stage.SIGNED] * 14, *MAKING, Stage.TERMINATED, Stage.CANCELLED)
DRAFTED = timedelta(days=40)
"""How long before its signature an agreement was begun."""
TERMINATED = timedelta(days=10)
"""How long after its signature an agreement was terminated."""
FREQUENCIES = (Frequency.MONTHLY, Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.HALF_YEARLY, Frequency.ONCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CityPeriod:
    """One period of an obligation, and the commitment that is proposed for it."""

    obligation_id: UUID
    proposal: CityProposal


def add_agreements(
    context: Context, known: Sequence[CityOrganisation], new: Sequence[CityOrganisation], commitments: int
) -> list[CityPeriod]:
    """Add agreements until at most `commitments` follow from them; return their periods, still without commitments."""
    periods: list[CityPeriod] = []
    while commitments > 0 and len(new) > 2:
        found = _add_agreement(context, known, new, commitments)
        periods += found
        commitments -= max(1, len(found))
    return periods


def add_commitment(context: Context, period: CityPeriod) -> None:
    """Add the commitment of one period with its history."""
    history = History(context, period.proposal)
    history.play()
    made = {"obligation_id": period.obligation_id, "commitment_id": history.row["id"], "period": period.proposal.due}
    context.rows.add(obligation_commitments, **made)


def _add_agreement(
    context: Context, known: Sequence[CityOrganisation], new: Sequence[CityOrganisation], most: int
) -> list[CityPeriod]:
    """Add an agreement; return at most `most` periods of its obligations."""
    signed_at = context.now - context.random.days(20, 3 * 365)
    topic = context.random.choice(FIELDS)
    organisations = _sides(context.random, known, new)
    with context.acting_at(signed_at):
        agreement = _create(context, organisations, topic, signed_at)
        clauses = _add_clauses(context, agreement, topic, signed_at - DRAFTED)
        _sign(context, agreement, context.random.choice(STAGES), signed_at)
    sides = {party: organisations[party.seat.organisation_id] for party in agreement.in_order}
    periods: list[CityPeriod] = []
    for clause, frequency in zip(clauses[1:], FREQUENCIES, strict=False):
        found = _add_obligation(context, agreement, clause, sides, frequency, signed_at, topic, most - len(periods))
        periods += found
    return periods


def _sides(
    random: Randomness, known: Sequence[CityOrganisation], new: Sequence[CityOrganisation]
) -> dict[UUID, CityOrganisation]:
    """Return two or three organisations, more of them from the city than from the demo."""
    first = random.choice(known) if random.happens(0.5) else random.choice(new)
    found = {one.id: one for one in [first, *random.sample(new, k=2)]}
    return dict(list(found.items())[: random.choice((2, 2, 2, 3))])


def _create(
    context: Context, organisations: dict[UUID, CityOrganisation], topic: str, signed_at: datetime
) -> Agreement:
    random, effective_on = context.random, day_of(signed_at)
    contract = Contract(
        kind=random.choice(tuple(AgreementKind)[1:4]),
        title=random.choice(AGREEMENTS).format(field=topic, place=random.choice(PLACES)),
        purpose=f"Kerja sama {topic.lower()} bagi warga.",
        classification=random.choice(tuple(Classification)[:3]),
        effective_on=effective_on,
        expires_on=effective_on + timedelta(days=random.choice((365, 730, 1095))),
        renewal=random.choice(tuple(Renewal)),
    )
    stored = {one.id: one for one in db.session.scalars(select(Organisation).where(Organisation.id.in_(organisations)))}
    sides = [Side(organisation=stored[one], credentials=_credentials(random, effective_on)) for one in organisations]
    return create(contract, sides, by=context.coordinator, at=signed_at - DRAFTED)


def _credentials(random: Randomness, day: date) -> Credentials:
    number = f"CONTOH/{random.randrange(10**5):05}/{day.year}"
    return Credentials(reference_number=number, signatory_position="Kepala")


def _add_clauses(context: Context, agreement: Agreement, topic: str, at: datetime) -> list[Clause]:
    """Add the clauses, each with a right of one party."""
    clauses = []
    for place, heading in enumerate(CLAUSES, 1):
        text = f"Para pihak sepakat tentang {topic.lower()}."
        wording = Wording(number=f"Pasal {place}", heading=heading, text=text)
        clause = add_clause(agreement, wording, by=context.coordinator, at=at)
        holder = context.random.choice(agreement.in_order)
        right = context.random.choice(RIGHTS).format(field=topic)
        add_right(clause, holder=holder, text=right, by=context.coordinator, at=at)
        clauses.append(clause)
    return clauses


def _sign(context: Context, agreement: Agreement, stage: Stage, signed_at: datetime) -> None:
    """Bring an agreement to its stage, before it has obligations."""
    by = context.coordinator
    if stage is Stage.CANCELLED:
        cancel(agreement, reason="Para pihak sepakat mengakhiri.", by=by, at=signed_at)
        return
    target = MAKING.index(stage) if stage in MAKING else len(MAKING) - 1
    for number, step in enumerate(MAKING[1 : target + 1]):
        move(agreement, step, by=by, at=signed_at - timedelta(days=20 - 6 * number))
    if stage in MAKING:
        return
    assert agreement.effective_on, "it was drafted with one"
    signature = Signature(
        signed_on=day_of(signed_at),
        place="Balai Kota",
        effective_on=agreement.effective_on,
        expires_on=agreement.expires_on,
        gap="Dicatat dari naskah.",
    )
    sign(agreement, signature, by=by, at=signed_at)
    if stage is Stage.TERMINATED:
        last_day = agreement.effective_on + TERMINATED
        terminate(agreement, last_day=last_day, reason="Para pihak sepakat.", by=by, at=signed_at + TERMINATED)
    notice_on = agreement.term.notice_on
    if agreement.stage is Stage.SIGNED and notice_on and notice_on <= context.today:
        agreement.notified_for = agreement.expires_on  # as the nightly job `announce` would have set it


def _add_obligation(
    context: Context,
    agreement: Agreement,
    clause: Clause,
    sides: dict[Party, CityOrganisation],
    frequency: Frequency,
    signed_at: datetime,
    topic: str,
    most: int,
) -> list[CityPeriod]:
    """Add an obligation, and return its periods that have a commitment by now; add none if they are too many."""
    random = context.random
    debtor, verifier = random.sample(list(sides), k=2)
    first_due = day_of(signed_at) + timedelta(days=random.randint(25, 90))
    duty = {"text": random.choice(DUTIES).format(field=topic), "criteria": random.choice(CRITERIA)}
    periods, next_due = _periods(context, agreement, first_due, frequency, signed_at)
    if len(periods) > most:
        return []
    obligation_id = context.add(
        Obligation,
        clause_id=clause.id,
        position=1,
        debtor_id=debtor.id,
        verifier_id=verifier.id,
        **duty,
        frequency=frequency,
        first_due=first_due,
        next_due=next_due,
    )
    proposals = [
        CityProposal(
            circle_id=agreement.circle_id,
            title=duty["text"],
            criteria=duty["criteria"],
            responsible=sides[debtor],
            verifier=sides[verifier],
            due=due,
            at=at,
            by_id=context.coordinator_id,
            visibility=Visibility.PARTIES,
            names_person=False,
        )
        for due, at in periods
    ]
    return [CityPeriod(obligation_id=obligation_id, proposal=proposal) for proposal in proposals]


def _periods(
    context: Context, agreement: Agreement, first_due: date, frequency: Frequency, signed_at: datetime
) -> tuple[list[tuple[date, datetime]], date | None]:
    """Return when the periods with a commitment are due and when each was proposed; and the next due date.

    Copies what `clauses.actions.begin` does at the signature, and `keep_up` every morning after it.
    """
    if agreement.stage not in {Stage.SIGNED, Stage.TERMINATED}:
        return [], first_due
    periods: list[tuple[date, datetime]] = []
    for due in due_dates(first_due, frequency, until=agreement.expires_on):
        at = max(signed_at, _morning(due - timedelta(days=AHEAD))) if periods else signed_at
        if agreement.stage is Stage.TERMINATED and at > signed_at + TERMINATED:
            return periods, None
        if at >= context.now:
            return periods, due
        periods.append((due, at))
    return periods, None


def _morning(day: date) -> datetime:
    """Return when the nightly job runs on a day."""
    return datetime.combine(day, time(5, 30), tzinfo=LOCAL)

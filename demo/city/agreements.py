"""Agreements between two or three parties, whose obligations became commitments period by period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from agreements.clauses.models import Clause, Obligation, Right, obligation_commitments
from agreements.clauses.rules import AHEAD, Frequency, due_dates
from agreements.registry.models import Agreement, AgreementKind, Party
from agreements.registry.rules import MAKING, Renewal, Stage
from app.circles.models import Circle, CircleKind, Classification, Seat
from commitments.registry.rules import Visibility
from demo.city.chance import Chance
from demo.city.commitments import Course, Proposed
from demo.city.making import LOCAL, Making, day_of
from demo.city.offices import Office
from demo.city.words import AGREEMENTS, CLAUSES, CRITERIA, DUTIES, FIELDS, PLACES, RIGHTS

STAGES = (*[Stage.SIGNED] * 14, *MAKING, Stage.TERMINATED, Stage.CANCELLED)
NOTICE = 30
FREQUENCIES = (Frequency.MONTHLY, Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.HALF_YEARLY, Frequency.ONCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owing:
    """One period of an obligation: when it is promised, and what."""

    at: datetime
    obligation_id: UUID
    proposed: Proposed


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """An agreement while its parts are added."""

    id: UUID
    circle_id: UUID
    sides: Sequence[tuple[UUID, Office]]
    stage: Stage
    signed_at: datetime
    expires_on: date
    ended_on: date | None
    field: str


def sign(making: Making, known: Sequence[Office], fresh: Sequence[Office], commitments: int) -> list[Owing]:
    """Add agreements until they oblige to `commitments`; return these, unplayed. A rest too small is left."""
    owing: list[Owing] = []
    while commitments > 0 and len(fresh) > 2:
        found = list(_signed(making, known, fresh))[:commitments]
        owing += found
        commitments -= max(1, len(found))
    return owing


def fulfil(making: Making, owing: Owing) -> None:
    """Play the commitment of one period."""
    course = Course(making, owing.proposed)
    course.play()
    making.rows.add(obligation_commitments, obligation_id=owing.obligation_id, commitment_id=course.row["id"])


def _signed(making: Making, known: Sequence[Office], fresh: Sequence[Office]) -> Iterator[Owing]:
    contract = _made(making, known, fresh)
    for place, heading in enumerate(CLAUSES, 1):
        clause_id = making.add(
            Clause,
            agreement_id=contract.id,
            position=place,
            number=f"Pasal {place}",
            heading=heading,
            text=f"Para pihak sepakat tentang {contract.field.lower()}.",
        )
        holder, _office = making.chance.choice(contract.sides)
        text = making.chance.choice(RIGHTS).format(field=contract.field)
        making.add(Right, clause_id=clause_id, holder_id=holder, text=text)
        if place > 1:
            yield from _obliged(making, contract, clause_id, FREQUENCIES[place - 2])


def _made(making: Making, known: Sequence[Office], fresh: Sequence[Office]) -> Contract:
    chance = making.chance
    words = {"field": chance.choice(FIELDS), "place": chance.choice(PLACES)}
    title = chance.choice(AGREEMENTS).format(**words)
    offices = _partners(chance, known, fresh)
    signed_at = making.now - chance.days(20, 3 * 365)
    stage = chance.choice(STAGES)
    effective = day_of(signed_at)
    expires = effective + timedelta(days=chance.choice((365, 730, 1095)))
    ended = {Stage.TERMINATED: effective + timedelta(days=10), Stage.CANCELLED: effective}.get(stage)
    circle_id = _circle(making, title)
    is_signed = stage in {Stage.SIGNED, Stage.TERMINATED}
    announced = is_signed and expires - timedelta(days=NOTICE) <= making.today
    agreement_id = making.add(
        Agreement,
        circle_id=circle_id,
        kind=chance.choice(tuple(AgreementKind)[1:4]),
        title=title,
        purpose=f"Kerja sama {words['field'].lower()} bagi warga.",
        stage=stage,
        signed_on=effective if is_signed else None,
        signed_at_place="Balai Kota" if is_signed else "",
        effective_on=effective,
        expires_on=expires,
        notice_days=NOTICE,
        renewal=chance.choice(tuple(Renewal)),
        ended_on=ended,
        end_reason="Para pihak sepakat mengakhiri." if ended else "",
        keeper_id=making.coordinator_id,
        language="id",
        created_at=signed_at - timedelta(days=40),
        notified_for=expires if announced else None,
        version=1,
    )
    contacts = {member.id for office in offices for member in office.staff[:2]}
    for person_id in sorted({making.coordinator_id, *contacts}):
        making.rows.name(circle_id, person_id)
    sides = _sides(making, agreement_id, circle_id, offices, day_of(signed_at) - timedelta(days=40))
    return Contract(
        id=agreement_id,
        circle_id=circle_id,
        sides=sides,
        stage=stage,
        signed_at=signed_at,
        expires_on=expires,
        ended_on=ended,
        field=words["field"],
    )


def _partners(chance: Chance, known: Sequence[Office], fresh: Sequence[Office]) -> list[Office]:
    """Return two or three different offices, more of them from the city than from the demo."""
    offices = [chance.choice(known) if chance.happens(0.5) else chance.choice(fresh), *chance.sample(fresh, k=2)]
    return list({office.id: office for office in offices}.values())[: chance.choice((2, 2, 2, 3))]


def _circle(making: Making, name: str) -> UUID:
    identity, classification = making.chance.identity(), making.chance.choice(tuple(Classification)[:3])
    making.rows.add(Circle, id=identity, name=name, kind=CircleKind.AGREEMENT, classification=classification)
    return identity


def _sides(
    making: Making, agreement_id: UUID, circle_id: UUID, offices: Sequence[Office], since: date
) -> list[tuple[UUID, Office]]:
    sides = []
    for position, office in enumerate(offices, 1):
        seat_id = making.add(
            Seat,
            circle_id=circle_id,
            organisation_id=office.id,
            sector=office.sector,
            position=position,
            observer=False,
            since=since,
        )
        party_id = making.add(
            Party,
            agreement_id=agreement_id,
            seat_id=seat_id,
            position=position,
            reference_number=f"CONTOH/{making.chance.randrange(10**5):05}/{since.year}",
            signatory_name="",
            signatory_position="Kepala",
            authority="",
        )
        sides.append((party_id, office))
    return sides


def _obliged(making: Making, contract: Contract, clause_id: UUID, frequency: Frequency) -> Iterator[Owing]:
    """Add an obligation, and yield its periods that were promised by now."""
    chance = making.chance
    (debtor_id, debtor), (verifier_id, verifier) = chance.sample(contract.sides, k=2)
    first = day_of(contract.signed_at) + timedelta(days=chance.randint(25, 90))
    text = chance.choice(DUTIES).format(field=contract.field)
    criteria = chance.choice(CRITERIA)
    obligation_id = chance.identity()
    periods, next_due = _periods(making, contract, first, frequency)
    row: dict[str, Any] = {"text": text, "criteria": criteria, "frequency": frequency, "first_due": first}
    making.rows.add(
        Obligation,
        id=obligation_id,
        clause_id=clause_id,
        position=1,
        debtor_id=debtor_id,
        verifier_id=verifier_id,
        next_due=next_due,
        **row,
    )
    for due, at in periods:
        commitment = Proposed(
            circle_id=contract.circle_id,
            title=text,
            criteria=criteria,
            responsible=debtor,
            verifier=verifier,
            due=due,
            at=at,
            by_id=making.coordinator_id,
            visibility=Visibility.PARTIES,
            names_person=False,
        )
        yield Owing(at=at, obligation_id=obligation_id, proposed=commitment)


def _periods(
    making: Making, contract: Contract, first: date, frequency: Frequency
) -> tuple[list[tuple[date, datetime]], date | None]:
    """Return when the periods that were promised by now are due and when each was proposed; and the next due date."""
    if contract.stage not in {Stage.SIGNED, Stage.TERMINATED}:
        return [], first
    periods: list[tuple[date, datetime]] = []
    for due in due_dates(first, frequency, until=contract.expires_on):
        at = max(contract.signed_at, _morning(due - timedelta(days=AHEAD)))
        if contract.ended_on and day_of(at) > contract.ended_on:
            return periods, None
        if at >= making.now:
            return periods, due
        periods.append((due, at))
    return periods, None


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(5, 30), tzinfo=LOCAL)

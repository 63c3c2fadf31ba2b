"""Action: remind of several commitments, with one mail for each person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app import audit
from app.accounts.models import Person
from commitments.bulk import notices, queries
from commitments.bulk.rules import Refusal, refusal_to_remind
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery
from commitments.reminders.actions import PAUSE
from commitments.reminders.policies import remind_party
from commitments.reminders.queries import REMINDED


@dataclass(frozen=True, slots=True)
class Planned:
    """A commitment of an act: who would be mailed, or why it is left out."""

    commitment: Commitment
    people: Sequence[Person] = ()
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a reminder of several commitments would do."""

    rows: Sequence[Planned]

    @property
    def reached(self) -> list[Planned]:
        """The rows that are not left out."""
        return [row for row in self.rows if row.refusal is None]

    @property
    def mails(self) -> dict[Person, list[Commitment]]:
        """The commitments of each mail, by the person who receives it."""
        found: dict[Person, list[Commitment]] = {}
        for row in self.reached:
            for person in row.people:
                found.setdefault(person, []).append(row.commitment)
        return found


def plan_reminder(commitments: Sequence[Commitment], *, by: Person, at: datetime) -> Plan:
    """Return whom a reminder of commitments would reach, in three statements."""
    reminded = queries.reminded_since([one.id for one in commitments], at - PAUSE)
    parties = {one.responsible_id for one in commitments} | {one.verifier_id for one in commitments}
    contacts = queries.reachable_in(parties)
    rows = []
    for commitment in commitments:
        people = _recipients(commitment, contacts)
        refusal = refusal_to_remind(
            commitment.delivery,
            commitment.circle.classification,
            may=remind_party(by, commitment),
            reminded=commitment.id in reminded,
            reaches=bool(people),
        )
        rows.append(Planned(commitment, () if refusal else people, refusal))
    return Plan(rows)


def _recipients(commitment: Commitment, contacts: dict[UUID, list[Person]]) -> list[Person]:
    """Return the contacts of the verifier of a delivery, else the responsible person or the contacts of the party."""
    person = commitment.responsible_person
    if commitment.delivery is Delivery.SUBMITTED:
        people = contacts.get(commitment.verifier_id, [])
    else:
        people = [person] if person else contacts.get(commitment.responsible_id, [])
    return [one for one in people if one.email]


def remind(commitments: Sequence[Commitment], *, by: Person, at: datetime) -> Plan:
    """Remind of the commitments that are not left out: one mail for each person; return what was done."""
    plan = plan_reminder(commitments, by=by, at=at)
    for person, asked in plan.mails.items():
        notices.remind(person, asked, at=at)
    for row in plan.reached:
        audit.record(REMINDED, row.commitment, by=by, at=at)
    return plan

"""The statement of an agreement for the evaluation of a year: what it contains, as rows and as JSON that is kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from agreements.clauses.rules import Frequency
from agreements.compliance import queries
from agreements.compliance.rows import Background, HeldRight, PartySide
from agreements.compliance.rules import Counts, Outcome, Owed, count
from agreements.registry.models import Agreement, AgreementKind
from agreements.registry.policies import sees_side
from agreements.registry.rules import Renewal, Stage
from app.accounts.models import Person
from app.clock import local_date
from app.organisations.models import Sector
from app.pdf.canonical import canonical
from commitments.delivery.models import Source
from commitments.registry.rules import Verification

READERS: Mapping[str, Callable[[Any], Any]] = {
    "id": UUID,
    "agreement_id": UUID,
    "obligation_id": UUID,
    "commitment_id": UUID,
    "debtor_id": UUID,
    "verifier_id": UUID,
    "holder_id": UUID,
    "receipt_id": UUID,
    "organisation_id": UUID,
    "first_due": date.fromisoformat,
    "due": date.fromisoformat,
    "met_on": date.fromisoformat,
    "delivered_on": date.fromisoformat,
    "received_on": date.fromisoformat,
    "said_on": date.fromisoformat,
    "source": Source,
    "frequency": Frequency,
    "outcome": Outcome,
    "verification": Verification,
    "sector": Sector,
    "kind": AgreementKind,
    "stage": Stage,
    "renewal": Renewal,
    "signed_on": date.fromisoformat,
    "effective_on": date.fromisoformat,
    "last_day": date.fromisoformat,
    "notice_on": date.fromisoformat,
    "as_of": date.fromisoformat,
}
"""How the values of fields are read from JSON; those of other fields are texts, numbers and truth values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The statement of one agreement. `numbers` are those that the reader may see, by the id of their party."""

    year: int
    as_of: date
    id: UUID
    kind: AgreementKind
    title: str
    stage: Stage
    renewal: Renewal
    signed_on: date | None
    effective_on: date | None
    last_day: date | None
    notice_on: date | None
    sides: Sequence[PartySide]
    numbers: Mapping[UUID, str]
    owed: Sequence[Owed]
    backgrounds: Mapping[UUID, Background]
    rights: Sequence[HeldRight]

    @property
    def counts(self) -> Counts:
        """Return the figures of all parties together."""
        return count(self.owed)

    @property
    def number(self) -> str:
        """Return the number of the first party that has one that the reader may see, or ""."""
        return next((self.numbers[one.id] for one in self.sides if self.numbers.get(one.id)), "")


FACTS = ("id", "kind", "title", "stage", "renewal", "signed_on", "effective_on", "last_day")


def statements(agreements: Sequence[Agreement], person: Person, *, year: int, at: datetime) -> list[Statement]:
    """Return the statements of loaded agreements, with what `person` may read, in four statements of SQL for all."""
    keys, today = [one.id for one in agreements], local_date(at)
    owed = [one for one in queries.owed_in(keys, person, today) if one.first_due.year == year]
    rights, known = queries.rights_of(keys), queries.backgrounds([one.commitment_id for one in owed])
    found = []
    for agreement in agreements:
        own = [one for one in owed if one.agreement_id == agreement.id]
        found.append(
            Statement(
                **{name: getattr(agreement, name) for name in FACTS},
                year=year,
                as_of=today,
                notice_on=agreement.term.notice_on,
                sides=queries.sides_of(agreement),
                numbers={
                    one.id: one.reference_number for one in agreement.parties if sees_side(person, agreement, one)
                },
                owed=own,
                backgrounds={one.commitment_id: known[one.commitment_id] for one in own},
                rights=[one for one in rights if one.agreement_id == agreement.id],
            )
        )
    return found


def content_of(statement: Statement) -> dict[str, Any]:
    """Return a statement as JSON, from which `read` returns an equal one; its hash is that of the document."""
    plain: dict[str, Any] = json.loads(
        canonical(
            {
                **{name: getattr(statement, name) for name in (*FACTS, "year", "as_of", "notice_on")},
                "sides": [one._asdict() for one in statement.sides],
                "numbers": {str(key): number for key, number in statement.numbers.items()},
                "owed": [one._asdict() for one in statement.owed],
                "backgrounds": {str(key): one._asdict() for key, one in statement.backgrounds.items()},
                "rights": [one._asdict() for one in statement.rights],
            }
        )
    )
    return plain


def read(content: Mapping[str, Any]) -> Statement:
    """Return the statement that `content_of` returned as JSON."""
    return Statement(
        **_read({name: content[name] for name in (*FACTS, "as_of", "notice_on")}),
        year=content["year"],
        sides=[PartySide(**_read(one)) for one in content["sides"]],
        numbers={UUID(key): number for key, number in content["numbers"].items()},
        owed=[Owed(**_read(one)) for one in content["owed"]],
        backgrounds={
            UUID(key): Background(one["evidence"], tuple(one["reasons"])) for key, one in content["backgrounds"].items()
        },
        rights=[HeldRight(**_read(one)) for one in content["rights"]],
    )


def _read(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: READERS[name](value) if name in READERS and value is not None else value for name, value in values.items()
    }

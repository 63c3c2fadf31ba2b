"""Compliance with an agreement, by obligation and quarter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from agreements.clauses.rows import ClauseEntry, ClauseRow, ObligationStatus
from agreements.clauses.rules import Fulfilment, most_pressing, quarter


class Cell(NamedTuple):
    """A quarter of an obligation: its most pressing commitment, and the numbers of commitments kept and made."""

    found: Fulfilment
    due: date
    soon: bool
    kept: int
    made: int


class Row(NamedTuple):
    """An obligation with its debtor and a cell for each quarter, None if nothing is due in it."""

    text: str
    debtor: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Compliance:
    """Compliance with an agreement in a year. `kept` is the number of commitments that were met, of `due` ones."""

    year: int
    rows: Sequence[Row]
    kept: int
    due: int


def compliance(
    clauses: Iterable[ClauseRow], commitments: Mapping[UUID, Sequence[ObligationStatus]], *, year: int
) -> Compliance:
    """Return the fulfilment of the commitments first due in `year`; obligations without any are left out."""
    rows: list[Row] = []
    statuses: list[ObligationStatus] = []
    for obligation in (one for clause in clauses for one in clause.obligations):
        found = [one for one in commitments.get(obligation.id, ()) if one.first_due.year == year]
        if found:
            statuses += found
            cells = tuple(_cell(found, number) for number in range(1, 5))
            rows.append(Row(obligation.text, obligation.debtor, cells))
    due = [one for one in statuses if one.counts]
    return Compliance(year, rows, sum(one.found is Fulfilment.MET for one in due), len(due))


def entries(
    clauses: Sequence[ClauseRow],
    commitments: Mapping[UUID, Sequence[ObligationStatus]],
    *,
    is_being_made: bool,
    changes: bool,
) -> list[ClauseEntry]:
    """Return the clauses of an agreement, each with the current commitment of every obligation."""
    last = len(clauses) - 1
    return [
        ClauseEntry(
            clause,
            tuple(present(commitments.get(one.id, ())) for one in clause.obligations),
            is_being_made,
            changes,
            first=place == 0,
            last=place == last,
        )
        for place, clause in enumerate(clauses)
    ]


def present(found: Sequence[ObligationStatus]) -> ObligationStatus | None:
    """Return the current commitment: the most pressing open one, else the last one, or None if there is none."""
    over = {Fulfilment.MET, Fulfilment.PARTLY_MET, Fulfilment.DROPPED}
    still_open = [one for one in found if one.found not in over]
    return _worst(still_open) if still_open else (found[-1] if found else None)


def _cell(found: Sequence[ObligationStatus], number: int) -> Cell | None:
    own = [one for one in found if quarter(one.first_due) == number]
    if not own:
        return None
    worst, kept = _worst(own), sum(one.found is Fulfilment.MET for one in own)
    return Cell(worst.found, worst.due, worst.soon, kept, len(own))


def _worst(found: Sequence[ObligationStatus]) -> ObligationStatus:
    pressing = most_pressing(one.found for one in found)
    return next(one for one in found if one.found is pressing)

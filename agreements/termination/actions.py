"""Termination of an agreement, which settles each of its open commitments."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l

from agreements.clauses.actions import follow_last_day
from agreements.registry import notices
from agreements.registry.models import Agreement
from agreements.registry.rules import Stage
from agreements.termination import queries
from app import audit
from app.accounts.models import Person
from app.clock import local_date
from app.errors import RuleViolation
from commitments.registry import amending
from commitments.registry.models import Commitment


class Settlement(enum.Enum):
    """What becomes of an open commitment when its agreement is terminated."""

    CARRIED = "carried"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The settlement of a commitment; `note` says why it is cancelled, or what takes its place."""

    outcome: Settlement
    note: str = ""


def terminate(
    agreement: Agreement,
    *,
    last_day: date,
    reason: str,
    settled: Mapping[UUID, Settled] | None = None,
    by: Person,
    at: datetime,
) -> None:
    """Terminate a signed agreement and settle its open commitments, by id; obligations recur until the last day.

    Raises RuleViolation if it is not signed, the last day is before its start, or the settlements are not those of
    its open commitments.
    """
    agreement.require(Stage.SIGNED)
    if agreement.effective_on and last_day < agreement.effective_on:
        raise RuleViolation(_l("This day lies before the agreement began"), field="last_day")
    chosen, open_ones = settled or {}, queries.open_commitments(agreement.id)
    if {one.id for one in open_ones} != set(chosen):
        raise RuleViolation(_l("Choose what becomes of each open commitment"), field="settled")
    for commitment in open_ones:
        _settle(commitment, chosen[commitment.id], reason, by=by, at=at)
    ended, was = agreement.last_day, {"stage": agreement.stage}
    agreement.enter(Stage.TERMINATED, local_date(at))
    agreement.ended_on, agreement.end_reason = last_day, reason
    follow_last_day(agreement, ended, by=by, at=at)
    audit.record("agreement.terminated", agreement, by=by, at=at, last_day=last_day, reason=reason, was=was)
    notices.terminated(agreement, told(open_ones, chosen), by=by)


def told(commitments: Sequence[Commitment], settled: Mapping[UUID, Settled]) -> list[tuple[str, Settlement]]:
    """Return the title of each commitment with its settlement."""
    return [(one.title, settled[one.id].outcome) for one in commitments]


def _settle(commitment: Commitment, settled: Settled, reason: str, *, by: Person, at: datetime) -> None:
    words = settled.note or reason
    if settled.outcome is Settlement.CANCELLED:
        amending.end(commitment, reason=words, by=by, at=at)
    elif settled.outcome is Settlement.SUPERSEDED:
        amending.supersede(commitment, reason=words, by=by, at=at)

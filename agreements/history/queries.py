"""Queries of the states of agreements at a past moment, reconstructed from the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from agreements.history.rules import ACTS, agreement_was
from agreements.registry.models import Agreement
from agreements.registry.rules import Stage, Term
from app.audit.queries import done_since
from app.audit.record import plain
from app.audit.rules import UNKNOWN, undone
from app.database import db

BOUND = (Stage.SIGNED, Stage.RENEWED, Stage.TERMINATED)
"""Stages of agreements that were signed at some time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementThen:
    """An agreement and its past facts: plain values by the names of `Agreement.facts`, some of them UNKNOWN."""

    agreement: Agreement
    facts: dict[str, Any]

    @property
    def is_known(self) -> bool:
        """Return whether all facts are known."""
        return UNKNOWN not in self.facts.values()

    @property
    def term(self) -> Term:
        """Return the past stage and dates. Raises ValueError if they are not known."""
        return Term(
            stage=Stage(self.facts["stage"]),
            effective_on=_day(self.facts["effective_on"]),
            expires_on=_day(self.facts["expires_on"]),
            notice_days=self.facts["notice_days"],
        )


def agreements_at(moment: datetime, circles: Select[UUID]) -> list[AgreementThen]:
    """Return the agreements that existed at `moment` and have been signed by now, with their parties and past facts."""
    query = select(Agreement).where(
        Agreement.circle_id.in_(circles), Agreement.stage.in_(BOUND), Agreement.created_at <= moment
    )
    later = done_since(Agreement, moment, actions=ACTS, circles=circles)
    found = []
    for agreement in db.session.scalars(query.options(selectinload(Agreement.parties))):
        was = [agreement_was(act.action, act.details) for act in later.get(agreement.id, [])]
        found.append(AgreementThen(agreement=agreement, facts=undone(plain(agreement.facts), was)))
    return found


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None

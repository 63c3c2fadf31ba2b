"""How agreements stood at a moment, from the record of their acts."""

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
"""Stages of which an agreement was signed at some time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementThen:
    """An agreement and what it was; `facts` hold plain values by the names of `Agreement.facts`, some UNKNOWN."""

    agreement: Agreement
    facts: dict[str, Any]

    @property
    def is_known(self) -> bool:
        """Whether the record tells all of it."""
        return UNKNOWN not in self.facts.values()

    @property
    def term(self) -> Term:
        """The dates that the rules look at. Raises ValueError when they are not known."""
        return Term(
            stage=Stage(self.facts["stage"]),
            effective_on=_day(self.facts["effective_on"]),
            expires_on=_day(self.facts["expires_on"]),
            notice_days=self.facts["notice_days"],
        )


def agreements_at(moment: datetime, circles: Select[UUID]) -> list[AgreementThen]:
    """Return the agreements that there were at `moment` and that are or were signed, with their parties."""
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

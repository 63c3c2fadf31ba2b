"""Value and funds of an agreement, its risks, and its contact book."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agreements.particulars.rules import Funds, Level, RiskState
from agreements.registry.models import Agreement, Party
from app.accounts.models import Person
from app.database import Model
from app.database.types import Moment


class Funding(Model):
    """The value of an agreement and where the money comes from; an agreement without a row says nothing of either."""

    __tablename__ = "agreement_fundings"
    __table_args__ = (CheckConstraint("amount >= 0", name="amount_not_negative"),)

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreements.id"), unique=True)
    amount: Mapped[Decimal | None] = mapped_column(Numeric(17, 2))
    """None: not known; 0: no money changes hands."""
    currency: Mapped[str] = mapped_column(String(3), default="IDR")
    funds: Mapped[Funds | None]
    note: Mapped[str] = mapped_column(String(300), default="")


class Risk(Model):
    """A risk of an agreement; `owner` is the party that watches it."""

    __tablename__ = "agreement_risks"
    __table_args__ = (Index("ix_agreement_risks_agreement", "agreement_id"),)

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreements.id"))
    text: Mapped[str] = mapped_column(String(300))
    likelihood: Mapped[Level]
    impact: Mapped[Level]
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("parties.id"))
    answer: Mapped[str] = mapped_column(default="")
    state: Mapped[RiskState] = mapped_column(default=RiskState.OPEN)

    agreement: Mapped[Agreement] = relationship(lazy="raise_on_sql")
    owner: Mapped[Party] = relationship(lazy="raise_on_sql")
    changes: Mapped[list[RiskChange]] = relationship(lazy="raise_on_sql", order_by="RiskChange.at")


class RiskChange(Model):
    """How a risk was judged from a moment on."""

    __tablename__ = "agreement_risk_changes"
    __table_args__ = (Index("ix_agreement_risk_changes_risk_at", "risk_id", "at"),)

    risk_id: Mapped[UUID] = mapped_column(ForeignKey("agreement_risks.id"))
    at: Mapped[Moment]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    likelihood: Mapped[Level]
    impact: Mapped[Level]
    state: Mapped[RiskState]

    by: Mapped[Person] = relationship(lazy="raise_on_sql")


class Correspondent(Model):
    """A person in the contact book of an agreement, for their party, and what they are there for."""

    __tablename__ = "agreement_correspondents"
    __table_args__ = (Index("ix_agreement_correspondents_party", "party_id"),)

    party_id: Mapped[UUID] = mapped_column(ForeignKey("parties.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    role: Mapped[str] = mapped_column(String(200))
    since: Mapped[date]
    until: Mapped[date | None]
    """The last day; None while it goes on."""

    party: Mapped[Party] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql")

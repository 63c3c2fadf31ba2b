"""Actions: state value and funds, keep risks and the contact book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from flask_babel import lazy_gettext as _l

from agreements.particulars import queries
from agreements.particulars.models import Correspondent, Funding, Risk, RiskChange
from agreements.particulars.rules import Funds, Level, RiskState
from agreements.registry.models import Agreement, Party
from agreements.registry.queries import lock
from app import audit
from app.accounts.models import Person
from app.clock import local_date
from app.database import db
from app.errors import RuleViolation


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """Value and funds. `amount` None: not known; 0: no money changes hands."""

    amount: Decimal | None = None
    currency: str = "IDR"
    funds: Funds | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The values of a risk."""

    text: str
    likelihood: Level
    impact: Level
    owner: Party
    answer: str = ""
    state: RiskState = RiskState.OPEN


def state_money(agreement: Agreement, money: Money, *, by: Person, at: datetime) -> Funding:
    """State value and funds of an agreement."""
    lock(agreement)
    funding = queries.funding_of(agreement.id) or Funding(agreement_id=agreement.id)
    db.session.add(funding)
    funding.amount, funding.currency = money.amount, money.currency
    funding.funds, funding.note = money.funds, money.note
    amount = None if money.amount is None else f"{money.currency} {money.amount}"
    audit.record("agreement.funding_changed", agreement, by=by, at=at, amount=amount, funds=money.funds)
    return funding


def add_risk(agreement: Agreement, assessment: Assessment, *, by: Person, at: datetime) -> Risk:
    """Add a risk."""
    risk = Risk(agreement=agreement, changes=[])
    db.session.add(risk)
    _assess(risk, assessment, by=by, at=at)
    audit.record("agreement.risk_added", agreement, by=by, at=at, risk=assessment.text)
    return risk


def change_risk(risk: Risk, assessment: Assessment, *, by: Person, at: datetime) -> None:
    """Change a risk; how it was judged before is kept."""
    _assess(risk, assessment, by=by, at=at)
    audit.record("agreement.risk_changed", risk.agreement, by=by, at=at, risk=assessment.text)


def enter(party: Party, person: Person, role: str, since: date, *, by: Person, at: datetime) -> Correspondent:
    """Enter a person in the contact book. Raises RuleViolation if they belong to another organisation."""
    if person.organisation_id != party.seat.organisation_id:
        raise RuleViolation(_l("This person belongs to another organisation"), field="person")
    correspondent = Correspondent(party=party, person=person, role=role, since=since)
    db.session.add(correspondent)
    audit.record("agreement.contact_entered", party.agreement, by=by, at=at, party=party.seat.organisation.name)
    return correspondent


def end(correspondent: Correspondent, *, by: Person, at: datetime) -> None:
    """End an entry of the contact book with yesterday. Raises RuleViolation if it has ended."""
    if correspondent.until:
        raise RuleViolation(_l("This entry has already ended"))
    party = correspondent.party
    correspondent.until = max(correspondent.since, local_date(at) - timedelta(days=1))
    audit.record("agreement.contact_ended", party.agreement, by=by, at=at, party=party.seat.organisation.name)


def _assess(risk: Risk, assessment: Assessment, *, by: Person, at: datetime) -> None:
    before = (risk.likelihood, risk.impact, risk.state)
    risk.text, risk.answer, risk.owner = assessment.text, assessment.answer, assessment.owner
    risk.likelihood, risk.impact, risk.state = assessment.likelihood, assessment.impact, assessment.state
    db.session.flush()
    if before != (risk.likelihood, risk.impact, risk.state):
        judged = {"likelihood": risk.likelihood, "impact": risk.impact, "state": risk.state}
        db.session.add(RiskChange(risk_id=risk.id, at=at, by_id=by.id, **judged))

"""Renewal of agreements: drafting the one that follows, and terms that follow by themselves."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import lazy_gettext as _l

from agreements.clauses.actions import Carried, follow_last_day
from agreements.parties.actions import Credentials, Side
from agreements.registry import notices
from agreements.registry.actions import Contract, create
from agreements.registry.models import Agreement, TacitRenewal
from agreements.registry.rules import Renewal, Stage
from agreements.renewals import queries
from agreements.renewals.rules import A_DAY, next_end
from app import audit
from app.accounts.models import Person
from app.audit.rules import differing
from app.database import db
from app.errors import NotNow


def require_renewable(agreement: Agreement) -> None:
    """Raise NotNow unless the agreement is signed and was not agreed to be never renewed."""
    if agreement.stage is not Stage.SIGNED or agreement.renewal is Renewal.NEVER:
        raise NotNow(_l("This agreement is not renewed"))


def usual_term(agreement: Agreement) -> tuple[date | None, date | None]:
    """Return the first and last day of the term that usually follows."""
    if agreement.expires_on is None:
        return None, None
    begins = term_begins(agreement)
    return agreement.expires_on + A_DAY, next_end(begins, agreement.expires_on) if begins else None


def term_begins(agreement: Agreement) -> date | None:
    """Return the first day of the present term of an agreement."""
    ended = queries.last_ended(agreement.id)
    return ended + A_DAY if ended else agreement.effective_on


def start(
    earlier: Agreement,
    carried: Carried,
    *,
    effective_on: date,
    expires_on: date | None,
    notice_days: int,
    by: Person,
    at: datetime,
) -> Agreement:
    """Draft the agreement that renews another, with its parties, and of its text what is carried over.

    Raises NotNow if it is never renewed, RuleViolation if the end is before the start.
    """
    require_renewable(earlier)
    contract = Contract(
        kind=earlier.kind,
        title=earlier.title,
        purpose=earlier.purpose,
        classification=earlier.circle.classification,
        parent_id=earlier.parent_id,
        effective_on=effective_on,
        expires_on=expires_on,
        notice_days=notice_days,
        renewal=earlier.renewal,
        language=earlier.language,
    )
    sides = [
        Side(
            organisation=one.seat.organisation,
            credentials=Credentials(signatory_name=one.signatory_name, signatory_position=one.signatory_position),
        )
        for one in earlier.in_order
    ]
    return create(contract, sides, by=by, at=at, renews=earlier, carried=carried)


def renew_tacitly(agreement: Agreement, today: date, *, at: datetime) -> None:
    """Let the terms follow by themselves that began until `today`, and notify coordinators and parties once.

    Periods of obligations follow the new end; commitments of periods that fell due meanwhile are proposed too.
    """
    ended = agreement.last_day
    keeper = db.session.get_one(Person, agreement.keeper_id)
    while agreement.expires_on and agreement.expires_on < today:
        begins, before, facts = term_begins(agreement), agreement.expires_on, agreement.facts
        after = next_end(begins, before) if begins and begins <= before else None
        if after is None:
            return
        agreement.expires_on = after
        db.session.add(TacitRenewal(agreement_id=agreement.id, ended_on=before, expires_on=after, at=at))
        db.session.flush()
        was = differing(facts, agreement.facts)
        audit.record("agreement.renewed_tacitly", agreement, by=None, at=at, before=before, after=after, was=was)
    if agreement.last_day == ended:
        return
    follow_last_day(agreement, ended, by=keeper, at=at)
    notices.renewed_tacitly(agreement, ended)

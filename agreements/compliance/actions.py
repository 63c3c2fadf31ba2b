"""Actions on what parties state about their rights, and on evaluations."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from agreements.clauses.models import Right
from agreements.compliance import documents, notices, queries
from agreements.compliance.models import Evaluation, RightReceipt
from agreements.compliance.statement import content_of, statements
from agreements.registry.models import Agreement
from agreements.registry.queries import PUBLISHED, lock
from app import audit
from app.accounts.models import Person
from app.clock import local_date
from app.database import db
from app.errors import RuleViolation
from app.pdf.actions import change_state, register
from app.pdf.queries import paper_with
from commitments.delivery.timeline import Behalf


def state(
    right: Right, *, received_on: date | None, text: str, behalf: Behalf | None = None, by: Person, at: datetime
) -> RightReceipt:
    """Record the statement of a party that it received a right or benefit, or, without a day, that it did not.

    With `behalf`, it is what the party told the coordinator `by`; its contacts are told. A statement that it did not
    receive it ends with one that it did. Raises RuleViolation if the agreement is not signed, the day is in the
    future, or another statement stands.
    """
    agreement = right.clause.agreement
    agreement.require(*PUBLISHED)
    if received_on and received_on > local_date(at):
        raise RuleViolation(_l("This day is in the future"), field="received_on")
    db.session.execute(select(Right.id).where(Right.id == right.id).with_for_update())  # one statement at a time
    if earlier := queries.standing_receipt(right.id):
        if earlier.received_on or not received_on:
            raise RuleViolation(_l("The party has already stated this. Withdraw that statement first"))
        earlier.withdrawn_by_id, earlier.withdrawn_at = by.id, at
        db.session.flush()
    told: dict[str, Any] = {"source": behalf.source, "said_on": behalf.said_on} if behalf else {}
    receipt = RightReceipt(right=right, received_on=received_on, text=text, stated_by=by, stated_at=at, **told)
    db.session.add(receipt)
    holder = next(one for one in agreement.parties if one.id == right.holder_id).seat.organisation
    audit.record(
        "agreement.right_received" if received_on else "agreement.right_not_received",
        agreement,
        by=by,
        at=at,
        on_behalf_of=holder if behalf else None,
        right=right.text,
        **{**({"received_on": received_on} if received_on else {}), **told},
    )
    if behalf:
        notices.recorded(receipt, holder, by=by)
    return receipt


def withdraw(receipt: RightReceipt, *, reason: str, by: Person, at: datetime) -> None:
    """Withdraw a statement, with a reason. Raises RuleViolation if it was withdrawn before."""
    db.session.refresh(receipt, ["withdrawn_at"], with_for_update=True)
    if receipt.withdrawn_at:
        raise RuleViolation(_l("This statement was already withdrawn"))
    receipt.withdrawn_by_id, receipt.withdrawn_at, receipt.withdrawal_reason = by.id, at, reason
    right = receipt.right
    audit.record(
        "agreement.right_receipt_withdrawn", right.clause.agreement, by=by, at=at, right=right.text, reason=reason
    )


def issue(agreement: Agreement, *, year: int, by: Person, at: datetime) -> Evaluation:
    """Issue the statement of an agreement for a year: keep its content and enter it in the register of documents.

    It contains what `by` may read. A later version replaces an earlier one. Raises RuleViolation if the agreement was
    never signed, or if the year has not begun.
    """
    agreement.require(*PUBLISHED)
    if year > local_date(at).year:
        raise RuleViolation(_l("This year has not begun"), field="year")
    lock(agreement)
    (statement,) = statements([agreement], by, year=year, at=at)
    earlier = queries.evaluations_of(agreement, year)
    evaluation = Evaluation(
        agreement=agreement,
        year=year,
        version=len(earlier) + 1,
        content=content_of(statement),
        issued_by=by,
        issued_at=at,
    )
    db.session.add(evaluation)
    db.session.flush()
    for one in earlier[:1]:
        if paper := paper_with(documents.fingerprint_of(one)):
            change_state(paper, documents.REPLACED, about=agreement, by=by, at=at)
    register(
        documents.issued_sheet(evaluation),
        kind=documents.KIND,
        state=documents.ISSUED,
        dated=local_date(at),
        about=agreement,
        by=by,
        at=at,
    )
    audit.record("agreement.evaluation_issued", agreement, by=by, at=at, year=year, version=evaluation.version)
    return evaluation

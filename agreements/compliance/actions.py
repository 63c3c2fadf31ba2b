"""Actions on what parties state about their rights, and on evaluations."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from agreements.clauses.models import Right
from agreements.compliance import documents, queries
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


def state_received(right: Right, *, received_on: date, text: str, by: Person, at: datetime) -> RightReceipt:
    """Record the statement of a party that it received a right or benefit.

    Raises RuleViolation if the agreement is not signed, the day is in the future, or a statement stands already.
    """
    right.clause.agreement.require(*PUBLISHED)
    if received_on > local_date(at):
        raise RuleViolation(_l("This day is in the future"), field="received_on")
    db.session.execute(select(Right.id).where(Right.id == right.id).with_for_update())  # one statement at a time
    if queries.standing_receipt(right.id):
        raise RuleViolation(_l("Your organisation has already stated this. Withdraw that statement first"))
    receipt = RightReceipt(right=right, received_on=received_on, text=text, stated_by=by, stated_at=at)
    db.session.add(receipt)
    audit.record(
        "agreement.right_received", right.clause.agreement, by=by, at=at, right=right.text, received_on=received_on
    )
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

"""Policies of compliance: who states whether a right was received, who issues and reads evaluations."""

from __future__ import annotations

from typing import Any

from agreements.clauses.models import Right
from agreements.clauses.policies import change_right, read_right
from agreements.compliance import queries
from agreements.compliance.models import Evaluation, RightReceipt
from agreements.registry.policies import read_whole
from app.accounts.models import Person
from app.circles.rules import readable_by_role
from app.organisations.queries import those_with_accounts
from app.web.policies import loads, policy

loads("receipt_id", RightReceipt)(queries.receipt_with_agreement)
loads("evaluation_id", Evaluation)(queries.evaluation_with_agreement)


def _holds(user: Person, right: Right) -> bool:
    side = right.clause.agreement.side_of(user.organisation_id)
    return side is not None and side.id == right.holder_id


def people_of_holder(reader: Person, right: Right) -> list[tuple[Person, Any]]:
    """Return the people of the party that has the right; everyone who is signed in may read their names."""
    sides = [one for one in right.clause.agreement.parties if one.id == right.holder_id]
    organisations = [one.seat.organisation for one in sides]
    return [(person, one.label) for one in organisations for person in those_with_accounts(one.id)]


@policy("right:state", Right, hidden_unless=read_right, held_by=people_of_holder)
def state_received(user: Person, right: Right) -> bool:
    """Members of the party that has the right and who may read all of the agreement."""
    return _holds(user, right) and read_right(user, right)


@policy("right:record", Right, hidden_unless=read_right, opened_by=("coordinator",))
def record_receipt(user: Person, right: Right) -> bool:
    """Coordinators who may read all of the agreement, on behalf of a party to which they do not belong."""
    return change_right(user, right) and not _holds(user, right)


@policy("right_receipt:read", RightReceipt)
def read_receipt(user: Person, receipt: RightReceipt) -> bool:
    """Everyone who may read all of the agreement."""
    return read_right(user, receipt.right)


def people_of_receipt(reader: Person, receipt: RightReceipt) -> list[tuple[Person, Any]]:
    """Return the people of the party that stated it."""
    return people_of_holder(reader, receipt.right)


@policy("right_receipt:withdraw", RightReceipt, hidden_unless=read_receipt, held_by=people_of_receipt)
def withdraw_receipt(user: Person, receipt: RightReceipt) -> bool:
    """Members of the party that has the right, and coordinators if it was recorded on its behalf."""
    return state_received(user, receipt.right) or (receipt.source is not None and record_receipt(user, receipt.right))


@policy("evaluation:list")
def list_evaluations(user: Person) -> bool:
    """Everyone signed in; a statement contains only what the user may read."""
    return user.is_active


@policy("evaluation:read", Evaluation, opened_by=("coordinator", "leadership"))
def read_evaluation(user: Person, evaluation: Evaluation) -> bool:
    """Those who read the agreement by role, and its issuer: it contains what single parties may not read of others."""
    agreement = evaluation.agreement
    by_role = agreement.circle.classification in readable_by_role(user)
    return (by_role or evaluation.issued_by_id == user.id) and read_whole(user, agreement)

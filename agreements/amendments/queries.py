"""Queries of amendments: what they change, what hangs on it, and what the parties say."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from agreements.amendments.models import OVER, Addendum, AmendmentPosition
from agreements.amendments.rules import AmendmentState, Made, Owed, Terms
from agreements.clauses import queries as clauses
from agreements.clauses.models import Clause, Obligation, obligation_commitments
from agreements.registry.models import Agreement, Party
from agreements.registry.queries import readable_whole, with_agreement
from app.accounts.models import Person
from app.database import db
from commitments.registry.models import Commitment


def whole() -> list[ORMOption]:
    """Return the options that load the changes and the document of amendments."""
    changes = (Addendum.clauses, Addendum.obligations, Addendum.rights)
    return [*(selectinload(one) for one in changes), joinedload(Addendum.document)]


def for_act(amendment_id: UUID) -> Addendum | None:
    """Return an amendment with its changes, and its agreement with the parties, or None."""
    amendment = db.session.get(Addendum, amendment_id, options=whole())
    return with_agreement(amendment, amendment.agreement_id) if amendment else None


def of_agreement(agreement_id: UUID, *, drafts: bool) -> Sequence[Addendum]:
    """Return the amendments of an agreement, oldest first; with `drafts`, also those that no party has seen."""
    query = select(Addendum).where(Addendum.agreement_id == agreement_id)
    if not drafts:
        query = query.where(seen_by_parties())
    return db.session.scalars(query.order_by(Addendum.number, Addendum.drafted_at)).all()


def seen_by_parties() -> ColumnElement[bool]:
    """Return the condition that the parties may read an amendment: it was sent once."""
    return Addendum.sent_at.is_not(None)


def readable(person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that `person` may read an amendment."""
    whole = select(Agreement.id).where(Agreement.id == Addendum.agreement_id, readable_whole(person, today))
    drafts = person.is_coordinator
    return whole.exists() if drafts else whole.exists() & seen_by_parties()


def open_amendment(agreement_id: UUID) -> Addendum | None:
    """Return the open amendment of an agreement, or None."""
    return db.session.scalar(select(Addendum).where(Addendum.agreement_id == agreement_id, Addendum.state.not_in(OVER)))


def unanswered(person: Person, today: date, most: int) -> Sequence[Addendum]:
    """Return the amendments in negotiation on whose draft the organisation of `person` took no position.

    Those that the person may not read are left out; the one sent first is first, `most` at most.
    """
    own = (Party.agreement_id == Addendum.agreement_id) & Party.seat.has(organisation_id=person.organisation_id)
    said = (AmendmentPosition.amendment_id == Addendum.id) & (AmendmentPosition.draft == Addendum.draft)
    position = select(AmendmentPosition.id).where(said, AmendmentPosition.party_id == Party.id)
    asked = select(Party.id).where(own, ~position.exists())
    query = select(Addendum).where(Addendum.state == AmendmentState.NEGOTIATION, asked.exists())
    query = query.where(readable(person, today)).order_by(Addendum.sent_at, Addendum.id)
    return db.session.scalars(query.limit(most)).all()


def next_number(agreement_id: UUID) -> int:
    """Return the number of the next amendment of an agreement; those that were withdrawn leave no gap."""
    query = select(func.max(Addendum.number)).where(
        Addendum.agreement_id == agreement_id, Addendum.state != AmendmentState.WITHDRAWN
    )
    return (db.session.scalar(query) or 0) + 1


def terms_of(obligation: Obligation) -> Terms:
    """Return the present terms of an obligation."""
    return Terms(
        text=obligation.text,
        criteria=obligation.criteria,
        debtor_id=obligation.debtor_id,
        verifier_id=obligation.verifier_id,
        frequency=obligation.frequency,
        first_due=obligation.first_due,
    )


def owed_in(agreement_id: UUID) -> list[Owed]:
    """Return the obligations of an agreement with all their commitments, in the order of the text."""
    made = _made_in(agreement_id)
    return [
        Owed(id=one.id, terms=terms_of(one), next_due=one.next_due, made=tuple(made.get(one.id, ())))
        for one in clauses.obligations_in(agreement_id)
    ]


def _made_in(agreement_id: UUID) -> dict[UUID, list[Made]]:
    link = obligation_commitments.c
    names = ("id", "code", "delivery", "verification", "first_due", "current_due")
    query = (
        select(link.obligation_id, link.period, *(getattr(Commitment, name) for name in names))
        .join(Commitment, Commitment.id == link.commitment_id)
        .join(Obligation, Obligation.id == link.obligation_id)
        .join(Clause, Clause.id == Obligation.clause_id)
        .where(Clause.agreement_id == agreement_id)
        .order_by(link.period, Commitment.code)
    )
    found: dict[UUID, list[Made]] = defaultdict(list)
    for obligation_id, period, *values in db.session.execute(query):
        found[obligation_id].append(Made(period=period, **dict(zip(names, values, strict=True))))
    return found


def commitments_by_id(ids: Sequence[UUID]) -> dict[UUID, Commitment]:
    """Return commitments by id, locked until the end of the transaction."""
    query = select(Commitment).where(Commitment.id.in_(ids)).with_for_update(of=Commitment)
    return {one.id: one for one in db.session.scalars(query).unique()}


def terms_digest(agreement: Agreement) -> str:
    """Return a digest of what an amendment changes: clauses, obligations and rights in force, and the dates."""
    text: list[Any] = [[one.id, one.number, one.heading, one.text] for one in clauses.clauses_of(agreement.id)]
    text += [[one.id, str(terms_of(one))] for one in clauses.obligations_in(agreement.id)]
    text += [[one.id, one.text] for one in clauses.rights_in(agreement.id)]
    dates = [agreement.stage.value, agreement.effective_on, agreement.expires_on, agreement.notice_days]
    written = json.dumps([*text, *dates], default=str)
    return hashlib.sha256(written.encode()).hexdigest()


def positions(amendment: Addendum) -> dict[UUID, AmendmentPosition]:
    """Return the latest position of each party on the present draft, by party id."""
    query = select(AmendmentPosition).where(
        AmendmentPosition.amendment_id == amendment.id, AmendmentPosition.draft == amendment.draft
    )
    query = query.options(joinedload(AmendmentPosition.by)).order_by(AmendmentPosition.at, AmendmentPosition.id)
    return {one.party_id: one for one in db.session.scalars(query)}

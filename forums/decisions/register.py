"""The register of decisions: a page of it, and all of it for export."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.accounts.models import Person
from app.database import db
from app.web.pagination import Paged, in_pages, paged
from commitments.registry.models import Commitment
from commitments.registry.queries import visible_to
from forums.decisions.models import Decision, decision_commitments
from forums.decisions.queries import Filters, follow_up, found, superseding, votes_on
from forums.decisions.rows import COLUMNS, DecisionRow, FollowedBy, VoteRow
from forums.scheduling.models import DecisionRule

MOST_EXPORTED = 20_000


class FullRow(NamedTuple):
    """A decision in the export: its row in the register, and the texts that the register does not show."""

    row: DecisionRow
    basis: str
    conditions: str
    dissent: str
    votes_for: int | None
    votes_against: int | None
    abstentions: int | None
    votes: Sequence[VoteRow] = ()


TEXTS: tuple[Any, ...] = tuple(getattr(Decision, name) for name in FullRow._fields if name not in ("row", "votes"))


def listed(person: Person, filters: Filters, today: date) -> Paged[DecisionRow]:
    """Return the page of the register requested by the URL, in two queries."""
    page = in_pages(found(person, filters, today), *_columns(person, today))
    page = page.outerjoin(Decision.forum).outerjoin(Decision.session)
    listed = paged(lambda row: DecisionRow(*row), page)
    return replace(listed, rows=tuple(_with_commitments(listed.rows, person, today)))


def exported(person: Person, filters: Filters, today: date) -> list[FullRow]:
    """Return all decisions that match, as the register lists them, with their texts and votes, in three queries."""
    columns = _columns(person, today)
    query = found(person, filters, today).with_only_columns(*columns, *TEXTS, maintain_column_froms=True)
    query = query.outerjoin(Decision.forum).outerjoin(Decision.session).limit(MOST_EXPORTED)
    read = [(DecisionRow(*row[: len(columns)]), row[len(columns) :]) for row in db.session.execute(query)]
    rows = _with_commitments([row for row, _texts in read], person, today)
    votes = votes_on(Decision.id.in_([row.id for row in rows if row.how is DecisionRule.VOTE]))
    full = [FullRow(row, *texts) for row, (_row, texts) in zip(rows, read, strict=True)]
    return [one._replace(votes=votes.get(one.row.id, ())) for one in full]


def _columns(person: Person, today: date) -> tuple[Any, ...]:
    return (*COLUMNS, follow_up(), superseding(person, today).scalar_subquery(), Decision.superseded_by_id)


def _with_commitments(rows: Collection[DecisionRow], person: Person, today: date) -> Iterable[DecisionRow]:
    """Return rows with the commitments that the person may read."""
    shown = (Commitment.id, Commitment.code, Commitment.title, Commitment.delivery)
    decision_id = decision_commitments.c.decision_id
    query = select(decision_id, *shown).join(Commitment, Commitment.id == decision_commitments.c.commitment_id)
    query = query.where(decision_id.in_([row.id for row in rows]), visible_to(person, today))
    following: dict[UUID, list[FollowedBy]] = defaultdict(list)
    for key, *values in db.session.execute(query.order_by(Commitment.code)) if rows else ():
        following[key].append(FollowedBy(*values))
    return [row._replace(commitments=tuple(following[row.id])) for row in rows]

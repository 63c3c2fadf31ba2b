"""The whole text of an agreement beside what a draft changes, for the page on which it is drafted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agreements.amendments.models import Addendum, ClauseChange, ObligationChange, RightChange
from agreements.clauses import queries as clauses
from agreements.clauses.models import Clause, Obligation
from agreements.clauses.rows import RightRow


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftedObligation:
    """An obligation and its draft; a new one has only a draft, an unchanged one none."""

    obligation: Obligation | None
    change: ObligationChange | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftedRight:
    """A right and its draft; a new one has only a draft, an unchanged one none."""

    right: RightRow | None
    change: RightChange | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftedClause:
    """A clause with its draft, obligations and rights; a new one has only a draft, an unchanged one none."""

    clause: Clause | None
    change: ClauseChange | None
    obligations: Sequence[DraftedObligation]
    rights: Sequence[DraftedRight]


def draft_of(amendment: Addendum) -> list[DraftedClause]:
    """Return every clause of the agreement with what the draft changes of it, then the new clauses."""
    changed = {one.clause_id: one for one in amendment.clauses if one.clause_id}
    found = []
    rights = clauses.rights_in(amendment.agreement_id)
    for clause in clauses.whole_clauses(amendment.agreement_id):
        drafts = {one.obligation_id: one for one in amendment.obligations if one.clause_id == clause.id}
        ended = {one.right_id: one for one in amendment.rights if one.clause_id == clause.id}
        obligations = [DraftedObligation(obligation=one, change=drafts.get(one.id)) for one in clause.obligations]
        held = [DraftedRight(right=one, change=ended.get(one.id)) for one in rights if one.clause_id == clause.id]
        found.append(
            DraftedClause(
                clause=clause,
                change=changed.get(clause.id),
                obligations=[*obligations, *_new_obligations(amendment, clause)],
                rights=[*held, *_new_rights(amendment, clause)],
            )
        )
    added = (one for one in amendment.clauses if one.clause_id is None)
    return found + [
        DraftedClause(
            clause=None,
            change=one,
            obligations=_new_obligations(amendment, one),
            rights=_new_rights(amendment, one),
        )
        for one in added
    ]


def _new_obligations(amendment: Addendum, place: Clause | ClauseChange) -> list[DraftedObligation]:
    new = (one for one in amendment.obligations if one.obligation_id is None)
    return [
        DraftedObligation(obligation=None, change=one)
        for one in new
        if place.id in (one.clause_id, one.clause_change_id)
    ]


def _new_rights(amendment: Addendum, place: Clause | ClauseChange) -> list[DraftedRight]:
    new = (one for one in amendment.rights if one.right_id is None)
    return [DraftedRight(right=None, change=one) for one in new if place.id in (one.clause_id, one.clause_change_id)]

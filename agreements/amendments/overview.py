"""What the page of an amendment shows: clauses before and after, and the effects on obligations and commitments.

While the amendment is open this is computed; when it is applied the same values are kept (`records`), so that the page
of an applied amendment does not change afterwards.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from agreements.amendments import queries
from agreements.amendments.effects import effects
from agreements.amendments.models import Addendum
from agreements.amendments.records import recalled
from agreements.amendments.rows import ClauseRow, CommitmentRow, ObligationRow, Overview, RightRow
from agreements.amendments.rules import (
    Effect,
    Fate,
    ObligationEffect,
    Owed,
    Terms,
    Wanted,
    Window,
    balance,
    numbered,
)
from agreements.clauses import queries as clauses
from agreements.clauses.models import Clause
from agreements.clauses.rules import MONTHS, Frequency
from agreements.registry.models import Agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The obligations of an agreement, and what an amendment does to each."""

    owed: Sequence[Owed]
    effects: Sequence[ObligationEffect]


def plan(amendment: Addendum, today: date) -> Plan:
    """Return what an open amendment does to every obligation if it is applied on `today`."""
    agreement = amendment.agreement
    owed = queries.owed_in(agreement.id)
    window = Window(
        effective_on=amendment.effective_on,
        end_before=agreement.last_day,
        end_after=amendment.new_end if amendment.changes_end else agreement.last_day,
        today=today,
    )
    return Plan(owed=owed, effects=effects(owed, _wanted(amendment), window))


def _wanted(amendment: Addendum) -> list[Wanted]:
    """Return what the draft says of obligations; those of a removed clause end."""
    gone = removed(amendment)
    found = [
        Wanted(
            change_id=one.id,
            obligation_id=one.obligation_id,
            terms=None if one.ends or one.clause_id in gone else one.terms,
        )
        for one in amendment.obligations
    ]
    said = {one.obligation_id for one in found}
    for clause_id in gone:
        ending = (one.id for one in clauses.obligations_of(clause_id) if one.id not in said)
        found += [Wanted(change_id=None, obligation_id=one, terms=None) for one in ending]
    return found


def removed(amendment: Addendum) -> list[UUID]:
    """Return the ids of the clauses that an amendment removes."""
    return [one.clause_id for one in amendment.clauses if one.removes and one.clause_id]


def overview_of(amendment: Addendum, today: date) -> Overview:
    """Return what an amendment changes: as it was kept when it was applied, or computed while it is open."""
    return recalled(amendment.record) if amendment.record else overview(amendment, plan(amendment, today))


def overview(amendment: Addendum, found: Plan) -> Overview:
    """Return what an open amendment changes, with the effects of `found`."""
    agreement = amendment.agreement
    text = clauses.clauses_of(agreement.id)
    names = _Names(amendment, text)
    end = amendment.new_end if amendment.changes_end else agreement.expires_on
    before, after = _counted(found.effects)
    obligations = _named(balance(before, after, names.order), names)
    rights_before, rights_after, entitled = _rights(amendment, names)
    rights = _named(balance(rights_before, rights_after, names.order), names)
    lines = tuple(_line(one, names, agreement, end) for one in found.effects)
    return Overview(
        clauses=len(text),
        turns=_turns(amendment, text),
        owed=len(found.owed),
        lines=lines,
        end_before=agreement.expires_on,
        end_after=end,
        notice_after=end - timedelta(days=agreement.notice_days) if end else None,
        notice_days=agreement.notice_days,
        obligations=obligations,
        rights=rights,
        entitled=entitled,
        heavier=_heavier(found.effects, before, after, rights_before, rights_after, names),
        digest=digest(found.effects),
    )


def digest(found: Sequence[ObligationEffect]) -> str:
    """Return a digest of effects and of what becomes of each commitment."""
    written = [
        (one.obligation_id, one.effect, [(it.id, it.fate, it.why, it.due) for it in one.outcomes]) for one in found
    ]
    return hashlib.sha256(str(written).encode()).hexdigest()


class _Names:
    """Names of parties and clauses."""

    def __init__(self, amendment: Addendum, text: Sequence[Clause]) -> None:
        agreement = amendment.agreement
        self.order = [one.id for one in agreement.in_order]
        self.parties = {one.id: one.seat.organisation.label for one in agreement.parties}
        duties = clauses.obligations_in(agreement.id)
        numbers: dict[UUID | None, str] = {one.id: one.number for one in text}
        numbers |= {one.id: one.number for one in amendment.clauses}
        self.clauses: dict[UUID | None, str] = {one.id: numbers.get(one.clause_id, "") for one in duties}
        for change in amendment.obligations:
            self.clauses.setdefault(change.id, numbers.get(change.clause_id or change.clause_change_id, ""))

    def clause_of(self, effect: ObligationEffect) -> str:
        return self.clauses.get(effect.obligation_id or effect.change_id, "")


def _turns(amendment: Addendum, text: Sequence[Clause]) -> tuple[ClauseRow, ...]:
    now = {one.id: one for one in text}
    turns = []
    for change in amendment.clauses:
        clause = now.get(change.clause_id) if change.clause_id else None
        renamed = clause and (clause.number, clause.heading) != (change.number, change.heading)
        turns.append(
            ClauseRow(
                number=change.number,
                heading=change.heading,
                former=f"{clause.number} {clause.heading}" if clause and renamed and not change.removes else "",
                before=clause.text if clause else None,
                after=None if change.removes else change.text,
            )
        )
    return tuple(sorted(turns, key=lambda turn: numbered(turn.number)))


def _line(effect: ObligationEffect, names: _Names, agreement: Agreement, end: date | None) -> ObligationRow:
    before, after = effect.before, effect.after
    shown = after or before
    assert shown
    due_before, due_after = _dues(effect, agreement, end)
    return ObligationRow(
        text=shown.text,
        former=before.text if before and after and before.text != after.text else "",
        debtor=names.parties[shown.debtor_id],
        former_debtor=names.parties[before.debtor_id] if before and before.debtor_id != shown.debtor_id else "",
        clause=names.clause_of(effect),
        effect=effect.effect.value,
        before=due_before,
        after=due_after,
        frequency=shown.frequency.value,
        former_frequency=before.frequency.value if before and before.frequency is not shown.frequency else "",
        criteria=after.criteria if after and (before is None or before.criteria != after.criteria) else "",
        total=effect.total,
        pieces=tuple(
            CommitmentRow(
                id=str(one.id),
                code=one.code,
                fate=one.fate.value,
                why=one.why.value if one.why else None,
                first_due=one.first_due,
                before=one.before,
                due=one.due,
            )
            for one in effect.outcomes
        ),
    )


def _dues(effect: ObligationEffect, agreement: Agreement, end: date | None) -> tuple[date | None, date | None]:
    """Return the due dates that a line compares."""
    if effect.effect in (Effect.EXTENDED, Effect.SHORTENED):
        return agreement.expires_on, end
    touched = [one for one in effect.outcomes if one.fate is not Fate.KEPT] or list(effect.outcomes)
    planned = effect.before.first_due if effect.before and not effect.before.recurs else None
    before = touched[0].before if touched else planned
    if effect.effect is Effect.ENDED:
        return before, None
    if effect.effect in (Effect.NEW, Effect.REPLACED):
        return before, min(effect.added, default=effect.next_due)
    after = touched[0].due if touched else effect.after.first_due if effect.after and before else None
    return before, after


def _counted(found: Sequence[ObligationEffect]) -> tuple[Counter[UUID], Counter[UUID]]:
    before = Counter(one.before.debtor_id for one in found if one.before)
    after = Counter(one.after.debtor_id for one in found if one.after)
    return before, after


def _rights(amendment: Addendum, names: _Names) -> tuple[dict[UUID, int], Counter[UUID], tuple[RightRow, ...]]:
    """Return the number of rights of each party before and after, and the rights that are new or end."""
    held = clauses.rights_held(amendment.agreement_id)
    changed = [(one.text, one.holder_id, one.ends) for one in amendment.rights]
    ended = {one.right_id for one in amendment.rights if one.ends}
    for clause_id in removed(amendment):
        gone = (one for one in clauses.rights_of(clause_id) if one.id not in ended)
        changed += [(one.text, one.holder_id, True) for one in gone]
    after = Counter(held)
    for _text, holder_id, ends in changed:
        after[holder_id] += -1 if ends else 1
    entitled = (RightRow(text=text, holder=names.parties[holder], ends=ends) for text, holder, ends in changed)
    return held, after, tuple(entitled)


def _named(changed: Sequence[tuple[UUID, int, int]], names: _Names) -> tuple[tuple[str, int, int], ...]:
    return tuple((names.parties[one], before, after) for one, before, after in changed)


def _heavier(
    found: Sequence[ObligationEffect],
    before: Mapping[UUID, int],
    after: Mapping[UUID, int],
    rights_before: Mapping[UUID, int],
    rights_after: Mapping[UUID, int],
    names: _Names,
) -> tuple[str, ...]:
    """Return the parties that owe more, or more often, without a new right."""
    oftener = {one.after.debtor_id for one in found if one.after and one.before and _oftener(one.before, one.after)}
    return tuple(
        names.parties[one]
        for one in names.order
        if (after.get(one, 0) > before.get(one, 0) or one in oftener)
        and rights_after.get(one, 0) <= rights_before.get(one, 0)
    )


def _oftener(before: Terms, after: Terms) -> bool:
    months = {Frequency.ONCE: 1200, **MONTHS}
    return months[after.frequency] < months[before.frequency]


def seen_by(found: Overview, visible: Collection[UUID]) -> Overview:
    """Return an overview without the commitments that its reader may not read."""
    ids = {str(one) for one in visible}
    lines = (replace(one, pieces=tuple(it for it in one.pieces if it.id in ids)) for one in found.lines)
    return replace(found, lines=tuple(lines))

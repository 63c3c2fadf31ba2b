"""What the page of an amendment shows: clauses before and after, and the effects on obligations and commitments.

While the amendment is open this is computed; when it is applied the same values are kept (`recorded`), so that the page
of an applied amendment does not change afterwards.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from agreements.amendments import queries
from agreements.amendments.effects import effects
from agreements.amendments.models import Addendum
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

UNCHANGED = (Effect.SAME.value,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A clause before and after; None where it is not there. `heading` is the one after, or before its removal."""

    number: str
    heading: str
    former: str
    """Number and heading before, if they change; else empty."""
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A commitment that an amendment touches, with plain values: `fate` and `why` of the rules, ISO days."""

    id: str
    code: str
    fate: str
    why: str | None
    first_due: date
    before: date
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An obligation and what happens to it. Days are due dates, or the last days of the term if it only goes on.

    `criteria` are those that change, else empty.
    """

    text: str
    former: str
    debtor: str
    former_debtor: str
    clause: str
    effect: str
    before: date | None
    after: date | None
    frequency: str
    former_frequency: str
    criteria: str
    total: int | None
    pieces: tuple[Piece, ...]

    @property
    def changes(self) -> bool:
        """Return whether anything happens to the obligation or to one of its commitments."""
        return self.effect not in UNCHANGED

    @property
    def superseded(self) -> int:
        """Return the number of commitments that new ones replace."""
        return sum(one.fate == Fate.SUPERSEDED.value for one in self.pieces)

    @property
    def ended(self) -> int:
        """Return the number of commitments that end."""
        return sum(one.fate == Fate.ENDED.value for one in self.pieces)

    @property
    def held(self) -> list[Piece]:
        """Return the commitments that are kept for a reason although the obligation changes."""
        return [one for one in self.pieces if one.why]


@dataclass(frozen=True, slots=True, kw_only=True)
class RightLine:
    """A right or benefit that a party gets or, if it `ends`, loses."""

    text: str
    holder: str
    ends: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """An amendment before and after. `obligations` and `rights`: label of the party, number before and after."""

    clauses: int
    turns: tuple[Turn, ...]
    owed: int
    lines: tuple[Line, ...]
    end_before: date | None
    end_after: date | None
    notice_after: date | None
    notice_days: int
    obligations: tuple[tuple[str, int, int], ...]
    rights: tuple[tuple[str, int, int], ...]
    heavier: tuple[str, ...]
    entitled: tuple[RightLine, ...]
    digest: str = ""
    """Digest of the effects, without the dates that depend on the day."""

    @property
    def changed(self) -> list[Line]:
        """Return the obligations to which something happens."""
        return [one for one in self.lines if one.changes]

    @property
    def new(self) -> list[Line]:
        """Return the new obligations."""
        return [one for one in self.lines if one.effect == Effect.NEW.value]

    @property
    def same(self) -> list[Line]:
        """Return the obligations to which nothing happens."""
        return [one for one in self.lines if not one.changes]

    @property
    def days(self) -> int | None:
        """Return by how many days the term changes, or None if it has no end before or after."""
        if self.end_before is None or self.end_after is None:
            return None
        return (self.end_after - self.end_before).days


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


def _turns(amendment: Addendum, text: Sequence[Clause]) -> tuple[Turn, ...]:
    now = {one.id: one for one in text}
    turns = []
    for change in amendment.clauses:
        clause = now.get(change.clause_id) if change.clause_id else None
        renamed = clause and (clause.number, clause.heading) != (change.number, change.heading)
        turns.append(
            Turn(
                number=change.number,
                heading=change.heading,
                former=f"{clause.number} {clause.heading}" if clause and renamed and not change.removes else "",
                before=clause.text if clause else None,
                after=None if change.removes else change.text,
            )
        )
    return tuple(sorted(turns, key=lambda turn: numbered(turn.number)))


def _line(effect: ObligationEffect, names: _Names, agreement: Agreement, end: date | None) -> Line:
    before, after = effect.before, effect.after
    shown = after or before
    assert shown
    due_before, due_after = _dues(effect, agreement, end)
    return Line(
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
            Piece(
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


def _rights(amendment: Addendum, names: _Names) -> tuple[dict[UUID, int], Counter[UUID], tuple[RightLine, ...]]:
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
    entitled = (RightLine(text=text, holder=names.parties[holder], ends=ends) for text, holder, ends in changed)
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


def recorded(found: Overview) -> dict[str, Any]:
    """Return an overview as plain values, for JSON."""
    plain = _plain(asdict(found))
    assert isinstance(plain, dict)
    return plain


def recalled(record: Mapping[str, Any]) -> Overview:
    """Return the overview that was kept by `recorded`."""
    days = ("end_before", "end_after", "notice_after")
    values = {**record, **{name: _day(record[name]) for name in days}}
    for name in ("obligations", "rights", "heavier"):
        values[name] = tuple(tuple(one) if isinstance(one, list) else one for one in record[name])
    values["entitled"] = tuple(RightLine(**one) for one in record["entitled"])
    values["turns"] = tuple(Turn(**one) for one in record["turns"])
    values["lines"] = tuple(_recalled_line(one) for one in record["lines"])
    return Overview(**values)


def _recalled_line(record: Mapping[str, Any]) -> Line:
    days = {name: _day(record[name]) for name in ("before", "after")}
    dues = ("first_due", "before", "due")
    pieces = tuple(Piece(**{**one, **{name: _day(one[name]) for name in dues}}) for one in record["pieces"])
    return Line(**{**record, **days, "pieces": pieces})


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None

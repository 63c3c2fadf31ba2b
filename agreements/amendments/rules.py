"""The effects of an amendment on obligations and their commitments. Pure; days are local dates.

`effects` decides what the page shows before an amendment is applied and what is done when it is.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from agreements.clauses.rules import A_DAY, AHEAD, Frequency, due_dates, next_due, periods, resumes
from commitments.registry.rules import OPEN, Delivery, Verification

DROPPED = frozenset({Delivery.DECLINED, Delivery.CANCELLED, Delivery.SUPERSEDED})


class AmendmentState(enum.Enum):
    """State of an amendment."""

    DRAFT = "draft"
    NEGOTIATION = "negotiation"
    OUT_FOR_SIGNATURE = "out_for_signature"
    APPLIED = "applied"
    WITHDRAWN = "withdrawn"


class Stance(enum.Enum):
    """What a party says of a draft. A party that said nothing yet is reading."""

    READING = "reading"
    AGREES = "agrees"
    BARGAINS = "bargains"


class Effect(enum.Enum):
    """What an amendment does to an obligation."""

    REPLACED = "replaced"
    REWORDED = "reworded"
    MOVED = "moved"
    ENDED = "ended"
    SHORTENED = "shortened"
    EXTENDED = "extended"
    NEW = "new"
    KEPT = "kept"
    """The amendment would change it, but its only commitment is delivered already."""
    SAME = "same"


class Fate(enum.Enum):
    """What an amendment does to a commitment."""

    KEPT = "kept"
    MOVED = "moved"
    REWORDED = "reworded"
    SUPERSEDED = "superseded"
    ENDED = "ended"


class Why(enum.Enum):
    """Why a commitment is kept although its obligation changes."""

    SUBMITTED = "submitted"
    DISPUTED = "disputed"
    CLOSED = "closed"
    EARLIER = "earlier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an obligation says; `debtor_id` and `verifier_id` are ids of parties."""

    text: str
    criteria: str
    debtor_id: UUID
    verifier_id: UUID
    frequency: Frequency
    first_due: date

    @property
    def recurs(self) -> bool:
        """Return whether it falls due more than once."""
        return self.frequency is not Frequency.ONCE

    def says_the_same_as(self, other: Terms) -> bool:
        """Return whether text and criteria are the same."""
        return (self.text, self.criteria) == (other.text, other.criteria)

    def binds_the_same_as(self, other: Terms) -> bool:
        """Return whether parties and frequency are the same, and the due dates of a recurring obligation."""
        bound = (self.debtor_id, self.verifier_id, self.frequency)
        if bound != (other.debtor_id, other.verifier_id, other.frequency):
            return False
        return not self.recurs or self.first_due == other.first_due


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A commitment of an obligation; `period` is the due date of the obligation for which it was proposed."""

    id: UUID
    code: str
    period: date
    delivery: Delivery
    verification: Verification
    first_due: date
    current_due: date

    @property
    def is_open(self) -> bool:
        """Return whether it has not ended."""
        return self.delivery in OPEN

    @property
    def held(self) -> Why | None:
        """Return why no amendment changes it: it is delivered, disputed or over; None if one can."""
        if self.verification is Verification.DISPUTED:
            return Why.DISPUTED
        if self.delivery is Delivery.SUBMITTED:
            return Why.SUBMITTED
        return None if self.is_open else Why.CLOSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """An obligation with its commitments, earliest first; `next_due` is the next due date without one."""

    id: UUID
    terms: Terms
    next_due: date | None
    made: tuple[Made, ...] = ()

    @property
    def alive(self) -> tuple[Made, ...]:
        """Return the commitments that were not declined, cancelled or superseded."""
        return tuple(one for one in self.made if one.delivery not in DROPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an amendment wants of an obligation: new terms, or its end (None). `obligation_id` None: a new one."""

    change_id: UUID | None
    obligation_id: UUID | None
    terms: Terms | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The days that matter: the first day of the changed text, the end before and after, and today.

    No end: valid until terminated.
    """

    effective_on: date
    end_before: date | None
    end_after: date | None
    today: date

    @property
    def horizon(self) -> date:
        """Return the last due date for which commitments are proposed ahead."""
        return self.today + timedelta(days=AHEAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What happens to one commitment. `due` is the current due date afterwards; the first one stays."""

    id: UUID
    code: str
    fate: Fate
    why: Why | None
    first_due: date
    before: date
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationEffect:
    """What happens to one obligation.

    `outcomes`: its open commitments, and those that are kept although the obligation changes. `catch_up`: due dates
    before the effective day that have no commitment yet; they get one on the terms `before`. `added`: due dates that
    get a commitment at once, on the terms `after`. `next_due`: the next due date after those.
    """

    obligation_id: UUID | None
    change_id: UUID | None
    effect: Effect
    before: Terms | None
    after: Terms | None
    outcomes: tuple[Outcome, ...] = ()
    catch_up: tuple[date, ...] = ()
    added: tuple[date, ...] = ()
    next_due: date | None = None
    total: int | None = None
    """The number of due dates from the effective day to the end on the terms `after`; None without end."""

    @property
    def superseded(self) -> int:
        """Return the number of commitments that new ones replace."""
        return sum(one.fate is Fate.SUPERSEDED for one in self.outcomes)

    @property
    def first_added(self) -> date | None:
        """Return the earliest new due date."""
        return min(self.added, default=self.next_due if self.effect in (Effect.EXTENDED, Effect.REPLACED) else None)


def effects(owed: Sequence[Owed], wanted: Sequence[Wanted], window: Window) -> list[ObligationEffect]:
    """Return the effect of an amendment on every obligation of its agreement, and on the new ones."""
    changes = {one.obligation_id: one for one in wanted if one.obligation_id}
    found = [_effect(one, changes.get(one.id), window) for one in owed]
    return found + [_new(one, window) for one in wanted if one.obligation_id is None and one.terms]


def _effect(owed: Owed, wanted: Wanted | None, window: Window) -> ObligationEffect:
    if wanted is None or wanted.terms == owed.terms:
        return _same(owed, window)
    change_id, terms = wanted.change_id, wanted.terms
    if terms is not None and not owed.terms.recurs and any(one.held for one in owed.alive):
        return _delivered(owed, change_id)
    if terms is None:
        return _ended(owed, change_id, window)
    if terms.binds_the_same_as(owed.terms) and (terms.recurs or owed.alive):
        return _reworded(owed, terms, change_id, window)
    return _replaced(owed, terms, change_id, window)


def _same(owed: Owed, window: Window) -> ObligationEffect:
    """Without a change of its own, a recurring obligation follows the end of the agreement."""
    terms = owed.terms
    if not terms.recurs or window.end_before == window.end_after:
        outcomes = tuple(_outcome(one, Fate.KEPT) for one in owed.made if one.is_open)
        return ObligationEffect(
            obligation_id=owed.id,
            change_id=None,
            effect=Effect.SAME,
            before=terms,
            after=terms,
            outcomes=outcomes,
            next_due=owed.next_due,
        )
    outcomes = _cut(owed, window)
    added, following = _continued(owed, terms, window, since=_resumes(owed, window))
    effect = Effect.SAME
    if any(one.fate is Fate.ENDED for one in outcomes) or (owed.next_due and not following):
        effect = Effect.SHORTENED
    elif _goes_on(window) and (added or following):
        effect = Effect.EXTENDED
    return ObligationEffect(
        obligation_id=owed.id,
        change_id=None,
        effect=effect,
        before=terms,
        after=terms,
        outcomes=outcomes,
        added=added,
        next_due=following,
        total=_total(terms, window, since=(window.end_before or window.effective_on) + A_DAY)
        if effect is Effect.EXTENDED
        else None,
    )


def _delivered(owed: Owed, change_id: UUID | None) -> ObligationEffect:
    outcomes = tuple(_outcome(one, Fate.KEPT, why=one.held) for one in owed.alive)
    return ObligationEffect(
        obligation_id=owed.id,
        change_id=change_id,
        effect=Effect.KEPT,
        before=owed.terms,
        after=owed.terms,
        outcomes=outcomes,
        next_due=owed.next_due,
    )


def _ended(owed: Owed, change_id: UUID | None, window: Window) -> ObligationEffect:
    return ObligationEffect(
        obligation_id=owed.id,
        change_id=change_id,
        effect=Effect.ENDED,
        before=owed.terms,
        after=None,
        outcomes=tuple(_decided(one, Fate.ENDED, owed.terms, window) for one in owed.made if one.is_open),
        catch_up=_missed(owed, window),
    )


def _reworded(owed: Owed, terms: Terms, change_id: UUID | None, window: Window) -> ObligationEffect:
    """Keep the obligation and its commitments, with other words, criteria or, of a one-off one, another due date."""
    outcomes = tuple(
        _beyond(one, window) if terms.recurs and _is_beyond(one, window) else _adjusted(one, owed.terms, terms, window)
        for one in owed.made
        if one.is_open
    )
    missed = _missed(owed, window)
    added: tuple[date, ...] = ()
    following = owed.next_due
    if terms.recurs:
        since = _resumes(owed, window)
        since = max(since, window.effective_on) if since and missed else since
        added, following = _continued(owed, terms, window, since=since)
    said = terms.says_the_same_as(owed.terms)
    return ObligationEffect(
        obligation_id=owed.id,
        change_id=change_id,
        effect=Effect.MOVED if said else Effect.REWORDED,
        before=owed.terms,
        after=terms,
        outcomes=outcomes,
        catch_up=missed,
        added=added,
        next_due=following,
    )


def _replaced(owed: Owed, terms: Terms, change_id: UUID | None, window: Window) -> ObligationEffect:
    """End the obligation and begin another in its place, after what was delivered on the earlier terms."""
    outcomes = tuple(
        _decided(one, Fate.SUPERSEDED if terms.recurs or not owed.terms.recurs else Fate.ENDED, owed.terms, window)
        for one in owed.made
        if one.is_open
    )
    delivered = [one.period for one in owed.alive if one.held and one.period >= window.effective_on]
    since = max([window.effective_on, *(period + A_DAY for period in delivered)])
    added, following = _begun(terms, window, since=since)
    return ObligationEffect(
        obligation_id=owed.id,
        change_id=change_id,
        effect=Effect.REPLACED,
        before=owed.terms,
        after=terms,
        outcomes=outcomes,
        catch_up=_missed(owed, window),
        added=added,
        next_due=following,
        total=_total(terms, window, since=since),
    )


def _new(wanted: Wanted, window: Window) -> ObligationEffect:
    assert wanted.terms
    added, following = _begun(wanted.terms, window, since=window.effective_on)
    return ObligationEffect(
        obligation_id=None,
        change_id=wanted.change_id,
        effect=Effect.NEW,
        before=None,
        after=wanted.terms,
        added=added,
        next_due=following,
        total=_total(wanted.terms, window, since=window.effective_on),
    )


def _outcome(made: Made, fate: Fate, *, why: Why | None = None, due: date | None = None) -> Outcome:
    return Outcome(
        id=made.id,
        code=made.code,
        fate=fate,
        why=why,
        first_due=made.first_due,
        before=made.current_due,
        due=due or made.current_due,
    )


def _decided(made: Made, fate: Fate, terms: Terms, window: Window) -> Outcome:
    """Return `fate` for a commitment, unless it is delivered or was due before the effective day."""
    if made.held:
        return _outcome(made, Fate.KEPT, why=made.held)
    if terms.recurs and made.period < window.effective_on:
        return _outcome(made, Fate.KEPT, why=Why.EARLIER)
    return _outcome(made, fate)


def _adjusted(made: Made, before: Terms, after: Terms, window: Window) -> Outcome:
    due = after.first_due if before.first_due != after.first_due else None
    fate = Fate.MOVED if before.says_the_same_as(after) else Fate.REWORDED
    decided = _decided(made, fate, after, window)
    return decided if decided.fate is Fate.KEPT else _outcome(made, fate, due=due)


def _is_beyond(made: Made, window: Window) -> bool:
    return window.end_after is not None and window.end_after != window.end_before and made.period > window.end_after


def _beyond(made: Made, window: Window) -> Outcome:
    """Return what becomes of a commitment of a period after the new end."""
    return _outcome(made, Fate.KEPT, why=made.held) if made.held else _outcome(made, Fate.ENDED)


def _cut(owed: Owed, window: Window) -> tuple[Outcome, ...]:
    return tuple(
        _beyond(one, window) if _is_beyond(one, window) else _outcome(one, Fate.KEPT)
        for one in owed.made
        if one.is_open
    )


def _goes_on(window: Window) -> bool:
    return window.end_before is not None and (window.end_after is None or window.end_after > window.end_before)


def _missed(owed: Owed, window: Window) -> tuple[date, ...]:
    """Return the due dates before the effective day that have no commitment yet."""
    if owed.next_due is None or not owed.terms.recurs:
        return ()
    terms, last = owed.terms, window.effective_on - A_DAY
    return tuple(periods(terms.first_due, terms.frequency, since=owed.next_due, horizon=last, until=window.end_after))


def _resumes(owed: Owed, window: Window) -> date | None:
    return resumes(owed.next_due, window.end_before, window.end_after)


def _continued(owed: Owed, terms: Terms, window: Window, *, since: date | None) -> tuple[tuple[date, ...], date | None]:
    """Return the due dates from `since` that get a commitment now, and the next one after them."""
    if since is None:
        return (), None
    taken = {one.period for one in owed.alive}
    found = periods(terms.first_due, terms.frequency, since=since, horizon=window.horizon, until=window.end_after)
    added = tuple(due for due in found if due not in taken)
    return added, _following(terms, window, since=since, taken=taken.union(added))


def _begun(terms: Terms, window: Window, *, since: date) -> tuple[tuple[date, ...], date | None]:
    """Return the due dates of a new obligation that get a commitment now (the first in any case), and the next one."""
    if not terms.recurs:
        return (terms.first_due,), None
    first = next_due(terms.first_due, terms.frequency, since=since, until=window.end_after)
    if first is None:
        return (), None
    found = periods(terms.first_due, terms.frequency, since=first, horizon=window.horizon, until=window.end_after)
    added = tuple(found) or (first,)
    return added, _following(terms, window, since=first, taken=set(added))


def _following(terms: Terms, window: Window, *, since: date, taken: set[date]) -> date | None:
    found = due_dates(terms.first_due, terms.frequency, until=window.end_after)
    return next((due for due in found if due >= since and due not in taken), None)


def _total(terms: Terms, window: Window, *, since: date) -> int | None:
    if not terms.recurs:
        return 1
    if window.end_after is None:
        return None
    return sum(due >= since for due in due_dates(terms.first_due, terms.frequency, until=window.end_after))


def balance(
    before: Mapping[UUID, int], after: Mapping[UUID, int], order: Sequence[UUID]
) -> list[tuple[UUID, int, int]]:
    """Return the parties whose number of obligations or rights changes, in order: (id, before, after)."""
    pairs = ((one, before.get(one, 0), after.get(one, 0)) for one in order)
    return [pair for pair in pairs if pair[1] != pair[2]]


def numbered(number: str) -> list[tuple[int, str]]:
    """Return the sort key of the number of a clause: "Pasal 8a" comes between "Pasal 8" and "Pasal 10"."""
    parts: list[str] = re.findall(r"\d+|\D+", number.casefold())
    return [(int(one), "") if one.isdecimal() else (0, one.strip()) for one in parts]

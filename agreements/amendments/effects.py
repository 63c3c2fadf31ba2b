"""The effects of an amendment on obligations and their commitments. Pure; days are local dates.

`effects` decides what the page shows before an amendment is applied and what is done when it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from agreements.amendments.rules import Effect, Fate, Made, ObligationEffect, Outcome, Owed, Terms, Wanted, Why, Window
from agreements.clauses.rules import A_DAY, due_dates, next_due, periods, resumes


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

"""What an amendment does to an obligation and its commitments, case by case."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from agreements.amendments.effects import effects
from agreements.amendments.rules import (
    Effect,
    Fate,
    Made,
    Owed,
    Terms,
    Wanted,
    Why,
    Window,
    numbered,
)
from agreements.clauses.rules import Frequency
from commitments.registry.rules import Delivery, Verification

ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))
QUARTERLY = Terms(
    text="Laporan",
    criteria="Lengkap",
    debtor_id=ONE,
    verifier_id=TWO,
    frequency=Frequency.QUARTERLY,
    first_due=date(2026, 3, 31),
)
ONCE = replace(QUARTERLY, frequency=Frequency.ONCE, first_due=date(2026, 12, 18))
WINDOW = Window(
    effective_on=date(2027, 1, 1), end_before=date(2027, 6, 30), end_after=date(2027, 6, 30), today=date(2026, 12, 1)
)
LONGER = replace(WINDOW, end_after=date(2028, 6, 30))
SHORTER = replace(WINDOW, end_after=date(2027, 2, 28))


def made(period: date, delivery: Delivery = Delivery.ACCEPTED, **more) -> Made:
    values = {"id": UUID(int=period.toordinal()), "code": f"KMT-{period}", "verification": Verification.UNVERIFIED}
    return Made(**(values | {"period": period, "first_due": period, "current_due": period} | more), delivery=delivery)


def owed(terms: Terms, *commitments: Made, next_due: date | None = None) -> Owed:
    return Owed(id=THREE, terms=terms, next_due=next_due, made=commitments)


DECEMBER, MARCH, JUNE = date(2026, 12, 31), date(2027, 3, 31), date(2027, 6, 30)
OFTEN = owed(QUARTERLY, made(DECEMBER), made(MARCH), next_due=JUNE)
MONTHLY = replace(QUARTERLY, frequency=Frequency.MONTHLY, first_due=date(2027, 1, 31))


def only(found: Owed, terms: Terms | None, window: Window = WINDOW):
    (effect,) = effects([found], [Wanted(change_id=TWO, obligation_id=THREE, terms=terms)], window)
    return effect


def fates(effect) -> list[Fate]:
    return [one.fate for one in effect.outcomes]


@pytest.mark.parametrize(
    "found,terms,window,effect,expected",
    [
        (OFTEN, replace(QUARTERLY, criteria="Lebih"), WINDOW, Effect.REWORDED, [Fate.KEPT, Fate.REWORDED]),
        (OFTEN, MONTHLY, WINDOW, Effect.REPLACED, [Fate.KEPT, Fate.SUPERSEDED]),
        (OFTEN, replace(QUARTERLY, debtor_id=THREE), WINDOW, Effect.REPLACED, [Fate.KEPT, Fate.SUPERSEDED]),
        (OFTEN, None, WINDOW, Effect.ENDED, [Fate.KEPT, Fate.ENDED]),
        (OFTEN, QUARTERLY, WINDOW, Effect.SAME, [Fate.KEPT, Fate.KEPT]),
        (OFTEN, QUARTERLY, LONGER, Effect.EXTENDED, [Fate.KEPT, Fate.KEPT]),
        (OFTEN, QUARTERLY, SHORTER, Effect.SHORTENED, [Fate.KEPT, Fate.ENDED]),
        (owed(ONCE, made(ONCE.first_due)), replace(ONCE, first_due=JUNE), WINDOW, Effect.MOVED, [Fate.MOVED]),
        (owed(ONCE, made(ONCE.first_due)), replace(ONCE, text="Lain"), WINDOW, Effect.REWORDED, [Fate.REWORDED]),
        (owed(ONCE, made(ONCE.first_due)), None, WINDOW, Effect.ENDED, [Fate.ENDED]),
        (owed(ONCE, made(ONCE.first_due)), MONTHLY, WINDOW, Effect.REPLACED, [Fate.SUPERSEDED]),
        (owed(ONCE, made(ONCE.first_due)), ONCE, LONGER, Effect.SAME, [Fate.KEPT]),
    ],
)
def test_each_change_has_its_effect(found, terms, window, effect, expected):
    result = only(found, terms, window)
    assert (result.effect, fates(result)) == (effect, expected)
    assert all(one.first_due == it.first_due for one, it in zip(result.outcomes, found.made, strict=True))


@pytest.mark.parametrize(
    "changes,why",
    [
        ({"delivery": Delivery.SUBMITTED}, Why.SUBMITTED),
        ({"delivery": Delivery.SUBMITTED, "verification": Verification.DISPUTED}, Why.DISPUTED),
        ({"delivery": Delivery.CLOSED, "verification": Verification.MET}, Why.CLOSED),
    ],
)
def test_what_is_delivered_stays_and_says_why(changes, why):
    kept = only(owed(ONCE, made(ONCE.first_due, **changes)), replace(ONCE, text="Lain"))
    assert (kept.effect, kept.after, [one.why for one in kept.outcomes]) == (Effect.KEPT, ONCE, [why])


def test_new_periods_begin_after_what_was_delivered_early():
    early = made(MARCH, Delivery.SUBMITTED)
    result = only(owed(QUARTERLY, made(DECEMBER), early, next_due=JUNE), MONTHLY)
    assert (result.added, result.next_due) == ((date(2027, 4, 30),), date(2027, 5, 31))


def test_due_dates_before_the_effective_day_are_made_up_on_the_earlier_terms():
    late = replace(WINDOW, effective_on=date(2027, 5, 1))
    result = only(owed(QUARTERLY, made(DECEMBER), next_due=MARCH), MONTHLY, late)
    assert (result.catch_up, result.added) == ((MARCH,), (date(2027, 5, 31),))


def test_a_later_end_finds_the_periods_that_have_no_commitment_yet():
    whole = owed(QUARTERLY, made(DECEMBER), made(MARCH), made(JUNE))
    near = replace(LONGER, today=date(2027, 6, 1), effective_on=date(2027, 6, 1))
    result = only(whole, QUARTERLY, near)
    assert (result.effect, result.added, result.next_due) == (Effect.EXTENDED, (), date(2027, 9, 30))
    later = only(whole, QUARTERLY, replace(near, today=date(2027, 8, 15)))
    assert (later.added, later.next_due) == ((date(2027, 9, 30),), date(2027, 12, 31))


def test_a_one_off_obligation_whose_commitment_was_declined_is_proposed_anew():
    result = only(owed(ONCE, made(ONCE.first_due, Delivery.DECLINED)), replace(ONCE, first_due=JUNE))
    assert (result.effect, result.added) == (Effect.REPLACED, (JUNE,))


def test_an_obligation_is_added_with_the_due_dates_that_are_near():
    near = replace(MONTHLY, first_due=date(2027, 1, 10))
    (result,) = effects([], [Wanted(change_id=TWO, obligation_id=None, terms=near)], WINDOW)
    assert (result.effect, result.added, result.next_due) == (Effect.NEW, (date(2027, 1, 10),), date(2027, 2, 10))
    assert result.total == 6


def test_clauses_are_ordered_by_their_numbers():
    numbers = ["Pasal 10", "Pasal 8a", "Pasal 9", "Pasal 8"]
    assert sorted(numbers, key=numbered) == ["Pasal 8", "Pasal 8a", "Pasal 9", "Pasal 10"]

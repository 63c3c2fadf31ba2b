"""Common recurrence rules as choices in a form, converted to rules and back."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.calendars.rules import Day, Frequency, Rule

WORKING_WEEK = tuple(Day(weekday) for weekday in range(5))
FIRST_MONTHS = (1, 4, 7, 10)
LAST_MONTHS = (3, 6, 9, 12)


class Repeat(StrEnum):
    """How often a forum meets."""

    ONCE = "once"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    OWN = "own"
    """By a custom RFC 5545 rule that no choice describes."""


class Position(StrEnum):
    """Which weekday or working day of the month or quarter."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    FOURTH = "fourth"
    LAST = "last"

    @property
    def number(self) -> int:
        """The position in RFC 5545: 1 is the first, -1 the last."""
        return _NUMBERS[self]


_NUMBERS = dict(zip(Position, (1, 2, 3, 4, -1), strict=True))


class ChosenDay(StrEnum):
    """A day of the week, or any working day (Monday to Friday)."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    WORKING_DAY = "working_day"


@dataclass(frozen=True, slots=True)
class Choice:
    """A common rule. `position` is used for months and quarters only; for once only `repeat` is used.

    A quarter begins in January, April, July or October; positions from its start are in its first month, the last one
    in its last month.
    """

    repeat: Repeat
    day: ChosenDay | None = None
    position: Position | None = None


def rule_for(choice: Choice) -> Rule | None:
    """Return the rule of a choice, or None for a session that does not repeat.

    Raises ValueError if the choice lacks a required day or position.
    """
    if choice.repeat is Repeat.ONCE:
        return None
    if choice.day is None:
        raise ValueError("a day is missing")
    working = choice.day is ChosenDay.WORKING_DAY
    weekday = list(ChosenDay).index(choice.day)
    if choice.repeat in (Repeat.WEEKLY, Repeat.FORTNIGHTLY):
        interval = 2 if choice.repeat is Repeat.FORTNIGHTLY else 1
        days = WORKING_WEEK if working else (Day(weekday),)
        return Rule(frequency=Frequency.WEEKLY, interval=interval, days=days)
    if choice.position is None:
        raise ValueError("a position is missing")
    number = choice.position.number
    months: tuple[int, ...] = ()
    if choice.repeat is Repeat.QUARTERLY:
        months = LAST_MONTHS if choice.position is Position.LAST else FIRST_MONTHS
    if working:
        return Rule(frequency=Frequency.MONTHLY, months=months, days=WORKING_WEEK, positions=(number,))
    return Rule(frequency=Frequency.MONTHLY, months=months, days=(Day(weekday, number),))


def choice_on(repeat: Repeat, first: date, day: ChosenDay | None = None, position: Position | None = None) -> Choice:
    """Return the choice of `repeat` with the weekday and position of the date `first`, or those that are given."""
    if repeat in (Repeat.ONCE, Repeat.OWN):
        return Choice(repeat)
    day = day or list(ChosenDay)[first.weekday()]
    if repeat in (Repeat.WEEKLY, Repeat.FORTNIGHTLY):
        return Choice(repeat, day)
    return Choice(repeat, day, position or _position_on(first, working=day is ChosenDay.WORKING_DAY))


def _position_on(first: date, *, working: bool) -> Position:
    """Return which weekday, or working day, of its month a date is; from the fifth on it is the last."""
    days = [first - timedelta(days=before) for before in range(first.day)]
    number = sum(day.weekday() < len(WORKING_WEEK) if working else day.weekday() == first.weekday() for day in days)
    return list(Position)[min(max(number, 1), len(Position)) - 1]


def choice_for(rule: Rule | None) -> Choice | None:
    """Return the choice that results in `rule` (ignoring its end), or None if there is none."""
    return Choice(Repeat.ONCE) if rule is None else _CHOICES.get(_without_end(rule))


def _without_end(rule: Rule) -> str:
    """Return the text of a rule without COUNT and UNTIL, which have separate fields in the form."""
    parts = str(rule).split(";")
    return ";".join(part for part in parts if not part.startswith(("COUNT=", "UNTIL=", "WKST=")))


def _every_choice() -> dict[str, Choice]:
    weekly = [Choice(repeat, day) for repeat in (Repeat.WEEKLY, Repeat.FORTNIGHTLY) for day in ChosenDay]
    rest = [
        Choice(repeat, day, position)
        for repeat in (Repeat.MONTHLY, Repeat.QUARTERLY)
        for day in ChosenDay
        for position in Position
    ]
    return {str(rule): choice for choice in (*weekly, *rest) if (rule := rule_for(choice))}


_CHOICES = _every_choice()

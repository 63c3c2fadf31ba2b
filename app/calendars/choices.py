"""The usual rules as a person chooses them in a form, and back from a rule to the choice."""

from dataclasses import dataclass
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
    """By an RFC 5545 rule that somebody wrote, which no choice describes."""


class Position(StrEnum):
    """Which one of its kind in the month or quarter."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    FOURTH = "fourth"
    LAST = "last"

    @property
    def number(self) -> int:
        """As RFC 5545 counts: 1 the first, -1 the last."""
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
    """A usual rule: `position` counts for months and quarters only, and nothing but `repeat` counts for once.

    A quarter begins in January, April, July or October; positions from its start lie in its first month, the
    last one in its last month.
    """

    repeat: Repeat
    day: ChosenDay | None = None
    position: Position | None = None


def rule_for(choice: Choice) -> Rule | None:
    """Return the rule of a choice, or None for a session that does not repeat.

    Raises ValueError when the choice lacks a day or a position that it needs.
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


def choice_for(rule: Rule | None) -> Choice | None:
    """Return the choice that gives `rule` (its end left aside), or None when no choice does."""
    return Choice(Repeat.ONCE) if rule is None else _CHOICES.get(_without_end(rule))


def _without_end(rule: Rule) -> str:
    """The text of a rule without COUNT and UNTIL, which a form holds in fields of their own."""
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

"""Recurrence rules of RFC 5545: parsing, validation and serialisation."""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from app.calendars.errors import N_, RuleRefused, one_line

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST_TEXT = 500
MOST_COUNTED = 10_000
WIDEST_INTERVAL = 999
MOST_A_DAY = 24
MOST_WEEKS = 5
"""Maximum number of occurrences of a weekday in a month."""
LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Frequency(StrEnum):
    """The frequency of a rule, at most hourly."""

    HOURLY = "HOURLY"
    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


@dataclass(frozen=True, order=True, slots=True)
class Day:
    """A weekday (Monday is 0), with its position in the month or year: 2 is the second, -1 the last, 0 every one."""

    weekday: int
    position: int = 0

    def __str__(self) -> str:
        return f"{self.position or ''}{WEEKDAYS[self.weekday]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A valid RFC 5545 rule. `until` is an instant in UTC; a slot at that instant is included."""

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: datetime | None = None
    months: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    yeardays: tuple[int, ...] = ()
    monthdays: tuple[int, ...] = ()
    days: tuple[Day, ...] = ()
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0

    def __post_init__(self) -> None:
        for refused_when in _CHECKS:
            refused_when(self)

    def __str__(self) -> str:
        """Return the rule as text, which is equal for equal rules."""
        parts = [f"FREQ={self.frequency}"]
        for name, part in _PARTS.items():
            value = getattr(self, part.field)
            if value != _DEFAULTS[part.field]:
                parts.append(f"{name}={part.write(value)}")
        return ";".join(parts)

    @property
    def most_a_day(self) -> int:
        """The maximum number of slots of the rule on one day."""
        hours = len(self.hours) or 1
        if self.frequency is Frequency.HOURLY and not self.hours:
            hours = -(-24 // self.interval)
        return hours * (len(self.minutes) or 1) * (len(self.seconds) or 1)


def parse_rule(text: str) -> Rule:
    """Parse a rule such as ``FREQ=MONTHLY;BYDAY=2WE``. Raises RuleRefused with the reason."""
    text = text.strip().upper().removeprefix("RRULE:")
    if not text:
        raise RuleRefused(N_("The rule is empty; write for example FREQ=WEEKLY;BYDAY=TU."))
    if len(text) > LONGEST_TEXT:
        raise RuleRefused(N_("The rule is longer than %(most)s characters."), most=LONGEST_TEXT)
    values: dict[str, str] = {}
    for piece in text.split(";"):
        name, equals, value = piece.partition("=")
        if not equals or not value or not re.fullmatch("[A-Z]+", name):
            raise RuleRefused(N_("The rule is not recognised; for example: FREQ=MONTHLY;BYDAY=2WE,4WE."))
        if name in values:
            raise RuleRefused(N_("The rule says %(part)s twice."), part=name)
        values[name] = value
    return Rule(frequency=_frequency(values.pop("FREQ", "")), **_read_parts(values))


def _read_parts(values: dict[str, str]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for name, value in values.items():
        part = _PARTS.get(name)
        if part is None:
            raise RuleRefused(N_("The rule has an unknown part: %(part)s."), part=one_line(name))
        try:
            read[part.field] = part.read(value)
        except ValueError:
            raise RuleRefused(
                N_("%(part)s in the rule cannot be %(value)s; write for example %(example)s."),
                part=name,
                value=one_line(value),
                example=f"{name}={part.example}",
            ) from None
    return read


def _frequency(value: str) -> Frequency:
    if value in ("SECONDLY", "MINUTELY"):
        raise RuleRefused(N_("Sessions cannot repeat every second or minute; the shortest is hourly."))
    try:
        return Frequency(value)
    except ValueError:
        raise RuleRefused(N_("The rule needs FREQ with one of HOURLY, DAILY, WEEKLY, MONTHLY, YEARLY.")) from None


@dataclass(frozen=True, slots=True)
class _Part:
    field: str
    read: Callable[[str], object]
    example: str
    write: Callable[..., str] = str


def _number(text: str, *, least: int, most: int) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,5}", text) or not least <= int(text) <= most:
        raise ValueError(text)
    return int(text)


def _numbers(least: int, most: int, *, signed: bool = False) -> Callable[[str], tuple[int, ...]]:
    def read(text: str) -> tuple[int, ...]:
        found = {_number(piece, least=-most if signed else least, most=most) for piece in text.split(",")}
        if signed and 0 in found:
            raise ValueError(text)
        return tuple(sorted(found))

    return read


def _days(text: str) -> tuple[Day, ...]:
    found = set()
    for piece in text.split(","):
        match = re.fullmatch(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)", piece)
        if match is None or (match[1] and not 1 <= abs(int(match[1])) <= 53):
            raise ValueError(text)
        found.add(Day(WEEKDAYS.index(match[2]), int(match[1] or 0)))
    return tuple(sorted(found))


def _instant(text: str) -> datetime:
    if not re.fullmatch(r"[0-9]{8}T[0-9]{6}Z", text):
        raise ValueError(text)
    return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def _joined(values: tuple[object, ...]) -> str:
    return ",".join(map(str, values))


_PARTS = {
    "INTERVAL": _Part("interval", lambda text: _number(text, least=1, most=WIDEST_INTERVAL), "2"),
    "COUNT": _Part("count", lambda text: _number(text, least=1, most=MOST_COUNTED), "10"),
    "UNTIL": _Part("until", _instant, "20271231T020000Z", lambda until: until.strftime("%Y%m%dT%H%M%SZ")),
    "BYMONTH": _Part("months", _numbers(1, 12), "1,4,7,10", _joined),
    "BYWEEKNO": _Part("weeks", _numbers(1, 53, signed=True), "20", _joined),
    "BYYEARDAY": _Part("yeardays", _numbers(1, 366, signed=True), "100", _joined),
    "BYMONTHDAY": _Part("monthdays", _numbers(1, 31, signed=True), "1,15", _joined),
    "BYDAY": _Part("days", _days, "TU,TH", _joined),
    "BYHOUR": _Part("hours", _numbers(0, 23), "9", _joined),
    "BYMINUTE": _Part("minutes", _numbers(0, 59), "30", _joined),
    "BYSECOND": _Part("seconds", _numbers(0, 59), "0", _joined),
    "BYSETPOS": _Part("positions", _numbers(1, 366, signed=True), "-1", _joined),
    "WKST": _Part("week_start", WEEKDAYS.index, "MO", lambda weekday: WEEKDAYS[weekday]),
}
_DEFAULTS = {field.name: field.default for field in fields(Rule)}


def _refuse_count_with_until(rule: Rule) -> None:
    if rule.count is not None and rule.until is not None:
        raise RuleRefused(N_("The rule may have COUNT or UNTIL, not both."))


def _refuse_parts_of_another_frequency(rule: Rule) -> None:
    monthly = rule.frequency in (Frequency.MONTHLY, Frequency.YEARLY)
    yearly = rule.frequency is Frequency.YEARLY
    numbered = any(day.position for day in rule.days)
    within_month = rule.frequency is Frequency.MONTHLY or (yearly and bool(rule.months))
    beyond = within_month and any(abs(day.position) > MOST_WEEKS for day in rule.days)  # dateutil raises an error
    misplaced = {
        "BYWEEKNO": bool(rule.weeks) and not yearly,
        "BYYEARDAY": bool(rule.yeardays) and not (yearly or rule.frequency is Frequency.HOURLY),
        "BYMONTHDAY": bool(rule.monthdays) and rule.frequency is Frequency.WEEKLY,
        "BYDAY": beyond or (numbered and (not monthly or bool(rule.weeks))),
    }
    for name, wrong in misplaced.items():
        if wrong:
            raise RuleRefused(
                N_("%(part)s cannot be used this way in a %(frequency)s rule."),
                part=name,
                frequency=rule.frequency.value,
            )


def _refuse_positions_of_nothing(rule: Rule) -> None:
    chosen = (rule.months, rule.weeks, rule.yeardays, rule.monthdays, rule.days)
    if rule.positions and not any((*chosen, rule.hours, rule.minutes, rule.seconds)):
        raise RuleRefused(N_("BYSETPOS needs another BY part to choose from."))


def _refuse_crowds(rule: Rule) -> None:
    if rule.most_a_day > MOST_A_DAY:
        raise RuleRefused(N_("The rule makes more than %(most)s sessions a day."), most=MOST_A_DAY)


def _refuse_what_never_comes(rule: Rule) -> None:
    months = rule.months or range(1, 13)
    impossible_date = rule.monthdays and not any(
        abs(day) <= LONGEST_MONTHS[month - 1] for month in months for day in rule.monthdays
    )
    most_in_one_turn = {
        Frequency.HOURLY: (len(rule.minutes) or 1) * (len(rule.seconds) or 1),
        Frequency.DAILY: rule.most_a_day,
        Frequency.WEEKLY: rule.most_a_day * (len(rule.days) or 1),
    }.get(rule.frequency, 366 * MOST_A_DAY)
    impossible_position = rule.positions and min(map(abs, rule.positions)) > most_in_one_turn
    if impossible_date or impossible_position:
        raise RuleRefused(N_("No date ever fits the rule."))


_CHECKS = (
    _refuse_count_with_until,
    _refuse_parts_of_another_frequency,
    _refuse_positions_of_nothing,
    _refuse_crowds,
    _refuse_what_never_comes,
)

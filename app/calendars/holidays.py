"""Public holidays and joint leave (cuti bersama) of Indonesia, from the holidays package."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache


class HolidayKind(StrEnum):
    """Who has the day off: everyone, or (joint leave) government offices."""

    PUBLIC = "public"
    GOVERNMENT = "government"


@dataclass(frozen=True, order=True, slots=True)
class Holiday:
    """A day off. `name` is Indonesian; an `estimated` date is computed and not decreed yet."""

    date: date
    name: str
    kind: HolidayKind
    estimated: bool = False


@lru_cache(maxsize=300)  # saves 0.5 ms a year, 1 to 3 ms of the pages of holidays and new forums; ends with the process
def known_holidays(year: int) -> tuple[Holiday, ...]:
    """Return the holidays and joint leave of Indonesia in `year`, by date."""
    return tuple(sorted(holiday for kind in HolidayKind for holiday in _of_kind(year, kind)))


def joint_leave_decreed(year: int) -> bool:
    """Whether the joint leave of `year` is known; before its decree session dates may still change."""
    return any(holiday.kind is HolidayKind.GOVERNMENT for holiday in known_holidays(year))


def by_date(holidays: Iterable[Holiday]) -> dict[date, Holiday]:
    """Return one holiday per date: names on the same date are joined, and public holidays take precedence."""
    on_date: defaultdict[date, list[Holiday]] = defaultdict(list)
    for holiday in holidays:
        on_date[holiday.date].append(holiday)
    return {day: together[0] if len(together) == 1 else _as_one(together) for day, together in on_date.items()}


def _as_one(together: list[Holiday]) -> Holiday:
    together.sort(key=lambda holiday: (holiday.kind is not HolidayKind.PUBLIC, holiday.name))
    names = dict.fromkeys(holiday.name for holiday in together)
    estimated = all(holiday.estimated for holiday in together)
    return Holiday(together[0].date, ", ".join(names), together[0].kind, estimated)


def known_holiday(day: date) -> Holiday | None:
    """Return the known holiday on `day`, or None. For many days, call `by_date` once."""
    return by_date(known_holidays(day.year)).get(day)


def _of_kind(year: int, kind: HolidayKind) -> tuple[Holiday, ...]:
    """Return the holidays of one kind. The package is imported here because that takes a third of a second."""
    from holidays.countries.indonesia import Indonesia

    listed = Indonesia(years=year, language="id", categories=(kind.value,))
    marks = [
        listed.tr(label).replace("%s", "").strip()
        for label in (listed.estimated_label, listed.observed_estimated_label)
    ]
    found = []
    for day in listed:
        for name in listed.get_list(day):
            plain = name
            for mark in marks:
                plain = plain.removesuffix(mark).rstrip()
            found.append(Holiday(day, plain, kind, estimated=plain != name))
    return tuple(found)

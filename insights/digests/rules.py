"""Rules of digest periods, codes and figures. Days are local dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

WORST = 5
"""Number of most blocked commitments in a digest."""
NEXT = 6
"""Number of upcoming sessions in a digest."""
LONGEST_CODE = 30
"""Maximum length of the code of a digest, in characters."""
SUBJECTS = ("held", "commitments", "kept", "decisions", "agreements", "sectors")
"""The lists of a digest's content that it reports on; forums and upcoming sessions alone are nothing to report."""


class PeriodRefused(ValueError):
    """The text is not a period of that kind; the message contains an example."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `since` to `until`, both inclusive, with the name of the period ("2026-10")."""

    kind: str
    name: str
    since: date
    until: date

    @property
    def before(self) -> Period:
        """Return the previous period of the same kind."""
        return period_with(self.kind, self.since - timedelta(days=1))


def read_period(kind: str, name: str) -> Period:
    """Return the period of `kind` (weekly, monthly, quarterly) with this name. Raises PeriodRefused if invalid."""
    try:
        if kind == "weekly" and (found := re.fullmatch(r"(\d{4})-W(\d{2})", name)):
            return period_with(kind, date.fromisocalendar(int(found[1]), int(found[2]), 1))
        if kind == "monthly" and (found := re.fullmatch(r"(\d{4})-(\d{2})", name)):
            return period_with(kind, date(int(found[1]), int(found[2]), 1))
        if kind == "quarterly" and (found := re.fullmatch(r"(\d{4})-Q([1-4])", name)):
            return period_with(kind, date(int(found[1]), int(found[2]) * 3 - 2, 1))
    except ValueError:
        pass
    written = {"weekly": "2026-W44", "monthly": "2026-10", "quarterly": "2026-Q4"}.get(kind)
    if written is None:
        raise PeriodRefused(f"{kind} is no kind of period: weekly, monthly or quarterly")
    raise PeriodRefused(f"{name} is no {kind} period: write one such as {written}")


def period_with(kind: str, day: date) -> Period:
    """Return the period of `kind` that contains `day`; weeks begin on Monday."""
    if kind == "weekly":
        since = day - timedelta(days=day.weekday())
        year, week, _weekday = since.isocalendar()
        return Period(kind, f"{year}-W{week:02}", since, since + timedelta(days=6))
    months = 1 if kind == "monthly" else 3
    first = (day.month - 1) // months * months + 1
    since = date(day.year, first, 1)
    after = date(day.year + (first + months > 12), (first + months - 1) % 12 + 1, 1)
    name = f"{day:%Y-%m}" if months == 1 else f"{day.year}-Q{(first + 2) // 3}"
    return Period(kind, name, since, after - timedelta(days=1))


def first_day(session: datetime | None, commitment: datetime | None, zone: ZoneInfo) -> date | None:
    """Return the first day of the record: that of the first session or commitment, or None if there is neither."""
    moments = [moment for moment in (session, commitment) if moment]
    return min(moments).astimezone(zone).date() if moments else None


def periods_on_record(kind: str, first: date | None, today: date) -> Iterator[Period]:
    """Yield the periods of `kind` from the one that contains `today` back to that of the `first` day of the record."""
    period = period_with(kind, today)
    while is_on_record(period.until, first) and period.since <= today:
        yield period
        period = period.before


def is_on_record(until: date, first: date | None) -> bool:
    """Return whether a period that ends on `until` contains, or follows, the `first` day of the record."""
    return first is not None and first <= until


def is_empty(record: Mapping[str, Any]) -> bool:
    """Return whether the content of a digest has nothing to report; such a digest cannot be released."""
    return not any(record.get(name) for name in SUBJECTS)


def code_of(period: str, scope: str, revision: int = 1) -> str:
    """Return the code of an edition, at most 30 characters: "RGK-2026-10", "RGK-2026-10-forum-data-r2"."""
    edition = f"-r{revision}" if revision > 1 else ""
    base = f"RGK-{period}-{scope}" if scope else f"RGK-{period}"
    return base[: LONGEST_CODE - len(edition)] + edition


def answer_text(options: Sequence[str], option: int | None, words: str) -> str:
    """Return an answer as text: the option with this number (from 1), then the words added to it."""
    if not option:
        return words
    chosen = options[option - 1]
    return f"{chosen.rstrip('.')}. {words}" if words else chosen


def is_to_follow_up(ask: Mapping[str, Any]) -> bool:
    """Return whether a question was answered, and nothing has followed from the answer yet."""
    return "answer" in ask and not ask.get("outcomes")


def percent(part: int, whole: int) -> int | None:
    """Return `part` as a whole percentage of `whole`, halves rounded up, or None if `whole` is 0."""
    return (200 * part + whole) // (2 * whole) if whole else None


def change(now: int | None, before: int | None) -> int | None:
    """Return the difference between two figures, or None if either is None."""
    return None if now is None or before is None else now - before

"""Rules of digest periods, codes and figures. Days are local dates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

WORST = 5
"""Number of most blocked commitments in a digest."""
NEXT = 6
"""Number of upcoming sessions in a digest."""
HISTORY = 6
"""Number of periods in the history of a digest, its own included."""
LONGEST_CODE = 30
"""Maximum length of the code of a digest, in characters."""
EXAMPLES = {"weekly": "2026-W44", "monthly": "2026-10", "quarterly": "2026-Q4", "yearly": "2026"}
"""The name of a period of each kind."""
MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}
"""Length in months of the periods that are not weekly."""
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
    """Return the period of `kind` (a key of `EXAMPLES`) with this name. Raises PeriodRefused if invalid."""
    try:
        if kind == "weekly" and (found := re.fullmatch(r"(\d{4})-W(\d{2})", name)):
            return period_with(kind, date.fromisocalendar(int(found[1]), int(found[2]), 1))
        if kind == "monthly" and (found := re.fullmatch(r"(\d{4})-(\d{2})", name)):
            return period_with(kind, date(int(found[1]), int(found[2]), 1))
        if kind == "quarterly" and (found := re.fullmatch(r"(\d{4})-Q([1-4])", name)):
            return period_with(kind, date(int(found[1]), int(found[2]) * 3 - 2, 1))
        if kind == "yearly" and re.fullmatch(r"\d{4}", name):
            return period_with(kind, date(int(name), 1, 1))
    except ValueError:
        pass
    if kind not in EXAMPLES:
        raise PeriodRefused(f"{kind} is no kind of period: weekly, monthly, quarterly or yearly")
    raise PeriodRefused(f"{name} is no {kind} period: write one such as {EXAMPLES[kind]}")


def period_with(kind: str, day: date) -> Period:
    """Return the period of `kind` that contains `day`; weeks begin on Monday."""
    if kind == "weekly":
        since = day - timedelta(days=day.weekday())
        year, week, _weekday = since.isocalendar()
        return Period(kind, f"{year}-W{week:02}", since, since + timedelta(days=6))
    months = MONTHS[kind]
    first = (day.month - 1) // months * months + 1
    since = date(day.year, first, 1)
    after = date(day.year + (first + months > 12), (first + months - 1) % 12 + 1, 1)
    names = {"monthly": f"{since:%Y-%m}", "quarterly": f"{since.year}-Q{(first + 2) // 3}", "yearly": f"{since.year}"}
    return Period(kind, names[kind], since, after - timedelta(days=1))


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


def code_of(period: str, tag: str) -> str:
    """Return the code of the first edition, at most 30 characters: "RGK-2026-10", "RGK-2026-10-forum-data"."""
    return (f"RGK-{period}-{tag}" if tag else f"RGK-{period}")[:LONGEST_CODE]


def next_code(code: str, revision: int) -> str:
    """Return the code of edition `revision` from that of the edition before: "RGK-2026-10-forum-data-r2"."""
    edition = f"-r{revision}"
    return code.removesuffix(f"-r{revision - 1}")[: LONGEST_CODE - len(edition)] + edition


def answer_text(options: Sequence[str], option: int | None, words: str) -> str:
    """Return an answer as text: the option with this number (from 1), then the words added to it."""
    if not option:
        return words
    chosen = options[option - 1]
    return f"{chosen.rstrip('.')}. {words}" if words else chosen


def is_to_follow_up(ask: Mapping[str, Any]) -> bool:
    """Return whether a question was answered, and nothing has followed from the answer yet."""
    return "answer" in ask and not ask.get("outcomes")


def count_states(commitments: Iterable[Mapping[str, Any]]) -> Counter[str]:
    """Return the numbers of open commitments of a snapshot that are late, blocked, submitted, running and proposed.

    Each counts once: a late one as late, whatever else it is.
    """
    named = {"blocked": "blocked", "submitted": "submitted", "proposed": "proposed", "counter_proposed": "proposed"}
    return Counter("late" if one["days_late"] > 0 else named.get(one["delivery"], "running") for one in commitments)


def count_ratings(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Return the numbers of forums or agreements of a snapshot by their colour, the worst first."""
    counts = Counter(one["health"] for one in rows)
    return {colour: counts[colour] for colour in ("red", "amber", "green", "grey") if counts[colour]}


def newly_late(record: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the open commitments of a snapshot that became late in its period, by their present due date."""
    last_day_before = (date.fromisoformat(record["since"]) - timedelta(days=1)).isoformat()
    return [one for one in record["commitments"] if one["days_late"] > 0 and one["current_due"] >= last_day_before]


def periods_until(period: Period, first: date | None) -> list[Period]:
    """Return the periods of the history of a digest, the oldest first: `period` last, none before the `first` day."""
    found = [period]
    while len(found) < HISTORY and is_on_record(found[0].before.until, first):
        found.insert(0, found[0].before)
    return found

"""Rules of weekly summaries. Days are local dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Generic, Protocol, TypeVar

from commitments.registry.rules import Delivery

SENT_AT = time(7)
"""The local time on Monday from which the summaries of a week are sent."""


class Row(Protocol):
    """What a summary needs to know of a commitment."""

    @property
    def delivery(self) -> Delivery:
        """Return the status of its delivery."""

    @property
    def current_due(self) -> date:
        """Return its due date."""

    def awaits_report(self, today: date) -> bool:
        """Return whether a report is awaited by a day."""


One = TypeVar("One", bound=Row)


@dataclass(frozen=True, slots=True)
class Parts(Generic[One]):
    """The commitments of a summary: late, due by Sunday, proposed without an answer, and due later but to report on."""

    late: list[One]
    soon: list[One]
    asked: list[One]
    reports: list[One]

    def __bool__(self) -> bool:
        return bool(self.late or self.soon or self.asked or self.reports)


def monday_of(now: datetime) -> date:
    """Return the Monday of the week whose summaries are due at `now`, a local time; a week begins at `SENT_AT`."""
    day = (now - timedelta(hours=SENT_AT.hour)).date()
    return day - timedelta(days=day.weekday())


def sunday_of(today: date) -> date:
    """Return the last day of a week."""
    return today + timedelta(days=6 - today.weekday())


def parts_of(rows: Iterable[One], today: date) -> Parts[One]:
    """Return the parts of a summary, each in the order of `rows`; later due dates only if a report is awaited."""
    parts: Parts[One] = Parts([], [], [], [])
    for row in rows:
        if row.delivery is Delivery.PROPOSED:
            parts.asked.append(row)
        elif row.current_due < today:
            parts.late.append(row)
        elif row.current_due <= sunday_of(today):
            parts.soon.append(row)
        elif row.awaits_report(today):
            parts.reports.append(row)
    return parts

"""The chart of ages with its words, from the open barriers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from alignment.barriers.age_chart import Row, Tick, ages, scale_end, ticks
from alignment.barriers.labels import days as days_label
from alignment.barriers.listing import MOST_DRAWN, Open
from alignment.barriers.rules import FOR_LEADERSHIP, OLD, age
from app.charts.specs import Spec
from commitments.blockers.models import BlockerKind
from commitments.status_labels import BARRIERS


@dataclass(frozen=True, slots=True)
class Kind:
    """The open barriers of a type: how many, and the age of the oldest in days."""

    kind: BlockerKind
    number: int
    oldest: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What the open barriers come to: by type, the oldest first, without owner, old; and the chart.

    `capped`: there are more than `MOST_DRAWN`, and the oldest alone are counted.
    """

    title: str
    kinds: Sequence[Kind]
    number: int
    unowned: int
    old: int
    capped: bool
    wide: Spec
    slim: Spec


def overview(found: Sequence[Open], today: date) -> Overview:
    """Return what open barriers come to; there is at least one, and the first is the oldest."""
    capped, found = len(found) > MOST_DRAWN, found[:MOST_DRAWN]
    aged = [(one.kind, age(one.since, None, today), one.title) for one in found]
    by_kind: dict[BlockerKind, list[tuple[int, str]]] = {}
    for kind, number, title in aged:
        by_kind.setdefault(kind, []).append((number, title))
    _kind, oldest, name = aged[0]
    wide, slim = (_drawn(by_kind, len(found), oldest, slim=is_slim) for is_slim in (False, True))
    return Overview(
        title=_("Open longest: %(title)s, %(days)s", title=name, days=days_label(oldest)),
        kinds=[Kind(kind, len(rows), rows[0][0]) for kind, rows in by_kind.items()],
        number=len(found),
        unowned=sum(one.owner_id is None for one in found),
        old=sum(number > OLD for _kind, number, _title in aged),
        capped=capped,
        wide=wide,
        slim=slim,
    )


def _drawn(by_kind: dict[BlockerKind, list[tuple[int, str]]], number: int, oldest: int, *, slim: bool) -> Spec:
    end = scale_end(oldest)
    beyond = sum(days > FOR_LEADERSHIP for rows in by_kind.values() for days, _title in rows)
    first = ngettext("Age of %(num)d open barrier by type", "Age of %(num)d open barriers by type", number)
    last = ngettext("%(num)d is older than 90 days", "%(num)d are older than 90 days", beyond)
    rows = [Row(str(BARRIERS[kind]), found) for kind, found in by_kind.items()]
    scale = [Tick(one, str(one) if slim and one else days_label(one)) for one in ticks(end, slim=slim)]
    return ages(f"{first}; {last}", rows, scale, end=end, slim=slim)

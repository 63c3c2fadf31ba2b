"""The charts of a digest, from its snapshot alone: each with its finding as title and its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from babel.dates import format_date
from flask_babel import gettext as _

from app.charts import specs
from app.charts.drawing import Drawing, drawn
from app.charts.specs import Spec
from app.web.i18n import language
from insights.digests.charts import PAPER, SLIM, WIDE, Bar, bars
from insights.digests.models import DigestKind
from insights.digests.rules import Period, count_states, read_period
from insights.indicators.rules import MOVED, Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A chart: its name in pages and documents, its title, the rows of its table, and how many it draws."""

    name: str
    title: str
    rows: Sequence[tuple[Any, ...]]
    bars: Sequence[Bar]
    number: int

    def spec(self, width: int = PAPER) -> Spec:
        """Return the specification, by default as wide as in a document."""
        return bars(self.title, self.bars, width=width)

    def drawing(self) -> Drawing | None:
        """Return the drawing for a page, or None if it cannot be made in time."""
        return drawn(self.spec(WIDE), self.spec(SLIM))


def findings(record: Mapping[str, Any]) -> list[Finding]:
    """Return the charts of a snapshot in the current language; older ones have no history of what was kept."""
    return [one for one in (_kept(record), _states(record)) if one]


def _kept(record: Mapping[str, Any]) -> Finding | None:
    """Return what was kept by its first due date, in the periods up to this one; older ones leave out the overdue."""
    history = record.get("history", [])
    if not any(one["whole"] for one in history):
        return None
    rows, shown = [], []
    for one in history:
        name = short_name(read_period(record["kind"], one["period"]))
        overdue = one.get("overdue", 0)
        late = one["whole"] - one["part"] - overdue
        rows.append((name, one["part"], late, *([overdue] if "overdue" in one else []), one["whole"]))
        parts = [
            (one["part"], specs.INK_2, specs.INK_2),
            (late, specs.PAGE, specs.EDGE),
            (overdue, specs.BAD, specs.BAD),
        ]
        shown.append(Bar(name, parts, _of(one) if one["whole"] else _("none completed")))
    number = sum(one["whole"] for one in history)
    return Finding(name="kept", title=_trend(history), rows=rows, bars=shown, number=number)


def _of(one: Mapping[str, Any]) -> str:
    counts = _("%(part)s of %(whole)s", part=one["part"], whole=one["whole"])
    share = Share(one["part"], one["whole"]).percent
    return f"{counts}, {share} %" if share is not None else counts


def _trend(history: Sequence[Mapping[str, Any]]) -> str:
    now = history[-1]
    share = Share(now["part"], now["whole"]).percent
    before = Share(history[-2]["part"], history[-2]["whole"]).percent if len(history) > 1 else None
    if not now["whole"]:
        return _("No commitment was completed in this period")
    if share is None or before is None:
        return _("%(part)s of %(whole)s kept by the first due date", part=now["part"], whole=now["whole"])
    if share - before >= MOVED:
        return _("Kept by the first due date: up from %(before)s %% to %(now)s %%", before=before, now=share)
    if before - share >= MOVED:
        return _("Kept by the first due date: down from %(before)s %% to %(now)s %%", before=before, now=share)
    return _("Kept by the first due date: still about %(now)s %%", now=share)


def _states(record: Mapping[str, Any]) -> Finding | None:
    """Return the open commitments by their state; each counts once."""
    if not record["commitments"]:
        return None
    counts = count_states(record["commitments"])
    looks = {
        "late": (_("Late"), specs.BAD, specs.BAD),
        "blocked": (_("Blocked"), specs.PAGE, specs.BAD),
        "submitted": (_("Awaiting verification"), specs.PAGE, specs.EDGE),
        "running": (_("Running"), specs.INK_2, specs.INK_2),
        "proposed": (_("Not accepted yet"), specs.PAGE, specs.LINE),
    }
    rows = [(words, counts[state]) for state, (words, _fill, _stroke) in looks.items()]
    shown = [
        Bar(words, [(counts[state], fill, stroke)], str(counts[state]))
        for state, (words, fill, stroke) in looks.items()
    ]
    number, stuck = len(record["commitments"]), counts["late"] + counts["blocked"]
    title = _("No open commitment is late or blocked")
    if stuck:
        title = _("%(stuck)s of %(open)s open commitments are late or blocked", stuck=stuck, open=number)
    return Finding(name="states", title=title, rows=rows, bars=shown, number=number)


def short_name(period: Period) -> str:
    """Return the name of a period beside a bar: "Pekan 44", "Okt 2026", "TW IV 2026" or "2026"."""
    kind = DigestKind(period.kind)
    if kind is DigestKind.WEEKLY:
        return _("Week %(number)s", number=period.since.isocalendar().week)
    if kind is DigestKind.MONTHLY:
        return str(format_date(period.since, "MMM y", locale=language()))
    if kind is DigestKind.QUARTERLY:
        return _quarter(period)
    return period.name


def _quarter(period: Period) -> str:
    year = period.since.year
    names = (_("Q1 %(year)s", year=year), _("Q2 %(year)s", year=year), _("Q3 %(year)s", year=year))
    return str((*names, _("Q4 %(year)s", year=year))[period.since.month // 3])

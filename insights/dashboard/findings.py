"""The charts of a dashboard: each with its finding as title, its description, and both its drawings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from babel.dates import format_date
from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.charts import specs
from app.charts.drawing import Drawing, drawn
from app.charts.specs import Spec
from app.organisations.models import Sector
from app.web.i18n import day as written_day
from app.web.i18n import language
from app.web.status_labels import sector_name
from insights.dashboard import charts
from insights.dashboard.board import Board, SectorRow
from insights.dashboard.charts import SLIM, WHOLE, WIDE, Bar, Dot, Pair, Point
from insights.dashboard.queries import AHEAD, MOST_AHEAD, Due, OpenCounts
from insights.indicators.rules import MOVED, Month, Share, Step, first_of_month

LONGEST = 180
"""Days that the curve from decision to done shows."""


class Finding(NamedTuple):
    """A chart with its finding; `drawing` is None if it could not be made in time."""

    title: str
    drawing: Drawing | None


def kept(months: Sequence[Month]) -> Finding:
    """Return the trend of commitments met by their first due date."""
    title = _trend(months)
    points = [
        Point(month_name(one.first, "MMM"), share.percent, str(share.whole or ""))
        for one in months
        for share in [one.share or Share(0, 0)]
    ]
    return _finding(title, lambda width: charts.line(title, points, width=width))


def points_of(months: Sequence[Month]) -> list[tuple[date, int]]:
    """Return the months in which enough was met to tell a share, with it in per cent; fewer than two are no trend."""
    return [(one.first, one.share.percent) for one in months if one.share and one.share.percent is not None]


def _trend(months: Sequence[Month]) -> str:
    found = points_of(months)
    if len(found) < 2:
        return _("Too few commitments were met to show a trend")
    (since, first), (until, last) = found[0], found[-1]
    words = {"first": first, "last": last, "since": month_name(since), "until": month_name(until)}
    if last - first >= MOVED:
        return _("On time rose from %(first)s %% in %(since)s to %(last)s %% in %(until)s", **words)
    if first - last >= MOVED:
        return _("On time fell from %(first)s %% in %(since)s to %(last)s %% in %(until)s", **words)
    shares = [share for _month, share in found]
    lowest, highest = min(shares), max(shares)
    if highest - lowest >= MOVED:
        words |= {"lowest": lowest, "highest": highest}
        return _(
            "On time was between %(lowest)s %% and %(highest)s %% since %(since)s, %(last)s %% in %(until)s", **words
        )
    return _("On time stayed at about %(last)s %% from %(since)s to %(until)s", **words)


def survival(board: Board) -> Finding:
    """Return the share of commitments of decisions that is not done yet, by days since the decision."""
    now, before = board.done.now, board.done.before
    if not board.done.number:
        title = _("No decision has a commitment yet")
    elif now is None:
        title = _("Fewer than half of the commitments of decisions are done so far")
    elif before is None:
        title = _("Half of the commitments of decisions are done within %(days)s days", days=now)
    else:
        title = _("Half are done within %(days)s days; in the year before within %(before)s", days=now, before=before)
    lines = [board.survival, *([board.survival_before] if len(board.survival_before) > 1 else [])]
    return _finding(title, lambda width: charts.steps(title, lines, width=width, last=LONGEST))


def survival_rows(board: Board) -> list[tuple[int, float, float | None]]:
    """Return the days of both curves up to `LONGEST`, with the shares not done yet; None without a year before."""
    days = sorted({step.day for step in (*board.survival, *board.survival_before) if step.day <= LONGEST})
    lately, before = board.survival, board.survival_before
    return [(day, _left(lately, day), _left(before, day) if len(before) > 1 else None) for day in days]


def _left(steps: Sequence[Step], day: int) -> float:
    return next((one.left for one in reversed(steps) if one.day <= day), 1.0)


def open_in(board: Board) -> Finding:
    """Return the open commitments of each forum and agreement by status."""
    stuck = board.stuck
    if not stuck:
        title = _("No open commitment is late or blocked")
    elif (worst := board.open_in[0]).late + worst.blocked == stuck:
        title = _("All that is late or blocked is in %(name)s", name=worst.name)
    elif 2 * (worst.late + worst.blocked) > stuck:
        title = _("Most of what is late or blocked is in %(name)s", name=worst.name)
    else:
        title = _("%(stuck)s of %(open)s open commitments are late or blocked", stuck=stuck, open=board.open_total)
    rows = [
        Bar(_("%(name)s, %(number)s open", name=one.name, number=one.total), _parts(one), said(one))
        for one in board.open_in
    ]
    return _finding(title, lambda width: charts.bars(title, rows, width=width))


def _parts(row: OpenCounts) -> list[tuple[int, str, str]]:
    return [
        (row.late, specs.BAD, specs.BAD),
        (row.blocked, specs.PAGE, specs.BAD),
        (row.submitted, specs.PAGE, specs.EDGE),
        (row.running, specs.EDGE, specs.EDGE),
    ]


def said(row: OpenCounts) -> str:
    """Return the open commitments of a row in words, such as "2 late, 1 running"."""
    words = [
        (row.late, _("%(number)s late", number=row.late)),
        (row.blocked, _("%(number)s blocked", number=row.blocked)),
        (row.submitted, _("%(number)s awaiting verification", number=row.submitted)),
        (row.running, _("%(number)s running", number=row.running)),
    ]
    return ", ".join(text for number, text in words if number)


def sectors(board: Board) -> Finding:
    """Return the share of each sector of the seats called, and of those that came."""
    title = _turnout(board.sectors)
    rows = [Pair(str(sector_name(one.sector)), one.called_share, one.came_share) for one in board.sectors]
    return _finding(title, lambda width: charts.pairs(title, rows, width=width))


def _turnout(rows: Sequence[SectorRow]) -> str:
    least = min(rows, key=lambda one: one.gap, default=None)
    if least is None or least.gap > -2:
        return _("Every sector comes about as it is called")
    words = {"sector": sector_name(least.sector), "called": least.called_share, "came": least.came_share}
    return _("%(sector)s: %(called)s %% of the seats called, %(came)s %% of those that came", **words)


def ahead(board: Board, today: date) -> Finding:
    """Return the due dates ahead, by the sector of the responsible organisation."""
    soon = sum(one.day <= today + timedelta(days=30) for one in board.ahead)
    title = ngettext(
        "%(num)d due date in the next 90 days, %(soon)s of them within 30",
        "%(num)d due dates in the next 90 days, %(soon)s of them within 30",
        len(board.ahead),
        soon=soon,
    )
    if len(board.ahead) == MOST_AHEAD:
        last = board.ahead[-1].day
        title = _("The next %(number)s due dates reach until %(day)s", number=MOST_AHEAD, day=written_day(last))
    order = [one for one in Sector if any(due.sector is one for due in board.ahead)]
    dots = [_dot(due, order) for due in board.ahead]
    starts = [first_of_month(today, -back) for back in range(1, 4)]
    ends = (today, today + timedelta(days=AHEAD))
    ticks = [(start, month_name(start, "MMM y")) for start in starts if start <= ends[1]]
    names = [str(sector_name(one)) for one in order]
    return _finding(title, lambda width: charts.lanes(title, names, dots, ticks, days=ends, width=width), wide=WHOLE)


def _dot(due: Due, order: Sequence[Sector]) -> Dot:
    words = f"{due.title}, {written_day(due.day)}"
    return Dot(due.day, order.index(due.sector), words, url_for("commitments.registry.show", commitment_id=due.id))


def month_name(first: date, pattern: str = "MMMM y") -> str:
    """Return the name of a month as `pattern` of Babel writes it."""
    return str(format_date(first, pattern, locale=language()))


def _finding(title: str, spec: Callable[[int], Spec], *, wide: int = WIDE) -> Finding:
    return Finding(title, drawn(spec(wide), spec(SLIM)))

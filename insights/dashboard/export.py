"""The figures of a dashboard as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from flask import Response
from flask_babel import gettext as _

from app.clock import local_date
from app.files.tables import table_download
from app.web.status_labels import sector_name
from insights.dashboard.board import Board, Days
from insights.dashboard.labels import INDICATORS, is_counted
from insights.dashboard.rows import Key, Row
from insights.dashboard.scope import Scope
from insights.indicators.rules import Share

MOST = 2000
"""Maximum number of forums and agreements in the spreadsheet."""


def sheet(board: Board, scope: Scope, kind: str) -> Response:
    """Return figure, value, number counted and value before, one in a row; `kind` is "csv" or "xlsx"."""
    columns = [_("Figure"), _("Value"), _("Counted among"), _("Before"), _("Counted among, before")]
    return table_download(_("Dashboard"), columns, _rows(board, scope), kind, name="dashboard")


def _rows(board: Board, scope: Scope) -> Iterator[list[Any]]:
    yield _share(_("On time against the first due date"), board.on_time, board.on_time_before)
    yield _share(_("Open commitments that are late"), board.late, board.late_before)
    yield _days(_("From decision to done (days)"), board.done)
    if is_counted(Key.MINUTES, scope):
        yield _days(_("Minutes circulated after the session (days)"), board.minutes)
    yield _share(_("Attendance"), board.attendance, board.attendance_before)
    yield _days(_("Verification (days)"), board.verification)
    for row in board.sectors:
        yield [_("Attendance: %(sector)s", sector=sector_name(row.sector)), row.came, row.called, None, None]
    for key, (now, before) in board.shares.items():
        if is_counted(key, scope):
            yield _share(str(INDICATORS[key].name), now, before)
    for made in board.proposals:
        label = _("Agenda items taken up: %(sector)s", sector=sector_name(made.sector))
        yield _share(label, Share(made.adopted, made.proposed), None)
    for kept in board.organisations:
        yield _share(_("On time: %(name)s", name=kept.name), Share(kept.on_time, kept.whole), None)
    for one in board.open_in:
        yield [_("Late in %(name)s", name=one.name), one.late, one.total, None, None]
    for month in board.months:
        label = _("On time in the three months until %(month)s", month=month.first.strftime("%Y-%m"))
        yield _share(label, month.share, None) if month.share else [label, None, None, None, None]


def rows_sheet(key: Key, rows: Iterable[Row], kind: str) -> Response:
    """Return what an indicator counts; `kind` is "csv" or "xlsx"."""
    indicator = INDICATORS[key]
    columns = [
        _("Code"),
        _("Title"),
        _("Forum, agreement or organisation"),
        indicator.day,
        _("Counted"),
        _("Counted among"),
        _("Number of days"),
    ]
    cells = ([*row[1:4], _day(row.at), row.part, row.whole, _whole_days(row.days)] for row in rows)
    return table_download(indicator.name, columns, cells, kind, name=key.value)


def _day(at: date | datetime) -> date:
    return local_date(at) if isinstance(at, datetime) else at


def _whole_days(days: float | None) -> int | None:
    return None if days is None else round(days)


def _share(label: str, share: Share, before: Share | None) -> list[Any]:
    earlier = (before.part, before.whole) if before else (None, None)
    return [label, share.part, share.whole, *earlier]


def _days(label: str, days: Days) -> list[Any]:
    return [label, days.now, days.number, days.before, None]

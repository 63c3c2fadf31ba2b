"""Pages and spreadsheets of the dashboard: its figures, and the list behind each."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from agreements.registry.models import Agreement
from app.clock import end_of, today, utc_now
from app.database import db
from app.files.tables import wanted_format
from app.organisations.models import Organisation
from app.web.i18n import plain_day
from app.web.pages import page
from app.web.policies import guarded
from forums.scheduling.models import Forum
from insights.dashboard import behind, export, findings, queries
from insights.dashboard.board import board_of
from insights.dashboard.labels import FURTHER, INDICATORS, is_counted
from insights.dashboard.policies import read_dashboard
from insights.dashboard.rows import Key
from insights.dashboard.scope import WINDOWS, Scope, id_of
from insights.indicators.rules import Window, first_of_month

bp = Blueprint("dashboard", __name__)

FIRST_DAY = date(2000, 1, 1)
"""No dashboard is as of an earlier day."""


@bp.get("/dashboard")
@guarded(read_dashboard)
def show() -> ResponseReturnValue:
    """Show the indicators of the `?days=` (30, 90 or 365) that end today or `?on=` a day, of all or of one scope.

    A scope is a `?forum=`, an `?agreement=` or an `?organisation=`.
    """
    choices = queries.choices(current_user, today())
    scope = chosen(choices)
    board = board_of(scope)
    return page(
        "insights/dashboard/show.html",
        scope=scope,
        board=board,
        windows=WINDOWS,
        menus=_menus(choices),
        forum_names=choices.slugs,
        indicators=INDICATORS,
        further=[key for key in FURTHER if is_counted(key, scope)],
        keys=Key,
        kept=findings.kept(board),
        survival=findings.survival(board),
        open_in=findings.open_in(board) if board.open_in else None,
        sectors=findings.sectors(board) if board.sectors else None,
        ahead=findings.ahead(board, scope.today) if board.ahead else None,
        said=findings.said,
        month_name=findings.month_name,
    )


@bp.get("/dashboard/figures")
@guarded(read_dashboard)
def figures() -> ResponseReturnValue:
    """Download the figures as a spreadsheet: `?format=csv` (the default) or xlsx, with the filters of the page."""
    scope = chosen(queries.choices(current_user, today()))
    return export.sheet(board_of(scope), wanted_format() or "csv")


@bp.get("/dashboard/indicators/<string:indicator>")
@guarded(read_dashboard)
def rows(indicator: str) -> ResponseReturnValue:
    """Show what an indicator counts, with the filters of the page, or download it: `?format=csv` or xlsx."""
    key = next((one for one in Key if one.value == indicator), None) or abort(404)
    scope = chosen(queries.choices(current_user, today()))
    if kind := wanted_format():
        return export.rows_sheet(key, behind.all_rows(key, scope), kind)
    found = behind.page_of_rows(key, scope)
    if found.number > 1 and not found.rows:
        abort(404)
    share, days = behind.value_of(key, scope)
    return page(
        "insights/dashboard/rows.html",
        scope=scope,
        key=key,
        keys=Key,
        indicator=INDICATORS[key],
        found=found,
        share=share,
        days=days,
        href=behind.href,
    )


def chosen(choices: queries.Choices) -> Scope:
    """Return the scope of the query string; what the user may not read, or what is unknown, is ignored."""
    days = request.args.get("days", type=int)
    day = max(min(request.args.get("on", today(), type=date.fromisoformat), today()), FIRST_DAY)
    forum_id = next((one.id for one in choices.forums if one.slug == request.args.get("forum")), None)
    agreement_id, organisation_id = (id_of(request.args.get(name)) for name in ("agreement", "organisation"))
    if forum_id or agreement_id not in {one.id for one in choices.agreements}:
        agreement_id = None
    return Scope(
        person=current_user,
        window=Window.ending(day, days if days in WINDOWS else WINDOWS[0]),
        now=end_of(day) if day < today() else utc_now(),
        is_past=day < today(),
        forum=db.session.get(Forum, forum_id) if forum_id else None,
        agreement=db.session.get(Agreement, agreement_id) if agreement_id else None,
        organisation=db.session.get(Organisation, organisation_id) if organisation_id else None,
    )


def _menus(choices: queries.Choices) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return the filters with their values: label, parameter, and the values with their words."""
    ends = [first_of_month(today(), back) - timedelta(days=1) for back in range(12)]
    menus = [
        (_("As of"), "on", [(day.isoformat(), str(plain_day(day))) for day in ends]),
        (_("Forum"), "forum", [(one.slug, one.name) for one in choices.forums]),
        (_("Agreement"), "agreement", [(str(one.id), one.name) for one in choices.agreements]),
        (_("Organisation"), "organisation", [(str(one.id), one.name) for one in choices.organisations]),
    ]
    return [menu for menu in menus if menu[2]]

"""Page and spreadsheet of the dashboard."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import Row

from app.clock import today, utc_now
from app.database import db
from app.files.tables import wanted_format
from app.organisations.models import Organisation
from app.web.pages import page
from app.web.policies import guarded
from forums.scheduling.models import Forum
from insights.dashboard import export, findings, queries
from insights.dashboard.board import board_of
from insights.dashboard.policies import read_dashboard
from insights.dashboard.scope import WINDOWS, Scope, organisation_id_of
from insights.indicators.rules import Window

bp = Blueprint("dashboard", __name__)


@bp.get("/dashboard")
@guarded(read_dashboard)
def show() -> ResponseReturnValue:
    """Show the indicators of the last `?days=` (30, 90 or 365), of all, or of a `?forum=` or `?organisation=`."""
    day = today()
    forums = queries.forums_of(current_user, day)
    scope = chosen(forums)
    board = board_of(scope)
    return page(
        "insights/dashboard/show.html",
        scope=scope,
        board=board,
        windows=WINDOWS,
        forums=[(row.slug, row.name) for row in forums],
        forum_names={row.id: (row.slug, row.name) for row in forums},
        organisations=[(str(one.id), one.label) for one in queries.organisations()],
        kept=findings.kept(board),
        survival=findings.survival(board),
        open_in=findings.open_in(board) if board.open_in else None,
        sectors=findings.sectors(board) if board.sectors else None,
        ahead=findings.ahead(board, day) if board.ahead else None,
        said=findings.said,
        month_name=findings.month_name,
    )


@bp.get("/dashboard/figures")
@guarded(read_dashboard)
def figures() -> ResponseReturnValue:
    """Download the figures as a spreadsheet: `?format=csv` (the default) or xlsx, with the filters of the page."""
    scope = chosen(queries.forums_of(current_user, today()))
    return export.sheet(board_of(scope), wanted_format() or "csv")


def chosen(forums: Sequence[Row[str, str, UUID]]) -> Scope:
    """Return the scope of the query string; what the user may not read, or what is unknown, is ignored."""
    day, days = today(), request.args.get("days", type=int)
    window = Window.ending(day, days if days in WINDOWS else WINDOWS[0])
    slug, organisation_id = request.args.get("forum"), organisation_id_of(request.args.get("organisation"))
    forum_id = next((row.id for row in forums if row.slug == slug), None)
    return Scope(
        person=current_user,
        window=window,
        now=utc_now(),
        forum=db.session.get(Forum, forum_id) if forum_id else None,
        organisation=db.session.get(Organisation, organisation_id) if organisation_id else None,
    )

"""Pages and spreadsheets of the dashboard: its figures, and the list behind each."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.clock import end_of, today, utc_now
from app.database import db
from app.files.tables import MOST, wanted_format
from app.organisations.models import Organisation
from app.web.arguments import uuid_of
from app.web.i18n import plain_day
from app.web.pages import page
from app.web.policies import guarded
from app.web.selects import LONG, OPTIONS, WHOLE, all_options
from insights.dashboard import behind, export, findings, queries
from insights.dashboard.board import board_of
from insights.dashboard.forms import ScopeForm
from insights.dashboard.labels import FURTHER, INDICATORS, is_counted
from insights.dashboard.policies import read_dashboard
from insights.dashboard.rows import Key
from insights.dashboard.scope import WINDOWS, Scope
from insights.indicators.rules import Window, first_of_month

bp = Blueprint("dashboard", __name__)

MOST_CHOICES = 60
"""Maximum number of values in a menu."""


@bp.get("/dashboard")
@guarded(read_dashboard)
def show() -> ResponseReturnValue:
    """Show the indicators of the `?days=` (30, 90 or 365) that end today or `?on=` a day, of all or of one scope.

    A scope is a `?forum=`, an `?agreement=` or an `?organisation=`.
    """
    form = ScopeForm(request.args)
    scope = chosen(form.on.data) if form.validate() else chosen(None)
    if not form.refused:
        form.on.raw_data = None  # shows the day as Selaras writes it
    menus = _menus(scope, form)
    if rest := all_options(form):
        return rest
    board = board_of(scope)
    return page(
        "insights/dashboard/show.html",
        form,
        scope=scope,
        board=board,
        windows=WINDOWS,
        menus=menus,
        indicators=INDICATORS,
        further=[key for key in FURTHER if is_counted(key, scope)],
        keys=Key,
        is_counted=is_counted,
        kept=findings.kept(board.months),
        survival=findings.survival(board),
        survival_rows=findings.survival_rows(board),
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
    scope = _scope_or_404()
    return export.sheet(board_of(scope, export.MOST), scope, wanted_format() or "csv")


@bp.get("/dashboard/indicators/<string:indicator>")
@guarded(read_dashboard)
def rows(indicator: str) -> ResponseReturnValue:
    """Show what an indicator counts, with the filters of the page, or download it: `?format=csv` or xlsx.

    Answers 404 if it is not counted in that scope.
    """
    key = next((one for one in Key if one.value == indicator), None) or abort(404)
    scope = _scope_or_404()
    if not is_counted(key, scope):
        abort(404)
    if kind := wanted_format():
        return export.rows_sheet(key, behind.all_rows(key, scope), kind)
    found, share, days = behind.page_of_rows(key, scope)
    if found.number > 1 and not found.rows:
        abort(404)
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
        most=MOST,
    )


def _scope_or_404() -> Scope:
    """Return the scope of the query string as `chosen` does. Answers 404 if its day is none of the record."""
    form = ScopeForm(request.args)
    return chosen(form.on.data) if form.validate() else abort(404)


def chosen(day: date | None) -> Scope:
    """Return the scope of the query string at the end of a past day, or now.

    Answers 404 if what it names is unknown, the user may not read it, or it names both a forum and an agreement.
    """
    days, day = request.args.get("days", type=int), day or today()
    slug, agreement_id, organisation_id = (request.args.get(name) for name in ("forum", "agreement", "organisation"))
    forum = agreement = organisation = None
    if slug and agreement_id:
        abort(404)
    if slug:
        forum = queries.forum_with(slug, current_user, today()) or abort(404)
    if agreement_id:
        agreement = queries.agreement_with(uuid_of(agreement_id), current_user, today()) or abort(404)
    if organisation_id:
        organisation = db.session.get(Organisation, uuid_of(organisation_id) or abort(404)) or abort(404)
    return Scope(
        person=current_user,
        window=Window.ending(day, days if days in WINDOWS else WINDOWS[0]),
        now=end_of(day) if day < today() else utc_now(),
        is_past=day < today(),
        forum=forum,
        agreement=agreement,
        organisation=organisation,
    )


def _menus(scope: Scope, form: ScopeForm) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return the filters with their values: label, parameter, and the values with their words.

    A filter of more than `MOST_CHOICES` values has a searchable field of the form instead.
    """
    everything = not {OPTIONS, WHOLE}.isdisjoint(request.args)
    choices = queries.choices(current_user, today(), None if everything else LONG + 1)
    began = queries.record_began() or today()
    ends = [first_of_month(today(), back) - timedelta(days=1) for back in range(12)]
    menus = [
        (_("As of"), "on", [(day.isoformat(), str(plain_day(day))) for day in ends if day >= began]),
        (_("Forum"), "forum", [(one.slug, one.name) for one in choices.forums]),
        (_("Agreement"), "agreement", [(str(one.id), one.name) for one in choices.agreements]),
        (_("Organisation"), "organisation", [(str(one.id), one.name) for one in choices.organisations]),
    ]
    for (_label, parameter, entries), present in zip(menus, _present(scope), strict=True):
        if parameter != "on":
            form.offer(parameter, entries if len(entries) > MOST_CHOICES and not present else [])
        if len(entries) > MOST_CHOICES:
            entries.clear()
        if present and present not in entries:
            entries.append(present)
    return [menu for menu in menus if menu[2]]


def _present(scope: Scope) -> list[tuple[str, str] | None]:
    """Return value and words of the present value of each filter, which may be none of those offered."""
    forum, agreement, organisation = scope.forum, scope.agreement, scope.organisation
    return [
        (request.args["on"], str(plain_day(scope.today))) if scope.is_past else None,
        (forum.slug, forum.name) if forum else None,
        (str(agreement.id), agreement.title) if agreement else None,
        (str(organisation.id), organisation.label) if organisation else None,
    ]

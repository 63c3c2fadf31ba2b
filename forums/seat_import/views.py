"""Pages for downloading, uploading, previewing and importing the sheet of seats and participants."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user

from app.clock import local_date, today, utc_now
from app.errors import RuleViolation
from app.files import download
from app.files.models import StoredFile
from app.files.sheet_import.forms import ConfirmSheetForm, SheetForm
from app.files.sheet_import.outcomes import Outcome
from app.files.sheet_import.uploads import cells_of, keep_sheet, own_sheet
from app.files.spreadsheets import CSV, XLSX, Cell, as_xlsx
from app.web.csv_export import as_csv
from app.web.forms import Form
from app.web.pages import done, page
from app.web.policies import guarded
from forums.members.table import on_day
from forums.scheduling.labels import ROLES
from forums.scheduling.models import Forum
from forums.scheduling.policies import change_forum
from forums.seat_import import actions
from forums.seat_import.rows import COLUMNS, ImportRow, read_rows

bp = Blueprint("seat_import", __name__)


@bp.get("/forums/<string:slug>/members/sheet.xlsx")
@guarded(change_forum)
def as_workbook(forum: Forum) -> ResponseReturnValue:
    """Download the current seats and participants as a workbook, which can be edited and uploaded again."""
    return download(
        as_xlsx(_("Participants"), list(COLUMNS.values()), _rows(forum)), media_type=XLSX, name=f"{forum.slug}.xlsx"
    )


@bp.get("/forums/<string:slug>/members/sheet.csv")
@guarded(change_forum)
def as_table(forum: Forum) -> ResponseReturnValue:
    """Download the current seats and participants as CSV."""
    return download(
        as_csv(list(COLUMNS.values()), _rows(forum)), media_type=f"{CSV}; charset=utf-8", name=f"{forum.slug}.csv"
    )


@bp.route("/forums/<string:slug>/members/import", methods=["GET", "POST"])
@guarded(change_forum)
def add(forum: Forum) -> ResponseReturnValue:
    """Upload a sheet, and preview the import line by line."""
    form = SheetForm()
    if form.validate_on_submit():
        try:
            now = utc_now()
            file = keep_sheet(form.file.data, by=current_user, at=now)
            seen = (file, actions.attempt(forum, _read(file), by=current_user, at=now))
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            file, outcome = seen
            return _preview(forum, file, outcome)
    return page("forums/seat_import/add.html", form, forum=forum)


@bp.post("/forums/<string:slug>/members/import/confirm")
@guarded(change_forum)
def confirm(forum: Forum) -> ResponseReturnValue:
    """Import the previewed sheet; it is parsed again, and imported only if the outcome is unchanged."""
    form = ConfirmSheetForm()
    file = own_sheet(form.file.data)
    if form.validate_on_submit():
        try:
            taken = actions.take_in(forum, _read(file), seen=form.seen_mark, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            number = len(taken.changing)
            notice = ngettext("%(num)d line was imported.", "%(num)d lines were imported.", number)
            return done(notice, to=url_for("forums.members.index", slug=forum.slug), made=taken)
    return _preview(forum, file, actions.attempt(forum, _read(file), by=current_user, at=utc_now()), form)


def _preview(
    forum: Forum, file: StoredFile, outcome: Outcome[ImportRow], form: Form | None = None
) -> ResponseReturnValue:
    return page("forums/seat_import/show.html", form, forum=forum, file=file, outcome=outcome, columns=COLUMNS)


def _read(file: StoredFile) -> list[ImportRow]:
    rows = read_rows(cells_of(file))
    if not rows:
        raise RuleViolation(_l("There is no line below the heading"), field="file")
    return rows


def _rows(forum: Forum) -> Iterator[list[Cell]]:
    table = on_day(forum, today())
    for row in [*table.rows, *table.coming]:
        seat = row.seat
        for one in row.people:
            who = [one.person.name, one.person.position, one.person.email, one.person.phone]
            yield [seat.organisation.name, *who, str(ROLES[one.role]), local_date(one.joined_at), one.last_day]
        for coming in row.arrivals:
            who = [coming.person.name, coming.person.position, coming.person.email, coming.person.phone]
            yield [seat.organisation.name, *who, str(ROLES[coming.role]), coming.since, coming.last_day]
        if not row.people and not row.arrivals:
            yield [seat.organisation.name, None, None, None, None, None, seat.since, seat.until]

"""Pages for downloading the template, and for uploading, previewing and importing a sheet of people."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.accounts.people.policies import create_person
from app.accounts.people_import import actions
from app.accounts.people_import.rows import COLUMNS, ImportRow, read_rows
from app.accounts.people_import.template import example, guide
from app.clock import utc_now
from app.errors import RuleViolation
from app.files import download
from app.files.models import StoredFile
from app.files.sheet_import.forms import ConfirmSheetForm, SheetForm
from app.files.sheet_import.outcomes import Outcome
from app.files.sheet_import.uploads import cells_of, keep_sheet, own_sheet
from app.files.spreadsheets import CSV, XLSX, as_xlsx
from app.web.csv_export import as_csv
from app.web.forms import Form
from app.web.pages import done, page
from app.web.policies import guarded

bp = Blueprint("people_import", __name__, url_prefix="/people/import")


@bp.get("/template.xlsx")
@guarded(create_person)
def as_workbook() -> ResponseReturnValue:
    """Download an empty sheet with an example, and the allowed values on a second one."""
    sheet = as_xlsx(_("People"), list(COLUMNS.values()), [example()], guide())
    return download(sheet, media_type=XLSX, name="selaras-people.xlsx")


@bp.get("/template.csv")
@guarded(create_person)
def as_table() -> ResponseReturnValue:
    """Download an empty sheet with an example as CSV."""
    sheet = as_csv(list(COLUMNS.values()), [example()])
    return download(sheet, media_type=f"{CSV}; charset=utf-8", name="selaras-people.csv")


@bp.route("", methods=["GET", "POST"])
@guarded(create_person)
def add() -> ResponseReturnValue:
    """Upload a sheet, and preview the import line by line."""
    form = SheetForm()
    if form.validate_on_submit():
        try:
            now = utc_now()
            file = keep_sheet(form.file.data, by=current_user, at=now)
            outcome = actions.attempt(_rows(file), by=current_user, at=now)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return _preview(file, outcome)
    return page("people_import/add.html", form, guide=guide())


@bp.post("/confirm")
@guarded(create_person)
def confirm() -> ResponseReturnValue:
    """Import the previewed sheet; it is parsed again, and imported only if the outcome is unchanged."""
    form = ConfirmSheetForm()
    file = own_sheet(form.file.data)
    if form.validate_on_submit():
        try:
            taken = actions.take_in(_rows(file), seen=form.seen_mark, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            number = len(taken.changing)
            notice = ngettext("%(num)d line was imported.", "%(num)d lines were imported.", number)
            return done(notice, to=url_for("people.index"), made=taken)
    return _preview(file, actions.attempt(_rows(file), by=current_user, at=utc_now()), form)


def _preview(file: StoredFile, outcome: Outcome[ImportRow], form: Form | None = None) -> ResponseReturnValue:
    return page("people_import/show.html", form, file=file, outcome=outcome, columns=COLUMNS)


def _rows(file: StoredFile) -> list[ImportRow]:
    return read_rows(cells_of(file))

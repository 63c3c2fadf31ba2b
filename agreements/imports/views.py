"""Pages that preview and import a register of existing agreements."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from wtforms import SelectField

from agreements.imports import actions
from agreements.imports.rows import COLUMNS, RegisterRow, read_rows
from agreements.registry.policies import create_agreement
from app.clock import utc_now
from app.errors import RuleViolation
from app.files import download
from app.files.models import StoredFile
from app.files.sheet_import.forms import ConfirmSheetForm, SheetForm
from app.files.sheet_import.outcomes import Outcome
from app.files.sheet_import.uploads import cells_of, keep_sheet, own_sheet
from app.files.spreadsheets import XLSX, as_xlsx
from app.organisations.models import Sector
from app.web.forms import Form, options
from app.web.pages import done, page
from app.web.policies import guarded
from app.web.status_labels import SECTORS

bp = Blueprint("imports", __name__)
SECTOR_CHOICES = options(
    [("", _l("Do not create any: correct the file")), *((sector.value, SECTORS[sector.value][1]) for sector in Sector)]
)
EXAMPLE = (
    *("PKS", "Pertukaran data", "Instansi A; Instansi B", "PKS/01; B/07", "2026-01-08", "2026-01-09", "2027-01-08"),
    *("Laporan mutu data", "Instansi B", "Instansi A", "Memuat kelengkapan data", "", "2026-12-18"),
)


class RegisterForm(SheetForm):
    """A register to import, and what becomes of organisations that are not known."""

    sector = SelectField(_l("Organisations that are not known"), choices=SECTOR_CHOICES, default="")


class ConfirmRegisterForm(ConfirmSheetForm):
    """The register to import as it was previewed."""

    sector = SelectField(_l("Organisations that are not known"), choices=SECTOR_CHOICES, default="")


@bp.get("/agreements/import/sheet.xlsx")
@guarded(create_agreement)
def empty_sheet() -> ResponseReturnValue:
    """Download a workbook with the columns and an example."""
    content = as_xlsx(_("Agreements"), list(COLUMNS.values()), [list(EXAMPLE)])
    return download(content, media_type=XLSX, name="selaras-agreements.xlsx")


@bp.route("/agreements/import", methods=["GET", "POST"])
@guarded(create_agreement)
def add() -> ResponseReturnValue:
    """Upload a register, and preview the import line by line."""
    form = RegisterForm()
    if form.validate_on_submit():
        try:
            now = utc_now()
            file = keep_sheet(form.file.data, by=current_user, at=now)
            outcome = actions.attempt(_read(file), _sector(form), by=current_user, at=now)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return _preview(file, outcome, form.sector.data)
    return page("agreements/imports/add.html", form)


@bp.post("/agreements/import/confirm")
@guarded(create_agreement)
def confirm() -> ResponseReturnValue:
    """Import the previewed register; it is parsed again, and imported only if the outcome is unchanged."""
    form = ConfirmRegisterForm()
    file = own_sheet(form.file.data)
    if form.validate_on_submit():
        try:
            rows, sector = _read(file), _sector(form)
            taken = actions.take_in(rows, sector, seen=form.seen_mark, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            number = taken.count("agreement")
            notice = ngettext("%(num)d agreement was imported.", "%(num)d agreements were imported.", number)
            return done(notice, to=url_for("agreements.registry.index", all=1), made=taken)
    outcome = actions.attempt(_read(file), _sector(form), by=current_user, at=utc_now())
    return _preview(file, outcome, form.sector.data, form)


def _preview(
    file: StoredFile, outcome: Outcome[RegisterRow], sector: str, form: Form | None = None
) -> ResponseReturnValue:
    return page("agreements/imports/show.html", form, file=file, outcome=outcome, sector=sector)


def _sector(form: RegisterForm | ConfirmRegisterForm) -> Sector | None:
    return Sector(form.sector.data) if form.sector.data in {one.value for one in Sector} else None


def _read(file: StoredFile) -> list[RegisterRow]:
    rows = read_rows(cells_of(file))
    if not rows:
        raise RuleViolation(_l("There is no line below the heading"), field="file")
    return rows

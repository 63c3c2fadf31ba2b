"""Pages of imports of agreements: upload, assignment of columns, preview, progress and result."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from agreements.imports import actions, policies, queries
from agreements.imports.forms import ColumnsForm, ConfirmForm, RegisterForm
from agreements.imports.models import AgreementImport
from agreements.imports.rows import COLUMNS, REQUIRED
from agreements.registry.policies import create_agreement
from app.clock import utc_now
from app.errors import RuleViolation
from app.files import download
from app.files.sheet_import.stages import BUSY, OUTDATED, Stage
from app.files.spreadsheets import XLSX, as_xlsx
from app.web.pages import done, page
from app.web.policies import guarded

bp = Blueprint("imports", __name__)
ONE = "/agreements/imports/<uuid:agreement_import_id>"
EXAMPLE = (
    *("PKS", "Pertukaran data", "Instansi A; Instansi B", "PKS/01; B/07", "2026-01-08", "2026-01-09", "2027-01-08"),
    *("Laporan mutu data", "Instansi B", "Instansi A", "Memuat kelengkapan data", "", "2026-12-18"),
)


@bp.get("/agreements/import/sheet.xlsx")
@guarded(create_agreement)
def empty_sheet() -> ResponseReturnValue:
    """Download a workbook with the columns and an example."""
    content = as_xlsx(_("Agreements"), list(COLUMNS.values()), [list(EXAMPLE)])
    return download(content, media_type=XLSX, name="selaras-agreements.xlsx")


@bp.route("/agreements/import", methods=["GET", "POST"])
@guarded(create_agreement)
def add() -> ResponseReturnValue:
    """Upload a register; it is previewed if its columns are recognised."""
    form = RegisterForm()
    if form.validate_on_submit():
        try:
            imported = actions.begin(form.file.data, form.chosen_sector(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            if imported.stage is not Stage.COLUMNS:
                return done(_("Nothing is imported until you confirm."), to=imported, made=imported, tone="")
            message = _("Nothing is imported yet. Assign the columns that were not recognised.")
            columns_page = url_for(".columns", agreement_import_id=imported.id)
            return done(message, to=columns_page, made=imported, tone="")
    latest = queries.latest_of(current_user)
    return page("agreements/imports/add.html", form, most=actions.most_lines(), latest=latest)


@bp.route(f"{ONE}/columns", methods=["GET", "POST"])
@guarded(policies.complete_import)
def columns(agreement_import: AgreementImport) -> ResponseReturnValue:
    """Assign the columns of a register, and preview it."""
    if request.method == "GET" and agreement_import.stage in {*BUSY, Stage.DONE}:
        return redirect(url_for("agreements.imports.show", agreement_import_id=agreement_import.id))
    form = ColumnsForm.of(agreement_import)
    if form.validate_on_submit():
        try:
            actions.assign(agreement_import, form.places(), form.chosen_sector(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Nothing is imported until you confirm."), to=agreement_import, tone="")
    return page("agreements/imports/columns.html", form, imported=agreement_import, required=REQUIRED)


@bp.get(ONE)
@guarded(policies.complete_import)
def show(agreement_import: AgreementImport) -> ResponseReturnValue:
    """Show how far an import is: its preview, its progress or its result."""
    return _shown(agreement_import)


@bp.get(f"{ONE}/progress")
@guarded(policies.complete_import)
def progress_part(agreement_import: AgreementImport) -> ResponseReturnValue:
    """Return how far the job is, for the page that polls it."""
    return render_template("agreements/imports/progress.html", imported=agreement_import, stages=Stage)


@bp.post(f"{ONE}/confirm")
@guarded(policies.complete_import)
def confirm(agreement_import: AgreementImport) -> ResponseReturnValue:
    """Import the register that was previewed, as a whole."""
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            as_seen = actions.confirm(agreement_import, seen=form.seen_mark, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return _confirmed(agreement_import, as_seen=as_seen)
    return _shown(agreement_import, form)


def _confirmed(imported: AgreementImport, *, as_seen: bool) -> ResponseReturnValue:
    if not as_seen:
        return done(OUTDATED, to=imported, tone="warn")
    if imported.stage is Stage.STORING:
        return done(_("The register is being imported."), to=imported, tone="")
    number = imported.outcome["counts"]["agreement"]
    return done(ngettext("%(num)d agreement was imported.", "%(num)d agreements were imported.", number), to=imported)


def _shown(imported: AgreementImport, form: ConfirmForm | None = None) -> ResponseReturnValue:
    form = form or ConfirmForm(formdata=None)
    form.seen.data = imported.outcome.get("mark", "")
    return page("agreements/imports/show.html", form, imported=imported, stages=Stage)

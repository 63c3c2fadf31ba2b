"""Pages of imports: the list, upload, assignment of columns, preview, progress and result."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.circles.models import Circle
from app.circles.queries import seats_on
from app.clock import today, utc_now
from app.errors import RuleViolation
from app.files import download
from app.files.sheet_import.stages import BUSY, OUTDATED, Stage
from app.files.spreadsheets import CSV, XLSX, as_xlsx
from app.web.csv_export import as_csv
from app.web.pages import done, page
from app.web.policies import guarded
from commitments.imports import actions, policies, queries
from commitments.imports.forms import ColumnsForm, ConfirmForm, RegisterForm
from commitments.imports.models import RegisterImport
from commitments.imports.rows import COLUMNS
from commitments.imports.rules import Kind
from commitments.imports.template import example, guide
from commitments.registry.policies import begin_commitment, propose_commitment
from commitments.registry.queries import circles_to_propose_in

bp = Blueprint("imports", __name__, url_prefix="/commitments/imports")


@bp.get("")
@guarded(policies.list_imports)
def index() -> ResponseReturnValue:
    """List the imports that the user may read, and the circles into which they may import."""
    listed = queries.listed(current_user, today())
    if listed.number > 1 and not listed.rows:
        abort(404)
    circles = circles_to_propose_in(current_user, today())
    return render_template("commitments/imports/index.html", listed=listed, circles=circles)


@bp.get("/template.xlsx")
@guarded(begin_commitment)
def as_workbook() -> ResponseReturnValue:
    """Download an empty register with an example, and what to write on a second sheet."""
    sheet = as_xlsx(_("Follow-ups"), list(COLUMNS.values()), [example()], guide())
    return download(sheet, media_type=XLSX, name="selaras-follow-ups.xlsx")


@bp.get("/template.csv")
@guarded(begin_commitment)
def as_table() -> ResponseReturnValue:
    """Download an empty register with an example as CSV."""
    sheet = as_csv(list(COLUMNS.values()), [example()])
    return download(sheet, media_type=f"{CSV}; charset=utf-8", name="selaras-follow-ups.csv")


@bp.route("/new/<uuid:circle_id>", methods=["GET", "POST"])
@guarded(propose_commitment)
def add(circle: Circle) -> ResponseReturnValue:
    """Upload a register for a circle."""
    form = RegisterForm()
    if form.validate_on_submit():
        try:
            imported = actions.begin(circle, form.file.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(
                _("Nothing is imported yet. Check the columns first."),
                to=url_for(".columns", register_import_id=imported.id),
                tone="",
                made=imported,
            )
    return page("commitments/imports/add.html", form, circle=circle, guide=guide())


@bp.route("/<uuid:register_import_id>/columns", methods=["GET", "POST"])
@guarded(policies.complete_import)
def columns(register_import: RegisterImport) -> ResponseReturnValue:
    """Assign the columns of a register, and preview it."""
    if request.method == "GET" and register_import.stage in {*BUSY, Stage.DONE}:
        return redirect(url_for(".show", register_import_id=register_import.id))
    seats = seats_on(register_import.circle_id, today())
    form = ColumnsForm.of(register_import, seats, may_record=current_user.is_coordinator)
    if form.validate_on_submit():
        try:
            actions.assign(register_import, form.details(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Nothing is imported until you confirm."), to=register_import, tone="")
    return page("commitments/imports/columns.html", form, imported=register_import)


@bp.get("/<uuid:register_import_id>")
@guarded(policies.read_import)
def show(register_import: RegisterImport) -> ResponseReturnValue:
    """Show how far an import is: its preview, its progress or its result."""
    return _shown(register_import)


@bp.get("/<uuid:register_import_id>/progress")
@guarded(policies.read_import)
def progress_part(register_import: RegisterImport) -> ResponseReturnValue:
    """Return how far the job is, for the page that polls it."""
    return render_template("commitments/imports/progress.html", imported=register_import, stages=Stage)


@bp.post("/<uuid:register_import_id>/confirm")
@guarded(policies.complete_import)
def confirm(register_import: RegisterImport) -> ResponseReturnValue:
    """Import the register that was previewed, as a whole."""
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            is_as_seen = actions.confirm(
                register_import,
                seen=form.seen.data or "",
                leaves_out=form.leaves_out.data,
                by=current_user,
                at=utc_now(),
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            if not is_as_seen:
                return done(OUTDATED, to=register_import, tone="warn")
            number = register_import.outcome["counts"]["new"]
            if register_import.stage is Stage.STORING:
                return done(_("The register is being imported."), to=register_import, tone="")
            said = ngettext("%(num)d follow-up was imported.", "%(num)d follow-ups were imported.", number)
            return done(said, to=register_import)
    return _shown(register_import, form)


def _shown(imported: RegisterImport, form: ConfirmForm | None = None) -> ResponseReturnValue:
    made = queries.of_import(imported) if imported.stage is Stage.DONE else ()
    form = form or ConfirmForm(formdata=None)
    form.seen.data = imported.outcome.get("mark", "")
    return page(
        "commitments/imports/show.html",
        form,
        imported=imported,
        made=made,
        stages=Stage,
        kinds=Kind,
        may_complete=policies.complete_import(current_user, imported),
    )

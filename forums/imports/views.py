"""Pages of imports: upload, preview and confirmation."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.clock import utc_now
from app.errors import RuleViolation
from app.files import store
from app.web.forms import Form
from app.web.pages import done, page
from app.web.policies import guarded
from forums.imports import actions, policies
from forums.imports.forms import ImportForm
from forums.imports.labels import outcome
from forums.imports.models import CalendarImport
from forums.imports.plan import Kind, plan_of
from forums.scheduling.models import Forum
from forums.scheduling.policies import change_forum

bp = Blueprint("imports", __name__)

SHOWN = 100
"""The most rows in each table of a preview."""


@bp.route("/forums/<string:slug>/import", methods=["GET", "POST"])
@guarded(change_forum)
def add(forum: Forum) -> ResponseReturnValue:
    """Upload a calendar file for a forum, and preview the import."""
    form = ImportForm()
    if form.validate_on_submit():
        try:
            now = utc_now()
            file = store.save(form.file.data, by=current_user, at=now, field="file")
            imported = actions.begin(
                forum,
                store.content_of(file),
                form.wishes(),
                name=file.name,
                file=file,
                by=current_user,
                at=now,
            )
            if form.at_once.data:
                actions.confirm(imported, by=current_user, at=now)
            made = imported
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Nothing has been imported yet. Check the preview first."), to=made, tone="")
    return page("forums/imports/add.html", form, forum=forum)


@bp.get("/forums/imports/<uuid:calendar_import_id>")
@guarded(policies.read_import)
def show(calendar_import: CalendarImport) -> ResponseReturnValue:
    """Show the preview of an import, or its result."""
    return _preview(calendar_import)


@bp.post("/forums/imports/<uuid:calendar_import_id>/confirm")
@guarded(policies.read_import)
def confirm(calendar_import: CalendarImport) -> ResponseReturnValue:
    """Confirm the previewed import."""
    form = Form()
    seen = request.form.get("plan", "")
    if form.validate_on_submit():
        try:
            actions.confirm(calendar_import, by=current_user, at=utc_now(), seen=seen)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            numbers = calendar_import.done
            return done(outcome(numbers["made"], numbers["changed"]), to=calendar_import.forum, made=calendar_import)
    return _preview(calendar_import, form)


def _preview(imported: CalendarImport, form: Form | None = None) -> ResponseReturnValue:
    plan = None if imported.confirmed_at else plan_of(imported, now=utc_now())
    return page("forums/imports/show.html", form, imported=imported, plan=plan, kinds=Kind, most=SHOWN)

"""The page about the unit that runs the instance: its name, letterhead and time zone."""

from __future__ import annotations

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.clock import utc_now
from app.database import db
from app.errors import RuleViolation
from app.files import download, save, serve
from app.files.models import StoredFile
from app.settings import actions, documents, policies, queries
from app.settings.forms import InstanceForm
from app.web.forms import both_texts
from app.web.i18n import language
from app.web.pages import done, page
from app.web.policies import guarded

bp = Blueprint("instance", __name__)


@bp.route("/settings/organisation", methods=["GET", "POST"])
@guarded(policies.change_instance)
def edit() -> ResponseReturnValue:
    """Change the unit's name, its letterhead and the time zone."""
    row, now = queries.instance_row(), utc_now()
    form = InstanceForm(obj=row)
    if form.validate_on_submit():
        try:
            row = actions.change_instance(
                form.details(),
                emblem=save(form.emblem.data, by=current_user, at=now, field="emblem") if form.emblem.data else None,
                without_emblem=form.without_emblem.data,
                confirmed_zone=form.confirm_timezone.data,
                version=form.version.data,
                texts=both_texts(form, row),
                by=current_user,
                at=now,
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The organisation and letterhead are saved."), to=url_for(".edit"), made=row)
    return page("settings/instance.html", form, present=queries.instance())


@bp.get("/settings/organisation/emblem")
@guarded(policies.change_instance)
def emblem() -> ResponseReturnValue:
    """Show the emblem of the letterhead."""
    shown = queries.instance().emblem or abort(404)
    return serve(db.session.get_one(StoredFile, shown.file_id))


@bp.get("/settings/organisation/sample-letter/pdf")
@guarded(policies.change_instance)
def sample_letter() -> ResponseReturnValue:
    """Download a sample letter with the letterhead as it prints."""
    content = documents.sample_letter(utc_now(), language())
    return download(content, media_type="application/pdf", name="Contoh-Surat.pdf")

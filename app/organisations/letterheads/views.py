"""Pages of an organisation's letterhead."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from app.clock import utc_now
from app.errors import RuleViolation
from app.files import save, serve
from app.organisations.letterheads import actions, policies, queries
from app.organisations.letterheads.forms import LetterheadForm
from app.organisations.models import Organisation
from app.web.pages import done, page
from app.web.policies import guarded

bp = Blueprint("letterheads", __name__)


@bp.route("/organisations/<uuid:organisation_id>/letterhead", methods=["GET", "POST"])
@guarded(policies.change_letterhead)
def letterhead(organisation: Organisation) -> ResponseReturnValue:
    """Change the letterhead of an organisation."""
    present, now = queries.letterhead_of(organisation.id), utc_now()
    names = ("unit", "above", "address", "city")  # not the emblem, which is a file only if one was uploaded
    lines = {name: getattr(present, name) for name in names} if present else {"unit": organisation.name}
    form = LetterheadForm(**lines)
    if form.validate_on_submit():
        try:
            emblem = save(form.emblem.data, by=current_user, at=now, field="emblem") if form.emblem.data else None
            without = form.without_emblem.data
            actions.set_letterhead(
                organisation, form.details(), emblem=emblem, without_emblem=without, by=current_user, at=now
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The letterhead is saved."), to=organisation)
    return page("organisations/letterhead.html", form, organisation=organisation, present=present)


@bp.get("/organisations/<uuid:organisation_id>/letterhead/emblem")
@guarded(policies.change_letterhead)
def letterhead_emblem(organisation: Organisation) -> ResponseReturnValue:
    """Show the emblem of the letterhead."""
    present = queries.letterhead_of(organisation.id)
    return serve(present.emblem) if present and present.emblem else abort(404)


@bp.post("/organisations/<uuid:organisation_id>/letterhead/remove")
@guarded(policies.change_letterhead)
def remove_letterhead(organisation: Organisation) -> ResponseReturnValue:
    """Remove the letterhead of an organisation."""
    try:
        actions.remove(organisation, by=current_user, at=utc_now())
    except RuleViolation as violation:
        return done(violation.message, to=organisation, tone="bad")
    return done(_("The letterhead was removed. Documents have the one of this instance."), to=organisation)


def panel(organisation: Organisation) -> Markup | None:
    """Return the link to the letterhead, for those who may change it."""
    if not policies.change_letterhead(current_user, organisation):
        return None
    href = url_for("letterheads.letterhead", organisation_id=organisation.id)
    present = queries.letterhead_of(organisation.id)
    return Markup(render_template("organisations/letterhead_panel.html", href=href, present=present))  # noqa: S704

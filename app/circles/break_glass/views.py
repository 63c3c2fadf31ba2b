"""Pages for administrators about secret circles that nobody can open."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.circles.break_glass import actions, policies, queries
from app.circles.break_glass.forms import AskForm, ConfirmForm
from app.circles.break_glass.models import AccessRequest
from app.circles.models import Circle
from app.clock import utc_now
from app.errors import RuleViolation
from app.web.pages import done, page
from app.web.policies import guarded

bp = Blueprint("circle_access", __name__, url_prefix="/settings/secret-circles")


@bp.get("")
@guarded(policies.list_abandoned)
def index() -> ResponseReturnValue:
    """List secret circles that nobody can open, without their names, and the open requests."""
    requests = queries.open_requests()
    requested = {one.circle_id for one in requests}
    return page("circles/access.html", abandoned=queries.abandoned(), requests=requests, asked=requested)


@bp.route("/<uuid:circle_id>/ask", methods=["GET", "POST"])
@guarded(policies.ask_access)
def ask(circle: Circle) -> ResponseReturnValue:
    """Ask for a reason, then request access, which another administrator has to confirm."""
    form = AskForm()
    if form.validate_on_submit():
        try:
            actions.ask(circle, reason=form.reason.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Another administrator has to confirm it now."), to=url_for(".index"))
    return page("circles/ask.html", form, circle=circle)


@bp.route("/requests/<uuid:access_request_id>/confirm", methods=["GET", "POST"])
@guarded(policies.confirm_access)
def confirm(access_request: AccessRequest) -> ResponseReturnValue:
    """Ask which person to name, then open the circle to that person."""
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            actions.confirm(access_request, form.chosen, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("It is open to the person whom you named."), to=url_for(".index"))
    return page("circles/confirm.html", form, asked=access_request)


@bp.post("/requests/<uuid:access_request_id>/decline")
@guarded(policies.decline_access)
def decline(access_request: AccessRequest) -> ResponseReturnValue:
    """Close a request without giving access."""
    try:
        actions.decline(access_request, by=current_user, at=utc_now())
    except RuleViolation as violation:
        return done(violation.message, to=url_for(".index"), tone="bad")
    return done(_("The request was declined. Nothing was opened."), to=url_for(".index"))

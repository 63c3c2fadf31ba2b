"""Pages of dispositions: those that one gave and received, one of them, and the acts of its receiver."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.clock import today, utc_now
from app.dispositions import actions, giving, policies, queries
from app.dispositions.forms import AnswerForm, PassBackForm
from app.dispositions.matters import matter_of, thing_of
from app.dispositions.models import Disposition
from app.web.pages import done, page
from app.web.policies import guarded

bp = Blueprint("dispositions", __name__)


@bp.get("/dispositions")
@guarded(policies.list_dispositions)
def index() -> ResponseReturnValue:
    """List the dispositions that await the user, and those that the user gave."""
    received, given = queries.on_desk(current_user, today()), queries.given_by(current_user, today())
    return page("dispositions/index.html", received=received, given=given, today=today())


@bp.get("/dispositions/<uuid:disposition_id>")
@guarded(policies.read_disposition)
def show(disposition: Disposition) -> ResponseReturnValue:
    """Show a disposition with its chain."""
    return page("dispositions/show.html", **shown(disposition))


@bp.post("/dispositions/<uuid:disposition_id>/take")
@guarded(policies.act_on_disposition)
def take(disposition: Disposition) -> ResponseReturnValue:
    """Take the disposition, in one click."""
    actions.take(disposition, by=current_user, at=utc_now())
    return done(_("You have taken this. %(name)s sees it.", name=disposition.giver.name), to=disposition)


@bp.route("/dispositions/<uuid:disposition_id>/answer", methods=["GET", "POST"])
@guarded(policies.act_on_disposition)
def answer(disposition: Disposition) -> ResponseReturnValue:
    """Answer the disposition: done, or a few words."""
    form = AnswerForm()
    if form.validate_on_submit():
        actions.answer(disposition, text=form.text.data or _("Done"), by=current_user, at=utc_now())
        return done(_("Answered. %(name)s is notified.", name=disposition.giver.name), to=disposition)
    return page("dispositions/act.html", form, act="answer", **_about(disposition))


@bp.route("/dispositions/<uuid:disposition_id>/pass-back", methods=["GET", "POST"])
@guarded(policies.act_on_disposition)
def pass_back(disposition: Disposition) -> ResponseReturnValue:
    """Pass the disposition back, with a reason."""
    form = PassBackForm()
    if form.validate_on_submit():
        actions.pass_back(disposition, reason=form.reason.data, by=current_user, at=utc_now())
        return done(_("Passed back. %(name)s is notified.", name=disposition.giver.name), to=disposition)
    return page("dispositions/act.html", form, act="pass_back", **_about(disposition))


@bp.route("/dispositions/<uuid:disposition_id>/pass-on", methods=["GET", "POST"])
@guarded(policies.act_on_disposition)
def pass_on(disposition: Disposition) -> ResponseReturnValue:
    """Pass what one received on to another colleague, with an instruction of one's own."""
    actions.require_open(disposition)
    return giving.give(thing_of(disposition), back_to=disposition)


def shown(disposition: Disposition) -> dict[str, Any]:
    """Return what the page of a disposition shows, by whichever way it is opened."""
    about = _about(disposition)
    return {**about, "chain": queries.chain_of(about["thing"], disposition.organisation_id), "today": today()}


def _about(disposition: Disposition) -> dict[str, Any]:
    thing = thing_of(disposition)
    return {"disposition": disposition, "thing": thing, "matter": matter_of(thing)}

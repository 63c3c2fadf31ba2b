"""Public pages without cookies: the request form, its acknowledgement, and the applicant's own page by link."""

from __future__ import annotations

import re

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.sign_in import throttle
from app.circles.models import Classification
from app.clock import utc_now
from app.errors import RuleViolation
from app.files import store
from app.files.models import StoredFile
from app.web.i18n import language
from app.web.pages import page
from app.web.policies import public
from app.web.security import csrf
from cooperation.requests import actions, queries
from cooperation.requests.forms import MessageForm, RequestForm
from cooperation.requests.links import by_token
from cooperation.requests.models import CooperationRequest
from cooperation.targets.queries import targets
from forums.scheduling.models import Session

bp = Blueprint("public", __name__, url_prefix="/public/request")

UNSIGNED = {"csrf": False}
"""No one is signed in here and no cookie is set, so there is no session to abuse; `RequestForm.opened` is signed."""
PER_ORIGIN = 10
"""Number of requests that one origin may send within the window of public forms."""
PDF = "application/pdf"


@bp.route("", methods=["GET", "POST"])
@public
@csrf.exempt
def form() -> ResponseReturnValue:
    """Send a request for cooperation. A filled honeypot field gets the same response without a number."""
    filled, at = RequestForm(meta=UNSIGNED), utc_now()
    if filled.is_submitted():
        throttle.take_turn("cooperation-request", at=at, limit=PER_ORIGIN)
    if filled.validate_on_submit():
        try:
            made = None if filled.is_spam else actions.receive(filled.application(), _proposal(filled), at=at)
        except RuleViolation as violation:
            filled.refuse(violation)
        else:
            number = made.code if made else None
            return redirect(url_for(".sent", number=number, lang=language()), code=303)
    filled.renew()
    return page(
        "cooperation/public/form.html",
        filled,
        due=actions.answer_day(at),
        days=targets().answer_days,
        audience=queries.next_public_audience(at),
    )


@bp.get("/sent")
@public
def sent() -> ResponseReturnValue:
    """Confirm that a request arrived, with its number; a mail with the link is on its way."""
    number = request.args.get("number", "")
    shown = number if re.fullmatch(rf"{actions.CODE}-\d{{4}}-\d{{4,}}", number, re.ASCII) else ""
    return page("cooperation/public/sent.html", number=shown, due=actions.answer_day(utc_now()))


@bp.route("/own/<string:token>", methods=["GET", "POST"])
@public
@csrf.exempt
def own(token: str) -> ResponseReturnValue:
    """Show an applicant where the request stands, and take what they write on POST."""
    asked, message = _own(token), MessageForm(meta=UNSIGNED)
    if message.is_submitted():
        throttle.take_turn("cooperation-message", at=utc_now())
    if message.validate_on_submit():
        try:
            actions.reply(asked, message.text.data, at=utc_now())
        except RuleViolation as violation:
            message.refuse(violation)
        else:
            return redirect(_back(token, asked), code=303)
    return page(
        "cooperation/public/own.html",
        message,
        cooperation_request=asked,
        token=token,
        thread=queries.thread(asked.id),
        audience=audience_told(asked),
        drafts=queries.agreements_told(asked.id),
    )


@bp.route("/own/<string:token>/withdraw", methods=["GET", "POST"])
@public
@csrf.exempt
def withdraw(token: str) -> ResponseReturnValue:
    """Ask whether to withdraw a request, and do so on POST."""
    asked = _own(token)
    if request.method == "POST":
        actions.withdraw(asked, at=utc_now())
        return redirect(_back(token, asked), code=303)
    return page("cooperation/public/withdraw.html", cooperation_request=asked, token=token)


def audience_told(asked: CooperationRequest) -> Session | None:
    """Return the session of the audience, if the applicant may know of its forum; else None."""
    item = asked.agenda_item
    told = item is not None and item.session.forum.circle.classification is not Classification.SECRET
    return item.session if item and told else None


def _own(token: str) -> CooperationRequest:
    return by_token(token) or abort(404)


def _back(token: str, asked: CooperationRequest) -> str:
    return url_for(".own", token=token, lang=asked.language)


def _proposal(filled: RequestForm) -> StoredFile | None:
    """Store the proposal, if there is one. Raises RuleViolation unless it is a PDF."""
    upload = filled.proposal.data
    if not upload:
        return None
    stored = store.save(upload, by=None, at=utc_now(), field="proposal")
    if stored.media_type != PDF:
        raise RuleViolation(_("Send the proposal as a PDF"), field="proposal")
    return stored

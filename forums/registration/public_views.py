"""Pages for everyone: what is open, registering, and one's own registration behind a mailed link."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.sign_in import throttle
from app.clock import utc_now
from app.i18n import language
from app.pages import page, settled
from app.policy import public
from app.security import csrf
from forums.registration import actions, queries
from forums.registration.forms import RegisterForm
from forums.registration.links import by_token
from forums.registration.models import Opening, Registration
from forums.registration.rules import places_left

bp = Blueprint("register", __name__, url_prefix="/register")

UNSIGNED = {"csrf": False}
"""Nobody is signed in here, so nobody's rights can be misused; browsers without cookies register too."""


@bp.get("")
@public
def index() -> ResponseReturnValue:
    """Show what anyone may register for."""
    return page("forums/registration/index.html", openings=queries.open_now(utc_now()))


@bp.route("/<uuid:session_id>", methods=["GET", "POST"])
@public
@csrf.exempt
def show(session_id: UUID) -> ResponseReturnValue:
    """Ask who wants to come. Whatever was sent in order is answered in the same way: only the mail says more."""
    opening = _offered(session_id)
    form = RegisterForm(meta=UNSIGNED)
    if form.is_submitted():
        throttle.take_turn("registration", at=utc_now())

    def act() -> None:
        if not form.is_filled_by_a_program:
            actions.register(opening, form.visitor(), at=utc_now())

    if settled(form, act):
        return redirect(url_for(".thanks", session_id=session_id, lang=language()), code=303)
    return page(
        "forums/registration/register.html",
        form,
        session=opening.session,
        opening=opening,
        is_open=actions.is_open(opening, at=utc_now()),
        left=places_left(opening.capacity, queries.figures(opening).confirmed),
    )


@bp.get("/<uuid:session_id>/thanks")
@public
def thanks(session_id: UUID) -> ResponseReturnValue:
    """Say that a mail is on its way."""
    return page("forums/registration/thanks.html", session=_offered(session_id).session)


@bp.route("/own/<string:token>", methods=["GET", "POST"])
@public
@csrf.exempt
def own(token: str) -> ResponseReturnValue:
    """Show what became of a registration, and cancel it when the button is pressed."""
    registration = _own(token)
    if request.method == "POST":
        actions.cancel(registration, at=utc_now())
        return redirect(url_for(".own", token=token, lang=registration.language), code=303)
    return page(
        "forums/registration/own.html",
        registration=registration,
        session=registration.opening.session,
        token=token,
    )


def _offered(session_id: UUID) -> Opening:
    """Return what was opened for a session; 404 where nothing was, or the forum is not public any more."""
    opening = queries.opening_of(session_id)
    if opening is None or opening.session.forum.circle.classification.value != "public":
        abort(404)
    return opening


def _own(token: str) -> Registration:
    registration = by_token(token)
    if registration is None:
        abort(404)
    return registration

"""Public pages: open sessions, registering, and a person's own registration by link."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.sign_in import throttle
from app.circles.models import Classification
from app.clock import utc_now
from app.errors import RuleViolation
from app.web.i18n import language
from app.web.pages import page
from app.web.policies import public
from app.web.security import csrf
from forums.registration import actions, queries
from forums.registration.forms import RegisterForm
from forums.registration.links import by_token
from forums.registration.models import Registration
from forums.registration.rules import places_left
from forums.scheduling.models import Forum, Session
from forums.scheduling.queries import forum_for_detail, session_for_detail

bp = Blueprint("register", __name__, url_prefix="/register")

UNSIGNED = {"csrf": False}
"""No one is signed in here, so there is no session to abuse; browsers without cookies can register too."""


@bp.get("")
@public
def index() -> ResponseReturnValue:
    """List the sessions open for registration, in all public forums or in one."""
    forum = _public_forum(slug) if (slug := request.args.get("forum")) else None
    openings = queries.open_now(utc_now(), forum)
    return page("forums/registration/index.html", forum=forum, openings=openings)


@bp.route("/<uuid:session_id>", methods=["GET", "POST"])
@public
@csrf.exempt
def show(session_id: UUID) -> ResponseReturnValue:
    """Show a session of a public forum, and register for it if registration is open.

    Every valid submission gets the same response, so that it does not reveal who is registered; details are sent by
    mail.
    """
    session, opening = _public_session(session_id), queries.opening_of(session_id)
    form = RegisterForm(meta=UNSIGNED)
    if form.is_submitted():
        throttle.take_turn("registration", at=utc_now())
    if form.validate_on_submit():
        try:
            if opening is None:
                raise RuleViolation(_l("Registration is closed"))
            if not form.is_spam:
                actions.register(opening, form.visitor(), at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return redirect(url_for(".thanks", session_id=session_id, lang=language()), code=303)
    return page(
        "forums/registration/register.html",
        form,
        session=session,
        opening=opening,
        is_open=opening is not None and actions.is_open(opening, at=utc_now()),
        left=places_left(opening.capacity, queries.figures(opening).confirmed) if opening else None,
    )


@bp.get("/<uuid:session_id>/thanks")
@public
def thanks(session_id: UUID) -> ResponseReturnValue:
    """Confirm that a mail is on its way."""
    return page("forums/registration/thanks.html", session=_public_session(session_id))


@bp.route("/own/<string:token>", methods=["GET", "POST"])
@public
@csrf.exempt
def own(token: str) -> ResponseReturnValue:
    """Show the status of a registration, and cancel it on POST."""
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


def _public_session(session_id: UUID) -> Session:
    """Return a session of a public forum. Aborts with 404 for all others."""
    session = session_for_detail(session_id)
    if session is None or session.forum.circle.classification is not Classification.PUBLIC:
        abort(404)
    return session


def _public_forum(slug: str) -> Forum:
    forum = forum_for_detail(slug)
    if forum is None or forum.circle.classification is not Classification.PUBLIC:
        abort(404)
    return forum


def _own(token: str) -> Registration:
    registration = by_token(token)
    if registration is None:
        abort(404)
    return registration

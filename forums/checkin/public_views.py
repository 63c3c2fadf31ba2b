"""Public pages of check-in: by the code in the room, by its link, and by the link of an invitation.

Guests need no cookies: nobody is signed in by these forms, so there is no session to abuse. The pages never name
anybody, and name the forum only to those who may know of it.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup

from app.accounts.sign_in import throttle
from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from app.database.transactions import keep_although_refused
from app.errors import RuleViolation
from app.web.i18n import language
from app.web.pages import done, page
from app.web.policies import can, public
from app.web.security import csrf
from forums.attendance.models import Presence
from forums.attendance.queries import record_of
from forums.checkin import actions
from forums.checkin.codes import by_code, has_public_page
from forums.checkin.forms import CodeForm, GuestForm
from forums.checkin.links import by_token, token_of
from forums.checkin.models import Guest
from forums.checkin.queries import generation_of, is_open, place_of_invitation, window_of
from forums.invitations.answer_views import opened
from forums.invitations.queries import Invited
from forums.scheduling.models import Session

bp = Blueprint("check_in", __name__)

UNSIGNED = {"csrf": False}
CODES_TRIED = 60
"""How many codes one origin may try in a quarter of an hour; everybody in a room may share it."""
GUESTS = 120
"""How many guests may check in from one origin in a quarter of an hour."""


@bp.route("/hadir", methods=["GET", "POST"], endpoint="hadir")
@bp.route("/here", methods=["GET", "POST"])
@public
@csrf.exempt
def here() -> ResponseReturnValue:
    """Enter the code of a session, which leads to its check-in page."""
    if request.endpoint == "forums.check_in.here" and request.method == "GET" and "lang" not in request.args:
        return redirect(url_for(".here", lang="en"))  # people who type the English address read English
    form = CodeForm(meta=UNSIGNED)
    if form.is_submitted():
        throttle.take_turn("check-in code", at=utc_now(), limit=CODES_TRIED)
        keep_although_refused()  # wrong codes count
    if form.validate_on_submit():
        session = by_code(form.digits, utc_now())
        if session:
            token = token_of(session.id, generation_of(session.id))
            return redirect(url_for(".show", token=token, lang=language()), code=303)
        form.refuse(RuleViolation(_l("No session has this code now. Check the code on the screen"), field="code"))
    return page("forums/checkin/code.html", form)


@bp.route("/check-in/<string:token>", methods=["GET", "POST"])
@public
@csrf.exempt
def show(token: str) -> ResponseReturnValue:
    """Check in to a session: at once for participants who are signed in, else by name, to be confirmed."""
    session = _session(token)
    form = GuestForm.opened(_known(), meta=UNSIGNED)
    if form.is_submitted():
        throttle.take_turn("check-in", at=utc_now(), limit=GUESTS)
    if form.validate_on_submit():
        try:
            arrival = form.arrival()
            if not form.is_spam:
                actions.enter_guest(session, arrival, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            to = url_for(".waiting", token=token, guest_id=arrival.entry_id, lang=language())
            return redirect(to, code=303)
    return page(
        "forums/checkin/check_in.html",
        form,
        session=session,
        named=_may_name(session),
        window=window_of(session),
        is_open=is_open(session, utc_now()),
        takes_part=can("session:read", session) and can("attendance:check_in", session),
        token=token,
    )


@bp.get("/check-in/<string:token>/<uuid:guest_id>")
@public
def waiting(token: str, guest_id: UUID) -> ResponseReturnValue:
    """Show a guest whether their presence was confirmed; the page names nobody."""
    session = _session(token)
    guest = db.session.get(Guest, guest_id)
    state = guest.state.value if guest and guest.session_id == session.id else "waiting"
    return page("forums/checkin/waiting.html", session=session, named=_may_name(session), state=state, token=token)


@bp.post("/answer/<string:token>/check-in")
@public
@csrf.exempt
def by_invitation(token: str) -> ResponseReturnValue:
    """Record the presence of an invitee, by the link in the invitation alone."""
    actions.check_in_invited(opened(token), at=utc_now())
    return done(_("You are recorded as present."), to=url_for("forums.answers.show", token=token))


def offer(invited: Invited) -> Markup | None:
    """Return the button on the page of an invitation, while people can check in."""
    invitation = invited.invitation
    if invitation.person is None or not is_open(invitation.session, utc_now()):
        return None
    session = invitation.session
    place, in_person = place_of_invitation(invitation, invitation.person)
    record = record_of(session.id, place)
    awaited = Presence.PRESENT if in_person else Presence.REPRESENTED
    is_there = record is not None and record.is_there(utc_now()) and record.presence is awaited
    shown = render_template("forums/checkin/offer.html", session=session, record=record if is_there else None)
    return Markup(shown)  # noqa: S704


def _session(token: str) -> Session:
    """Return the session of a token. Aborts with 404 if it is not valid, was renewed, or belongs to a secret forum."""
    session = by_token(token)
    if session is None or not has_public_page(session):
        abort(404)
    return session


def _may_name(session: Session) -> bool:
    """Whether the page names the session: to those who may read it."""
    return session.forum.circle.classification is Classification.PUBLIC or can("session:read", session)


def _known() -> dict[str, str]:
    """Return what is known of who is signed in, to fill in the form."""
    if not current_user.is_authenticated:
        return {}
    organisation = current_user.organisation.name
    return {"name": current_user.name, "position": current_user.position or "", "organisation": organisation}

"""The way from the answer page of an invitation to the form that passes its session on with an instruction."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from app.accounts.sign_in import throttle
from app.clock import utc_now
from app.dispositions.matters import matter_of
from app.dispositions.policies import may_give
from app.errors import RuleViolation
from app.mail.links import actions as links
from app.web.policies import public
from app.web.security import csrf
from forums.invitations.answer_views import opened
from forums.invitations.links import secret
from forums.invitations.models import Invitation
from forums.invitations.queries import Invited

bp = Blueprint("instructions", __name__)


@bp.post("/answer/<string:token>/disposition")
@public
@csrf.exempt
def by_link(token: str) -> ResponseReturnValue:
    """Lead the invitee to the form, behind a personal link to the session.

    The form names colleagues, so that link asks for a code that is mailed to the invitee.
    """
    invitation = opened(token)
    if invitation.person is None or not _may_give(invitation):
        abort(404)
    now = utc_now()
    if not throttle.may_mail_link(f"disposition of {invitation.person_id}", at=now):
        raise RuleViolation(_("The form was opened too often. Wait a quarter of an hour."), status=429)
    _link, made = links.issue(invitation.person, invitation.session, sender=None, at=now)
    return redirect(url_for("links.perform", token=made, act="disposition"), code=303)


def panel(invited: Invited) -> Markup | None:
    """Return the button that leads to the form, for invitees who may pass the session on."""
    invitation = invited.invitation
    if not _may_give(invitation):
        return None
    action = url_for("forums.instructions.by_link", token=secret(invitation))
    return Markup(render_template("forums/dispositions/offer.html", action=action))  # noqa: S704 - it escapes


def _may_give(invitation: Invitation) -> bool:
    person, session = invitation.person, invitation.session
    return person is not None and matter_of(session).is_open(session) and may_give(person, session)

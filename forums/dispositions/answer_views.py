"""The way from the answer page of an invitation to the form that passes its session on with an instruction."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.accounts.sign_in import throttle
from app.clock import utc_now
from app.dispositions.matters import matter_of
from app.dispositions.policies import may_give
from app.mail.links import actions as links
from app.mail.links.rules import CONFIRMED_FOR
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
    """Lead the invitee to the form, behind a personal link to the session that works for an hour.

    The form names colleagues, so that link asks for a code that is mailed to the invitee.
    """
    invitation = opened(token)
    if invitation.person is None or not _may_give(invitation):
        abort(404)
    now = utc_now()
    throttle.take_turn("disposition", at=now)  # each leaves a link
    link, made = links.issue(invitation.person, invitation.session, sender=None, at=now)
    link.expires_at = now + CONFIRMED_FOR  # it must not outlive the answer link, which is revoked apart from it
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

"""The page behind the link of an invitation on which a represented organisation adds its letter of assignment."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from app.clock import utc_now
from app.errors import RuleViolation
from app.files import store
from app.web.pages import done, page
from app.web.policies import public
from app.web.security import csrf
from forums.dossier import actions, queries
from forums.dossier.forms import LetterForm
from forums.invitations.answer_views import UNSIGNED, opened
from forums.invitations.links import secret
from forums.invitations.models import AnswerState
from forums.invitations.queries import Invited

bp = Blueprint("assignments", __name__)


@bp.route("/answer/<string:token>/assignment", methods=["GET", "POST"])
@public
@csrf.exempt
def by_link(token: str) -> ResponseReturnValue:
    """Add the letter of assignment of those who attend for the organisation of the invitee."""
    invitation = opened(token)
    session, form = invitation.session, LetterForm(meta=UNSIGNED, dated=invitation.session.day)
    back = url_for("forums.answers.show", token=token)
    if form.validate_on_submit():
        try:
            now, person = utc_now(), invitation.person
            file = store.save(form.file.data, by=person, at=now, field="file")
            actions.add(session, file, form.details(invitation.seat), by=person, at=now)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Thank you. The letter was added."), to=back)
    return page("forums/dossier/by_link.html", form, session=session, back=back)


def panel(invited: Invited) -> Markup | None:
    """Return the link to add a letter of assignment, for invitees who answered that someone represents them."""
    if invited.state is not AnswerState.REPRESENTED:
        return None
    invitation = invited.invitation
    href = url_for("forums.assignments.by_link", token=secret(invitation))
    sent = queries.number_of_files(invitation.session_id, invitation.seat_id)
    return Markup(render_template("forums/dossier/own.html", href=href, sent=sent))  # noqa: S704 - it escapes

"""Public pages: sending a suggestion to a public forum, and what became of it, by link."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts.sign_in import throttle
from app.clock import today, utc_now
from app.errors import RuleViolation
from app.web.i18n import language
from app.web.pages import page
from app.web.policies import public
from app.web.security import csrf
from forums.directives import actions, fate
from forums.directives.forms import SuggestForm
from forums.directives.links import by_token
from forums.scheduling.models import Forum
from forums.scheduling.queries import forum_for_detail

bp = Blueprint("suggest", __name__, url_prefix="/suggestions")

UNSIGNED = {"csrf": False}
"""No one is signed in here, so there is no session to abuse; browsers without cookies can send a suggestion too."""


@bp.route("/<string:slug>", methods=["GET", "POST"])
@public
@csrf.exempt
def show(slug: str) -> ResponseReturnValue:
    """Send a suggestion to a public forum. Every valid submission gets the same response."""
    forum, form = _open_forum(slug), SuggestForm(meta=UNSIGNED)
    if form.is_submitted():
        throttle.take_turn("suggestion", at=utc_now())
    if form.validate_on_submit():
        try:
            if not form.is_spam:
                actions.suggest(forum, form.suggestion(), at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return redirect(url_for(".thanks", slug=slug, lang=language()), code=303)
    return page("forums/directives/suggest.html", form, forum=forum)


@bp.get("/<string:slug>/thanks")
@public
def thanks(slug: str) -> ResponseReturnValue:
    """Confirm that a suggestion was sent and a mail is on its way."""
    return page("forums/directives/thanks.html", forum=_open_forum(slug))


@bp.get("/own/<string:token>")
@public
def own(token: str) -> ResponseReturnValue:
    """Show the status of a suggestion to its sender: the answer, and what was published."""
    directive = by_token(token) or abort(404)
    is_open = actions.takes_suggestions(directive.forum)
    followed = fate.fate_of(directive.agenda_item_id, directive.commitment_id, None, today()) if is_open else None
    return page("forums/directives/own.html", directive=directive, forum=directive.forum, fate=followed)


def _open_forum(slug: str) -> Forum:
    """Return a forum that takes suggestions. Aborts with 404 for all others."""
    forum = forum_for_detail(slug)
    return forum if forum is not None and actions.takes_suggestions(forum) else abort(404)

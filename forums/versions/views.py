"""Pages of versions: amend approved minutes, compare two texts, change the wording of decisions, discard a draft."""

from __future__ import annotations

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.clock import utc_now
from app.errors import NotNow, RuleViolation
from app.files import download
from app.pdf.languages import requested_language
from app.web.pages import done, page
from app.web.policies import guarded
from forums.decisions.models import Decision
from forums.decisions.policies import change_decision
from forums.minutes import queries as minutes_queries
from forums.minutes.models import Minutes
from forums.minutes.policies import manage_minutes
from forums.scheduling.models import Session
from forums.versions import actions, comparison_paper, policies, queries
from forums.versions.forms import AmendForm, RewordForm
from forums.versions.panels import history
from forums.versions.texts import Text, comparison_of, corrections_between, pair, texts_for

bp = Blueprint("versions", __name__)

VIEWS = ("words", "beside", "all")
"""The ways to show differences: word by word, side by side, and with what is the same."""


@bp.route("/minutes/<uuid:minutes_id>/amend", methods=["GET", "POST"])
@guarded(manage_minutes)
def amend(minutes: Minutes) -> ResponseReturnValue:
    """Begin a new version of approved minutes, with a reason."""
    form = AmendForm()
    if form.validate_on_submit():
        try:
            reason, asked_by = form.reason.data, form.asked_by.data
            made = actions.amend(minutes, reason=reason, asked_by=asked_by, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            words = _("Version %(number)s is a draft. What was approved stays in force.", number=made.version)
            return done(words, to=made)
    elif request.method == "GET":
        actions.require_amendable(minutes, minutes_queries.latest(minutes.session_id))
    return page("forums/versions/amend.html", form, minutes=minutes, session=minutes.session)


@bp.route("/minutes/<uuid:minutes_id>/discard", methods=["GET", "POST"])
@guarded(manage_minutes)
def discard(minutes: Minutes) -> ResponseReturnValue:
    """Delete a new version that was not circulated, after confirmation."""
    if request.method == "POST":
        base = actions.discard(minutes, by=current_user, at=utc_now())
        return done(_("The draft was discarded. Version %(number)s stays in force.", number=base.version), to=base)
    actions.require_discardable(minutes, minutes_queries.latest(minutes.session_id))
    return page("forums/versions/discard.html", minutes=minutes, session=minutes.session)


@bp.route("/decisions/<uuid:decision_id>/reword", methods=["GET", "POST"])
@guarded(change_decision)
def reword(decision: Decision) -> ResponseReturnValue:
    """Change the wording of an approved decision in the new version of its minutes."""
    minutes = actions.require_open(decision).minutes
    form = RewordForm.of(queries.rewording(minutes.id, decision.id) or decision)
    if form.validate_on_submit():
        try:
            actions.reword(decision, form.wording(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            words = _("Saved in version %(number)s. It applies once that version is approved.", number=minutes.version)
            return done(words, to=minutes, made=decision)
    return page("forums/versions/reword.html", form, decision=decision, minutes=minutes, session=decision.session)


@bp.get("/sessions/<uuid:session_id>/minutes/compare/pdf")
@guarded(policies.compare_minutes)
def comparison_pdf(session: Session) -> ResponseReturnValue:
    """Download what differs between two texts of the minutes, chosen like those of the page."""
    _texts, chosen = _requested(session)
    if chosen is None:
        raise NotNow(_("These minutes have one version so far."))
    content = comparison_paper.pdf(session, *chosen, utc_now(), requested_language())
    return download(content, media_type="application/pdf", name=comparison_paper.name(session, chosen[1]))


@bp.get("/sessions/<uuid:session_id>/minutes/compare")
@guarded(policies.compare_minutes)
def compare(session: Session) -> ResponseReturnValue:
    """Show what differs between two texts of the minutes: ?old= and ?new=, by default the latest two."""
    texts, chosen = _requested(session)
    newest = texts[-1].minutes if texts else None
    return page(
        "forums/versions/compare.html",
        session=session,
        texts=texts,
        chosen=chosen,
        comparison=comparison_of(*chosen) if chosen else None,
        corrections=corrections_between(current_user, *chosen) if chosen else {},
        versions=history(newest, shown=False) if newest else None,
        newest=newest,
        view=request.args.get("view") if request.args.get("view") in VIEWS else VIEWS[0],
    )


def _requested(session: Session) -> tuple[list[Text], tuple[Text, Text] | None]:
    """Return the texts that the user may compare, and the two that the URL names. Aborts with 404 for unknown ones."""
    texts = texts_for(current_user, session)
    keys = request.args.get("old"), request.args.get("new")
    chosen = pair(texts, *keys)
    return (texts, chosen) if chosen or not any(keys) else abort(404)

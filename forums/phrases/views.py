"""Pages of standard phrases, and what the field for notes on the live page offers to insert."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.clock import utc_now
from app.web.pages import done, page
from app.web.policies import guarded
from forums.minutes.policies import write_minutes
from forums.phrases import actions, policies
from forums.phrases.forms import PhrasesForm
from forums.phrases.labels import phrases_of
from forums.phrases.queries import speakers_at
from forums.scheduling.models import Forum, Session

bp = Blueprint("phrases", __name__)


@bp.route("/forums/<string:slug>/phrases", methods=["GET", "POST"])
@guarded(policies.change_phrases)
def edit(forum: Forum) -> ResponseReturnValue:
    """Change the phrases that writers of the forum's minutes can insert."""
    form = PhrasesForm()
    if request.method == "GET":
        form.text.data = "\n".join(phrases_of(forum))
    if form.validate_on_submit():
        actions.change(forum, form.phrases(), by=current_user, at=utc_now())
        return done(_("The standard phrases were changed."), to=forum)
    return page("forums/phrases/edit.html", form, forum=forum)


@bp.route("/sessions/<uuid:session_id>/insertions")
@guarded(write_minutes)
def insertions(session: Session) -> ResponseReturnValue:
    """Return, as JSON, the speakers and phrases that can be inserted into the notes of a session."""
    speakers = [speaker._asdict() for speaker in speakers_at(session)]
    response = jsonify(speakers=speakers, phrases=phrases_of(session.forum))
    response.headers["Cache-Control"] = "private, no-cache"
    return response

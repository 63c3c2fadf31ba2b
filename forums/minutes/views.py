"""Pages of minutes: reading, writing passages, circulating, correcting, approving, publishing, reopening."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import uuid4

from flask import Blueprint, abort, current_app, jsonify, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.accounts.models import Person
from app.clock import utc_now
from app.database import db
from app.errors import NOT_NOW, RuleViolation, error_page
from app.web.arguments import uuid_of
from app.web.i18n import hour
from app.web.pages import done, page
from app.web.panels import linked_page
from app.web.policies import guarded
from forums.attendance.queries import is_recorded
from forums.minutes import actions, notices, policies, queries
from forums.minutes.content import content_to_read
from forums.minutes.forms import AnswerForm, CirculateForm, CorrectionForm, PublishForm, ReopenForm, WritingForm
from forums.minutes.models import Correction, Minutes
from forums.minutes.publishing import publication_of
from forums.minutes.writing import Overtaken, Writing, write
from forums.review.overview import review_of
from forums.scheduling.models import Session
from forums.scheduling.policies import run_session

bp = Blueprint("minutes", __name__)


@bp.route("/sessions/<uuid:session_id>/minutes")
@guarded(policies.read_minutes)
def show(session: Session) -> ResponseReturnValue:
    """Show the latest minutes that the user may read, or the version named in the URL.

    The public sees the published content; others see it with ?published.
    """
    versions = policies.readable_versions(current_user, session)
    wanted = request.args.get("version", type=int)
    minutes = next((one for one in versions if wanted in {None, one.version}), None)
    if minutes is None and wanted:
        abort(404)
    whole = policies.reads_whole(current_user, session)
    if minutes and (not whole or "published" in request.args):
        content = minutes.published_content or abort(404)
        return page("forums/minutes/published.html", session=session, minutes=minutes, content=content, whole=whole)
    written = queries.passages(minutes.id) if minutes else ()
    return page(
        "forums/minutes/show.html",
        session=session,
        minutes=minutes,
        versions=versions,
        content=content_to_read(minutes, session, written=written) if minutes else None,
        notes={str(one.id): one for one in written},
        review=review_of(minutes, current_user, written) if minutes and minutes.circulated_at else None,
        is_publishable=_offers_publication(minutes) if minutes else False,
    )


@bp.route("/sessions/<uuid:session_id>/passages", methods=["POST"])
@guarded(policies.write_minutes)
def save(session: Session) -> ResponseReturnValue:
    """Save a passage: returns JSON to the page's script, else redirects; on conflict returns both texts."""
    form = WritingForm()
    wants_json = request.accept_mimetypes.best == "application/json"
    if not form.validate():
        return _refused(_("The text could not be saved. Reload the page; copy your text first."), form, wants_json)
    try:
        writing = form.writing(session)
    except RuleViolation as violation:
        return _refused(str(violation.message), form, wants_json, status=violation.status)
    now = utc_now()
    try:
        passage = write(session, writing, by=current_user, at=now)
    except Overtaken as overtaken:
        return _overtaken(session, writing, overtaken, wants_json)
    except RuleViolation as violation:
        return _refused(str(violation.message), form, wants_json, status=violation.status)
    if wants_json:
        return jsonify(version=passage.version, saved_at=hour(now, session.timezone))
    return done(_("Saved."), to=_written(session, writing))


@bp.route("/minutes/<uuid:minutes_id>/circulate", methods=["GET", "POST"])
@guarded(policies.manage_minutes)
def circulate(minutes: Minutes) -> ResponseReturnValue:
    """Choose the correction window, then send the minutes to all participants."""
    form = CirculateForm(days=current_app.extensions["settings"].correction_days)
    recipients = 0
    if form.validate_on_submit():
        try:
            recipients = actions.circulate(
                minutes,
                days=form.days.data,
                number=form.number.data or "",
                without_attendance=form.without_attendance.data,
                by=current_user,
                at=utc_now(),
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            notice = ngettext("Circulated to %(num)d person.", "Circulated to %(num)d people.", recipients)
            return done(notice, to=_address(minutes))
    people = len(notices.checking(minutes, without=current_user))
    recorded = is_recorded(minutes.session_id)
    return page(
        "forums/minutes/circulate.html",
        form,
        minutes=minutes,
        session=minutes.session,
        people=people,
        recorded=recorded,
    )


@bp.route("/minutes/<uuid:minutes_id>/correct", methods=["GET", "POST"])
@guarded(policies.correct_minutes)
def correct(minutes: Minutes) -> ResponseReturnValue:
    """Request a correction."""
    form = CorrectionForm()
    passages = queries.passages(minutes.id)
    form.offer(passages)
    if request.method == "GET":
        form.passage.data = uuid_of(request.args.get("passage"))
    about = next((one for one in passages if one.id == form.passage.data), None)
    if request.method == "GET" and about:
        form.wording.data = about.text
    if form.validate_on_submit():
        try:
            made = actions.correct(minutes, form.details(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            notice = _("Your correction was sent to the minute-taker. You will be notified of the answer.")
            return done(notice, to=_address(minutes), made=made)
    return page("forums/minutes/correct.html", form, minutes=minutes, session=minutes.session, about=about)


@bp.route("/corrections/<uuid:correction_id>/answer", methods=["GET", "POST"])
@guarded(policies.answer_correction)
def answer(correction: Correction) -> ResponseReturnValue:
    """Accept or decline a correction; accepting puts the proposed wording into the passage."""
    minutes = correction.minutes
    passage = queries.passage_to_read(correction.passage_id) if correction.passage_id else None
    form = AnswerForm.about(correction, passage)
    if form.validate_on_submit():
        try:
            actions.answer(correction, form.details(), by=current_user, at=utc_now())
        except Overtaken:
            form.refuse_overtaken(passage)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Answered. The party is notified."), to=_address(minutes, "corrections"))
    return page("forums/minutes/answer.html", form, correction=correction, session=minutes.session, passage=passage)


@bp.route("/minutes/<uuid:minutes_id>/approve", methods=["GET", "POST"])
@guarded(policies.approve_minutes)
def approve(minutes: Minutes) -> ResponseReturnValue:
    """Approve the minutes after confirmation, which locks them; once the time for corrections is over or all agreed."""
    if request.method == "POST":
        actions.approve(minutes, by=current_user, at=utc_now())
        return done(_("Approved. The minutes are locked, and everyone is notified."), to=_address(minutes))
    actions.require_approvable(minutes, utc_now())
    return page("forums/minutes/approve.html", minutes=minutes, session=minutes.session)


@bp.route("/sessions/<uuid:session_id>/reopen", methods=["GET", "POST"])
@guarded(run_session)
def reopen(session: Session) -> ResponseReturnValue:
    """Reopen a session that was closed by mistake, with a reason."""
    form = ReopenForm()
    if form.validate_on_submit():
        try:
            actions.reopen(session, reason=form.reason.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The session is open again."), to=session)
    return page("forums/minutes/reopen.html", form, session=session)


@bp.route("/minutes/<uuid:minutes_id>/publish", methods=["GET", "POST"])
@guarded(policies.publish_minutes)
def publish(minutes: Minutes) -> ResponseReturnValue:
    """Show the people mentioned in approved minutes, then publish them with the chosen names."""
    actions.require_publishable(minutes)
    mentioned = publication_of(minutes).mentioned
    form = PublishForm()
    form.offer(mentioned)
    if form.validate_on_submit():
        try:
            actions.publish(minutes, kept=form.kept.data or (), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Published."), to=_address(minutes))
    return page("forums/minutes/publish.html", form, minutes=minutes, session=minutes.session, mentioned=mentioned)


def _offers_publication(minutes: Minutes) -> bool:
    """Whether the user may publish the minutes, and they can be published as they are."""
    return policies.publish_minutes(current_user, minutes) and actions.is_publishable(minutes)


def _overtaken(session: Session, writing: Writing, overtaken: Overtaken, wants_json: bool) -> ResponseReturnValue:
    """Return 409 with both texts; the rejected one is in a field, to replace the other or to be added."""
    passage = overtaken.passage
    by = db.session.get_one(Person, passage.written_by_id)
    if wants_json:
        return jsonify(version=passage.version, text=passage.text, by=_("Written by %(name)s.", name=by.name)), 409
    context = {"session": session, "writing": writing, "passage": passage, "by": by, "fresh": uuid4()}
    return make_response(render_template("forums/minutes/conflict.html", **context), 409)


def _refused(message: str, form: WritingForm, wants_json: bool, *, status: int = 422) -> ResponseReturnValue:
    if wants_json:
        return jsonify(message=message), 422  # the page's script takes 409 for a conflict
    title = NOT_NOW if status == HTTPStatus.CONFLICT else None
    return error_page(status, title=title, detail=message, ours=form.text.data)


def _written(session: Session, writing: Writing) -> str:
    """Return the page after saving: the live page, at the same item, or with the text as a new decision."""
    place: dict[str, Any] = {"item": writing.item.id} if writing.item else {"part": writing.part.value}
    if request.form.get("then") == "decision":
        place["decide"] = writing.passage_id
    anchor = "decide" if "decide" in place else "notes"
    return url_for("forums.live.show", session_id=session.id, _anchor=anchor, **place)


def _address(minutes: Minutes, anchor: str | None = None) -> str:
    return linked_page(minutes) or url_for("forums.minutes.show", session_id=minutes.session_id, _anchor=anchor)

"""The live page of a session in progress, and its polled parts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.clock import utc_now
from app.errors import RuleViolation
from app.web.arguments import uuid_of
from app.web.markdown import plain_text
from app.web.pages import done, page
from app.web.policies import can, guarded
from forums.agenda import actions as agenda
from forums.agenda.models import AgendaItem
from forums.agenda.policies import run_item
from forums.agenda.rows import ItemRow
from forums.decisions.actions import become_commitment
from forums.decisions.forms import CommitmentForm, RecordForm
from forums.decisions.models import Decision
from forums.decisions.policies import commit_decision, record_decision
from forums.live.actions import decide_from_note
from forums.live.context import LiveContext
from forums.live.queries import pulse
from forums.minutes.models import Part
from forums.minutes.rows import PassageRow
from forums.scheduling.models import Session
from forums.scheduling.policies import read_names

bp = Blueprint("live", __name__)


@bp.route("/sessions/<uuid:session_id>/live")
@guarded(read_names)
def show(session: Session) -> ResponseReturnValue:
    """Show the live page of a session."""
    live = _live_context(session)
    return _page(live, commitment_form=_commitment_form(live))


@bp.route("/sessions/<uuid:session_id>/live/agenda")
@guarded(read_names)
def agenda_part(session: Session) -> ResponseReturnValue:
    """Return the agenda alone, for polling; 304 if nothing has changed."""
    return _part(session, "forums/live/agenda.html")


@bp.route("/sessions/<uuid:session_id>/live/notes")
@guarded(read_names)
def notes_part(session: Session) -> ResponseReturnValue:
    """Return the notes of one item, except the one the user is editing, for polling; 304 if nothing has changed."""
    return _part(session, "forums/live/notes.html")


@bp.route("/agenda-items/<uuid:agenda_item_id>/start", methods=["POST"])
@guarded(run_item)
def start(agenda_item: AgendaItem) -> ResponseReturnValue:
    """Start discussing an item; finishes the current one."""
    agenda.start(agenda_item, by=current_user, at=utc_now())
    return done(_("Now: %(title)s.", title=agenda_item.title), to=_address(agenda_item.session_id, agenda_item.id))


@bp.route("/agenda-items/<uuid:agenda_item_id>/finish", methods=["POST"])
@guarded(run_item)
def finish(agenda_item: AgendaItem) -> ResponseReturnValue:
    """Finish the discussion of an item."""
    agenda.finish(agenda_item, by=current_user, at=utc_now())
    notice = _("“%(title)s” was discussed.", title=agenda_item.title)
    return done(notice, to=_address(agenda_item.session_id, agenda_item.id))


@bp.route("/agenda-items/<uuid:agenda_item_id>/carry", methods=["POST"])
@guarded(run_item)
def carry(agenda_item: AgendaItem) -> ResponseReturnValue:
    """Carry an item over to the next session."""
    agenda.carry(agenda_item, by=current_user, at=utc_now())
    notice = _("“%(title)s” comes back in the next session.", title=agenda_item.title)
    return done(notice, to=_address(agenda_item.session_id, agenda_item.id))


@bp.route("/sessions/<uuid:session_id>/decisions", methods=["POST"])
@guarded(record_decision)
def record(session: Session) -> ResponseReturnValue:
    """Record a decision, then offer to turn it into a commitment."""
    live = _live_context(session)
    form = _decision_form(live)
    if form.validate_on_submit():
        try:
            taken = decide_from_note(
                session,
                form.details(),
                _source(live),
                item=live.item,
                by=current_user,
                at=live.now,
                without_quorum=form.confirmation(),
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            notice = _("%(code)s was recorded.", code=taken.code)
            return done(notice, to=_address(session.id, live.item, commit=taken.id, anchor="commit"))
    return _page(live, form, decision_form=form)


@bp.route("/decisions/<uuid:decision_id>/commitments", methods=["POST"])
@guarded(commit_decision)
def commit(decision: Decision) -> ResponseReturnValue:
    """Propose a commitment that implements a decision, and stay on the page."""
    session = decision.session or abort(404)
    form = CommitmentForm.of(decision.forum, decision.text, person=current_user)
    if form.validate_on_submit():
        try:
            made = become_commitment(decision, form.details(decision), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            name = made.responsible.name
            notice = _("%(code)s was proposed to %(name)s. It binds once they accept.", code=made.code, name=name)
            return done(notice, to=_address(session.id, decision.agenda_item_id, anchor=f"decision-{decision.id}"))
    live = LiveContext(session=session, reader=current_user, now=utc_now(), item_id=decision.agenda_item_id)
    return _page(live, form, commitment_form=form, committing=decision.id)


def _page(live: LiveContext, form: Any = None, **context: Any) -> ResponseReturnValue:
    """Return the page; the decision form is shown if requested or refused."""
    writes = live.is_open and can("minutes:write", live.session)
    decides = writes and live.takes_decisions
    context.setdefault("committing", uuid_of(request.args.get("commit")))
    context.setdefault("commitment_form", None)
    context.setdefault("decision_form", _decision_form(live) if decides and request.args.get("decide") else None)
    return page(
        "forums/live/show.html", form, session=live.session, live=live, writes=writes, decides=decides, **context
    )


def _part(session: Session, template: str) -> Response:
    response = make_response()
    response.set_etag(f"{pulse(session, utc_now())}-{current_user.id.hex[:8]}-{current_user.language}")
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    if response.status_code != 304:
        response.set_data(render_template(template, session=session, live=_live_context(session)))
    return response


def _live_context(session: Session) -> LiveContext:
    part = Part(request.args["part"]) if request.args.get("part") in {one.value for one in Part} else Part.DISCUSSION
    return LiveContext(
        session=session,
        reader=current_user,
        now=utc_now(),
        item_id=uuid_of(request.args.get("item")),
        part=part,
        editing_id=uuid_of(request.args.get("edit")),
    )


def _decision_form(live: LiveContext) -> RecordForm:
    """Return the form of a new decision, pre-filled with the passage it comes from."""
    form = RecordForm().offer(live.voters)
    if not form.is_submitted():
        source = _source(live)
        form.text.data = plain_text(source.text) if source else ""
        form.how.data = live.session.forum.decision_rule.value
    return form


def _source(live: LiveContext) -> PassageRow | None:
    """Return the note that the URL says to make a decision from."""
    return next((one for one in live.passages if one.id == uuid_of(request.args.get("decide"))), None)


def _commitment_form(live: LiveContext) -> CommitmentForm | None:
    """Return the form of the commitment for a decision, if the URL requests it."""
    decision = next((one for one in live.decisions if one.id == uuid_of(request.args.get("commit"))), None)
    circle = live.session.forum.circle
    if decision is None or not (can("minutes:write", live.session) or can("commitment:propose", circle)):
        return None
    return CommitmentForm.of(live.session.forum, decision.text, person=current_user)


def _address(session_id: UUID, item: ItemRow | UUID | None, *, anchor: str = "notes", **place: Any) -> str:
    item_id = item.id if isinstance(item, ItemRow) else item
    return url_for("forums.live.show", session_id=session_id, item=item_id, _anchor=anchor, **place)

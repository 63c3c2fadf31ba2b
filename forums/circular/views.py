"""Pages of circular decisions: the list, one of them, drafting, circulating, voting, and what coordinators do."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from markupsafe import Markup

from app.calendars.queries import holiday_lookup
from app.clock import today, utc_now
from app.errors import RuleViolation
from app.files import store
from app.files.serve import serve
from app.web.arguments import uuid_of
from app.web.i18n import moment
from app.web.pages import done, page
from app.web.pagination import page_of
from app.web.policies import guarded
from forums.circular import actions, closing, policies, queries, rules
from forums.circular.forms import (
    AnswerForm,
    CircularForm,
    ConfirmForm,
    EndForm,
    RecordVoteForm,
    RemindForm,
    VoteForm,
    WithdrawForm,
)
from forums.circular.models import Circular, CircularDocument, CircularState
from forums.circular.overview import as_recipient_sees, overview_of
from forums.decisions.models import Decision
from forums.preparation.forms import DocumentForm
from forums.scheduling.models import Forum
from forums.scheduling.policies import read_people

bp = Blueprint("circular", __name__)

SHOWN = 4
"""How many circulars the page of a forum shows."""


@bp.get("/circulars")
@guarded(policies.list_circulars)
def index() -> ResponseReturnValue:
    """List the circular decisions that the user may read, filtered by the URL."""
    wanted = request.args
    state = next((one for one in CircularState if one.value == wanted.get("state")), None)
    filters = queries.Filters(text=wanted.get("q", ""), forum_slug=wanted.get("forum", ""), state=state)
    listed = queries.listed(current_user, filters, today())
    if listed.number > 1 and not listed.rows:
        abort(404)
    return page("forums/circular/index.html", listed=listed)


@bp.get("/circulars/<uuid:circular_id>")
@guarded(policies.read_circular)
def show(circular: Circular) -> ResponseReturnValue:
    """Show a circular with the votes that the user may see."""
    found = overview_of(circular, current_user, utc_now())
    listed = page_of(found.listed(request.args.get("votes", "")))
    return page("forums/circular/show.html", circular=circular, forum=circular.forum, overview=found, listed=listed)


@bp.get("/circulars/<uuid:circular_id>/as-recipient")
@guarded(policies.manage_circular)
def as_recipient(circular: Circular) -> ResponseReturnValue:
    """Show those who organise the forum the ballot as a party sees it that has not voted."""
    found = as_recipient_sees(circular)
    return page("forums/circular/vote.html", VoteForm(), circular=circular, forum=circular.forum, overview=found)


@bp.route("/forums/<string:slug>/circulars/new", methods=["GET", "POST"])
@guarded(policies.draft_circular)
def new(forum: Forum) -> ResponseReturnValue:
    """Draft a circular decision."""
    now = utc_now()
    zone = ZoneInfo(forum.timezone)
    end = rules.usual_end(now, zone, holiday_lookup(now.date(), (now + actions.AHEAD).date()))
    form = CircularForm(day=end.date(), time=end.time())
    if form.validate_on_submit():
        try:
            made = actions.draft(forum, form.details(zone), by=current_user, at=now)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Saved as a draft. Add documents, then circulate it."), to=made)
    return page("forums/circular/edit.html", form, forum=forum, circular=None)


@bp.route("/circulars/<uuid:circular_id>/edit", methods=["GET", "POST"])
@guarded(policies.manage_circular)
def edit(circular: Circular) -> ResponseReturnValue:
    """Change a draft."""
    circular.require(CircularState.DRAFT)
    form = CircularForm.of(circular)
    if form.validate_on_submit():
        try:
            actions.change(circular, form.details(circular.zone), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The draft was changed."), to=circular)
    return page("forums/circular/edit.html", form, forum=circular.forum, circular=circular)


@bp.route("/circulars/<uuid:circular_id>/circulate", methods=["GET", "POST"])
@guarded(policies.manage_circular)
def circulate(circular: Circular) -> ResponseReturnValue:
    """Confirm, then send a circular to the seats."""
    circular.require(CircularState.DRAFT)
    form = ConfirmForm()
    seats = queries.counting_seats(circular.forum, utc_now().astimezone(circular.zone).date())
    if form.validate_on_submit():
        try:
            sent = actions.circulate(circular, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(ngettext("Sent to %(num)d party.", "Sent to %(num)d parties.", sent), to=circular)
    return _act(form, circular, "circulate", seats=len(seats))


@bp.route("/circulars/<uuid:circular_id>/vote", methods=["GET", "POST"])
@guarded(policies.vote_on_circular)
def vote(circular: Circular) -> ResponseReturnValue:
    """Vote for one's seat, or change its vote until the end."""
    found = overview_of(circular, current_user, utc_now())
    form = VoteForm.of(found.own_vote)
    if form.validate_on_submit() and found.own_seat:
        try:
            actions.vote(circular, found.own_seat, form.ballot(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            until = moment(circular.ends_at, circular.forum.timezone)
            return done(_("Your vote was recorded. You can change it until %(when)s.", when=until), to=circular)
    return page("forums/circular/vote.html", form, circular=circular, forum=circular.forum, overview=found)


@bp.route("/circulars/<uuid:circular_id>/record-vote", methods=["GET", "POST"])
@guarded(policies.record_vote)
def record(circular: Circular) -> ResponseReturnValue:
    """Record the vote that a seat gave by letter, telephone or message."""
    circular.require(CircularState.CIRCULATING)
    form = RecordVoteForm()
    form.offer(queries.seats(circular))
    if form.validate_on_submit():
        seat = queries.seat_of(circular, form.seat.data) or abort(404)
        try:
            actions.vote(circular, seat, form.ballot(), recorded=form.recorded(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Recorded. The party is notified, and can vote differently."), to=circular)
    return _act(form, circular, "record")


@bp.route("/circulars/<uuid:circular_id>/reply", methods=["GET", "POST"])
@guarded(policies.manage_circular)
def reply(circular: Circular) -> ResponseReturnValue:
    """Answer the questions of seats to all of them."""
    circular.require(CircularState.CIRCULATING)
    form = AnswerForm()
    found = overview_of(circular, current_user, utc_now())
    if form.validate_on_submit():
        try:
            actions.reply(circular, text=form.text.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The answer was sent to every party."), to=circular)
    return _act(form, circular, "reply", overview=found)


@bp.post("/circulars/<uuid:circular_id>/remind")
@guarded(policies.manage_circular)
def remind(circular: Circular) -> ResponseReturnValue:
    """Remind the seats that have not voted, or the one that the form names."""
    wanted = RemindForm().seat.data
    seat = queries.seat_of(circular, uuid_of(wanted) or abort(404)) or abort(404) if wanted else None
    silent = actions.remind(circular, only=seat, by=current_user, at=utc_now())
    return done(ngettext("%(num)d party is reminded.", "%(num)d parties are reminded.", silent), to=circular)


@bp.route("/circulars/<uuid:circular_id>/extend", methods=["GET", "POST"])
@guarded(policies.manage_circular)
def extend(circular: Circular) -> ResponseReturnValue:
    """Extend the vote, once."""
    circular.require(CircularState.CIRCULATING)
    end = circular.ends_at.astimezone(circular.zone)
    holiday_on = holiday_lookup(end.date(), (end + actions.AHEAD).date())
    form = EndForm(day=rules.working_day_after(end.date(), rules.EXTENSION, holiday_on), time=end.time())
    if form.validate_on_submit():
        try:
            actions.extend(circular, form.end_in(circular.zone), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Extended. Every party is notified."), to=circular)
    return _act(form, circular, "extend")


@bp.route("/circulars/<uuid:circular_id>/move", methods=["GET", "POST"])
@guarded(policies.manage_circular)
def move(circular: Circular) -> ResponseReturnValue:
    """Confirm, then move a circular to the agenda of the next session."""
    circular.require(CircularState.CIRCULATING)
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            closing.move(circular, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("It is on the agenda of the next session. Every party is notified."), to=circular)
    return _act(form, circular, "move", overview=overview_of(circular, current_user, utc_now()))


@bp.route("/circulars/<uuid:circular_id>/withdraw", methods=["GET", "POST"])
@guarded(policies.manage_circular)
def withdraw(circular: Circular) -> ResponseReturnValue:
    """Withdraw a circular, with the reason."""
    circular.require(CircularState.DRAFT, CircularState.CIRCULATING)
    form = WithdrawForm()
    if form.validate_on_submit():
        try:
            actions.withdraw(circular, reason=form.reason.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Withdrawn."), to=circular)
    return _act(form, circular, "withdraw")


@bp.route("/circulars/<uuid:circular_id>/documents/new", methods=["GET", "POST"])
@guarded(policies.manage_circular)
def add_document(circular: Circular) -> ResponseReturnValue:
    """Add a document to a draft."""
    circular.require(CircularState.DRAFT)
    form = DocumentForm()
    if form.validate_on_submit():
        try:
            now = utc_now()
            file = store.save(form.file.data, by=current_user, at=now, field="file")
            made = actions.add_document(circular, file, title=form.title.data or "", by=current_user, at=now)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The document was added."), to=circular, made=made)
    return _act(form, circular, "document")


@bp.get("/circulars/documents/<uuid:circular_document_id>")
@guarded(policies.read_document)
def download(circular_document: CircularDocument) -> ResponseReturnValue:
    """Download a document."""
    return serve(circular_document.file)


@bp.post("/circulars/documents/<uuid:circular_document_id>/remove")
@guarded(policies.remove_document)
def remove_document(circular_document: CircularDocument) -> ResponseReturnValue:
    """Remove a document from a draft."""
    circular = circular_document.circular
    actions.remove_document(circular_document, by=current_user, at=utc_now())
    return done(_("The document was removed."), to=circular)


def panel(forum: Forum) -> Markup | None:
    """Return the latest circulars of a forum in its sidebar, for those who may read its people."""
    if not read_people(current_user, forum):
        return None
    drafts = policies.draft_circular(current_user, forum) and not forum.archived_at
    rows = queries.latest_of(forum, current_user, today(), most=SHOWN)
    if not rows and not drafts:
        return None
    shown = render_template("forums/circular/panel.html", forum=forum, rows=rows, drafts=drafts)
    return Markup(shown)  # noqa: S704 - a template escapes


def origin(decision: Decision) -> Markup | None:
    """Return the circular that became a decision, with the notes of parties, for those who may read it."""
    circular = queries.circular_of(decision)
    if circular is None or not policies.read_circular(current_user, circular):
        return None
    noted = [one for one in queries.seats(circular) if one.words and one.choice is rules.Choice.AGREE_WITH_NOTE]
    return Markup(render_template("forums/circular/origin.html", circular=circular, noted=noted))  # noqa: S704


def _act(form: Any, circular: Circular, act: str, **context: Any) -> ResponseReturnValue:
    return page("forums/circular/act.html", form, circular=circular, forum=circular.forum, act=act, **context)

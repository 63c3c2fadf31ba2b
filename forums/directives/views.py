"""Pages of directives and suggestions: the register, giving one, and what those who organise the forum do about it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from app.circles.queries import seats_on
from app.clock import today, utc_now
from app.database import db
from app.errors import NotNow, RuleViolation
from app.web.arguments import uuid_of
from app.web.pages import done, page
from app.web.policies import authorise, guarded
from commitments.registry.forms import ProposalForm
from commitments.registry.policies import propose_commitment
from forums.directives import actions, fate, policies, queries, register
from forums.directives.forms import DeclineForm, GiveForm, MergeForm, ReplyForm, TakeUpForm
from forums.directives.labels import title
from forums.directives.models import Directive
from forums.scheduling.models import Forum, Session, SessionState
from forums.scheduling.policies import change_forum

bp = Blueprint("directives", __name__)


@bp.get("/directives")
@guarded(policies.list_directives)
def index() -> ResponseReturnValue:
    """List directives, suggestions and proposals that the user may read, filtered by the URL."""
    listed = register.listed(current_user, register.chosen(request.args), today())
    if listed.number > 1 and not listed.rows:
        abort(404)
    items = [one.agenda_item_id for one in listed.rows if one.agenda_item_id]
    return page(
        "forums/directives/index.html",
        listed=listed,
        decisions=fate.decisions_from(items, current_user, today()),
    )


@bp.get("/directives/<uuid:directive_id>")
@guarded(policies.read_directive)
def show(directive: Directive) -> ResponseReturnValue:
    """Show a directive or suggestion, its answer, and what became of it."""
    return page("forums/directives/show.html", **shown(directive))


@bp.route("/forums/<string:slug>/directives/new", methods=["GET", "POST"])
@guarded(policies.give_directive)
def give(forum: Forum) -> ResponseReturnValue:
    """Give a forum a directive, for a session or in general."""
    now = utc_now()
    form = GiveForm(session=uuid_of(request.args.get("session")), answer_due=actions.usual_answer_day(now))
    form.offer(queries.upcoming(forum.id, now))
    if form.validate_on_submit():
        try:
            session = db.session.get(Session, form.session.data) if form.session.data else None
            due = form.answer_due.data
            made = actions.give(forum, form.text.data, session=session, answer_due=due, by=current_user, at=now)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The directive was given. You will be notified of its outcome."), to=made)
    return page("forums/directives/give.html", form, forum=forum)


@bp.route("/directives/<uuid:directive_id>/take-up", methods=["GET", "POST"])
@guarded(policies.answer_directive)
def take_up(directive: Directive) -> ResponseReturnValue:
    """Put a directive on the agenda of a session of the forum."""
    sessions = queries.upcoming(directive.forum_id, utc_now())
    if not sessions:
        raise NotNow(_("This forum has no upcoming session. Schedule one first."))
    form = TakeUpForm.of(directive, sessions)
    if form.validate_on_submit():
        try:
            session = db.session.get_one(Session, form.session.data)
            actions.take_up(directive, session, form.draft(directive), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("It is on the agenda. The sender was notified."), to=directive)
    return _act_page(form, directive, "take_up")


@bp.route("/directives/<uuid:directive_id>/reply", methods=["GET", "POST"])
@guarded(policies.answer_directive)
def reply(directive: Directive) -> ResponseReturnValue:
    """Answer a directive, or change the answer."""
    form = ReplyForm(text=directive.reply)
    if form.validate_on_submit():
        try:
            actions.reply(directive, text=form.text.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The answer was sent."), to=directive)
    return _act_page(form, directive, "reply")


@bp.route("/directives/<uuid:directive_id>/decline", methods=["GET", "POST"])
@guarded(policies.answer_directive)
def decline(directive: Directive) -> ResponseReturnValue:
    """Decline a directive, with the reason."""
    form = DeclineForm()
    if form.validate_on_submit():
        try:
            actions.decline(directive, reason=form.reason.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Declined. The sender is notified of the reason."), to=directive)
    return _act_page(form, directive, "decline")


@bp.route("/directives/<uuid:directive_id>/merge", methods=["GET", "POST"])
@guarded(policies.answer_directive)
def merge(directive: Directive) -> ResponseReturnValue:
    """Merge a directive into another one of the forum."""
    others = queries.to_merge_into(directive)
    if not others:
        raise NotNow(_("This forum has no other directive or suggestion."))
    form = MergeForm()
    form.offer(others)
    if form.validate_on_submit():
        try:
            into = next(one for one in others if one.id == form.into.data)
            actions.merge(directive, into, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Merged. The other one covers both."), to=directive)
    return _act_page(form, directive, "merge")


@bp.route("/directives/<uuid:directive_id>/commitment", methods=["GET", "POST"])
@guarded(policies.answer_directive)
def commit(directive: Directive) -> ResponseReturnValue:
    """Propose a commitment that carries a directive out."""
    circle = directive.forum.circle
    authorise(propose_commitment, circle)
    form = ProposalForm.of(circle)
    form.offer(seats_on(circle.id, today()))
    if not form.is_submitted():
        form.title.data = title(directive)
    if form.validate_on_submit():
        try:
            actions.become_commitment(directive, form.details(circle), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Proposed. It binds once the responsible organisation has accepted it."), to=directive)
    return _act_page(form, directive, "commit")


def shown(directive: Directive) -> dict[str, Any]:
    """Return what the page of a directive shows, by whichever way it is opened."""
    return {
        "directive": directive,
        "forum": directive.forum,
        "fate": fate.fate_of(directive.agenda_item_id, directive.commitment_id, current_user, today()),
        "merged": queries.merged_into(directive, current_user, today()),
        "reads_all": policies.reads_all(current_user, directive.forum),
    }


def panel(forum: Forum) -> Markup | None:
    """Return the number of unanswered directives and suggestions in the sidebar of a forum, for those who read all."""
    if forum.archived_at or not policies.reads_all(current_user, forum):
        return None
    total, overdue = queries.waiting(forum.id, today())
    answers = change_forum(current_user, forum)
    shown = render_template("forums/directives/panel.html", forum=forum, total=total, overdue=overdue, answers=answers)
    return Markup(shown)  # noqa: S704


def forum_action(forum: Forum) -> Markup | None:
    """Return the link with which leadership gives a forum a directive."""
    if forum.archived_at or not current_user.is_authenticated or not policies.give_directive(current_user, forum):
        return None
    return Markup(render_template("forums/directives/begin.html", forum=forum, session=None))  # noqa: S704


def session_action(session: Session) -> Markup | None:
    """Return the link with which leadership gives a directive for a planned session."""
    if session.state is not SessionState.PLANNED or session.forum.archived_at or not current_user.is_authenticated:
        return None
    if not policies.give_directive(current_user, session.forum):
        return None
    shown = render_template("forums/directives/begin.html", forum=session.forum, session=session)
    return Markup(shown)  # noqa: S704


def _act_page(form: Any, directive: Directive, act: str) -> ResponseReturnValue:
    return page("forums/directives/act.html", form, directive=directive, forum=directive.forum, act=act)


def address_of(row: register.DirectiveRow) -> str:
    """Return the URL of the page of a row in the register."""
    if row.is_proposal:
        return url_for("forums.agenda.show", session_id=row.session_id, _anchor=f"item-{row.id}")
    return url_for("forums.directives.show", directive_id=row.id)

"""Pages of the mediation of differences about a shared goal."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from alignment.agenda import AgendaForm, sessions_for
from alignment.goals import actions, policies, queries
from alignment.goals.forms import KeepForm, NewVersionForm, OptionForm, RecordForm, RespondForm, UntilForm
from alignment.goals.models import GoalDifference
from app.circles.queries import seats_on
from app.clock import today, utc_now
from app.database import db
from app.errors import RuleViolation
from app.web.forms import MAX_LINE_LENGTH, Form
from app.web.pages import done, page
from app.web.policies import authorise, guarded
from commitments.registry import actions as registry
from commitments.registry.forms import ProposalForm
from forums.agenda.policies import propose_item
from forums.scheduling.models import Session

bp = Blueprint("goal_differences", __name__)

DIFFERENCE = "/alignment/goals/differences/<uuid:goal_difference_id>"


def _form_page(form: Form, act: str, difference: GoalDifference) -> ResponseReturnValue:
    return page("alignment/goals/mediate.html", form, act=act, goal=difference.goal, difference=difference)


@bp.route(f"{DIFFERENCE}/record", methods=["GET", "POST"])
@guarded(policies.mediate)
def record(goal_difference: GoalDifference) -> ResponseReturnValue:
    """Record the positions and the interests behind them."""
    form = RecordForm(obj=goal_difference)
    if form.validate_on_submit():
        try:
            actions.record(
                goal_difference,
                positions=form.positions.data,
                interests=form.interests.data or "",
                version=form.version.data,
                by=current_user,
                at=utc_now(),
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Recorded."), to=goal_difference.goal, made=goal_difference)
    return _form_page(form, "record", goal_difference)


@bp.route(f"{DIFFERENCE}/option", methods=["GET", "POST"])
@guarded(policies.suggest)
def add_option(goal_difference: GoalDifference) -> ResponseReturnValue:
    """Add an option."""
    form = OptionForm()
    if form.validate_on_submit():
        mediates = policies.mediate(current_user, goal_difference)
        try:
            actions.add_option(goal_difference, form.text.data, by=current_user, at=utc_now(), mediates=mediates)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The option was added."), to=goal_difference.goal, made=goal_difference)
    return _form_page(form, "option", goal_difference)


@bp.route(f"{DIFFERENCE}/ask", methods=["GET", "POST"])
@guarded(policies.mediate)
def ask(goal_difference: GoalDifference) -> ResponseReturnValue:
    """Ask the parties what they say of the options."""
    form = UntilForm()
    if form.validate_on_submit():
        try:
            count = actions.ask_for_responses(goal_difference, until=form.until.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            asked = ngettext("%(num)d person was asked.", "%(num)d people were asked.", count)
            return done(asked, to=goal_difference.goal, made=goal_difference)
    return _form_page(form, "ask", goal_difference)


@bp.route(f"{DIFFERENCE}/respond", methods=["GET", "POST"])
@guarded(policies.respond)
def respond(goal_difference: GoalDifference) -> ResponseReturnValue:
    """Say which options one's organisation supports."""
    form = RespondForm(obj=queries.response_of(goal_difference.id, current_user.organisation_id))
    form.offer(goal_difference.options)
    if form.validate_on_submit():
        words, supported = form.words.data or "", form.supported.data or []
        try:
            actions.respond(goal_difference, supported, words=words, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            notice = _("Recorded for %(name)s.", name=current_user.organisation.label)
            return done(notice, to=goal_difference.goal, made=goal_difference)
    return _form_page(form, "respond", goal_difference)


@bp.route(f"{DIFFERENCE}/agenda", methods=["GET", "POST"])
@guarded(policies.suggest)
def put_on_agenda(goal_difference: GoalDifference) -> ResponseReturnValue:
    """Propose a difference to the agenda of a session."""
    goal = goal_difference.goal
    form = AgendaForm()
    form.offer(sessions_for(goal.circle, current_user, today(), utc_now()))
    if form.validate_on_submit():
        session = db.session.get_one(Session, form.session.data)
        authorise(propose_item, session)
        try:
            actions.put_on_agenda(goal_difference, session, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("It was proposed to %(forum)s.", forum=session.forum.name), to=goal, made=goal_difference)
    return _form_page(form, "agenda", goal_difference)


@bp.route(f"{DIFFERENCE}/reword", methods=["GET", "POST"])
@guarded(policies.mediate)
def reword(goal_difference: GoalDifference) -> ResponseReturnValue:
    """Settle a difference by a new text, which becomes the next version."""
    goal = goal_difference.goal
    current = queries.current(goal)
    form = NewVersionForm(data={part.value: text for part, text in current.texts.items()} | {"version": goal.version})
    if form.validate_on_submit():
        try:
            made = actions.write(
                goal,
                form.texts(),
                reason=form.reason.data,
                version=form.version.data,
                by=current_user,
                at=utc_now(),
                settles=goal_difference,
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            notice = _("Version %(number)s applies. The parties are asked again.", number=made.number)
            return done(notice, to=goal, made=goal_difference)
    return page("alignment/goals/edit.html", form, goal=goal, difference=goal_difference)


@bp.route(f"{DIFFERENCE}/keep", methods=["GET", "POST"])
@guarded(policies.mediate)
def keep(goal_difference: GoalDifference) -> ResponseReturnValue:
    """End a mediation although the parties still differ, with the reason."""
    form = KeepForm()
    if form.validate_on_submit():
        try:
            actions.keep(goal_difference, form.reason.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The outcome was recorded."), to=goal_difference.goal, made=goal_difference)
    return _form_page(form, "keep", goal_difference)


@bp.route(f"{DIFFERENCE}/follow-up", methods=["GET", "POST"])
@guarded(policies.mediate)
def follow_up(goal_difference: GoalDifference) -> ResponseReturnValue:
    """Propose the commitment that settles a difference or follows from its outcome, from a prefilled form."""
    actions.require_follow_up(goal_difference)
    circle = goal_difference.goal.circle
    form = ProposalForm.of(circle, title=goal_difference.holds[:MAX_LINE_LENGTH], criteria=goal_difference.outcome)
    form.offer(seats_on(circle.id, today()))
    if form.validate_on_submit():
        try:
            proposed = registry.propose(form.details(circle), by=current_user, at=utc_now())
            actions.follow_up(goal_difference, proposed, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            name = proposed.responsible.name
            notice = _("Proposed. It becomes binding once %(name)s accepts it.", name=name)
            return done(notice, to=proposed, made=proposed)
    return page("alignment/goals/follow_up.html", form, goal=goal_difference.goal, difference=goal_difference)

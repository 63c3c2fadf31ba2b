"""Pages of shared goals."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from agreements.registry.models import Agreement
from alignment.agenda import ahead
from alignment.goals import actions, export, policies, queries
from alignment.goals.actions import Texts
from alignment.goals.forms import AnswerForm, InterestForm, NewVersionForm, TextsForm
from alignment.goals.models import SharedGoal
from alignment.roles.policies import leads
from alignment.roles.queries import owner_of
from app.circles.models import Circle
from app.clock import today, utc_now
from app.errors import RuleViolation
from app.files.tables import wanted_format
from app.web.pages import done, page
from app.web.policies import guarded
from forums.scheduling.models import Forum

bp = Blueprint("goals", __name__)

GOAL = "/alignment/goals/<uuid:shared_goal_id>"


@bp.get("/alignment/goals")
@guarded(policies.list_goals)
def index() -> ResponseReturnValue:
    """List the shared goals that the user may read, and who has not answered since when."""
    day = today()
    if kind := wanted_format():
        return export.sheet(queries.overviews(queries.exported(current_user, day), day), kind)
    listed = queries.readable(current_user, day)
    overviews = queries.overviews(listed.rows, day)
    return render_template("alignment/goals/index.html", listed=listed, overviews=overviews)


@bp.get("/alignment/priorities")
@guarded(policies.list_goals)
def priorities() -> ResponseReturnValue:
    """List the shared priorities of the forums and agreements that the user may read."""
    return render_template("alignment/goals/priorities.html", listed=queries.priorities(current_user, today()))


@bp.get("/forums/<string:slug>/goal")
@guarded(policies.read_forum_goal)
def of_forum(forum: Forum) -> ResponseReturnValue:
    """Show the shared goal of a forum, or that there is none."""
    return _of_circle(forum.circle, forum, url_for("alignment.goals.begin_for_forum", slug=forum.slug))


@bp.route("/forums/<string:slug>/goal/begin", methods=["GET", "POST"])
@guarded(policies.begin_forum_goal)
def begin_for_forum(forum: Forum) -> ResponseReturnValue:
    """Write the first version of the goal of a forum, from its charter."""
    return _begin(forum.circle, forum, Texts(goal=forum.goal, problem=forum.purpose, principles=forum.ground_rules))


@bp.get("/agreements/<uuid:agreement_id>/goal")
@guarded(policies.read_agreement_goal)
def of_agreement(agreement: Agreement) -> ResponseReturnValue:
    """Show the shared goal of an agreement, or that there is none."""
    return _of_circle(
        agreement.circle, agreement, url_for("alignment.goals.begin_for_agreement", agreement_id=agreement.id)
    )


@bp.route("/agreements/<uuid:agreement_id>/goal/begin", methods=["GET", "POST"])
@guarded(policies.begin_agreement_goal)
def begin_for_agreement(agreement: Agreement) -> ResponseReturnValue:
    """Write the first version of the goal of an agreement, from its purpose."""
    return _begin(agreement.circle, agreement, Texts(goal=agreement.purpose))


def _of_circle(circle: Circle, about: Forum | Agreement, begin: str) -> ResponseReturnValue:
    if goal := queries.of_circle(circle.id):
        return redirect(url_for("alignment.goals.show", shared_goal_id=goal.id), code=303)
    may_begin = leads(current_user, circle)
    return page("alignment/goals/none.html", circle=circle, about=about, begin=begin, may_begin=may_begin)


def _begin(circle: Circle, about: Forum | Agreement, charter: Texts) -> ResponseReturnValue:
    form = TextsForm(data=asdict(charter))
    if form.validate_on_submit():
        try:
            goal = actions.begin(circle, form.texts(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The parties are asked whether they acknowledge it."), to=goal, made=goal)
    return page("alignment/goals/begin.html", form, circle=circle, about=about)


@bp.get(GOAL)
@guarded(policies.read_goal)
def show(shared_goal: SharedGoal) -> ResponseReturnValue:
    """Show a goal: the text, the interests of parties beside it, and differences with their mediation."""
    day = today()
    found = queries.overview(shared_goal, day, mediation=True)
    return page(
        "alignment/goals/show.html",
        goal=shared_goal,
        it=found,
        interests=queries.interests(shared_goal.id),
        versions=queries.versions(shared_goal.id),
        owner=owner_of(shared_goal.circle),
        follow_ups=queries.follow_ups(found.differences, current_user, day),
        items=ahead([one.agenda_item_id for one in found.open], current_user, day),
        answers=policies.answer_goal(current_user, shared_goal),
        writes=policies.write_goal(current_user, shared_goal),
        reads_mediation=policies.reads_mediation(current_user, shared_goal),
    )


@bp.get(f"{GOAL}/versions/<int(max=9999):number>")
@guarded(policies.read_goal)
def show_version(shared_goal: SharedGoal, number: int) -> ResponseReturnValue:
    """Compare a version with the one before."""
    shown = queries.version(shared_goal.id, number)
    if shown is None:
        return redirect(url_for("alignment.goals.show", shared_goal_id=shared_goal.id), code=303)
    before = queries.version(shared_goal.id, number - 1)
    return page("alignment/goals/version.html", goal=shared_goal, version=shown, before=before)


@bp.route(f"{GOAL}/edit", methods=["GET", "POST"])
@guarded(policies.write_goal)
def edit(shared_goal: SharedGoal) -> ResponseReturnValue:
    """Write a new version; the parties are asked again."""
    current = queries.current(shared_goal)
    form = NewVersionForm(
        data={part.value: text for part, text in current.texts.items()} | {"version": shared_goal.version}
    )
    if form.validate_on_submit():
        try:
            made = actions.write(
                shared_goal,
                form.texts(),
                reason=form.reason.data,
                version=form.version.data,
                by=current_user,
                at=utc_now(),
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(
                _("Version %(number)s applies. The parties are asked again.", number=made.number), to=shared_goal
            )
    return page("alignment/goals/edit.html", form, goal=shared_goal)


@bp.post(f"{GOAL}/remind")
@guarded(policies.write_goal)
def remind(shared_goal: SharedGoal) -> ResponseReturnValue:
    """Ask the parties that have not answered once more."""
    count = actions.remind(shared_goal, by=current_user, at=utc_now())
    return done(ngettext("%(num)d person was asked.", "%(num)d people were asked.", count), to=shared_goal)


@bp.route(f"{GOAL}/interest", methods=["GET", "POST"])
@guarded(policies.answer_goal)
def write_interest(shared_goal: SharedGoal) -> ResponseReturnValue:
    """Write what one's organisation seeks for itself."""
    form = InterestForm(obj=queries.interest_of(shared_goal.id, current_user.organisation_id))
    if form.validate_on_submit():
        actions.write_interest(
            shared_goal, interest=form.interest.data, benefit=form.benefit.data or "", by=current_user, at=utc_now()
        )
        return done(_("The interest of your organisation was saved."), to=shared_goal)
    return page("alignment/goals/act.html", form, act="interest", goal=shared_goal)


@bp.route(f"{GOAL}/answer", methods=["GET", "POST"])
@guarded(policies.answer_goal)
def answer(shared_goal: SharedGoal) -> ResponseReturnValue:
    """Acknowledge the text, or say where one's organisation differs."""
    form = AnswerForm(data={"number": shared_goal.number})
    if form.validate_on_submit():
        number = shared_goal.number if str(form.number.data) == str(shared_goal.number) else 0
        try:
            differs = actions.answer(shared_goal, form.objection(), number=number, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            name = current_user.organisation.label
            if differs:
                return done(
                    _("Recorded for %(name)s. Those who lead are told, and mediate.", name=name), to=shared_goal
                )
            return done(_("Acknowledged for %(name)s.", name=name), to=shared_goal)
    return page("alignment/goals/act.html", form, act="answer", goal=shared_goal, version=queries.current(shared_goal))

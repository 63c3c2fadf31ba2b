"""Pages of training: plan one, raise levels from its attendance list, and evaluate it."""

from __future__ import annotations

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from alignment.capacity import actions, policies, queries, trainings
from alignment.capacity.forms import EvaluationForm, PlanForm, PurposeForm, RaiseForm
from alignment.capacity.models import Training
from alignment.capacity.rows import PresentRow, SkillsBarrier
from alignment.capacity.views import bp
from app.clock import today, utc_now
from app.database import db
from app.errors import RuleViolation
from app.mail.links import current_link
from app.web.arguments import uuid_of
from app.web.pages import done, page
from app.web.policies import authorise, guarded
from forums.invitations.queries import effective_answers
from forums.invitations.rules import COMING
from forums.scheduling import session_actions
from forums.scheduling.models import Session, SessionState
from forums.scheduling.policies import change_forum, change_session, read_names

TRAINING = "/alignment/capacity/trainings/<uuid:training_id>"


@bp.route("/alignment/capacity/trainings/new", methods=["GET", "POST"])
@guarded(policies.plan_training)
def plan() -> ResponseReturnValue:
    """Plan a training: in a planned session of a training forum, or in a new one."""
    asked = {name: uuid_of(request.args.get(name)) for name in ("competence", "barrier")}
    form = PlanForm(session=request.args.get("session", ""), **asked)
    forums = trainings.forums_to_train_in(current_user)
    form.offer(queries.competences(), _barriers())
    form.offer_sessions(forums, trainings.free_sessions(forums, utc_now()))
    if form.validate_on_submit():
        try:
            made = actions.plan(_session(form), form.purpose(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The training is planned."), to=made)
    return page("alignment/capacity/plan.html", form, forums=forums)


def _barriers() -> list[SkillsBarrier]:
    return queries.skills_barriers(current_user, today(), utc_now(), queries.MOST_OFFERED)


def _session(form: PlanForm) -> Session:
    """Return the session that was chosen, added if it is new. Raises RuleViolation without day or time."""
    forum = form.new_in()
    if forum is None:
        session = db.session.get_one(Session, uuid_of(form.session.data))
        authorise(change_session, session)
        return session
    authorise(change_forum, forum)
    starts_at = form.starts_at(forum.timezone)
    if starts_at is None:
        raise RuleViolation(_("Write day and time of the new session"), field="day")
    told: dict[str, Any] = {"starts_at": starts_at, "minutes": forum.minutes, "title": form.title.data or ""}
    return session_actions.add(forum, by=current_user, at=utc_now(), **told)


@bp.get(TRAINING)
@guarded(policies.read_training)
def show_training(training: Training) -> ResponseReturnValue:
    """Show a training: its session, who came, what they think, and whose level rose."""
    return _shown(training, None)


@bp.post(f"{TRAINING}/raise")
@guarded(policies.raise_levels)
def raise_levels(training: Training) -> ResponseReturnValue:
    """Raise the level of organisations on the attendance list by one."""
    form = RaiseForm()
    form.offer(trainings.present(training))
    if form.validate_on_submit():
        own = [] if current_user.is_coordinator and not current_link() else [current_user.organisation_id]
        told = {"source": form.source.data or "", "by": current_user, "at": utc_now()}
        try:
            count = actions.raise_levels(training, form.organisations.data or own, **told)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            words = ngettext("%(num)d organisation rose one level.", "%(num)d organisations rose one level.", count)
            return done(words, to=training)
    return _shown(training, form)


def _shown(training: Training, form: RaiseForm | None) -> ResponseReturnValue:
    """Return the page of a training; the attendance list has all organisations for those who may read names."""
    session = training.session
    held = session.state is SessionState.HELD
    rows = trainings.present(training) if held else []
    names = read_names(current_user, session)
    can_rise = [one for one in rows if one.can_rise and _speaks_for(one)]
    if form is None:
        form = RaiseForm(organisations=[one.id for one in can_rise if one.lack])
    form.offer(can_rise)
    taken = 0 if held else len([one for one in effective_answers(session) if one.state.value in COMING])
    given, score, words = trainings.evaluations(training.id) if held else (0, None, [])
    changes = policies.change_training(current_user, training)
    return page(
        "alignment/capacity/training.html",
        form,
        training=training,
        session=session,
        barrier=queries.known_barrier(training.barrier_id, current_user, today()),
        held=held,
        rows=[one for one in rows if names or one.id == current_user.organisation_id],
        came=sum(one.came for one in rows),
        can_rise=can_rise,
        taken=taken,
        evaluation=(given, score, words if changes else []),
        changes=changes,
        evaluates=held and policies.evaluate_training(current_user, training),
    )


def _speaks_for(row: PresentRow) -> bool:
    return bool(current_user.is_coordinator or current_user.organisation_id == row.id)


@bp.route(f"{TRAINING}/edit", methods=["GET", "POST"])
@guarded(policies.change_training)
def edit_training(training: Training) -> ResponseReturnValue:
    """Change what a training teaches, its seats, and the barrier that it answers."""
    values = {"competence": training.competence_id, "barrier": training.barrier_id}
    form = PurposeForm(seats=training.seats, version=training.version, **values)
    known = queries.known_barrier(training.barrier_id, current_user, today())
    title = known.title if known else _("one that you cannot read")
    own = (training.barrier_id, title) if training.barrier_id else None
    form.offer(queries.competences(), _barriers(), own)
    if form.validate_on_submit():
        told = {"version": form.version.data, "by": current_user, "at": utc_now()}
        try:
            actions.change_training(training, form.purpose(), **told)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Saved."), to=training)
    return page("alignment/capacity/edit.html", form, training=training)


@bp.post(f"{TRAINING}/remove")
@guarded(policies.change_training)
def remove_training(training: Training) -> ResponseReturnValue:
    """Let the session of a training be a training no longer."""
    session = training.session
    actions.remove_training(training, by=current_user, at=utc_now())
    return done(_("The training was removed. The session stays planned."), to=session)


@bp.route(f"{TRAINING}/evaluate", methods=["GET", "POST"])
@guarded(policies.evaluate_training)
def evaluate(training: Training) -> ResponseReturnValue:
    """Say what one thinks of a training."""
    said = trainings.evaluation_of(training.id, current_user.id)
    form = EvaluationForm(score=str(said.score) if said else None, words=said.words if said else "")
    if form.validate_on_submit():
        score, words = int(form.score.data), form.words.data or ""
        actions.evaluate(training, score=score, words=words, by=current_user, at=utc_now())
        return done(_("Thank you. Your evaluation was saved."), to=training)
    return page("alignment/capacity/evaluate.html", form, training=training)

"""Pages of barriers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from alignment.agenda import AgendaForm, sessions_for
from alignment.barriers import actions, export, listing, policies, queries
from alignment.barriers.forms import (
    BarrierForm,
    CorrectionForm,
    DirectForm,
    EffectCorrectionForm,
    EffectForm,
    EntryForm,
    JoinForm,
    OwnerForm,
    RegulationForm,
    ReopenForm,
    ResolveForm,
    of_blocker,
    written,
)
from alignment.barriers.models import Barrier
from alignment.barriers.overview import overview
from alignment.regulations.models import Regulation
from alignment.regulations.queries import choices as regulation_choices
from app.charts.drawing import drawn
from app.circles.models import Circle
from app.clock import local_date, today, utc_now
from app.database import db
from app.errors import NotNow, RuleViolation
from app.files.tables import wanted_format
from app.mail.links import current_link
from app.organisations.models import Organisation
from app.web.forms import Form
from app.web.pages import done, page
from app.web.policies import authorise, guarded
from commitments.registry.models import Commitment
from forums.agenda.policies import propose_item
from forums.decisions.models import Decision
from forums.directives.policies import give_directive, read_directive
from forums.directives.queries import directive_for_act
from forums.scheduling.models import Forum, Session

bp = Blueprint("barriers", __name__)

BARRIER = "/alignment/barriers/<uuid:barrier_id>"
EFFECT = f"{BARRIER}/effects/<uuid:effect_id>"
COMMITMENT = "/commitments/<uuid:commitment_id>/barrier"


@bp.get("/alignment/barriers")
@guarded(policies.list_barriers)
def index() -> ResponseReturnValue:
    """List the barriers that the user may read, filtered by the address, with the ages of the open ones."""
    day, wanted = today(), listing.filters(request.args)
    if kind := wanted_format():
        return export.sheet(listing.exported(current_user, wanted, day), kind)
    found, lines = listing.listed(current_user, wanted, day)
    if found.number > 1 and not found.rows:
        abort(404)
    open_ones = listing.open_ones(current_user, day)
    seen = overview(open_ones, day) if open_ones else None
    return render_template(
        "alignment/barriers/index.html",
        found=found,
        lines=lines,
        filters=wanted,
        overview=seen,
        drawing=drawn(seen.wide, seen.slim) if seen else None,
        resolved=listing.resolved_in(day.year, current_user, day),
        recent=() if wanted.resolved else listing.recently_resolved(current_user, day),
        forums=listing.forums_offered(current_user, day),
        owners=listing.owners_offered(current_user, day),
    )


@bp.route("/alignment/barriers/new", methods=["GET", "POST"])
@guarded(policies.enter_barrier)
def enter() -> ResponseReturnValue:
    """Record a barrier that did not arise from a commitment."""
    form, day = EntryForm(), today()
    forums = queries.forums(current_user, day)
    form.offer(forums)
    if form.validate_on_submit():
        try:
            circle = db.session.get(Circle, form.circle.data) if form.circle.data else None
            made = actions.enter(form.entry(), circle, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The barrier was recorded. Add what it hinders."), to=made)
    return page("alignment/barriers/enter.html", form, commitment=None)


@bp.route(COMMITMENT, methods=["GET", "POST"])
@guarded(policies.raise_barrier)
def raise_from(commitment: Commitment) -> ResponseReturnValue:
    """Record the blocker of a commitment as a barrier."""
    blocker = queries.current_blocker(commitment.id)
    if blocker is None:
        raise NotNow(_("The commitment is not blocked, or its barrier was recorded already."))
    form = BarrierForm(data={**of_blocker(blocker), "since": local_date(blocker.raised_at)})
    if form.validate_on_submit():
        try:
            made = actions.raise_from(commitment, form.entry(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The barrier was recorded. It stays open until somebody resolves it here."), to=made)
    return page("alignment/barriers/enter.html", form, commitment=commitment)


@bp.route(f"{COMMITMENT}/join", methods=["GET", "POST"])
@guarded(policies.raise_barrier)
def join(commitment: Commitment) -> ResponseReturnValue:
    """Join the blocker of a commitment to a barrier that was recorded before."""
    form = JoinForm()
    offered = queries.to_join(commitment, current_user, today())
    form.offer(offered)
    if form.validate_on_submit():
        barrier = next(one for one in offered if one.id == form.barrier.data)
        try:
            actions.join(commitment, barrier, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The commitment now stands under this barrier."), to=barrier)
    return page("alignment/barriers/join.html", form, commitment=commitment)


@bp.get(BARRIER)
@guarded(policies.read_barrier)
def show(barrier: Barrier) -> ResponseReturnValue:
    """Show a barrier: what it hinders, who can remove it, where it was discussed, and what was done about it."""
    day = today()
    (line,) = listing.lines_of([barrier], current_user, day)
    total, removed = queries.blockers_of(barrier.id, current_user, day)
    directive = directive_for_act(barrier.directive_id) if barrier.directive_id else None
    return page(
        "alignment/barriers/show.html",
        barrier=barrier,
        line=line,
        talks=queries.talks_about([barrier.id], current_user, day).get(barrier.id, []),
        removed=removed if total == removed else 0,
        directive=directive if directive and read_directive(current_user, directive) else None,
        decision=queries.decision_of(barrier, current_user, day),
        writes=policies.write_barrier(current_user, barrier),
        resolves=policies.resolve_barrier(current_user, barrier),
        proposes=policies.propose_barrier(current_user, barrier),
        directs=policies.direct_barrier(current_user, barrier),
    )


def _act(form: Form, act: str, barrier: Barrier, **context: Any) -> ResponseReturnValue:
    return page("alignment/barriers/act.html", form, act=act, barrier=barrier, **context)


@bp.route(f"{BARRIER}/edit", methods=["GET", "POST"])
@guarded(policies.write_barrier)
def correct(barrier: Barrier) -> ResponseReturnValue:
    """Correct what is written of a barrier."""
    form = CorrectionForm(data={**written(barrier), "version": barrier.version})
    if form.validate_on_submit():
        try:
            actions.correct(barrier, form.wording(), version=form.version.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Saved."), to=barrier)
    return _act(form, "correct", barrier)


@bp.route(f"{BARRIER}/owner", methods=["GET", "POST"])
@guarded(policies.write_barrier)
def name_owner(barrier: Barrier) -> ResponseReturnValue:
    """Name the organisation and the office that can remove a barrier."""
    form = OwnerForm(data={"version": barrier.version, "owner": barrier.owner_id, "owner_office": barrier.owner_office})
    if form.validate_on_submit():
        owner = db.session.get(Organisation, form.owner.data) if form.owner.data else None
        seen = {"version": form.version.data, "by": current_user, "at": utc_now()}
        try:
            actions.name_owner(barrier, owner, form.owner_office.data or "", **seen)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Saved."), to=barrier)
    return _act(form, "owner", barrier)


@bp.route(f"{BARRIER}/effects", methods=["GET", "POST"])
@guarded(policies.write_barrier)
def add_effect(barrier: Barrier) -> ResponseReturnValue:
    """Add a service, a commitment or an agreement that a barrier hinders."""
    form, day = EffectForm(), today()
    form.offer(
        db.session.execute(queries.services()),
        db.session.execute(queries.commitments(barrier, current_user, day)),
        db.session.execute(queries.agreements(current_user, day)),
    )
    if form.validate_on_submit():
        try:
            actions.add_effect(barrier, form.hindered(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Saved."), to=barrier)
    return _act(form, "effect", barrier)


@bp.route(EFFECT, methods=["GET", "POST"])
@guarded(policies.write_barrier)
def correct_effect(barrier: Barrier, effect_id: UUID) -> ResponseReturnValue:
    """Correct what of a thing a barrier hinders, and since when."""
    effect = queries.effect(barrier.id, effect_id, current_user, today()) or abort(404)
    form = EffectCorrectionForm(data={"version": barrier.version, "part": effect.part, "since": effect.since})
    if form.validate_on_submit():
        told = {"part": form.part.data or "", "since": form.since.data, "version": form.version.data}
        try:
            actions.correct_effect(barrier, effect, by=current_user, at=utc_now(), **told)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Saved."), to=barrier)
    named = queries.effects_of([barrier.id], current_user, today())[barrier.id]
    return _act(form, "correct_effect", barrier, effect=next(one for one in named if one.id == effect_id))


@bp.post(f"{EFFECT}/delete")
@guarded(policies.write_barrier)
def remove_effect(barrier: Barrier, effect_id: UUID) -> ResponseReturnValue:
    """Remove what was recorded by mistake from what a barrier hinders."""
    effect = queries.effect(barrier.id, effect_id, current_user, today()) or abort(404)
    actions.remove_effect(barrier, effect, by=current_user, at=utc_now())
    return done(_("The barrier no longer names it."), to=barrier)


@bp.route(f"{BARRIER}/regulation", methods=["GET", "POST"])
@guarded(policies.write_barrier)
def link_regulation(barrier: Barrier) -> ResponseReturnValue:
    """Link the regulation that a barrier comes from."""
    form = RegulationForm(data={"version": barrier.version, "regulation": barrier.regulation_id})
    form.offer(regulation_choices(), barrier.regulation)
    if form.validate_on_submit():
        regulation = db.session.get(Regulation, form.regulation.data) if form.regulation.data else None
        try:
            actions.link_regulation(barrier, regulation, version=form.version.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Saved."), to=barrier)
    return _act(form, "regulation", barrier)


@bp.post(f"{BARRIER}/tell-head")
@guarded(policies.write_barrier)
def tell_head(barrier: Barrier) -> ResponseReturnValue:
    """Write to the head, or a focal point, of the organisation that can remove a barrier."""
    count = actions.tell_head(barrier, by=current_user, at=utc_now())
    return done(ngettext("%(num)d person was told.", "%(num)d people were told.", count), to=barrier)


@bp.route(f"{BARRIER}/agenda", methods=["GET", "POST"])
@guarded(policies.propose_barrier)
def put_on_agenda(barrier: Barrier) -> ResponseReturnValue:
    """Propose a barrier to the agenda of a session."""
    form = AgendaForm()
    form.offer(sessions_for(barrier.circle, current_user, today(), utc_now()))
    if form.validate_on_submit():
        session = db.session.get_one(Session, form.session.data)
        authorise(propose_item, session)
        try:
            actions.put_on_agenda(barrier, session, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("It was proposed to %(forum)s.", forum=session.forum.name), to=barrier)
    return _act(form, "agenda", barrier)


@bp.post(f"{BARRIER}/escalate")
@guarded(policies.write_barrier)
def escalate(barrier: Barrier) -> ResponseReturnValue:
    """Put a barrier before leadership."""
    actions.escalate(barrier, by=current_user, at=utc_now())
    return done(_("The next digest asks leadership for a directive."), to=barrier)


@bp.route(f"{BARRIER}/directive", methods=["GET", "POST"])
@guarded(policies.direct_barrier)
def direct(barrier: Barrier) -> ResponseReturnValue:
    """Give a directive about a barrier."""
    form = DirectForm()
    form.offer(queries.forums(current_user, today(), of=barrier.circle))
    if form.validate_on_submit():
        forum = db.session.get_one(Forum, form.forum.data)
        authorise(give_directive, forum)
        try:
            actions.direct(barrier, forum, form.text.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The directive was given. You will be notified of its outcome."), to=barrier)
    return _act(form, "direct", barrier)


@bp.route(f"{BARRIER}/resolve", methods=["GET", "POST"])
@guarded(policies.resolve_barrier)
def resolve(barrier: Barrier) -> ResponseReturnValue:
    """Record how a barrier was resolved."""
    form = ResolveForm(data={"version": barrier.version})
    if current_link():
        del form.decision  # a link can be forwarded, and the decisions that its recipient reads would go with it
    else:
        form.offer(db.session.execute(queries.decisions(current_user, today())))
    if form.validate_on_submit():
        chosen = form.decision.data if form.decision else None
        decision = db.session.get(Decision, chosen) if chosen else None
        told = {"how": form.how.data, "decision": decision, "version": form.version.data}
        try:
            actions.resolve(barrier, by=current_user, at=utc_now(), **told)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The barrier is resolved."), to=barrier)
    return _act(form, "resolve", barrier)


@bp.route(f"{BARRIER}/reopen", methods=["GET", "POST"])
@guarded(policies.resolve_barrier)
def reopen(barrier: Barrier) -> ResponseReturnValue:
    """Open a barrier again, with the reason."""
    form = ReopenForm()
    if form.validate_on_submit():
        try:
            actions.reopen(barrier, reason=form.reason.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The barrier is open again."), to=barrier)
    return _act(form, "reopen", barrier)

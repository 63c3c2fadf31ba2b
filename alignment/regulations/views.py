"""Pages of regulations: the list, one regulation, and what is done with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from alignment.agenda import AgendaForm, sessions_for
from alignment.regulations import actions, export, links, policies, queries, sheet
from alignment.regulations.forms import NamedForm, PlaceForm, ReasonForm, RegulationForm, RelateForm
from alignment.regulations.models import Regulation
from alignment.regulations.rules import RelationKind
from app.clock import today, utc_now
from app.database import db
from app.errors import RuleViolation
from app.files import store
from app.files.models import StoredFile
from app.files.serve import serve
from app.files.tables import wanted_format
from app.web.arguments import day_of, member_of, uuid_of
from app.web.forms import Form
from app.web.pages import done, page
from app.web.policies import authorise, guarded
from commitments.registry.queries import circles_to_propose_in
from forums.agenda.policies import propose_item
from forums.decisions.models import Decision
from forums.scheduling.models import Session

bp = Blueprint("regulations", __name__)
REGULATION = "/alignment/regulations/<uuid:regulation_id>"


@bp.get("/alignment/regulations")
@guarded(policies.list_regulations)
def index() -> ResponseReturnValue:
    """List the regulations, filtered by the URL."""
    filters, day = sheet.chosen(request.args), today()
    if kind := wanted_format():
        return export.table(queries.exported(current_user, filters, day), day, kind)
    listed = queries.listed(current_user, filters, day)
    if listed.number > 1 and not listed.rows:
        abort(404)
    return render_template("alignment/regulations/index.html", listed=listed)


@bp.get(REGULATION)
@guarded(policies.read_regulation)
def show(regulation: Regulation) -> ResponseReturnValue:
    """Show a regulation: its relations, what it blocks, its revision, and where it is discussed."""
    return page("alignment/regulations/show.html", it=sheet.of(regulation, current_user, today()))


@bp.route("/alignment/regulations/new", methods=["GET", "POST"])
@guarded(policies.enter_regulation)
def enter() -> ResponseReturnValue:
    """Enter a regulation; with ?after= in the address, one that amends or repeals an earlier one, since ?on=."""
    earlier, kind = _earlier(), member_of(RelationKind, request.args.get("kind")) or RelationKind.AMENDS
    on = day_of(request.args.get("on")) or today()
    form = RegulationForm.after(earlier) if earlier else RegulationForm()
    if form.validate_on_submit():
        try:
            made = actions.enter(form.details(_stored(form)), by=current_user, at=utc_now())
            if earlier:
                actions.relate(made, earlier, kind, on=on, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The regulation was entered."), to=made)
    return page("alignment/regulations/edit.html", form, regulation=None, earlier=earlier, kind=kind, on=on)


def _earlier() -> Regulation | None:
    """Return the regulation in ?after=, or None."""
    wanted = uuid_of(request.args.get("after"))
    return queries.for_act(wanted) if wanted else None


@bp.route(f"{REGULATION}/edit", methods=["GET", "POST"])
@guarded(policies.change_regulation)
def edit(regulation: Regulation) -> ResponseReturnValue:
    """Correct what is known of a regulation."""
    form = RegulationForm.of(regulation)
    if form.validate_on_submit():
        try:
            actions.correct(
                regulation,
                form.details(_stored(form)),
                version=form.version.data,
                by=current_user,
                at=utc_now(),
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Saved."), to=regulation)
    return page("alignment/regulations/edit.html", form, regulation=regulation, earlier=None)


def _stored(form: RegulationForm) -> StoredFile | None:
    """Store the text that was uploaded, and return it; None without one. Raises RuleViolation."""
    return store.save(form.file.data, by=current_user, at=utc_now(), field="file") if form.file.data else None


@bp.get(f"{REGULATION}/file")
@guarded(policies.read_regulation)
def download(regulation: Regulation) -> ResponseReturnValue:
    """Download the text of a regulation."""
    return serve(regulation.file) if regulation.file else abort(404)


@bp.route(f"{REGULATION}/relations", methods=["GET", "POST"])
@guarded(policies.change_regulation)
def relate(regulation: Regulation) -> ResponseReturnValue:
    """Record what a regulation is to an earlier one."""
    form = RelateForm()
    form.offer(queries.choices(), regulation.id)
    if form.validate_on_submit():
        older, kind = db.session.get_one(Regulation, form.other.data), RelationKind(form.kind.data)
        try:
            actions.relate(regulation, older, kind, on=form.on.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The relation was recorded."), to=regulation)
    own = [one for one in queries.related(regulation.id) if one.outward]
    return _act(form, "relate", regulation, related=own)


@bp.post(f"{REGULATION}/relations/<uuid:relation_id>/delete")
@guarded(policies.change_regulation)
def unrelate(regulation: Regulation, relation_id: UUID) -> ResponseReturnValue:
    """Delete a relation to an earlier regulation that was entered by mistake."""
    relation = queries.relation(regulation.id, relation_id) or abort(404)
    actions.unrelate(regulation, relation, by=current_user, at=utc_now())
    return done(_("The relation was deleted."), to=regulation)


@bp.route(f"{REGULATION}/circles", methods=["GET", "POST"])
@guarded(policies.change_regulation)
def place(regulation: Regulation) -> ResponseReturnValue:
    """Choose the forums and agreements that work under a regulation."""
    offered = circles_to_propose_in(current_user, today())
    known = links.works_under(regulation.id, current_user, today())
    form = PlaceForm(version=regulation.version, circles=[one.id for one in known])
    form.offer(offered)
    if form.validate_on_submit():
        wanted, among = form.circles.data or [], [one.id for one in offered]
        actions.place(regulation, wanted, among=among, version=form.version.data, by=current_user, at=utc_now())
        return done(_("Saved."), to=regulation)
    return _act(form, "place", regulation)


@bp.route(f"{REGULATION}/mark", methods=["GET", "POST"])
@guarded(policies.change_regulation)
def mark(regulation: Regulation) -> ResponseReturnValue:
    """Mark a regulation for review, with the reason."""
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            actions.mark(regulation, reason=form.reason.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("It is marked for review."), to=regulation)
    return _act(form, "mark", regulation)


@bp.route(f"{REGULATION}/lift", methods=["GET", "POST"])
@guarded(policies.change_regulation)
def lift(regulation: Regulation) -> ResponseReturnValue:
    """Lift the mark for review, with the reason."""
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            actions.lift(regulation, reason=form.reason.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The mark was lifted."), to=regulation)
    return _act(form, "lift", regulation)


@bp.route(f"{REGULATION}/agenda", methods=["GET", "POST"])
@guarded(policies.propose_regulation)
def put_on_agenda(regulation: Regulation) -> ResponseReturnValue:
    """Propose a regulation to the agenda of a session."""
    form = AgendaForm()
    form.offer(sessions_for(None, current_user, today(), utc_now()))
    if form.validate_on_submit():
        session = db.session.get_one(Session, form.session.data)
        authorise(propose_item, session)
        try:
            actions.put_on_agenda(regulation, session, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("It was proposed to %(forum)s.", forum=session.forum.name), to=regulation)
    return _act(form, "agenda", regulation)


@bp.route("/decisions/<uuid:decision_id>/regulations", methods=["GET", "POST"])
@guarded(policies.name_regulations)
def name_in_decision(decision: Decision) -> ResponseReturnValue:
    """Choose the regulations that a decision names."""
    known = links.named_by(decision.id)
    form = NamedForm(seen=links.mark_of(known), regulations=[one.id for one in known])
    form.offer(queries.choices())
    if form.validate_on_submit():
        named, seen = form.regulations.data or [], form.seen.data
        actions.name_in_decision(decision, named, seen=seen, by=current_user, at=utc_now())
        return done(_("Saved."), to=decision)
    return page("alignment/regulations/name.html", form, decision=decision)


def _act(form: Form, act: str, regulation: Regulation, **shown: Any) -> ResponseReturnValue:
    return page("alignment/regulations/act.html", form, act=act, regulation=regulation, **shown)

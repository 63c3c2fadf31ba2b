"""Pages of decisions: the register, one decision, its wording, and proposing a commitment."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.clock import today, utc_now
from app.errors import RuleViolation
from app.files.tables import wanted_format
from app.web.pages import done, page, safe_next
from app.web.policies import guarded
from forums.attendance.queries import past_quorum
from forums.attendance.rules import Quorum
from forums.decisions import actions, policies, queries, register
from forums.decisions.export import sheet
from forums.decisions.filters import chosen
from forums.decisions.forms import CommitmentForm, DecisionForm, SupersedeForm
from forums.decisions.models import Decision
from forums.decisions.queries import voting_seats
from forums.decisions.rules import seats_differ
from forums.redaction.titles import hidden_titles

bp = Blueprint("decisions", __name__)


@bp.route("/decisions")
@guarded(policies.list_decisions)
def index() -> ResponseReturnValue:
    """List the decisions that the user may read, filtered by the URL."""
    if kind := wanted_format():
        return sheet(register.exported(current_user, chosen(request.args), today()), kind)
    listed = register.listed(current_user, chosen(request.args), today())
    if listed.number > 1 and not listed.rows:
        abort(404)
    return render_template("forums/decisions/index.html", listed=listed, year=today().year)


@bp.route("/decisions/<uuid:decision_id>")
@guarded(policies.read_decision)
def show(decision: Decision) -> ResponseReturnValue:
    """Show one decision with its basis and commitments."""
    official = policies.is_official(current_user, decision)
    return page(
        "forums/decisions/show.html",
        decision=decision,
        official=official,
        item=_item_title(decision),
        listed=_quorum_listed(decision),
        supersession=queries.supersession(decision, current_user, today()),
    )


def _item_title(decision: Decision) -> str | None:
    """Return the title of the agenda item on which a decision was taken, or what the user reads in its place."""
    item, session = decision.agenda_item, decision.session
    return hidden_titles(current_user, session).get(item.id, item.title) if item and session else None


def _quorum_listed(decision: Decision) -> Quorum | None:
    """Return the quorum by the current attendance list, or None if it is the one kept with the decision."""
    if decision.quorum is None or decision.session is None:
        return None
    listed = past_quorum(decision.session, decision.decided_at)
    return listed if seats_differ(decision.quorum, listed.as_values()) else None


@bp.route("/decisions/<uuid:decision_id>/edit", methods=["GET", "POST"])
@guarded(policies.change_decision)
def edit(decision: Decision) -> ResponseReturnValue:
    """Change the wording of a decision, while its minutes are not locked."""
    form = DecisionForm.of(decision).offer(voting_seats(decision))
    if form.validate_on_submit():
        try:
            actions.change(decision, form.details(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The decision was changed."), to=safe_next("") or decision)
    return page("forums/decisions/edit.html", form, decision=decision)


@bp.route("/decisions/<uuid:decision_id>/supersedes", methods=["GET", "POST"])
@guarded(policies.supersede_decision)
def supersede(decision: Decision) -> ResponseReturnValue:
    """Choose the earlier decisions of the forum that a decision supersedes."""
    form = SupersedeForm.of(decision, queries.supersedable(decision, current_user, today()))
    if form.validate_on_submit():
        try:
            wanted, released = form.chosen(), form.released()
            actions.supersede(decision, wanted, release=released, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Saved."), to=decision)
    return page("forums/decisions/supersede.html", form, decision=decision)


@bp.route("/decisions/<uuid:decision_id>/commitments/new", methods=["GET", "POST"])
@guarded(policies.commit_decision)
def commit(decision: Decision) -> ResponseReturnValue:
    """Propose a commitment that implements the decision."""
    form = CommitmentForm.of(decision.forum, decision.text, person=current_user)
    if form.validate_on_submit():
        try:
            made = actions.become_commitment(decision, form.details(decision), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            notice = _("Proposed. It binds once the responsible organisation has accepted it.")
            return done(notice, to=decision, made=made)
    return page("forums/decisions/commit.html", form, decision=decision)

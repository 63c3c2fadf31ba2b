"""Pages with the forms that change clauses, obligations and rights."""

from __future__ import annotations

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from agreements.clauses import actions, policies, queries
from agreements.clauses.forms import ClauseForm, ObligationForm, RemovalForm, RightForm
from agreements.clauses.models import Clause, Obligation, Right
from agreements.registry.models import Agreement
from agreements.registry.policies import change_agreement
from app.clock import utc_now
from app.errors import RuleViolation
from app.web.pages import done, page
from app.web.policies import guarded

bp = Blueprint("clauses", __name__)


@bp.route("/agreements/<uuid:agreement_id>/clauses/new", methods=["GET", "POST"])
@guarded(change_agreement)
def add(agreement: Agreement) -> ResponseReturnValue:
    """Add a clause at the end."""
    form = ClauseForm().before_signature()
    if form.validate_on_submit():
        try:
            made = actions.add_clause(agreement, form.details(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The clause was added."), to=agreement, made=made)
    return page("agreements/clauses/act.html", form, act="add", agreement=agreement)


@bp.route("/agreements/clauses/<uuid:clause_id>/edit", methods=["GET", "POST"])
@guarded(policies.change_clause)
def edit(clause: Clause) -> ResponseReturnValue:
    """Change a clause; after signature, correct it with a reason."""
    form = ClauseForm.of(clause)
    if clause.agreement.is_being_made:
        form.before_signature()
    if form.validate_on_submit():
        try:
            reason = form.reason.data or "" if "reason" in form else ""
            actions.change_clause(clause, form.details(), reason=reason, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The clause was changed."), to=clause.agreement, made=clause)
    return page("agreements/clauses/act.html", form, act="edit", agreement=clause.agreement, clause=clause)


@bp.get("/agreements/clauses/<uuid:clause_id>/versions")
@guarded(policies.read_clause)
def versions(clause: Clause) -> ResponseReturnValue:
    """Show the versions of a clause, with the words that changed from one to the next."""
    return page(
        "agreements/clauses/versions.html",
        agreement=clause.agreement,
        clause=clause,
        versions=list(reversed(queries.versions_of(clause.id))),
        amendments=queries.amendments_of(clause.agreement_id),
    )


@bp.post("/agreements/clauses/<uuid:clause_id>/move")
@guarded(policies.change_clause)
def move(clause: Clause) -> ResponseReturnValue:
    """Move a clause up or down in the text."""
    steps = request.form.get("steps", type=int)
    if steps not in {-1, 1}:
        abort(400)
    return shift(clause, steps)


def shift(clause: Clause, steps: int) -> ResponseReturnValue:
    """Move a clause up (-1) or down (1), and return the response."""
    actions.move_clause(clause, steps, by=current_user, at=utc_now())
    return done(_("The clause was moved."), to=clause.agreement, made=clause)


@bp.route("/agreements/clauses/<uuid:clause_id>/remove", methods=["GET", "POST"])
@guarded(policies.change_clause)
def remove(clause: Clause) -> ResponseReturnValue:
    """Delete a clause, after confirmation."""
    form, agreement = RemovalForm(), clause.agreement
    if form.validate_on_submit():
        try:
            actions.remove_clause(clause, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The clause was removed."), to=agreement)
    return page("agreements/clauses/act.html", form, act="remove", agreement=agreement, clause=clause)


@bp.route("/agreements/clauses/<uuid:clause_id>/obligations/new", methods=["GET", "POST"])
@guarded(policies.change_clause)
def add_obligation(clause: Clause) -> ResponseReturnValue:
    """Add an obligation to a clause."""
    form = ObligationForm()
    form.offer(clause.agreement)
    if form.validate_on_submit():
        try:
            made = actions.add_obligation(clause, form.details(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The obligation was added."), to=clause.agreement, made=made)
    return page("agreements/clauses/act.html", form, act="oblige", agreement=clause.agreement, clause=clause)


@bp.route("/agreements/obligations/<uuid:obligation_id>/edit", methods=["GET", "POST"])
@guarded(policies.change_obligation)
def edit_obligation(obligation: Obligation) -> ResponseReturnValue:
    """Change an obligation."""
    form, clause = ObligationForm.of(obligation), obligation.clause
    form.offer(clause.agreement)
    if form.validate_on_submit():
        try:
            actions.change_obligation(obligation, form.details(), by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The obligation was changed."), to=clause.agreement, made=obligation)
    return page(
        "agreements/clauses/act.html",
        form,
        act="edit-obligation",
        agreement=clause.agreement,
        clause=clause,
        obligation=obligation,
    )


@bp.route("/agreements/obligations/<uuid:obligation_id>/remove", methods=["GET", "POST"])
@guarded(policies.change_obligation)
def remove_obligation(obligation: Obligation) -> ResponseReturnValue:
    """Delete an obligation, after confirmation."""
    form, clause = RemovalForm(), obligation.clause
    if form.validate_on_submit():
        try:
            actions.remove_obligation(obligation, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The obligation was removed."), to=clause.agreement)
    return page(
        "agreements/clauses/act.html",
        form,
        act="remove-obligation",
        agreement=clause.agreement,
        clause=clause,
        obligation=obligation,
    )


@bp.route("/agreements/clauses/<uuid:clause_id>/rights/new", methods=["GET", "POST"])
@guarded(policies.change_clause)
def add_right(clause: Clause) -> ResponseReturnValue:
    """Add a right or benefit of a party to a clause."""
    form = RightForm()
    form.offer(clause.agreement)
    if form.validate_on_submit():
        try:
            right = actions.add_right(clause, holder=form.party(), text=form.text.data, by=current_user, at=utc_now())
            made = right
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The right was added."), to=clause.agreement, made=made)
    return page("agreements/clauses/act.html", form, act="entitle", agreement=clause.agreement, clause=clause)


@bp.post("/agreements/rights/<uuid:right_id>/remove")
@guarded(policies.change_right)
def remove_right(right: Right) -> ResponseReturnValue:
    """Delete a right."""
    agreement = right.clause.agreement
    actions.remove_right(right, by=current_user, at=utc_now())
    return done(_("The right was removed."), to=agreement)

"""Pages of value, risks and contact book of an agreement."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from agreements.particulars import actions, policies, queries
from agreements.particulars.forms import CorrespondentForm, FundingForm, RiskForm
from agreements.particulars.models import Correspondent, Risk
from agreements.parties.policies import change_party
from agreements.registry.models import Agreement, Party
from agreements.registry.policies import change_agreement, read_whole
from app.clock import today, utc_now
from app.errors import RuleViolation
from app.web.forms import Form
from app.web.pages import done, page
from app.web.policies import guarded

bp = Blueprint("particulars", __name__)
PATH = "/agreements/<uuid:agreement_id>/particulars"


@bp.get(PATH)
@guarded(read_whole)
def show(agreement: Agreement) -> ResponseReturnValue:
    """Show value and funds, risks, and the contact book."""
    return page(
        "agreements/particulars/show.html",
        agreement=agreement,
        funding=queries.funding_of(agreement.id),
        risks=queries.risks_of(agreement.id),
        contacts=queries.contacts_of(agreement, current_user),
    )


@bp.route(f"{PATH}/funding", methods=["GET", "POST"])
@guarded(change_agreement)
def fund(agreement: Agreement) -> ResponseReturnValue:
    """State value and funds."""
    form = FundingForm.of(queries.funding_of(agreement.id))
    if form.validate_on_submit():
        actions.state_money(agreement, form.details(), by=current_user, at=utc_now())
        return done(_("Value and funds were saved."), to=_page_of(agreement), made=agreement)
    return _form_page(form, "fund", agreement)


@bp.route(f"{PATH}/risks/new", methods=["GET", "POST"])
@guarded(change_agreement)
def add_risk(agreement: Agreement) -> ResponseReturnValue:
    """Add a risk."""
    form = RiskForm()
    form.offer(agreement)
    if form.validate_on_submit():
        made = actions.add_risk(agreement, form.details(), by=current_user, at=utc_now())
        return done(_("The risk was added."), to=_page_of(agreement), made=made)
    return _form_page(form, "add-risk", agreement)


@bp.route("/agreements/risks/<uuid:risk_id>/edit", methods=["GET", "POST"])
@guarded(policies.change_risk)
def edit_risk(risk: Risk) -> ResponseReturnValue:
    """Change a risk."""
    form = RiskForm.of(risk)
    form.offer(risk.agreement)
    if form.validate_on_submit():
        actions.change_risk(risk, form.details(), by=current_user, at=utc_now())
        return done(_("The risk was changed."), to=_page_of(risk.agreement), made=risk)
    return _form_page(form, "edit-risk", risk.agreement)


@bp.route("/agreements/parties/<uuid:party_id>/contacts/new", methods=["GET", "POST"])
@guarded(change_party)
def enter(party: Party) -> ResponseReturnValue:
    """Enter a person of a party in the contact book."""
    form = CorrespondentForm(since=today())
    form.offer(party)
    if form.validate_on_submit():
        try:
            person, role, since = form.chosen(), form.role.data, form.since.data
            made = actions.enter(party, person, role, since, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The contact was entered."), to=_page_of(party.agreement), made=made)
    return _form_page(form, "enter", party.agreement, party=party)


@bp.post("/agreements/contacts/<uuid:correspondent_id>/end")
@guarded(policies.change_correspondent)
def end(correspondent: Correspondent) -> ResponseReturnValue:
    """End an entry of the contact book."""
    actions.end(correspondent, by=current_user, at=utc_now())
    return done(_("The entry has ended."), to=_page_of(correspondent.party.agreement), made=correspondent)


def _page_of(agreement: Agreement) -> str:
    return url_for("agreements.particulars.show", agreement_id=agreement.id)


def _form_page(form: Form, act: str, agreement: Agreement, **context: Any) -> ResponseReturnValue:
    return page("agreements/particulars/act.html", form, act=act, agreement=agreement, **context)

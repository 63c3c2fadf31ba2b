"""Pages of coordinators: the list of requests, one request with its thread, and the acts on it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from agreements.registry.queries import coordinators
from app.clock import today, utc_now
from app.database import db
from app.errors import NotNow, RuleViolation
from app.files import serve
from app.organisations import actions as organisations
from app.organisations.actions import OrganisationDetails
from app.organisations.models import Organisation
from app.web.pages import done, page
from app.web.policies import guarded
from cooperation.requests import actions, listing, policies, queries
from cooperation.requests.forms import (
    AskForm,
    AttachForm,
    DeclineRequestForm,
    EraseForm,
    InviteForm,
    LinkForm,
    MessageForm,
    PassOnForm,
    StartForm,
    chosen,
)
from cooperation.requests.models import SECTORS, CooperationRequest
from forums.scheduling.policies import read_forum

bp = Blueprint("requests", __name__, url_prefix="/agreements/requests")
ONE = "/<uuid:cooperation_request_id>"


@bp.get("")
@guarded(policies.list_requests)
def index() -> ResponseReturnValue:
    """List the requests, those that wait longest for an answer first."""
    return page("cooperation/requests/index.html", listed=listing.listed(current_user, today()))


@bp.get(ONE)
@guarded(policies.read_request)
def show(cooperation_request: CooperationRequest) -> ResponseReturnValue:
    """Show a request with its thread, its audience and its agreements."""
    return page("cooperation/requests/show.html", **shown(cooperation_request))


@bp.route(f"{ONE}/write", methods=["GET", "POST"])
@guarded(policies.answer_request)
def write(cooperation_request: CooperationRequest) -> ResponseReturnValue:
    """Write to the applicant."""
    form = MessageForm()
    if form.validate_on_submit():
        try:
            actions.write(cooperation_request, form.text.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The message was sent to the applicant."), to=cooperation_request)
    return _act_page(form, cooperation_request, "write")


@bp.route(f"{ONE}/ask", methods=["GET", "POST"])
@guarded(policies.answer_request)
def ask(cooperation_request: CooperationRequest) -> ResponseReturnValue:
    """Ask the applicant for more."""
    form = AskForm()
    if form.validate_on_submit():
        try:
            actions.ask(cooperation_request, form.text.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The applicant was asked. The request waits for the answer."), to=cooperation_request)
    return _act_page(form, cooperation_request, "ask")


@bp.route(f"{ONE}/invite", methods=["GET", "POST"])
@guarded(policies.answer_request)
def invite(cooperation_request: CooperationRequest) -> ResponseReturnValue:
    """Accept a request into an audience."""
    sessions = queries.audiences(current_user, utc_now(), today())
    if not sessions:
        raise NotNow(_("No session is planned. Plan one first, then accept the request."))
    form = InviteForm.of(cooperation_request, sessions)
    if form.validate_on_submit():
        try:
            session = chosen(form, sessions)
            text = form.text.data or ""
            actions.invite(cooperation_request, session, form.draft(), text, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("It is on the agenda, and the applicant was told when and where."), to=cooperation_request)
    return _act_page(form, cooperation_request, "invite")


@bp.route(f"{ONE}/organisation", methods=["GET", "POST"])
@guarded(policies.answer_request)
def link(cooperation_request: CooperationRequest) -> ResponseReturnValue:
    """Link a request with an organisation, which is added if it is new."""
    form = LinkForm.of(cooperation_request)
    if form.validate_on_submit():
        try:
            organisation = _organisation(form, cooperation_request)
            actions.link(cooperation_request, organisation, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The request was linked with the organisation."), to=cooperation_request)
    return _act_page(form, cooperation_request, "link")


@bp.route(f"{ONE}/agreement", methods=["GET", "POST"])
@guarded(policies.answer_request)
def start_agreement(cooperation_request: CooperationRequest) -> ResponseReturnValue:
    """Begin an agreement from a request, as a draft."""
    form = StartForm.of(cooperation_request, queries.memoranda(cooperation_request.id, current_user, today()))
    if form.validate_on_submit():
        try:
            text = form.text.data or ""
            made = actions.start_agreement(cooperation_request, form.contract(), text, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            message = _("The agreement was begun as a draft with both parties. Now add its clauses.")
            return done(message, to=made, made=cooperation_request)
    return _act_page(form, cooperation_request, "start_agreement")


@bp.route(f"{ONE}/existing-agreement", methods=["GET", "POST"])
@guarded(policies.answer_request)
def attach(cooperation_request: CooperationRequest) -> ResponseReturnValue:
    """Link an agreement that exists with a request."""
    form = AttachForm.of(queries.attachable(cooperation_request, current_user, today()))
    if form.validate_on_submit():
        try:
            text = form.text.data or ""
            actions.attach(cooperation_request, form.agreement.data, text, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The agreement was linked, and the applicant is told."), to=cooperation_request)
    return _act_page(form, cooperation_request, "attach")


@bp.route(f"{ONE}/decline", methods=["GET", "POST"])
@guarded(policies.answer_request)
def decline(cooperation_request: CooperationRequest) -> ResponseReturnValue:
    """Decline a request, with the reason."""
    form = DeclineRequestForm()
    if form.validate_on_submit():
        try:
            actions.decline(cooperation_request, form.reason.data, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Declined. The applicant is notified of the reason."), to=cooperation_request)
    return _act_page(form, cooperation_request, "decline")


@bp.route(f"{ONE}/holder", methods=["GET", "POST"])
@guarded(policies.answer_request)
def pass_on(cooperation_request: CooperationRequest) -> ResponseReturnValue:
    """Take a request, or pass it on to another coordinator."""
    found = coordinators()
    form = PassOnForm.of(cooperation_request, found, current_user)
    if form.validate_on_submit():
        try:
            holder = next(one for one in found if one.id == form.holder.data)
            actions.pass_on(cooperation_request, holder, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The request is in the hands of %(name)s.", name=holder.name), to=cooperation_request)
    return _act_page(form, cooperation_request, "pass_on")


@bp.route(f"{ONE}/erase", methods=["GET", "POST"])
@guarded(policies.answer_request)
def erase(cooperation_request: CooperationRequest) -> ResponseReturnValue:
    """Erase the personal data of a request because the applicant asked for it."""
    form = EraseForm()
    if form.validate_on_submit():
        try:
            actions.erase(cooperation_request, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The personal data was erased."), to=cooperation_request)
    return _act_page(form, cooperation_request, "erase")


@bp.get(f"{ONE}/proposal")
@guarded(policies.read_request)
def proposal(cooperation_request: CooperationRequest) -> ResponseReturnValue:
    """Download the proposal of a request."""
    return serve(cooperation_request.proposal) if cooperation_request.proposal else abort(404)


def shown(request: CooperationRequest) -> dict[str, Any]:
    """Return what the page of a request shows, by whichever way it is opened."""
    item = request.agenda_item
    return {
        "cooperation_request": request,
        "thread": queries.thread(request.id),
        "audience": item if item and read_forum(current_user, item.session.forum) else None,
        "drafts": queries.agreements_of(request.id, current_user, today()),
        "answers": policies.answer_request(current_user, request),
        "lapsed": queries.is_lapsed(request),
    }


def _organisation(form: LinkForm, request: CooperationRequest) -> Organisation:
    """Return the chosen organisation, or else the added one. Raises RuleViolation if there is neither."""
    if form.name.data and not form.organisation.data:
        details = OrganisationDetails(name=form.name.data)
        return organisations.add(details, sector=SECTORS[request.applicant], by=current_user, at=utc_now())
    found = db.session.get(Organisation, form.organisation.data) if form.organisation.data else None
    if found is None or found.archived_at:
        raise RuleViolation(_("Choose an organisation"), field="organisation")
    return found


def _act_page(form: Any, request: CooperationRequest, act: str) -> ResponseReturnValue:
    return page("cooperation/requests/act.html", form, cooperation_request=request, act=act)

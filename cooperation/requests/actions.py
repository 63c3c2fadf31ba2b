"""Actions on requests for cooperation, of applicants and of coordinators."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from agreements.parties.actions import Side
from agreements.registry.actions import Contract
from agreements.registry.actions import create as create_agreement
from agreements.registry.models import Agreement
from app import audit
from app.accounts.models import Person
from app.calendars.queries import holiday_lookup
from app.circles.models import Classification
from app.clock import local_date
from app.database import db
from app.database.sequences import next_code
from app.errors import NotNow, RuleViolation
from app.files.models import StoredFile
from app.mail import outbox
from app.organisations.models import Organisation
from cooperation.requests import notices, queries
from cooperation.requests.models import CooperationRequest, RequestAgreement, RequestMessage
from cooperation.requests.rules import GOING, OPEN, UNANSWERED, Applicant, RequestState, ThreadAct, titled
from cooperation.targets.queries import targets
from forums.agenda.actions import OPEN as OPEN_ITEMS
from forums.agenda.actions import Draft
from forums.agenda.actions import propose as propose_item
from forums.agenda.models import AgendaItem, ItemState
from forums.directives.rules import A_YEAR, working_days_after
from forums.scheduling.models import Session, SessionState

CODE = "PMH"
"""The beginning of the codes of requests."""
COPIED = ("wish", "expectations", "benefit", "language", "contact_name", "contact_email", "contact_phone")
"""Fields that a request copies from the application."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What an applicant sends. `brings` are values of `Contribution`; citizens have no organisation."""

    applicant: Applicant
    organisation_name: str
    wish: str
    brings: tuple[str, ...] = ()
    expectations: str = ""
    benefit: str = ""
    contact_name: str
    contact_email: str
    contact_phone: str = ""
    language: str


def answer_day(at: datetime) -> date:
    """Return the day by which a request that arrives at `at` is answered."""
    day = local_date(at)
    return working_days_after(day, targets().answer_days, holiday_lookup(day, day + A_YEAR))


def receive(application: Application, proposal: StoredFile | None, *, at: datetime) -> CooperationRequest:
    """Receive a request from outside, acknowledge it, and notify the coordinators.

    The same wish from the same address is received once while it is open.
    """
    if earlier := queries.same(application.contact_email, application.wish):
        return earlier
    today = local_date(at)
    citizen = application.applicant is Applicant.CITIZEN
    request = CooperationRequest(
        code=next_code(CODE, today.year, digits=4),
        title=titled(application.wish),
        applicant=application.applicant,
        organisation_name="" if citizen else application.organisation_name,
        brings=list(application.brings),
        proposal=proposal,
        consented_at=at,
        received_at=at,
        answer_due=answer_day(at),
        state=RequestState.RECEIVED,
        state_since=today,
        mails=0,
        **{name: getattr(application, name) for name in COPIED},
    )
    db.session.add(request)
    audit.record("cooperation.received", request, by=None, at=at, code=request.code, answer_due=request.answer_due)
    notices.received(request)
    notices.arrived(request)
    return request


def write(request: CooperationRequest, text: str, *, by: Person, at: datetime) -> None:
    """Write to the applicant. Raises NotNow once the request ended."""
    request.require(*GOING)
    _say(request, ThreadAct.WROTE, text, by=by, at=at)
    audit.record("cooperation.written", request, by=by, at=at)
    notices.told(request, "wrote", text)


def ask(request: CooperationRequest, text: str, *, by: Person, at: datetime) -> None:
    """Ask the applicant for more; until they write, the request waits for them. Raises NotNow once it was decided."""
    request.require(*UNANSWERED)
    _move(request, RequestState.ASKED, by=by, at=at)
    _say(request, ThreadAct.ASKED, text, by=by, at=at)
    audit.record("cooperation.asked", request, by=by, at=at)
    notices.told(request, "asked", text)


def reply(request: CooperationRequest, text: str, *, at: datetime) -> None:
    """Record what the applicant wrote; a request that waited for it has a new day by which it is answered."""
    request.require(*GOING)
    if request.state is RequestState.ASKED:
        _enter(request, RequestState.RECEIVED, at=at)
        request.answer_due = answer_day(at)
    _say(request, ThreadAct.WROTE, text, by=None, at=at)
    audit.record("cooperation.replied", request, by=None, at=at, answer_due=request.answer_due)
    notices.wrote(request, text)


def withdraw(request: CooperationRequest, *, at: datetime) -> None:
    """Withdraw a request, by the applicant. Raises NotNow once it ended or became an agreement."""
    request.require(*OPEN)
    _enter(request, RequestState.WITHDRAWN, at=at)
    _say(request, ThreadAct.WITHDREW, "", by=None, at=at)
    audit.record("cooperation.withdrawn", request, by=None, at=at)
    notices.wrote(request, "")


def invite(
    request: CooperationRequest, session: Session, draft: Draft, text: str, *, by: Person, at: datetime
) -> AgendaItem:
    """Accept a request into an audience: put it on the agenda of a session, and tell the applicant when and where.

    Raises NotNow if it was decided otherwise or is on an agenda already, RuleViolation for a secret forum.
    """
    request.require(*OPEN)
    if session.forum.circle.classification is Classification.SECRET:
        raise RuleViolation(_l("Choose a planned session"), field="session")
    item = request.agenda_item
    if item and item.state in (ItemState.PROPOSED, ItemState.ACCEPTED) and item.session.state is SessionState.PLANNED:
        raise NotNow(_l("It is on an agenda already. Defer or decline it there first."))
    made = propose_item(session, _presented(request, draft), by=by, at=at, accepted=True)
    db.session.flush()
    request.agenda_item = made
    request.title = draft.title
    _move(request, RequestState.AUDIENCE, by=by, at=at)
    _say(request, ThreadAct.INVITED, text, by=by, at=at)
    audit.record("cooperation.invited", request, by=by, at=at)
    notices.told(request, "invited", text, session=session)
    return made


def link(request: CooperationRequest, organisation: Organisation, *, by: Person, at: datetime) -> None:
    """Link a request with the organisation of the applicant, whose members may read it from now on.

    Raises NotNow once agreements were begun with another one.
    """
    request.require(*GOING)
    if request.state is RequestState.AGREEMENT and request.organisation_id != organisation.id:
        raise NotNow(_l("Agreements were begun with the present organisation"))
    request.organisation = organisation
    _hold(request, by)
    audit.record("cooperation.linked", request, by=by, at=at, organisation=organisation.name)


def start_agreement(
    request: CooperationRequest, contract: Contract, text: str, *, by: Person, at: datetime
) -> Agreement:
    """Begin an agreement of the unit with the organisation of a request, as a draft, and tell the applicant.

    Raises RuleViolation if no organisation is linked, and as `agreements.registry.actions.create` does.
    """
    request.require(*GOING)
    if request.organisation is None:
        raise NotNow(_l("Link the request with an organisation first: it becomes a party"))
    sides = [Side(organisation=by.organisation), Side(organisation=request.organisation)]
    made = create_agreement(contract, sides, by=by, at=at)
    db.session.flush()
    db.session.add(RequestAgreement(request=request, agreement=made))
    _move(request, RequestState.AGREEMENT, by=by, at=at)
    _say(request, ThreadAct.STARTED, text, by=by, at=at)
    audit.record("cooperation.started", request, by=by, at=at, kind=contract.kind)
    notices.told(request, "started", text)
    return made


def attach(request: CooperationRequest, agreement_id: UUID, text: str, *, by: Person, at: datetime) -> None:
    """Link an agreement that exists with a request, instead of beginning one, and tell the applicant.

    Raises NotNow once the request ended, RuleViolation if the agreement cannot be linked by `by`.
    """
    request.require(*GOING)
    refused = RuleViolation(
        _l("Choose an agreement between your organisation and that of the request"), field="agreement"
    )
    agreement = queries.attachable_one(agreement_id, request, by, local_date(at))
    if agreement is None:
        raise refused
    try:
        with db.session.begin_nested():
            db.session.add(RequestAgreement(request=request, agreement=agreement))
    except IntegrityError as error:
        raise refused from error
    _move(request, RequestState.AGREEMENT, by=by, at=at)
    _say(request, ThreadAct.ATTACHED, text, by=by, at=at)
    audit.record("cooperation.attached", request, by=by, at=at, kind=agreement.kind)
    notices.told(request, "attached", text)


def decline(request: CooperationRequest, reason: str, *, by: Person, at: datetime) -> None:
    """Decline a request with a reason. Raises NotNow once it ended or became an agreement that was not abandoned."""
    request.require(*(GOING if queries.is_lapsed(request) else OPEN))
    _move(request, RequestState.DECLINED, by=by, at=at)
    _say(request, ThreadAct.DECLINED, reason, by=by, at=at)
    audit.record("cooperation.declined", request, by=by, at=at)
    notices.told(request, "declined", reason)


def pass_on(request: CooperationRequest, holder: Person, *, by: Person, at: datetime) -> None:
    """Let another coordinator deal with a request, and tell them. Raises NotNow once it ended."""
    request.require(*GOING)
    before, request.holder = request.holder_id, holder
    audit.record("cooperation.passed_on", request, by=by, at=at, before=before, after=holder.id)
    if holder.id != by.id:
        notices.passed_on(request, holder, by=by)


def erase(request: CooperationRequest, *, by: Person | None, at: datetime) -> None:
    """Erase the personal data of a request: contact, texts, proposal and mails. An open request is withdrawn by it.

    Number, kind of applicant, dates, agenda item and agreements stay. Raises NotNow if it was erased already.
    """
    if request.erased_at:
        raise NotNow(_l("The personal data of this request was erased already"))
    if request.state in OPEN:
        _enter(request, RequestState.WITHDRAWN, at=at)
    for name in ("title", "organisation_name", "wish", "expectations", "benefit", "contact_name", "contact_phone"):
        setattr(request, name, "")
    request.contact_email, request.brings, request.erased_at = None, [], at
    proposal_id, request.proposal_id = request.proposal_id, None
    for message in queries.thread(request.id):
        message.text = ""
    db.session.flush()
    if proposal_id:
        db.session.delete(db.session.get_one(StoredFile, proposal_id))
    outbox.forget(notices.key_prefix(request))
    audit.record("cooperation.erased", request, by=by, at=at)


def follow(earlier: UUID, item: AgendaItem) -> None:
    """Follow an audience to the session in which it is continued, and tell the applicant if it is accepted."""
    for request in queries.invited(AgendaItem.id == earlier):
        request.agenda_item = item
        if item.state is ItemState.ACCEPTED:
            notices.told_audience(request, item.session)


def audience_changed(session: Session) -> None:
    """Tell the applicants who were invited to a session its present date and place, or that it is called off."""
    for request in queries.invited(AgendaItem.session_id == session.id, AgendaItem.state.in_(OPEN_ITEMS)):
        notices.told_audience(request, session)


def _presented(request: CooperationRequest, draft: Draft) -> Draft:
    """Return the item with the organisation of the applicant as presenter; citizens are not named on agendas."""
    if request.organisation:
        return replace(draft, presenter_organisation=request.organisation)
    return replace(draft, presenter_name=request.organisation_name)


def _move(request: CooperationRequest, state: RequestState, *, by: Person, at: datetime) -> None:
    request.answered_at = request.answered_at or at
    _hold(request, by)
    _enter(request, state, at=at)


def _enter(request: CooperationRequest, state: RequestState, *, at: datetime) -> None:
    if request.state is not state:
        request.state, request.state_since = state, local_date(at)


def _hold(request: CooperationRequest, by: Person) -> None:
    request.holder = request.holder or by


def _say(request: CooperationRequest, act: ThreadAct, text: str, *, by: Person | None, at: datetime) -> None:
    entry: dict[str, Any] = {"request_id": request.id, "by_id": by.id if by else None}
    db.session.add(RequestMessage(act=act, text=text, at=at, **entry))

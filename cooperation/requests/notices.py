"""Mail about requests for cooperation: to the applicant with a link of their own, and to the coordinators."""

from __future__ import annotations

from typing import Any

from agreements.registry.queries import coordinators
from app.accounts.models import Person
from app.circles.models import Classification
from app.clock import utc_now
from app.mail import outbox
from app.web.external_urls import external
from app.web.i18n import force_locale
from cooperation.requests.links import own_link
from cooperation.requests.models import CooperationRequest
from forums.registration.calendars import published
from forums.scheduling.models import Session, SessionState


def key_prefix(request: CooperationRequest) -> str:
    """Return the beginning of the keys of all mails that contain personal data of a request."""
    return f"cooperation:{request.id}:"


def received(request: CooperationRequest) -> None:
    """Acknowledge a request to the applicant."""
    _write(request, "received")


def told(request: CooperationRequest, act: str, text: str, *, session: Session | None = None) -> None:
    """Tell the applicant what the unit wrote or did: "wrote", "asked", "invited", "started", "attached" or "declined".

    `session` is that of the audience; the mail has its date and place, and in a public forum its calendar entry.
    """
    _write(request, "told", calendar=_calendar(request, session), act=act, text=text, session=session)


def told_audience(request: CooperationRequest, session: Session) -> None:
    """Tell the applicant the present date and place of the audience, or that it is called off."""
    if session.forum.circle.classification is not Classification.SECRET:
        told(request, "moved" if session.state is SessionState.PLANNED else "called_off", "", session=session)


def _calendar(request: CooperationRequest, session: Session | None) -> bytes | None:
    """Return the calendar entry of a session of a public forum, whose page everyone can open."""
    if session is None or session.forum.circle.classification is not Classification.PUBLIC:
        return None
    with force_locale(request.language):
        return published(session, at=utc_now())


def arrived(request: CooperationRequest) -> None:
    """Notify the coordinators of a new request."""
    for person in coordinators():
        _notify(request, "arrived", person)


def wrote(request: CooperationRequest, text: str) -> None:
    """Notify its holder, or else the coordinators, of what the applicant wrote, or that they withdrew."""
    for person in [request.holder] if request.holder else coordinators():
        _notify(request, "wrote", person, text=text)


def passed_on(request: CooperationRequest, holder: Person, *, by: Person) -> None:
    """Tell a coordinator that a request was passed on to them."""
    _notify(request, "passed_on", holder, by=by)


def _write(request: CooperationRequest, template: str, **context: Any) -> None:
    if not request.contact_email:
        return
    request.mails += 1
    outbox.enqueue(
        f"cooperation/requests/{template}",
        request.contact_email,
        key=f"{key_prefix(request)}{request.mails}",
        language=request.language,
        addressee=request.contact_name,
        about=request,
        cooperation_request=request,
        link=own_link(request),
        **context,
    )


def _notify(request: CooperationRequest, template: str, person: Person, **context: Any) -> None:
    request.mails += 1
    outbox.enqueue(
        f"cooperation/requests/{template}",
        person,
        key=f"{key_prefix(request)}{request.mails}",
        about=request,
        cooperation_request=request,
        link=external("cooperation.requests.show", cooperation_request_id=request.id),
        **context,
    )

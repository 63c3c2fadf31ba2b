"""Mail to people who registered, in their language and with their own link."""

from __future__ import annotations

from datetime import datetime

from app.mail import outbox
from app.web.i18n import force_locale
from forums.registration import calendars
from forums.registration.links import own_link
from forums.registration.models import Registration, RegistrationState


def notify(registration: Registration, kind: str, *, at: datetime) -> None:
    """Notify a person of the status of their registration: `kind` is "registered", "moved_up", "cancelled", or
    "changed" if the date, place or state of the session changed.
    """
    if not registration.email:
        return
    session, confirmed = registration.opening.session, registration.state is RegistrationState.CONFIRMED
    registration.mails += 1
    with force_locale(registration.language):
        calendar = calendars.published(session, at=at) if confirmed else None
    outbox.enqueue(
        "forums/registration/told",
        registration.email,
        key=f"registration:{registration.id}:{registration.mails}",
        language=registration.language,
        calendar=calendar,
        addressee=registration.name,
        kind=kind,
        registration=registration,
        session=session,
        link=own_link(registration),
    )

"""Mails to those who registered: each in their language, with their own link."""

from __future__ import annotations

from datetime import datetime

from app.mail import outbox
from app.web.i18n import force_locale
from forums.registration import calendars
from forums.registration.links import own_link
from forums.registration.models import Registration, RegistrationState


def tell(registration: Registration, kind: str, *, at: datetime) -> None:
    """Tell what became of a registration: `kind` is "registered", "moved_up", "cancelled", or "changed" where the
    session got another date or place or does not take place.
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

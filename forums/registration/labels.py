"""Labels of registrations."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from app import audit
from app.web.external_urls import external
from forums.registration.models import RegistrationState
from forums.scheduling.models import Session

STATES = {
    RegistrationState.CONFIRMED: _l("Has a place"),
    RegistrationState.WAITING: _l("On the waiting list"),
    RegistrationState.CANCELLED: _l("Cancelled"),
}


def init_app(app: Flask) -> None:
    """Register the labels as template globals and with the audit log."""
    app.jinja_env.globals.update(registration_state=STATES.__getitem__, registration_address=registration_address)
    audit.describe("registration.opened", _l("opened registration for everyone"))
    audit.describe("registration.closed", _l("closed registration"))
    audit.describe("registration.checked_off", _l("recorded which registered people came"))
    audit.describe("registration.erased", _l("erased the names of those registered"))


def registration_address(session: Session) -> str:
    """Return the public URL for registering."""
    return external("forums.register.show", session_id=session.id)

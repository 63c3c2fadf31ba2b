"""The signed link with which people view and cancel their registration."""

from __future__ import annotations

from uuid import UUID

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from app.database import db
from app.web.external_urls import external
from forums.registration.models import Registration


def own_link(registration: Registration) -> str:
    """Return the URL of a registration's page, in its language."""
    token = _signer().dumps(registration.id.hex)
    return external("forums.register.own", token=token, lang=registration.language)


def by_token(token: str) -> Registration | None:
    """Return the registration of a signed token; None if the signature is invalid or the data was erased."""
    try:
        found = db.session.get(Registration, UUID(_signer().loads(token)))
    except (BadSignature, ValueError, TypeError, AttributeError):
        return None
    return found if found and found.email else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.extensions["settings"].secret_key, salt="registration")

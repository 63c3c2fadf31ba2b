"""Signed values of the public pages: the link of an applicant, and the token of the form."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from app.web.external_urls import external
from cooperation.requests.models import CooperationRequest
from cooperation.requests.queries import for_act

OPEN_FOR = timedelta(days=1)
"""How long the form can be filled in before it has to be confirmed again."""


def token_of(request: CooperationRequest) -> str:
    """Return the signed token of an applicant's page."""
    return _signed("cooperation-request").dumps(request.id.hex)


def own_link(request: CooperationRequest) -> str:
    """Return the URL of the applicant's page, in the language of the request."""
    return external("cooperation.public.own", token=token_of(request), lang=request.language)


def by_token(token: str) -> CooperationRequest | None:
    """Return the request of a signed token; None if the signature is invalid or the personal data was erased."""
    try:
        found = for_act(UUID(_signed("cooperation-request").loads(token)))
    except (BadSignature, ValueError, TypeError, AttributeError):
        return None
    return found if found and found.contact_email else None


def form_token(at: datetime) -> str:
    """Return a signed token that says when the form was opened."""
    return _signed("cooperation-form").dumps(int(at.timestamp()))


def is_fresh(token: Any, at: datetime) -> bool:
    """Whether `token` was signed here and the form was opened less than `OPEN_FOR` before `at`."""
    try:
        opened = int(_signed("cooperation-form").loads(token or ""))
    except (BadSignature, ValueError, TypeError):
        return False
    return timedelta() <= timedelta(seconds=at.timestamp() - opened + 1) <= OPEN_FOR


def _signed(salt: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.extensions["settings"].secret_key, salt=salt)

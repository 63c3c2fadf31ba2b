"""The signed link with which the public sender of a suggestion sees its status."""

from __future__ import annotations

from uuid import UUID

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from app.web.external_urls import external
from forums.directives.models import Directive
from forums.directives.queries import directive_for_act


def own_link(directive: Directive) -> str:
    """Return the URL of the sender's page, in the language of the suggestion."""
    return external("forums.suggest.own", token=_signer().dumps(directive.id.hex), lang=directive.language)


def by_token(token: str) -> Directive | None:
    """Return the suggestion of a signed token; None if the signature is invalid or the sender was erased."""
    try:
        found = directive_for_act(UUID(_signer().loads(token)))
    except (BadSignature, ValueError, TypeError, AttributeError):
        return None
    return found if found and found.email else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.extensions["settings"].secret_key, salt="suggestion")

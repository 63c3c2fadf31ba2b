"""Identifies the person of a request by link."""

from __future__ import annotations

from flask import Request, g, has_request_context, request

from app.accounts.models import Person
from app.clock import utc_now
from app.database.service_errors import database_is_available
from app.database.transactions import let_write
from app.mail.links import queries
from app.mail.links.models import MailLink
from app.mail.links.rules import is_usable

PREFIX = "/by-link"
"""The path prefix of pages behind links; the next segment is the secret."""


def is_link_request(request: Request) -> bool:
    """Whether a request is for a page behind a link. Sessions of signed-in people do not count there."""
    return request.path.startswith(f"{PREFIX}/")


def begin() -> None:
    """Let requests by link write, because opening a page records that the link was opened."""
    if is_link_request(request):
        let_write()


def current_link() -> MailLink | None:
    """Return the usable link of this request, or None, also outside requests."""
    if not has_request_context() or not is_link_request(request):
        return None
    if "mail_link" not in g:
        g.mail_link = _usable(str((request.view_args or {}).get("token", "")))
    found: MailLink | None = g.mail_link
    return found


def person_of(_request: Request) -> Person | None:
    """Return the person to whom the link of this request was sent, or None."""
    link = current_link()
    return link.person if link else None


def _usable(secret: str) -> MailLink | None:
    link = queries.by_secret(secret) if secret and database_is_available() else None
    if link is None or not is_usable(expires_at=link.expires_at, revoked_at=link.revoked_at, at=utc_now()):
        return None
    return None if link.person.suspended_at else link

"""Signed links with which a recipient switches off the topic of a mail, with or without an account (RFC 8058)."""

from __future__ import annotations

from uuid import UUID

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from app.accounts.models import Person
from app.mail.notifications.topics import topic_named
from app.web.external_urls import external


def headers_for(person: Person, topic: str) -> dict[str, str]:
    """Return the headers with which a mail program offers to unsubscribe in one step."""
    return {
        "List-Unsubscribe": f"<{address_for(person, topic)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def address_for(person: Person, topic: str) -> str:
    """Return the address of the page on which a person switches off a topic; it does not expire."""
    return external("notifications.off", token=_serializer().dumps([str(person.id), topic]))


def opened(token: str) -> tuple[UUID, str] | None:
    """Return the id of the person and the topic of a link, or None if it is none of ours."""
    try:
        person_id, topic = _serializer().loads(token)
    except (BadSignature, ValueError):
        return None
    return (UUID(person_id), topic) if topic_named(topic) else None


def _serializer() -> URLSafeSerializer:
    secret = current_app.secret_key
    assert secret is not None, "the application does not start without one"
    return URLSafeSerializer(secret, salt="mail.notifications")

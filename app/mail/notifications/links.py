"""Signed links with which a recipient switches off the topic of a mail, with or without an account (RFC 8058)."""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from app.accounts.models import Person
from app.database import db
from app.mail.notifications.topics import topic_named
from app.web.external_urls import external


def headers_for(person: Person, topic: str) -> dict[str, str]:
    """Return the headers with which a mail program offers to unsubscribe in one step."""
    return {
        "List-Unsubscribe": f"<{address_for(person, topic)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def address_for(person: Person, topic: str) -> str:
    """Return the address of the page on which a person switches off a topic, until their mail address changes."""
    token = _serializer().dumps([str(person.id), topic, _mark_of(person)])
    return external("notifications.off", token=token)


def opened(token: str) -> tuple[Person, str] | None:
    """Return the person and the topic of a link, or None if it is none of ours or went to a former address."""
    try:
        person_id, topic, mark = _serializer().loads(token)
    except (BadSignature, ValueError):
        return None
    person = db.session.get(Person, UUID(person_id))
    valid = person and mark == _mark_of(person) and topic_named(topic)
    return (person, topic) if person and valid else None


def _mark_of(person: Person) -> str:
    return sha256((person.email or "").encode()).hexdigest()[:16]


def _serializer() -> URLSafeSerializer:
    secret = current_app.secret_key
    assert secret is not None, "the application does not start without one"
    return URLSafeSerializer(secret, salt="mail.notifications")

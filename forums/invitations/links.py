"""Secrets of invitations: the token of the answer link, and the token in the reply address.

Both are derived from the instance's key, so that a reminder can repeat the link although only its digest is stored.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from uuid import UUID

from flask import current_app

from app.accounts.tokens import digest
from app.web.external_urls import external
from forums.invitations.models import Invitation


def secret(invitation: Invitation) -> str:
    """Return the secret of an invitation's current link."""
    return _derived(f"answer:{invitation.id}:{invitation.generation}", 20)


def seal(invitation: Invitation) -> None:
    """Store the digest of the invitation's current secret."""
    invitation.digest = digest(secret(invitation))


def answer_link(invitation: Invitation, *, language: str | None = None) -> str:
    """Return the URL of the answer page, with `language` if it is not the instance's default."""
    first = current_app.extensions["settings"].languages[0]
    query = {"lang": language} if language and language != first else {}
    return external("forums.answers.show", token=secret(invitation), **query)


def reply_address(uid: str, invitee_id: UUID) -> str:
    """Return the address for replies by mail: the system's mailbox with a token for the UID and invitee."""
    mailbox, _at, domain = current_app.extensions["settings"].mail_from.rpartition("@")
    return f"{mailbox}+{_derived(f'reply:{uid}:{invitee_id}', 15)}@{domain}"


def _derived(what: str, size: int) -> str:
    """Return `size` bytes derived from the secret key for `what`, as lower-case base32, safe in mail addresses."""
    key = current_app.extensions["settings"].secret_key.encode()
    made = hmac.new(key, f"selaras invitations:{what}".encode(), hashlib.sha256).digest()[:size]
    return base64.b32encode(made).decode().rstrip("=").lower()

"""Secrets of invitations: the personal answer link, and the address that answers by mail go to.

Both are derived from the instance's key, so that a reminder repeats the link although only its digest is stored.
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
    """Return the secret of an invitation's present link."""
    return _derived(f"answer:{invitation.id}:{invitation.generation}", 20)


def seal(invitation: Invitation) -> None:
    """Store the digest by which the invitation's link is recognised."""
    invitation.digest = digest(secret(invitation))


def answer_link(invitation: Invitation, *, language: str | None = None) -> str:
    """Return the address of the answer page, in `language` where it is not the instance's first."""
    first = current_app.extensions["settings"].languages[0]
    asked = {"lang": language} if language and language != first else {}
    return external("forums.answers.show", token=secret(invitation), **asked)


def reply_address(uid: str, invitee_id: UUID) -> str:
    """Return where answers by mail to this UID go: the system's mailbox, with a token for the one invitee."""
    mailbox, _at, domain = current_app.extensions["settings"].mail_from.rpartition("@")
    return f"{mailbox}+{_derived(f'reply:{uid}:{invitee_id}', 15)}@{domain}"


def _derived(what: str, size: int) -> str:
    """Return `size` secret bytes for `what`, in letters and digits that survive any mail program."""
    key = current_app.extensions["settings"].secret_key.encode()
    made = hmac.new(key, f"selaras invitations:{what}".encode(), hashlib.sha256).digest()[:size]
    return base64.b32encode(made).decode().rstrip("=").lower()

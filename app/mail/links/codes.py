"""Six-digit codes that confirm, by a second mail to the same address, that the person of a link is acting."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime

from flask import current_app, session
from flask_babel import gettext as _

from app.accounts.sign_in import throttle
from app.accounts.tokens import digest
from app.errors import RuleViolation
from app.mail.links import notices
from app.mail.links.models import MailLink
from app.mail.links.rules import CODE_LIFETIME, CONFIRMED_FOR, code_is_open, written_code

CONFIRMED = "link_confirmed"
"""The session key: the id of the confirmed person, and until when as a timestamp in seconds."""


def mail_code(link: MailLink, *, at: datetime) -> bool:
    """Mail a new code, which replaces any earlier one; return False if too many were requested.

    Aborts with 429 if the origin has reached its limit.
    """
    if not throttle.may_mail_link(_account(link), at=at):
        return False
    code = f"{secrets.randbelow(1_000_000):06}"
    link.code_digest, link.code_expires_at, link.code_failures = _digest(link, code), at + CODE_LIFETIME, 0
    notices.code(link, code)
    return True


def refuse_haste(link: MailLink, *, at: datetime) -> None:
    """Raise RuleViolation if the holder of a link has requested too many mails, codes included."""
    if not throttle.may_mail_link(_account(link), at=at):
        raise RuleViolation(_("Too many mails were requested. Wait a quarter of an hour."), status=429)


def awaits_code(link: MailLink, *, at: datetime) -> bool:
    """Whether a code was mailed that can still be entered."""
    return link.code_digest is not None and code_is_open(
        expires_at=link.code_expires_at, failures=link.code_failures, at=at
    )


def enter(link: MailLink, typed: str, *, at: datetime) -> bool:
    """Return whether `typed` is the code that was mailed last; then this browser is confirmed for an hour.

    A code works once. Wrong ones are counted; the caller must commit them.
    """
    if not awaits_code(link, at=at):
        return False
    if not hmac.compare_digest(_digest(link, written_code(typed)), link.code_digest or ""):
        link.code_failures += 1
        return False
    link.code_digest = link.code_expires_at = None
    session[CONFIRMED] = [str(link.person_id), (at + CONFIRMED_FOR).timestamp()]
    return True


def is_confirmed(link: MailLink, *, at: datetime) -> bool:
    """Whether this browser entered a code of the link's person within the last hour."""
    person_id, until = session.get(CONFIRMED, ("", 0))
    return bool(person_id == str(link.person_id) and at.timestamp() < until)


def _account(link: MailLink) -> str:
    return f"code of {link.person_id}"


def _digest(link: MailLink, code: str) -> str:
    key: str = current_app.extensions["settings"].secret_key
    return digest(f"{key}:{link.id}:{code}")

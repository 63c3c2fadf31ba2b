"""Mails of sign-in, and messages for refused attempts."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person, TokenPurpose
from app.database import db
from app.mail import outbox
from app.web.external_urls import external

PAGES = {
    TokenPurpose.SIGN_IN: ("accounts.follow_link", "accounts/sign-in-link"),
    TokenPurpose.PASSWORD: ("accounts.reset_password", "accounts/password-link"),
    TokenPurpose.INVITATION: ("accounts.join", "accounts/invitation"),
}
"""For each kind of link the endpoint of its page, and the template of its mail."""


def link(person: Person, purpose: TokenPurpose, secret: str, *, path: str = "", inviter: Person | None = None) -> None:
    """Mail a link; `path` is where its page redirects the person afterwards."""
    endpoint, template = PAGES[purpose]
    address = external(endpoint, token=secret, **_target(path))
    outbox.enqueue(
        template, person, urgent=True, address=address, inviter=inviter, addressee=person.name, roles=person.roles
    )


def nothing(account: str, purpose: TokenPurpose, *, path: str) -> None:
    """Do the same work as `link` and roll it back, so that response times do not reveal unknown addresses."""
    with db.session.begin_nested() as attempt:
        endpoint, template = PAGES[purpose]
        address = external(endpoint, token="x" * 43, **_target(path))
        outbox.enqueue(template, account, address=address, inviter=None, addressee=account, roles=[])
        db.session.flush()
        attempt.rollback()


def password_changed(person: Person) -> None:
    """Notify a person that their password was changed, in case it was someone else."""
    address = external("accounts.forgotten")
    outbox.enqueue("accounts/password-changed", person, urgent=True, address=address, addressee=person.name)


def used_up() -> str:
    """Return the message for a link that was already used."""
    return _("This link has already been used. Ask for a new one.")


def wrong_password() -> str:
    """Return the message for a wrong current password."""
    return _("This is not your present password")


def _target(path: str) -> dict[str, str]:
    return {"next": path} if path else {}

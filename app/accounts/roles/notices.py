"""Mails about platform roles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.accounts.models import Person
from app.accounts.roles.models import RoleRequest
from app.mail import outbox
from app.web.external_urls import external


def asked(request: RoleRequest, administrators: Iterable[Person]) -> None:
    """Ask the other administrators to confirm a request."""
    for administrator in administrators:
        outbox.enqueue("accounts/roles-asked", administrator, urgent=True, asked=request, link=external("roles.index"))


def announced(person: Person, roles: Sequence[str], holders: Iterable[Person], *, second: Person | None) -> None:
    """Notify those who hold a role that an administrator got roles that read content; `second` confirmed it."""
    for holder in holders:
        outbox.enqueue("accounts/roles-announced", holder, urgent=True, person=person, roles=roles, second=second)


def changed(person: Person, *, by: Person) -> None:
    """Notify an account holder that an administrator changed their roles."""
    if person.is_active:
        link = external("profile.edit")
        outbox.enqueue("accounts/roles-changed", person, urgent=True, roles=person.roles, changed_by=by, link=link)

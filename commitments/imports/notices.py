"""Notifications about an import: one mail to each contact of an organisation, whatever number of commitments it got."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from app.accounts.models import Person
from app.mail import outbox
from app.mail.links import actions as links
from app.web.external_urls import external
from commitments.imports.models import RegisterImport
from commitments.registry.models import Commitment
from commitments.registry.notices import may_be_notified_of, reachable

LISTED = 50
"""Most commitments that a mail lists."""


class Listed(NamedTuple):
    """A commitment in a mail, with the recipient's own link to it."""

    commitment: Commitment
    link: str


def imported(register: RegisterImport, commitments: Sequence[Commitment], *, by: Person, at: datetime) -> None:
    """Notify the responsible organisations of what was proposed to them, or recorded on their behalf."""
    mine: dict[UUID, list[Commitment]] = {}
    for commitment in commitments:
        mine.setdefault(commitment.responsible_id, []).append(commitment)
    for own in mine.values():
        for person in reachable(own[0].responsible, register.circle):
            told = [one for one in own if may_be_notified_of(one, person)]
            if told and person.id != by.id:
                _write(register, told, person, by=by, at=at)


def _write(
    register: RegisterImport, commitments: Sequence[Commitment], to: Person, *, by: Person, at: datetime
) -> None:
    issued = [(one, *links.issue(to, one, sender=by, at=at)) for one in commitments[:LISTED]]
    kind = "commitments/imported_on_behalf" if register.source else "commitments/imported"
    mail = outbox.enqueue(
        kind,
        to,
        key=f"register-import:{register.id}:{to.id}",
        about=register,
        register=register,
        organisation=commitments[0].responsible,
        by=by,
        listed=[Listed(one, external("links.show", token=secret)) for one, _link, secret in issued],
        number=len(commitments),
    )
    for _commitment, link, _secret in issued:
        link.mail = mail

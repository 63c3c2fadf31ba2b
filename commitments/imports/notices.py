"""Mails about an import: to the contacts of organisations, and to the person whose register a job worked on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app.accounts.models import Person
from app.mail import outbox
from app.web.external_urls import external
from commitments.imports.models import RegisterImport
from commitments.registry.models import Commitment
from commitments.registry.notices import may_be_notified_of, reachable

LISTED = 50
"""Most commitments that a mail lists."""


def imported(register: RegisterImport, commitments: Sequence[Commitment], *, by: Person, at: datetime) -> None:
    """Notify the responsible organisations of what was proposed to them, or recorded on their behalf."""
    mine: dict[UUID, list[Commitment]] = {}
    for commitment in commitments:
        mine.setdefault(commitment.responsible_id, []).append(commitment)
    for own in mine.values():
        for person in reachable(own[0].responsible, register.circle):
            told = [one for one in own if may_be_notified_of(one, person)]
            if told and person.id != by.id:
                _write(register, told, person, by=by)


def worked(register: RegisterImport) -> None:
    """Tell the person who uploaded a register how far it is, now that the job has worked on it."""
    link = external("commitments.imports.show", register_import_id=register.id)
    outbox.enqueue("commitments/import_worked", register.created_by, about=register, imported=register, link=link)


def _write(register: RegisterImport, commitments: Sequence[Commitment], to: Person, *, by: Person) -> None:
    kind = "commitments/imported_on_behalf" if register.source else "commitments/imported"
    listed = commitments[:LISTED]
    outbox.enqueue(
        kind,
        to,
        key=f"register-import:{register.id}:{to.id}",
        about=register,
        lists=listed,
        register=register,
        organisation=commitments[0].responsible,
        by=by,
        listed=listed,
        number=len(commitments),
    )

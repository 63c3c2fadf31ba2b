"""The mail that reminds a person of several commitments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.accounts.models import Person
from app.clock import local_date
from app.mail import outbox
from app.mail.links import actions as links
from app.web.external_urls import external
from commitments.bulk.labels import asked
from commitments.registry.models import Commitment

KIND = "commitments/reminder_of_several"


def remind(person: Person, commitments: Sequence[Commitment], *, at: datetime) -> None:
    """Queue one mail about commitments, earliest due first, with a personal link to each."""
    issued = []
    rows = []
    for commitment in sorted(commitments, key=lambda one: (one.current_due, one.code)):
        link, secret = links.issue(person, commitment, sender=None, at=at)
        issued.append(link)
        late = commitment.facts.days_late(local_date(at))
        rows.append((commitment, late, asked(commitment), external("links.show", token=secret)))
    mail = outbox.enqueue(KIND, person, key=f"reminders:{at}:{person.id}", rows=rows)
    for link in issued:
        link.mail = mail

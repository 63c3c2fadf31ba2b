"""The mail that reminds a person of several commitments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.accounts.models import Person
from app.clock import local_date
from app.mail import outbox
from commitments.bulk.labels import asked
from commitments.registry.models import Commitment

KIND = "commitments/reminder_of_several"


def remind(person: Person, commitments: Sequence[Commitment], *, at: datetime) -> None:
    """Queue one mail about commitments, earliest due first, with a personal link to each."""
    today = local_date(at)
    listed = sorted(commitments, key=lambda one: (one.current_due, one.code))
    rows = [(one, one.facts.days_late(today), asked(one)) for one in listed]
    about = listed[0] if len(listed) == 1 else None  # its title is the subject
    outbox.enqueue(KIND, person, key=f"reminders:{at}:{person.id}", lists=listed, rows=rows, about=about)

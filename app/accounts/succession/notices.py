"""Mails about a hand-over of office."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.accounts.models import Person
from app.accounts.succession.charges import Succession
from app.mail import outbox
from app.web.external_urls import external


def handed_over(succession: Succession, passed_on: Sequence[tuple[Any, Sequence[Any]]]) -> None:
    """Notify the successor, and the predecessor, of what was passed on: pairs of a kind and a line for each object.

    Nobody is notified of an act of their own.
    """
    for person in (succession.successor, succession.person):
        if person.id != succession.by.id:
            outbox.enqueue(
                "accounts/handed-over",
                person,
                succession=succession,
                is_successor=person is succession.successor,
                passed_on=passed_on,
                link=_home(person),
            )


def _home(person: Person) -> str | None:
    return external("insights.homes.home") if person.is_active else None

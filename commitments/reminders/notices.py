"""Whom each reminder step reaches."""

from __future__ import annotations

from app import outbox
from app.accounts.models import Person
from app.links import external
from app.organisations.models import ContactRole
from app.organisations.queries import contacts
from commitments.registry.models import Commitment
from commitments.registry.notices import owners, reachable
from commitments.reminders.rules import Step


def remind(commitment: Commitment, step: Step) -> None:
    """Queue a step's reminder: owner before the date, focal point after a day, head and secretariat after a week."""
    link = external("commitments.registry.show", commitment_id=commitment.id)
    for to in recipients(commitment, step):
        name = to.id if isinstance(to, Person) else to
        key = f"reminder:{commitment.id}:{commitment.current_due}:{step.value}:{name}"
        outbox.enqueue("commitments/reminder", to, key=key, commitment=commitment, step=step, link=link)


def recipients(commitment: Commitment, step: Step) -> list[Person | str]:
    """Return the people and mailboxes that a step is for, each once."""
    if step in {Step.TWO_WEEKS_BEFORE, Step.THREE_DAYS_BEFORE}:
        return list(owners(commitment))
    if step is Step.DAY_AFTER:
        return list(dict.fromkeys([*owners(commitment), *reachable(commitment.responsible)]))
    people: list[Person | str] = list(contacts(commitment.responsible_id, (ContactRole.HEAD,)))
    secretariat = commitment.responsible.secretariat_email
    return [*people, secretariat] if secretariat else people


def ask_for_answer(commitment: Commitment) -> None:
    """Ask the responsible party once more to accept, decline or propose another date."""
    _ask("nudge_answer", commitment, owners(commitment), f"answer:{commitment.id}:{commitment.current_due}")


def ask_for_verification(commitment: Commitment) -> None:
    """Ask the verifier once more to look at a delivery."""
    since = commitment.submitted_at.isoformat() if commitment.submitted_at else ""
    _ask("nudge_verification", commitment, reachable(commitment.verifier), f"verify:{commitment.id}:{since}")


def _ask(template: str, commitment: Commitment, people: list[Person], key: str) -> None:
    link = external("commitments.registry.show", commitment_id=commitment.id)
    for person in people:
        outbox.enqueue(f"commitments/{template}", person, key=f"{key}:{person.id}", commitment=commitment, link=link)

"""Reminder mails and their recipients."""

from __future__ import annotations

from datetime import date, datetime

from app.accounts.models import Person
from app.clock import local_date, utc_now
from app.mail import outbox
from app.mail.links.queries import people_with_links
from app.organisations.models import ContactRole
from app.organisations.queries import contacts
from commitments.registry.models import Commitment
from commitments.registry.notices import owners, reachable, write
from commitments.registry.rules import Delivery
from commitments.reminders.rules import Step, steps_covered


def remind(commitment: Commitment, step: Step) -> None:
    """Queue a step's reminder: to the owner before the date, the focal point after a day, the head and the
    secretariat after a week.

    It replaces earlier reminders that are still in the outbox. The secretariat's mail names those who have links: an
    owner whom no earlier reminder reached receives this one.
    """
    people = recipients(commitment, step)
    if any(isinstance(one, str) for one in people):
        have_links = people_with_links(commitment, utc_now())
        people = list(dict.fromkeys([*people, *(one for one in owners(commitment) if one.id not in have_links)]))
    with_links = dict.fromkeys([*(one for one in people if isinstance(one, Person)), *owners(commitment)])
    for to in people:
        outbox.take_back([_key(earlier, commitment, to) for earlier in steps_covered(step) if earlier is not step])
        write(step.value, commitment, to, key=_key(step, commitment, to), turn_to=list(with_links))


def _key(step: Step, commitment: Commitment, to: Person | str) -> str:
    name = to.id if isinstance(to, Person) else to
    return f"{step.value}:{commitment.id}:{commitment.current_due}:{name}"


def recipients(commitment: Commitment, step: Step) -> list[Person | str]:
    """Return the people and mailboxes that receive a step's reminder, without duplicates."""
    if step in {Step.TWO_WEEKS_BEFORE, Step.THREE_DAYS_BEFORE}:
        return list(owners(commitment))
    if step is Step.DAY_AFTER:
        return list(dict.fromkeys([*owners(commitment), *reachable(commitment.responsible, commitment.circle)]))
    people: list[Person | str] = list(contacts(commitment.responsible_id, (ContactRole.HEAD,)))
    secretariat = commitment.responsible.secretariat_email
    return [*people, secretariat] if secretariat else people


def ask_for_answer(commitment: Commitment) -> None:
    """Remind the responsible party to accept, decline or propose another date."""
    for person in owners(commitment):
        write("answer", commitment, person, key=f"answer:{commitment.id}:{commitment.current_due}:{person.id}")


def ask_for_verification(commitment: Commitment) -> None:
    """Remind the verifier to check a delivery."""
    since = commitment.submitted_at.isoformat() if commitment.submitted_at else ""
    for person in reachable(commitment.verifier, commitment.circle):
        write("verify", commitment, person, key=f"verify:{commitment.id}:{since}:{person.id}")


def remind_now(commitment: Commitment, at: datetime) -> None:
    """Queue a reminder that a person sends at `at`: to the verifier of a submitted delivery, else to the owner."""
    submitted = commitment.delivery is Delivery.SUBMITTED
    people = reachable(commitment.verifier, commitment.circle) if submitted else owners(commitment)
    for person in people:
        write(
            _wording(commitment, local_date(at)), commitment, person, key=f"reminded:{commitment.id}:{at}:{person.id}"
        )


def _wording(commitment: Commitment, today: date) -> str:
    if commitment.delivery is Delivery.PROPOSED:
        return "answer"
    if commitment.delivery is Delivery.SUBMITTED:
        return "verify"
    return (Step.DAY_AFTER if commitment.facts.days_late(today) else Step.THREE_DAYS_BEFORE).value

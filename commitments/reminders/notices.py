"""Reminder mails and their recipients."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from app.accounts.models import Person
from app.clock import local_date, utc_now
from app.mail import outbox
from app.mail.links.queries import people_with_links
from app.organisations.models import ContactRole
from app.organisations.queries import contacts
from commitments.milestones.models import Milestone
from commitments.registry.labels import WORDINGS
from commitments.registry.models import Commitment
from commitments.registry.notices import may_be_notified_of, owners, reachable, write
from commitments.registry.rules import Delivery
from commitments.reminders.rules import Step


class Line(NamedTuple):
    """What a mail says about one commitment; a mailbox is asked to turn to people who have links.

    `late_awaited` are late commitments that it waits for and that the recipient may read.
    """

    step: Step
    commitment: Commitment
    turn_to: Sequence[Person] = ()
    milestone: Milestone | None = None
    """The next one that is not reached."""
    late_awaited: Sequence[Commitment] = ()


def remind(to: Person | str, lines: Sequence[Line], *, key: str, not_before: datetime) -> None:
    """Queue the mail of a day to a person or mailbox: about one commitment, or a line about each of several."""
    if len(lines) == 1:
        step, commitment, people, milestone, awaited = lines[0]
        write(
            step.value,
            commitment,
            to,
            key=key,
            turn_to=people,
            not_before=not_before,
            milestone=milestone,
            late_awaited=awaited,
        )
        return
    rows = [line._asdict() | {"wording": WORDINGS[line.step.value]} for line in lines]
    listed = [line.commitment for line in lines]
    outbox.enqueue("commitments/reminders", to, key=key, not_before=not_before, lists=listed, rows=rows)


def recipients(commitment: Commitment, step: Step) -> list[Person | str]:
    """Return the people and mailboxes that receive a step's reminder, without duplicates.

    A mailbox gets no link: an owner whom no earlier reminder reached receives the same step then.
    """
    found = _recipients(commitment, step)
    if any(isinstance(one, str) for one in found):
        have_links = people_with_links(commitment, utc_now())
        found += (one for one in owners(commitment) if one.id not in have_links)
    return [
        one
        for one in dict.fromkeys(found)
        if may_be_notified_of(commitment, one) and (isinstance(one, str) or one.email)
    ]


def _recipients(commitment: Commitment, step: Step) -> list[Person | str]:
    if step in {Step.TWO_WEEKS_BEFORE, Step.THREE_DAYS_BEFORE}:
        return list(owners(commitment))
    if step is Step.DAY_AFTER:
        return [*owners(commitment), *reachable(commitment.responsible, commitment.circle)]
    people: list[Person | str] = list(contacts(commitment.responsible_id, (ContactRole.HEAD,)))
    secretariat = commitment.responsible.secretariat_email
    return [*people, secretariat.strip().lower()] if secretariat else people


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

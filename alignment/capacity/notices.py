"""Mails about levels and training."""

from __future__ import annotations

from collections.abc import Sequence

from alignment.capacity import trainings
from alignment.capacity.models import Training
from app.accounts.models import Person
from app.circles.queries import may_be_notified_of
from app.mail import outbox
from app.organisations.models import Organisation
from app.organisations.queries import contacts
from app.web.external_urls import external


def asked(people: Sequence[Person], *, by: Person | None) -> int:
    """Ask people for the levels of their organisation; return how many have an address."""
    sent = [
        outbox.enqueue(
            "alignment/capacity/asked",
            one,
            by=by,
            organisation=one.organisation,
            link=external("alignment.capacity.fill", organisation_id=one.organisation_id),
            about=one.organisation,
        )
        for one in people
    ]
    return len([one for one in sent if one])


def recorded(organisation: Organisation, source: str, *, by: Person, training: Training | None = None) -> None:
    """Tell the contacts of an organisation that a coordinator recorded its levels; they can write otherwise.

    After a `training` only those are told who may know of its forum.
    """
    link = external("alignment.capacity.show", organisation_id=organisation.id)
    for one in contacts(organisation.id):
        if training and not may_be_notified_of(one, training.session.forum.circle):
            continue
        outbox.enqueue(
            "alignment/capacity/recorded",
            one,
            by=by,
            organisation=organisation,
            source=source,
            link=link,
            about=organisation,
        )


def held(training: Training) -> None:
    """Ask those who came to a training what they think of it, once, and whether their organisation has risen."""
    for one in trainings.people_who_came(training):
        if may_be_notified_of(one, training.session.forum.circle):
            outbox.enqueue(
                "alignment/capacity/held",
                one,
                key=f"training-{training.id}-{one.id}",
                training=training,
                link=external("alignment.capacity.show_training", training_id=training.id),
                about=training,
            )

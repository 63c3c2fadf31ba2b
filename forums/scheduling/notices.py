"""Mail to new participants of a forum."""

from __future__ import annotations

from app.accounts.models import Person
from app.mail import outbox
from app.web.external_urls import external
from forums.scheduling.models import Participant


def joined(participant: Participant, *, by: Person) -> None:
    """Notify a person that they have become a participant, unless they added themselves."""
    if participant.person_id == by.id:
        return
    forum = participant.forum
    link = external("forums.scheduling.show", slug=forum.slug)
    key = f"forum-joined:{participant.id}"
    outbox.enqueue(
        "forums/scheduling/joined",
        participant.person,
        key=key,
        forum=forum,
        participant=participant,
        about=forum,
        by=by,
        link=link,
    )

"""Mail that the basis of a forum is about to end."""

from __future__ import annotations

from app.circles.queries import may_be_notified_of
from app.mail import outbox
from app.web.external_urls import external
from forums.basis.models import Basis
from forums.scheduling.recipients import organisers


def ends(basis: Basis, *, days: int) -> None:
    """Notify the coordinators and facilitators of the forum that its basis ends, once per warning."""
    forum = basis.forum
    for person in organisers(forum):
        if not may_be_notified_of(person, forum.circle):
            continue
        outbox.enqueue(
            "forums/basis/ending",
            person,
            key=f"basis-ending:{basis.id}:{basis.valid_until}:{days}:{person.id}",
            basis=basis,
            forum=forum,
            about=basis,
            link=external("forums.basis.index", slug=forum.slug),
        )

"""Mail about agenda proposals and their outcome."""

from __future__ import annotations

from app.accounts.models import Person
from app.circles.queries import may_be_notified_of
from app.database import db
from app.mail import outbox
from app.web.external_urls import external
from forums.agenda.models import AgendaItem
from forums.scheduling.models import ForumRole
from forums.scheduling.queries import participants


def proposed(item: AgendaItem, *, by: Person) -> None:
    """Notify the forum's facilitators, or its chair if there are none, of a new proposal."""
    people = participants(item.session.forum_id)
    for role in (ForumRole.FACILITATOR, ForumRole.CHAIR):
        leading = [each.person for each in people if each.role is role]
        if leading:
            for person in leading:
                _notify("proposed", item, person, by=by)
            return


def answered(item: AgendaItem, *, by: Person) -> None:
    """Notify the proposer that the item was accepted, deferred or declined, with the reason."""
    person = db.session.get(Person, item.proposed_by_id) if item.proposed_by_id else None
    if person:
        _notify("answered", item, person, by=by)


def _notify(template: str, item: AgendaItem, person: Person, *, by: Person) -> None:
    if person.id == by.id or not may_be_notified_of(person, item.session.forum.circle):
        return
    link = external("forums.agenda.show", session_id=item.session_id)
    outbox.enqueue(
        f"forums/agenda/{template}", person, item=item, session=item.session, about=item.session, by=by, link=link
    )

"""Mail about what parties are asked to prepare."""

from __future__ import annotations

from typing import Any

from app.accounts.models import Person
from app.circles.queries import may_be_notified_of
from app.mail import outbox
from app.web.external_urls import external
from forums.preparation import queries
from forums.preparation.models import Preparation
from forums.preparation.rules import Reminder


def asked(preparation: Preparation, *, by: Person) -> None:
    """Notify the participants of the party of what they are asked to prepare, and by when."""
    _notify("asked", preparation, besides=by, by=by)


def reminded(preparation: Preparation, reminder: Reminder) -> None:
    """Remind the participants of the party of what was not received yet."""
    _notify("reminded", preparation, besides=None, reminder=reminder.value)


def _notify(template: str, preparation: Preparation, *, besides: Person | None, **context: Any) -> None:
    session = preparation.item.session
    link = external("forums.preparation.show", preparation_id=preparation.id)
    for person in queries.people_of(session.forum_id, preparation.seat_id):
        if person is not besides and may_be_notified_of(person, session.forum.circle):
            outbox.enqueue(
                f"forums/preparation/{template}",
                person,
                about=preparation,
                preparation=preparation,
                item=preparation.item,
                session=session,
                link=link,
                **context,
            )

"""A session to which people are invited, and their links."""

from datetime import timedelta
from types import SimpleNamespace

import icalendar
import pytest

from app.database import db
from forums.invitations import actions
from forums.invitations.links import secret
from forums.invitations.models import Invitation
from tests.factories.forums import NEXT
from tests.forums.room import arrivals_after_a_minute, room

NOW = NEXT - timedelta(days=2)


@pytest.fixture(autouse=True)
def still(app, clock):
    """The time is fixed two days before the session."""
    return clock


@pytest.fixture
def invited():
    """`invited(place="")` is a room whose session everyone is invited to, with `link(person)` for each."""

    def make(**session_values):
        it = room()
        for name, value in session_values.items():
            setattr(it.session, name, value)
        actions.invite(it.session, by=it.coordinator, at=NOW)
        db.session.commit()

        def invitation(person):
            return db.session.query(Invitation).filter_by(session_id=it.session.id, person_id=person.id).one()

        return SimpleNamespace(
            room=it,
            session=it.session,
            invitation=invitation,
            link=lambda person: f"/answer/{secret(invitation(person))}",
        )

    return make


@pytest.fixture
def sent(app, smtp_sink, clock):
    """`sent()` lets a minute pass, delivers what waits and returns the messages that arrived since, by recipient.

    Of two that leave at the same instant either may come first; the one with a calendar is returned.
    """

    def deliver_now():
        arrived = sorted(arrivals_after_a_minute(smtp_sink, clock), key=has_calendar)
        return {message["To"]: message for message in arrived}

    def has_calendar(message):
        return any(part.get_content_type() == "text/calendar" for part in message.walk())

    return deliver_now


@pytest.fixture
def event_of():
    """`event_of(message)` is the one event of a message, the METHOD, and the text of the iCalendar object."""

    def read(message):
        part = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
        calendar = icalendar.Calendar.from_ical(part.get_content())
        assert part["Content-Type"].params["method"] == calendar["METHOD"]
        (event,) = calendar.walk("VEVENT")
        return event, str(calendar["METHOD"]), part.get_content()

    return read

"""A forum that meets every Thursday, with four sessions to which everyone is invited."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from app.clock import utc_now
from app.database import db
from app.mail.outbox.models import Mail
from forums.invitations import actions
from forums.scheduling.horizon import make_sessions
from tests.factories import SeriesFactory
from tests.factories.forums import NEXT
from tests.forums.room import arrivals_after_a_minute, room

NOW = NEXT - timedelta(days=2)


@pytest.fixture
def course(app, clock):
    """A room whose forum meets on Thursdays at 09.00; `sessions` are the next five, four of them with invitations."""
    it = room()
    db.session.delete(it.session)
    series = SeriesFactory(forum=it.forum, rule="FREQ=WEEKLY;BYDAY=TH", first_start=NEXT.replace(hour=9, tzinfo=None))
    it.series = series
    it.sessions = make_sessions(series, until=NEXT + timedelta(weeks=5) - timedelta(days=1), at=utc_now())
    for session in it.sessions[:4]:
        session.presider_id, session.minute_taker_id = it.chair.id, it.taker.id
        actions.invite(session, by=it.coordinator, at=NOW)
    db.session.execute(delete(Mail))
    db.session.commit()
    return it


@pytest.fixture
def sent(app, smtp_sink, clock):
    """`sent()` lets a minute pass, delivers what waits and returns the messages that arrived since, by recipient."""

    def deliver_now():
        arrived = arrivals_after_a_minute(smtp_sink, clock)
        assert len({message["To"] for message in arrived}) == len(arrived), "one mail for each person"
        return {message["To"]: message for message in arrived}

    return deliver_now

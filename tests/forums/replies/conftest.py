"""A session to which people are invited, their mail programs, and the pipe through which answers come."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from app.database import db
from app.database.transactions import transaction
from app.mail.inbox.actions import receive
from app.mail.inbox.models import IncomingMail
from forums.invitations import actions
from forums.invitations.models import Answer
from forums.scheduling.models import Session
from tests.factories import SeriesFactory, SessionFactory
from tests.factories.forums import NEXT
from tests.forums.invitations.conftest import event_of, invited, sent, still  # noqa: F401
from tests.forums.replies.programs import request_in
from tests.forums.room import room

ARRIVES = datetime(2026, 11, 24, 2, 6, tzinfo=UTC)


@pytest.fixture
def asked(invited, sent):  # noqa: F811
    """`asked()` is a session to which everyone got a mail; `requests["partner"]` is what the partner's calendar has."""

    def make(**values):
        it = invited(**values)
        it.requests = _requests(it.room, sent())
        return it

    return make


@pytest.fixture
def series(app, sent):  # noqa: F811
    """Two coming sessions of one series to which everyone got a mail: `first`, `second`, and their requests.

    The forum has one session outside of the series, to which `alone` are the requests.
    """

    def make():
        it = room()
        rule = SeriesFactory(forum=it.forum, rule="FREQ=WEEKLY;BYDAY=TH", first_start=datetime(2026, 11, 26, 9))
        made = []
        for number, starts_at in enumerate((NEXT, datetime(2026, 12, 3, 2, tzinfo=UTC))):
            session = SessionFactory(
                forum=it.forum, series=rule, starts_at=starts_at, number=it.session.number + 1 + number
            )
            actions.invite(session, by=it.coordinator, at=datetime(2026, 11, 24, 2, tzinfo=UTC))
            db.session.commit()
            made.append((session, _requests(it, sent())))
        (first, requests), (second, later) = made
        actions.invite(it.session, by=it.coordinator, at=datetime(2026, 11, 24, 2, tzinfo=UTC))
        db.session.commit()
        alone = _requests(it, sent())
        return SimpleNamespace(
            room=it, series=rule, first=first, second=second, requests=requests, later=later, alone=alone
        )

    return make


@pytest.fixture
def arrives(app):
    """`arrives(content)` hands a message over and returns (what became of it, why it was put aside)."""

    def hand_over(content, at=ARRIVES):
        db.session.commit()
        with transaction():
            mail = receive(content, at=at)
        db.session.expire_all()
        return mail.standing.value, mail.why.value if mail.why else None

    return hand_over


def answers_of(person, **where):
    """Return the answers of a person in the database."""
    return db.session.scalars(select(Answer).filter_by(person_id=person.id, **where)).all()


def kept():
    """Return the messages in the database, the oldest first."""
    return db.session.scalars(select(IncomingMail).order_by(IncomingMail.received_at)).all()


def _requests(it, messages):
    people = {name: getattr(it, name) for name in ("chair", "facilitator", "taker", "member", "partner", "observer")}
    return {name: request_in(messages[person.email]) for name, person in people.items()}


def at_slot(it, slot):
    """Return the session of a series at a slot."""
    return db.session.scalars(select(Session).where(Session.series_id == it.series.id, Session.slot == slot)).one()

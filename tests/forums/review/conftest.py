"""Circulated minutes of a session with three parties: secretariat, agency and company; a fourth seat observes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.clock import utc_now
from app.database import db
from app.web.policies import load
from forums.attendance.models import Attendance, Presence
from forums.minutes import actions as minutes_actions
from forums.minutes.models import Minutes, Part
from forums.minutes.writing import Writing, write
from tests.factories.forums import NEXT
from tests.forums.room import room

TEXT = "Dinas Kesehatan melaporkan 12 layanan; tiga belum terhubung."


@pytest.fixture
def it(app, clock):
    """The room, with `minutes` circulated for three days, and the id of the `passage` that they consist of."""
    made = room()
    clock.move_to(NEXT + timedelta(hours=1))
    made.open()
    item = made.item()
    made.passage = uuid4()
    writing = Writing(passage_id=made.passage, version=0, text=TEXT, part=Part.DISCUSSION, item=item)
    write(made.session, writing, by=made.taker, at=utc_now())
    came = Attendance(session_id=made.session.id, seat_id=made.seats["agency"].id)
    came.participant_id, came.presence = made.participants["member"].id, Presence.PRESENT
    came.recorded_by_id, came.recorded_at = made.taker.id, NEXT
    db.session.add(came)
    made.hold()
    clock.move_to(NEXT + timedelta(hours=4))
    written = db.session.scalars(select(Minutes.id)).one()
    minutes_actions.circulate(load(Minutes, "minutes_id", written), days=3, number="", by=made.taker, at=utc_now())
    db.session.commit()
    made.minutes = db.session.get_one(Minutes, written)
    return made

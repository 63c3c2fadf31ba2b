"""Who is there at an instant: the quorum between arrivals and departures, and recording them at once."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import select

from app.database import db
from forums.attendance.models import Attendance, Presence
from forums.attendance.queries import expected, quorum_at, quorum_of
from forums.attendance.rules import Place, is_there, quorum
from forums.minutes.models import Minutes, MinutesState
from tests.factories.forums import NEXT
from tests.forums.room import room

START = datetime(2026, 11, 26, 2, tzinfo=UTC)
minutes = some.integers(0, 180)
times = some.none() | minutes.map(lambda number: START + timedelta(minutes=number))
people = some.lists(some.tuples(some.booleans(), times, times), max_size=12)


def there(person, now):
    came, arrived_at, left_at = person
    return is_there(came=came, arrived_at=arrived_at, left_at=left_at, now=now)


@given(some.tuples(some.booleans(), times, times), minutes)
def test_those_present_at_an_instant_arrived_before_it_and_leave_after_it(person, minute):
    came, arrived_at, left_at = person
    now = START + timedelta(minutes=minute)
    wanted = came and not (arrived_at and arrived_at > now) and not (left_at and left_at <= now)
    assert there(person, now) == wanted


@given(people, minutes)
def test_nobody_is_there_who_did_not_come_at_all(present, minute):
    now = START + timedelta(minutes=minute)
    assert sum(there(one, now) for one in present) <= sum(there(one, None) for one in present)


@given(people, some.lists(minutes, min_size=2, max_size=8))
def test_a_quorum_is_lost_only_when_somebody_leaves(present, asked):
    instants = sorted(START + timedelta(minutes=minute) for minute in asked)
    for before, after in itertools.pairwise(instants):
        met = [
            quorum([Place("government", there(one, now)) for one in present], share=50, required=[]).is_met
            for now in (before, after)
        ]
        leaving = any(there(one, before) and one[2] is not None and one[2] <= after for one in present)
        assert met[1] or not met[0] or leaving


@pytest.fixture
def it(app, clock):
    made = room()
    clock.move_to(NEXT)
    made.open()
    return made


def note(it, visitor, name, what, **options):
    key = it.participants[name].id.hex
    return visitor.post("forums.attendance.now", {"row": key, "what": what}, session_id=it.session.id, **options)


def row_of(it, name):
    db.session.expire_all()
    query = select(Attendance).where(Attendance.participant_id == it.participants[name].id)
    return db.session.scalar(query)


def test_one_button_records_an_arrival_and_another_the_departure(it, as_user, clock):
    taker = as_user(it.taker)
    page = taker.get("forums.attendance.show", session_id=it.session.id)
    assert "Baru datang" in page.words
    clock.shift(timedelta(minutes=20))
    note(it, taker, "member", "arrived")
    clock.shift(timedelta(minutes=40))
    note(it, taker, "member", "left")
    row = row_of(it, "member")
    assert row.presence is Presence.PRESENT
    assert (row.arrived_at - NEXT, row.left_at - NEXT) == (timedelta(minutes=20), timedelta(minutes=60))
    counted = [quorum_at(it.session, NEXT + timedelta(minutes=minute)).taken for minute in (10, 30, 70)]
    assert counted == [0, 1, 0]
    assert quorum_at(it.session, None).taken == 1
    rows = expected(it.session)
    assert quorum_of(it.session, rows, NEXT + timedelta(minutes=30)).taken == 1


def test_people_who_return_are_present_again_and_keep_their_arrival(it, as_user, clock):
    taker = as_user(it.taker)
    note(it, taker, "member", "arrived")
    clock.shift(timedelta(minutes=10))
    note(it, taker, "member", "left")
    assert "Kembali hadir" in taker.get("forums.attendance.show", session_id=it.session.id).words
    note(it, taker, "member", "arrived")
    row = row_of(it, "member")
    assert (row.arrived_at, row.left_at) == (NEXT, None)


def test_a_decision_after_they_left_is_taken_without_them(it, as_user, clock):
    taker = as_user(it.taker)
    for name in ("chair", "partner"):
        note(it, taker, name, "arrived")
    assert quorum_at(it.session, NEXT).is_met
    clock.shift(timedelta(minutes=10))
    note(it, taker, "partner", "left")
    assert not quorum_at(it.session, NEXT + timedelta(minutes=10)).is_met


def test_leaving_without_having_come_is_refused(it, as_user):
    answer = note(it, as_user(it.taker), "member", "left", status=409)
    assert "tidak tercatat hadir" in answer.words
    assert row_of(it, "member") is None


def test_times_are_recorded_at_once_only_while_the_session_is_open(it, as_user):
    it.hold()
    note(it, as_user(it.taker), "member", "arrived", status=409)
    assert "Baru datang" not in as_user(it.taker).get("forums.attendance.show", session_id=it.session.id).words


def test_somebody_whom_the_session_does_not_expect_is_refused(it, as_user):
    sent = {"row": it.session.id.hex, "what": "arrived"}
    as_user(it.taker).post("forums.attendance.now", sent, session_id=it.session.id, status=422)


def test_approved_minutes_keep_the_attendance(it, as_user):
    it.hold()
    made = Minutes(session_id=it.session.id, state=MinutesState.APPROVED, language="id", begun_at=NEXT, sha256="a" * 64)
    db.session.add(made)
    db.session.commit()
    note(it, as_user(it.taker), "member", "arrived", status=409)


def test_participants_see_no_buttons_and_may_not_record_others(it, as_user):
    assert "Baru datang" not in as_user(it.member).get("forums.attendance.show", session_id=it.session.id).words
    note(it, as_user(it.member), "partner", "arrived", status=403)


def test_the_sheet_keeps_an_arrival_recorded_since_it_was_opened(it, as_user, clock):
    taker = as_user(it.taker)
    key = it.participants["member"].id.hex
    clock.shift(timedelta(minutes=5))
    note(it, taker, "member", "arrived")
    sent = {f"{key}-presence": "present", f"{key}-was": "|||"}
    taker.post("forums.attendance.record", sent, session_id=it.session.id)
    assert row_of(it, "member").arrived_at == NEXT + timedelta(minutes=5)


def test_a_program_records_an_arrival(it, as_program):
    program = as_program(it.taker)
    body = {"row": str(it.participants["member"].id), "what": "arrived"}
    answer = program.post(f"/sessions/{it.session.id}/attendance/now", body).json
    assert answer["quorum"]["taken"] == 1
    assert answer["quorum"]["met"] is False

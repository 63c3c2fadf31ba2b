"""What programs do with several sessions at once."""

from datetime import timedelta

import pytest

from app.clock import utc_now
from app.database import db
from forums.scheduling.horizon import make_sessions
from forums.scheduling.models import Series, Session, SessionState
from tests.factories import SeriesFactory
from tests.factories.forums import NEXT
from tests.forums.room import room

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def place(app):
    it = room()
    series = SeriesFactory(forum=it.forum, rule="FREQ=WEEKLY;BYDAY=TH", first_start=NEXT.replace(hour=9, tzinfo=None))
    it.sessions = make_sessions(series, until=NEXT + timedelta(weeks=4) - timedelta(days=1), at=utc_now())
    it.session.state = SessionState.CANCELLED
    db.session.commit()
    return it


@pytest.fixture
def path(place):
    return f"/forums/{place.forum.slug}"


def test_a_program_may_only_look(as_program, place, path):
    program = as_program(place.facilitator)
    body = {"days": 1, "reason": "Gedung dipakai", "preview": True}
    told = program.post(f"{path}/shift-sessions", body).json
    assert (told["id"], told["kind"], told["people"]) == (None, "shifted", 0)
    assert [(one["what"], one["before"], one["starts_at"]) for one in told["sessions"][:1]] == [
        ("moved", "2026-11-26T02:00:00Z", "2026-11-27T02:00:00Z")
    ]
    assert db.session.get(Session, place.sessions[0].id).starts_at == NEXT
    assert program.get(f"{path}/changes").json["items"] == []


def test_sessions_are_shifted_and_the_change_is_undone(as_program, place, path, clock):
    program = as_program(place.coordinator)
    made = program.post(f"{path}/shift-sessions", {"days": 1, "weekday": "friday", "time": "13:30", "reason": "x"}).json
    assert made["can_be_undone"]
    assert {one["what"] for one in made["sessions"]} == {"moved"}
    assert program.get(f"{path}/changes").json["items"] == [program.get(f"/changes/{made['id']}").json]
    undone = program.post(f"/changes/{made['id']}/undo").json
    assert (undone["undone_at"], undone["can_be_undone"]) == ("2026-11-24T02:00:00Z", False)
    assert db.session.get(Session, place.sessions[0].id).starts_at == NEXT
    told = program.post(f"/changes/{made['id']}/undo", status=422).json
    assert "sudah diurungkan" in told["detail"] or "sudah diurungkan" in str(told["errors"])


@pytest.mark.parametrize(
    "body, faults",
    [
        ({"reason": "x"}, ["/days"]),
        ({"days": 1}, ["/reason"]),
        ({"days": -60, "reason": "x"}, [""]),
        ({"days": 1, "reason": "x", "first": "no"}, ["/first"]),
    ],
)
def test_what_shifts_nothing_names_the_field_at_fault(as_program, place, path, body, faults):
    told = as_program(place.chair).post(f"{path}/shift-sessions", body, status=422).json
    assert [fault["path"] for fault in told["errors"]] == faults


def test_this_and_all_following_get_another_schedule(as_program, place, path):
    program = as_program(place.chair)
    body = {"first": str(place.sessions[1].id), "weekday": "wednesday", "time": "13:00", "first_day": "2026-12-02"}
    made = program.post(f"{path}/reschedule", body | {"reason": "Permintaan"}).json
    assert made["kind"] == "rescheduled"
    rules = [one["rule"] for one in program.get(f"{path}/series").json["items"]]
    assert sorted(rules) == ["FREQ=WEEKLY;BYDAY=WE", "FREQ=WEEKLY;UNTIL=20261126T020000Z;BYDAY=TH"]
    assert len(db.session.query(Series).all()) == 2


def test_sessions_meet_elsewhere_or_are_merged(as_program, place, path):
    program = as_program(place.chair)
    made = program.post(f"{path}/relocate-sessions", {"mode": "online", "link": "https://rapat.example/1"}).json
    assert {(one["what"], one["place"]) for one in made["sessions"]} == {("relocated", "")}
    merged = program.post(f"/sessions/{place.sessions[0].id}/merge", {"reason": "Acara sedikit"}).json
    assert [one["what"] for one in merged["sessions"]] == ["merged"]
    assert program.get(f"/sessions/{place.sessions[0].id}").json["state"] == "merged"


def test_who_may_not_change_the_forum_changes_nothing(as_program, place, path):
    body = {"days": 1, "reason": "x"}
    as_program(place.partner).post(f"{path}/shift-sessions", body, status=403)
    made = as_program(place.chair).post(f"{path}/shift-sessions", body).json
    as_program(place.partner).get(f"/changes/{made['id']}")
    as_program(place.partner).post(f"/changes/{made['id']}/undo", status=403)

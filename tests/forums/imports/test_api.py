"""Imports through the programs' door."""

from io import BytesIO

import pytest
from sqlalchemy import func, select

from app.database import db
from forums.scheduling.models import Session
from tests.factories import CoordinatorFactory
from tests.forums.imports.calendars import SINGLE, WEEKLY, calendar, event

pytestmark = pytest.mark.one_database


@pytest.fixture
def program(as_program, app, clock):
    return as_program(CoordinatorFactory())


def send(program, content, **answers):
    return program.client.post(
        "/api/v1/forums/forum-kantor/import",
        data={"file": (BytesIO(content), "kalender.ics"), **answers},
        headers=program.headers,
        content_type="multipart/form-data",
    )


def test_a_file_is_previewed_and_confirmed(program, forum):
    bad = event("menit", "20261201T090000", "RRULE:FREQ=MINUTELY", title="Tiap menit")
    answer = send(program, calendar(SINGLE, WEEKLY, bad))
    assert answer.status_code == 201
    seen = answer.get_json()
    assert (seen["numbers"]["new"], seen["numbers"]["sessions"], seen["confirmed_at"]) == (2, 6, None)
    assert [one["event"] for one in seen["left_out"]] == ["Tiap menit"]
    assert db.session.scalar(select(func.count()).select_from(Session)) == 0
    done = program.post(f"/forums/imports/{seen['id']}/confirm", {}, match="*").get_json()
    assert done["confirmed_at"]
    assert done["numbers"]["new"] == 2
    assert db.session.scalar(select(func.count()).select_from(Session)) == 7


def test_a_file_may_be_taken_at_once(program, forum):
    assert send(program, calendar(SINGLE), at_once="y").get_json()["confirmed_at"]
    changed = send(program, calendar(event("satu@kantor", "20261211T090000", title="Audiensi"))).get_json()
    assert [(one["uid"], one["what"]) for one in changed["changed"]] == [("satu@kantor", "waktu")]


def test_a_file_that_is_no_calendar_is_a_problem_of_the_field(program, forum):
    answer = send(program, b"hello")
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["path"] == "/file"

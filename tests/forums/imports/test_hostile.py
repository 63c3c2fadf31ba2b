"""Calendar files that mean harm: one clear line each, nothing half imported, bounded time and memory."""

import tracemalloc
from time import process_time

import pytest
from sqlalchemy import func, select

from app.database import db
from forums.imports.models import CalendarImport, ImportedEvent
from forums.scheduling.models import Series, Session
from tests.forums.imports.calendars import SINGLE, WEEKLY, calendar, event

pytestmark = pytest.mark.one_database

ZONE = (
    *("BEGIN:VTIMEZONE", "TZID:Jahat", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0700"),
    *("TZOFFSETTO:+0700", "RRULE:FREQ=SECONDLY", "END:STANDARD", "END:VTIMEZONE"),
)
BROKEN = {
    "halves of characters": b"BEGIN:VCALENDAR\r\nX:\xed\xa0\x80\r\nEND:VCALENDAR\r\n",
    "a zone that changes every second": calendar(SINGLE, head=ZONE),
    "parts without end": b"BEGIN:VCALENDAR\r\n" * 200,
    "a line of 100 MB": b"BEGIN:VCALENDAR\r\nX:" + b"x" * 100_000_000 + b"\r\nEND:VCALENDAR\r\n",
    "a line of 2 MB": calendar([*SINGLE, "X:" + "x" * 2_000_000]),
    "a million dates": calendar(event("a", "20261201T090000", "RDATE:" + ",".join(["20261201T090000"] * 60_000)) * 9),
    "cut off": calendar(SINGLE, WEEKLY)[:-40],
    "a zip file": b"PK\x03\x04" + b"\x01" * 3000,
    "more sessions than anybody holds": calendar(
        *(event(str(number), "20250601T000000", "RRULE:FREQ=HOURLY") for number in range(8))
    ),
}


def imported():
    return sum(
        db.session.scalar(select(func.count()).select_from(one))
        for one in (CalendarImport, ImportedEvent, Series, Session)
    )


@pytest.mark.parametrize("what", BROKEN)
def test_a_harmful_file_is_refused_in_one_line_and_nothing_is_imported(forum, run, what):
    begun = process_time()
    result = run(BROKEN[what])
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert len(result.stderr) < 250
    assert imported() == 0
    assert process_time() - begun < 20


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=DAILY;BYMONTHDAY=31;BYMONTH=2",
        "FREQ=YEARLY;BYWEEKNO=99",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;COUNT=99999999999999999999",
        "FREQ=WEEKLY;UNTIL=00000000",
        "FREQ=MONTHLY;BYDAY=9TU",
        "HAHA",
    ],
)
def test_an_event_with_a_harmful_rule_is_left_out_and_the_others_come_in(forum, run, rule):
    begun = process_time()
    said = run(calendar(event("jahat", "19700101T000000", f"RRULE:{rule}"), SINGLE)).said
    assert [one.title for one in db.session.scalars(select(Session))] == ["Audiensi"]
    assert len(said["left_out"]) == 1
    assert process_time() - begun < 10


def test_texts_that_hide_or_turn_are_tidied_and_formulas_are_texts(forum, run):
    title = "\u202egnp.exe \x07<script>alert(1)</script>" + "x" * 500
    run(calendar(event("teks", "20261201T090000", 'LOCATION:=HYPERLINK("http://x")\\n\\tb', title=title)))
    session = db.session.scalars(select(Session)).one()
    assert session.title.startswith("gnp.exe <script>")
    assert len(session.title) == 200
    assert "\n" not in session.place


def test_addresses_that_are_no_web_addresses_become_no_links(forum, run):
    run(calendar(event("a", "20261201T090000", "X-GOOGLE-CONFERENCE:javascript:alert(1)", "LOCATION:data:text/html,x")))
    session = db.session.scalars(select(Session)).one()
    assert (session.link, session.place) == ("", "data:text/html,x")


def test_a_large_file_takes_a_bounded_amount_of_memory(forum, run):
    content = calendar(*(event(f"{number}@x", "20261201T090000", f"X-NOTE:{'x' * 900}") for number in range(2000)))
    tracemalloc.start()
    assert run(content, "--dry-run").said["new"] == 2000
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 40 * len(content)

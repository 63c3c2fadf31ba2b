"""Times are proposed at which the seats that the quorum needs are free, the best first."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.attendance.rules import Place, quorum
from forums.changes.finding import Sitting, Wanted, openings, spread
from tests.factories import BusyFeedFactory, BusyTimeFactory, ForumFactory, ParticipantFactory, SessionFactory
from tests.factories.forums import NEXT

JAKARTA = ZoneInfo("Asia/Jakarta")
WANTED = Wanted(
    since=date(2026, 11, 30),
    until=date(2026, 12, 4),
    earliest=time(8),
    latest=time(16),
    length=timedelta(hours=2),
    zone=JAKARTA,
    share=50,
    sectors=["private"],
)
BEFORE = datetime(2026, 11, 24, tzinfo=UTC)
SECTORS = ["government", "private", "academia"]
HALF_DAYS = st.builds(
    lambda day, hour, hours: (
        datetime(2026, 11, 30, tzinfo=JAKARTA) + timedelta(days=day, hours=hour),
        datetime(2026, 11, 30, tzinfo=JAKARTA) + timedelta(days=day, hours=hour + hours),
    ),
    st.integers(0, 6),
    st.integers(6, 17),
    st.integers(1, 6),
)


@given(
    st.lists(st.tuples(st.sampled_from(SECTORS), st.lists(HALF_DAYS, max_size=4)), max_size=6),
    st.sets(st.integers(0, 4)),
)
def test_what_is_proposed_is_free_for_the_quorum_and_on_a_working_day(seats, off):
    people = [uuid4() for _seat in seats]
    sittings = [Sitting(sector, (person,)) for person, (sector, _busy) in zip(people, seats, strict=True)]
    busy = {person: times for person, (_sector, times) in zip(people, seats, strict=True)}
    days_off = {WANTED.since + timedelta(days=number) for number in off}
    found = openings(WANTED, sittings, busy, after=BEFORE, is_off=days_off.__contains__)
    for one in found:
        local = one.starts_at.astimezone(JAKARTA)
        assert local.weekday() < 5
        assert local.date() not in days_off
        assert time(8) <= local.time() <= time(14)
        away = {person for person in people if any(a < one.ends_at and b > one.starts_at for a, b in busy[person])}
        assert set(one.busy) == away
        places = [Place(sitting.sector, sitting.people[0] not in away) for sitting in sittings]
        assert one.quorum == quorum(places, share=50, required=["private"])
        assert one.quorum.is_met
    ranks = [(-one.quorum.taken, len(one.busy), one.starts_at) for one in found]
    assert ranks == sorted(ranks)
    shown = spread(found, JAKARTA, a_day=2, most=5)
    assert len(shown) <= 5
    assert all(a.ends_at <= b.starts_at or b.ends_at <= a.starts_at for a in shown for b in shown if a is not b)


def test_somebody_else_of_the_seat_frees_it():
    chief, deputy = UUID(int=1), UUID(int=2)
    whole_week = [(datetime(2026, 11, 29, tzinfo=UTC), datetime(2026, 12, 6, tzinfo=UTC))]
    for sittings, free in ((Sitting("private", (chief,)), False), (Sitting("private", (chief, deputy)), True)):
        found = openings(WANTED, [sittings], {chief: whole_week}, after=BEFORE, is_off=lambda _day: False)
        assert bool(found) is free


@pytest.fixture
def coordinator(as_user, course):
    return as_user(course.coordinator)


def search(**answers):
    sent = {"since": "27 November 2026", "until": "27 November 2026", "earliest": "08.00", "latest": "12.00"}
    return {**sent, "minutes": "120", **answers}


def test_times_with_people_in_another_session_are_ranked_last_and_name_them(course, coordinator):
    forum = ForumFactory()
    ParticipantFactory(forum=forum, person=course.member)
    SessionFactory(forum=forum, starts_at=NEXT + timedelta(days=1), ends_at=NEXT + timedelta(days=1, hours=1))
    page = coordinator.post("forums.changes.find", search(), slug=course.forum.slug, status=200)
    rows = [row.get_text(" ", strip=True) for row in page.soup.select("tbody tr")]
    assert rows[0].startswith("Jum 27 Nov 10.00 –12.00 Bentrok dengan salat Jumat")
    assert "3/3 Tidak ada" in rows[0]
    assert "2/3 Narahubung Dinkes" in rows[1]


def test_people_busy_by_their_own_calendar_are_named_without_the_reason(course, coordinator, as_program):
    friday = NEXT + timedelta(days=1)
    feed = BusyFeedFactory(person=course.member)
    BusyTimeFactory(feed=feed, starts_at=friday, ends_at=friday + timedelta(hours=1))
    page = coordinator.post("forums.changes.find", search(), slug=course.forum.slug, status=200)
    rows = [row.get_text(" ", strip=True) for row in page.soup.select("tbody tr")]
    assert "2/3 Narahubung Dinkes (sibuk menurut kalendernya)" in rows[1]
    body = {"since": "2026-11-27", "until": "2026-11-27", "latest": "12:00", "minutes": 120}
    found = as_program(course.chair).post(f"/forums/{course.forum.slug}/find-time", body).json["items"]
    assert (found[0]["busy"], found[0]["busy_by_calendar"]) == ([], [])
    assert (found[1]["busy"], found[1]["busy_by_calendar"]) == (["Narahubung Dinkes"], ["Narahubung Dinkes"])


def test_a_session_and_a_calendar_at_once_are_one_reason(course, coordinator):
    forum = ForumFactory()
    ParticipantFactory(forum=forum, person=course.member)
    SessionFactory(forum=forum, starts_at=NEXT + timedelta(days=1))
    BusyTimeFactory(feed=BusyFeedFactory(person=course.member), starts_at=NEXT + timedelta(days=1))
    page = coordinator.post("forums.changes.find", search(), slug=course.forum.slug, status=200)
    assert "Narahubung Dinkes" in page.words
    assert "sibuk menurut kalendernya" not in page.words


def test_the_session_that_is_to_move_keeps_nobody_busy(course, coordinator):
    feed = BusyFeedFactory(person=course.member)
    BusyTimeFactory(feed=feed)
    sent = search(since="26 November 2026", until="26 November 2026")
    moved = {"slug": course.forum.slug, "session": course.sessions[0].id}
    page = coordinator.post("forums.changes.find", sent, **moved, status=200)
    assert "3/3 Tidak ada" in page.words
    assert "sibuk menurut kalendernya" not in page.words
    BusyTimeFactory(feed=feed, starts_at=NEXT, ends_at=NEXT + timedelta(hours=1))
    page = coordinator.post("forums.changes.find", sent, **moved, status=200)
    assert "sibuk menurut kalendernya" in page.words


def test_a_time_is_taken_with_one_click(course, coordinator):
    page = coordinator.get("forums.changes.find", slug=course.forum.slug, session=course.sessions[0].id)
    link = page.soup.select_one("tbody a")["href"]
    form = coordinator.get(link).soup
    assert "/move?" in link
    assert form.find(id="day")["value"].endswith("2026")
    assert form.find(id="minutes")["value"] == "120"


@pytest.mark.parametrize(
    "wrong", [{"until": "1 November 2026"}, {"until": "1 Mei 2027"}, {"minutes": "5"}, {"since": "x"}]
)
def test_what_cannot_be_looked_for_says_why(course, coordinator, wrong):
    page = coordinator.post("forums.changes.find", search(**wrong), slug=course.forum.slug, status=422)
    assert page.soup.select_one(".errors")


def test_programs_find_times_too(course, as_program):
    body = {"since": "2026-11-27", "until": "2026-11-27", "minutes": 120}
    found = as_program(course.chair).post(f"/forums/{course.forum.slug}/find-time", body).json["items"]
    assert found[0]["starts_at"] == "2026-11-27T01:00:00Z"
    assert (found[0]["seats_free"], found[0]["seats"], found[0]["busy"]) == (3, 3, [])
    as_program(course.partner).post(f"/forums/{course.forum.slug}/find-time", body, status=403)

"""Conflicts with a time are shown while it is chosen: holidays, people and rooms that are taken."""

from datetime import timedelta

import pytest

from app.circles.models import Classification
from tests.factories import BusyFeedFactory, BusyTimeFactory, ForumFactory, ParticipantFactory, SessionFactory
from tests.factories.forums import NEXT

FRIDAY = NEXT + timedelta(days=1)


@pytest.fixture
def coordinator(as_user, course):
    return as_user(course.coordinator)


def form(**answers):
    return {"day": "27 November 2026", "time": "09.00", "minutes": "120", "mode": "in_person", **answers}


def shared(course, **values):
    """A session on Friday morning of another forum in which the partner takes part too."""
    forum = ForumFactory(name="Forum Lain", **values)
    ParticipantFactory(forum=forum, person=course.partner)
    return SessionFactory(forum=forum, starts_at=FRIDAY, place="Aula")


def test_a_person_who_has_another_session_then_is_named_by_forum(course, coordinator):
    shared(course)
    words = coordinator.post("forums.changes.against", form(), slug=course.forum.slug, status=200).words
    assert "1 peserta memiliki sesi lain pada waktu itu: Forum Lain, 09.00–11.00" in words
    words = coordinator.post("forums.changes.against", form(time="11.00"), slug=course.forum.slug, status=200).words
    assert "Forum Lain" not in words


def test_a_forum_that_must_stay_hidden_is_not_named(course, as_user):
    shared(course, circle__classification=Classification.SECRET)
    words = as_user(course.chair).post("forums.changes.against", form(), slug=course.forum.slug, status=200).words
    assert "1 peserta sibuk pada waktu itu, " in words
    assert "Forum Lain" not in words


def test_a_place_that_is_taken_is_told(course, coordinator):
    SessionFactory(forum=ForumFactory(name="Forum Aula"), starts_at=FRIDAY, place="Aula")
    words = coordinator.post("forums.changes.against", form(place="Aula"), slug=course.forum.slug, status=200).words
    assert "Tempat sudah dipakai: Forum Aula" in words
    words = coordinator.post("forums.changes.against", form(place="Ruang 2"), slug=course.forum.slug, status=200).words
    assert "Tidak ada bentrok" in words


def test_a_session_does_not_conflict_with_itself(course, coordinator):
    page = coordinator.get("forums.sessions.move", session_id=course.sessions[0].id)
    assert "Tidak ada bentrok" in page.words
    page = coordinator.get("forums.sessions.move", session_id=course.sessions[1].id)
    sent = {"day": "26 November 2026", "time": "10.00", "minutes": "120", "reason": "", "preview": "1", "version": "1"}
    sent["version"] = page.soup.find(id="version")["value"]
    page = coordinator.post("forums.sessions.move", sent, session_id=course.sessions[1].id, status=200)
    assert "Forum ini memiliki sesi lain pada waktu itu, 09.00–11.00" in page.words
    assert course.sessions[1].starts_at == NEXT + timedelta(weeks=1)


def test_a_time_that_is_not_written_yet_says_what_is_missing(course, coordinator):
    for missing in ({"day": ""}, {"time": "x"}, {"minutes": "-5"}, {"minutes": "999999"}):
        words = coordinator.post("forums.changes.against", form(**missing), slug=course.forum.slug, status=200).words
        assert "Isi tanggal, jam, dan durasi" in words


def test_conflicts_with_a_year_of_dates_are_found_in_few_statements(course, coordinator, queries):
    shared(course)
    sent = {"first": str(course.sessions[0].id), "last": "", "days": "1", "weekday": "", "time": "", "minutes": ""}
    sent |= {"reason": "x", "preview": "1"}
    with queries(at_most=63):
        page = coordinator.post("forums.changes.shift", sent, slug=course.forum.slug, status=200)
    assert "Forum Lain" in page.words


def test_who_is_busy_by_their_own_calendar_is_named(course, coordinator):
    BusyTimeFactory(feed=BusyFeedFactory(person=course.member), starts_at=FRIDAY + timedelta(hours=1))
    words = coordinator.post("forums.changes.against", form(), slug=course.forum.slug, status=200).words
    assert "Sibuk menurut kalendernya: Narahubung Dinkes." in words
    words = coordinator.post("forums.changes.against", form(time="07.00"), slug=course.forum.slug, status=200).words
    assert "Tidak ada bentrok" in words
    page = coordinator.get("forums.sessions.move", session_id=course.sessions[0].id, day="2026-11-27", time="09:00")
    assert "Sibuk menurut kalendernya: Narahubung Dinkes." in page.words
    page = coordinator.get("forums.sessions.add", slug=course.forum.slug, day="2026-11-27", time="09:00")
    assert "Sibuk menurut kalendernya: Narahubung Dinkes." in page.words


def test_of_many_who_are_busy_the_first_are_named(course, coordinator):
    for person in (course.member, course.partner, course.chair, course.taker, course.facilitator):
        BusyTimeFactory(feed=BusyFeedFactory(person=person), starts_at=FRIDAY)
    words = coordinator.post("forums.changes.against", form(), slug=course.forum.slug, status=200).words
    assert ", dan 2 lagi." in words


def test_who_takes_part_no_more_or_whose_calendar_is_lost_is_not_named(course, coordinator):
    lost = BusyFeedFactory(person=course.member, read_at=FRIDAY - timedelta(days=20))
    BusyTimeFactory(feed=lost, starts_at=FRIDAY)
    BusyTimeFactory(starts_at=FRIDAY)
    words = coordinator.post("forums.changes.against", form(), slug=course.forum.slug, status=200).words
    assert "Tidak ada bentrok" in words


def test_a_session_that_moves_does_not_keep_its_own_people_busy(course, coordinator):
    BusyTimeFactory(feed=BusyFeedFactory(person=course.member))  # the session itself, as a list of busy times has it
    sent = {"day": "26 November 2026", "time": "10.00", "minutes": "120", "reason": "", "preview": "1"}
    page = coordinator.get("forums.sessions.move", session_id=course.sessions[0].id)
    sent["version"] = page.soup.find(id="version")["value"]
    page = coordinator.post("forums.sessions.move", sent, session_id=course.sessions[0].id, status=200)
    assert "Sibuk" not in page.words


def test_sessions_that_are_shifted_meet_calendars_too(course, coordinator, queries):
    sent = {"first": str(course.sessions[0].id), "last": "", "days": "1", "weekday": "", "time": "", "minutes": ""}
    sent |= {"reason": "x", "preview": "1"}
    BusyTimeFactory(feed=BusyFeedFactory(person=course.member), starts_at=FRIDAY)
    with queries() as alone:
        page = coordinator.post("forums.changes.shift", sent, slug=course.forum.slug, status=200)
    assert page.words.count("Sibuk menurut kalendernya: Narahubung Dinkes.") == 1
    for week in range(1, 4):
        BusyTimeFactory(feed=BusyFeedFactory(person=course.partner), starts_at=FRIDAY + timedelta(weeks=week))
    with queries(at_most=len(alone)):
        page = coordinator.post("forums.changes.shift", sent, slug=course.forum.slug, status=200)
    assert page.words.count("Sibuk menurut kalendernya") == 4

"""What can be done with one session, through its pages."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import events
from app.audit.models import AuditRow
from app.database import db
from app.database.transactions import transaction
from forums.scheduling import events as told
from forums.scheduling.models import Mode, Session, SessionState
from forums.scheduling.session_actions import next_sequence
from tests.factories import (
    ChairFactory,
    CoordinatorFactory,
    ForumFactory,
    ParticipantFactory,
    SeriesFactory,
    SessionFactory,
)

THURSDAY = datetime(2026, 12, 24, 2, tzinfo=UTC)
MONDAY = datetime(2026, 12, 28, 2, tzinfo=UTC)


@pytest.fixture
def coordinator(as_user, clock):
    return as_user(CoordinatorFactory())


@pytest.fixture
def heard(monkeypatch) -> Callable[..., list[Any]]:
    """`heard(Event)` is the list of such events from now on."""

    def listen(event: type) -> list[Any]:
        seen: list[Any] = []
        monkeypatch.setitem(events.handlers, event, [*events.handlers[event], seen.append])
        return seen

    return listen


def shifted() -> Session:
    series = SeriesFactory()
    return SessionFactory(
        forum=series.forum, series=series, starts_at=THURSDAY, proposed_starts_at=MONDAY, because="Cuti bersama Natal"
    )


def moved(day: str = "10 Desember 2026", time: str = "13.30", minutes: int = 90, reason: str = "Gedung dipakai"):
    return {"day": day, "time": time, "minutes": str(minutes), "reason": reason, "version": "1"}


def test_a_proposed_shift_is_taken_in_one_click(coordinator, heard):
    session, seen = shifted(), heard(told.SessionsChanged)
    page = coordinator.get("forums.sessions.show", session_id=session.id)
    assert "Cuti bersama Natal" in page.words
    assert "Terima Sen 28 Des" in page.words
    coordinator.post("forums.sessions.accept_shift", session_id=session.id)
    assert (session.starts_at, session.ends_at) == (MONDAY, MONDAY + timedelta(hours=2))
    assert (session.slot, session.proposed_starts_at) == (THURSDAY, None)
    assert [before.starts_at for event in seen for _session, before in event.changed] == [THURSDAY]


def test_a_proposed_date_that_is_past_is_not_taken(as_user, clock):
    session = shifted()
    clock.move_to(MONDAY + timedelta(hours=1))
    as_user(CoordinatorFactory()).post("forums.sessions.accept_shift", session_id=session.id, status=422)
    assert session.starts_at == THURSDAY


def test_a_date_is_kept_in_one_click(coordinator, heard):
    session, seen = shifted(), heard(told.SessionsChanged)
    coordinator.post("forums.sessions.keep_date", session_id=session.id)
    assert (session.starts_at, session.proposed_starts_at) == (THURSDAY, None)
    assert seen == []
    coordinator.post("forums.sessions.accept_shift", session_id=session.id, status=409)


def test_another_date_can_be_chosen_instead(coordinator, heard):
    session, seen = shifted(), heard(told.SessionsChanged)
    page = coordinator.get("forums.sessions.move", session_id=session.id)
    assert page.soup.find(id="day")["value"] == "28 Desember 2026"
    coordinator.post("forums.sessions.move", moved(day="29/12/2026", time="09.00"), session_id=session.id)
    assert session.starts_at == datetime(2026, 12, 29, 2, tzinfo=UTC)
    assert (session.slot, session.proposed_starts_at) == (THURSDAY, None)
    assert [before.starts_at for event in seen for _session, before in event.changed] == [THURSDAY]


def test_a_session_is_moved_with_a_reason_that_stays_on_record(coordinator):
    session = SessionFactory()
    coordinator.post("forums.sessions.move", moved(), session_id=session.id)
    assert session.starts_at == datetime(2026, 12, 10, 6, 30, tzinfo=UTC)
    assert session.length == timedelta(minutes=90)
    page = coordinator.get("forums.sessions.show", session_id=session.id)
    assert "Kamis, 10 Desember 2026 pukul 13.30–15.00 WIB" in page.words
    assert "memindahkan sesi ini" in page.words
    assert "Gedung dipakai" in page.words


def test_a_move_is_read_in_the_zone_of_the_session(coordinator):
    session = SessionFactory(timezone="Asia/Jayapura")
    coordinator.post("forums.sessions.move", moved(time="09.00"), session_id=session.id)
    assert session.starts_at == datetime(2026, 12, 10, 0, tzinfo=UTC)
    assert "09.00–10.30 WIT" in coordinator.get("forums.sessions.show", session_id=session.id).words


def test_friday_prayer_is_warned_of_and_not_forbidden(coordinator):
    session = SessionFactory()
    page = coordinator.post(
        "forums.sessions.move", moved(day="11/12/2026", time="11.00"), session_id=session.id, follow=True
    )
    assert "Perhatikan:" in page.words
    assert session.starts_at.date() == date(2026, 12, 11)


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": "1 November 2026"},
        {"day": "kapan-kapan"},
        {"time": "24.00"},
        {"minutes": 0},
        {"reason": ""},
        {"reason": "x" * 301},
    ],
)
def test_a_refused_move_changes_nothing_and_keeps_what_was_typed(coordinator, wrong):
    session = SessionFactory()
    before = session.starts_at
    form = moved(**wrong)
    page = coordinator.post("forums.sessions.move", form, session_id=session.id, status=422)
    assert page.soup.select(".errors li")
    assert page.soup.find(id="day")["value"] == form["day"]
    assert session.starts_at == before


def test_the_second_of_two_movers_learns_of_the_first_and_loses_nothing(coordinator, as_user):
    chair = ChairFactory()
    session = SessionFactory(forum=chair.forum)
    as_user(chair.person).post("forums.sessions.move", moved(day="8 Desember 2026"), session_id=session.id)
    page = coordinator.post("forums.sessions.move", moved(), session_id=session.id, status=409)
    assert "Selasa, 8 Desember 2026" in page.soup.select_one(".errors").get_text()
    assert page.soup.find(id="day")["value"] == "10 Desember 2026"
    again = {**moved(), "version": page.soup.find(id="version")["value"]}
    coordinator.post("forums.sessions.move", again, session_id=session.id)
    assert session.starts_at.date() == date(2026, 12, 10)


def test_the_present_time_is_no_move(coordinator):
    session = SessionFactory()
    same = moved(day="26 November 2026", time="09.00", minutes=120)
    page = coordinator.post("forums.sessions.move", same, session_id=session.id, status=422)
    assert "Ini waktunya yang sekarang" in page.words


def test_a_cancelled_session_stays_and_can_be_restored(coordinator, heard):
    session, seen = SessionFactory(), heard(told.SessionsChanged)
    coordinator.post("forums.sessions.cancel", {"reason": "Banjir"}, session_id=session.id)
    assert (session.state, session.because) == (SessionState.CANCELLED, "Banjir")
    assert [event.reason for event in seen] == ["Banjir"]
    assert "Alasan: Banjir" in coordinator.get("forums.sessions.show", session_id=session.id).words
    late = {**moved(), "version": str(session.version)}
    coordinator.post("forums.sessions.move", late, session_id=session.id, status=409)
    coordinator.post("forums.sessions.restore", session_id=session.id)
    assert (session.state, session.because) == (SessionState.PLANNED, "")
    assert len(seen) == 2


def test_a_restored_session_on_a_holiday_waits_for_a_decision_again(coordinator):
    session = shifted()
    coordinator.post("forums.sessions.cancel", {"reason": "Banjir"}, session_id=session.id)
    assert session.proposed_starts_at is None
    coordinator.post("forums.sessions.restore", session_id=session.id)
    assert session.proposed_starts_at == MONDAY
    assert "Natal" in session.because


def test_a_session_whose_time_is_past_is_not_restored(coordinator, clock):
    session = SessionFactory(state=SessionState.CANCELLED)
    clock.shift(timedelta(days=3))
    page = coordinator.post("forums.sessions.restore", session_id=session.id, status=409)
    assert "Waktunya sudah lewat" in page.words


def test_a_cancellation_needs_a_reason(coordinator):
    session = SessionFactory()
    coordinator.post("forums.sessions.cancel", {"reason": "  "}, session_id=session.id, status=422)
    assert session.state is SessionState.PLANNED


def test_a_single_session_stands_beside_the_schedule(coordinator, heard):
    forum, seen = ForumFactory(link="https://rapat.example/a", mode=Mode.HYBRID), heard(told.SessionAdded)
    page = coordinator.get("forums.sessions.begin", follow=True)
    assert page.soup.find(id="place")["value"] == "Balai Kota"
    form = {"title": "Rapat luar biasa", "day": "2 Des 2026", "time": "10:00", "minutes": "60", "mode": "online"}
    form |= {"place": "", "link": "https://rapat.example/b"}
    answer = coordinator.post("forums.sessions.add", form, slug=forum.slug)
    session = db.session.scalars(select(Session)).one()
    assert answer.location == f"/sessions/{session.id}"
    assert (session.series_id, session.slot, session.number) == (None, None, 1)
    assert session.uid
    assert (session.mode, session.link) == (Mode.ONLINE, "https://rapat.example/b")
    assert "Rapat luar biasa" in coordinator.get(answer.location).words
    assert len(seen) == 1


def test_place_and_people_of_one_session_differ_from_the_forum(coordinator, heard):
    chair = ChairFactory()
    deputy = ParticipantFactory(forum=chair.forum)
    session = SessionFactory(forum=chair.forum, presider_id=chair.person_id)
    seen = heard(told.SessionsChanged)
    form = {"title": "", "mode": "in_person", "place": "Perpustakaan", "link": ""}
    form |= {"presider": str(deputy.person_id), "minute_taker": str(chair.person_id), "version": "1"}
    coordinator.post("forums.sessions.edit", form, session_id=session.id)
    assert (session.place, session.presider_id) == ("Perpustakaan", deputy.person_id)
    assert len(seen) == 1
    coordinator.post("forums.sessions.edit", {**form, "version": str(session.version)}, session_id=session.id)
    assert len(seen) == 1
    page = coordinator.get("forums.sessions.show", session_id=session.id)
    assert deputy.person.name in page.words


def test_a_stranger_to_the_forum_cannot_preside(coordinator):
    session = SessionFactory()
    form = {"title": "", "mode": "in_person", "place": "A", "link": "", "minute_taker": "", "version": "1"}
    outsider = CoordinatorFactory()
    coordinator.post("forums.sessions.edit", {**form, "presider": str(outsider.id)}, session_id=session.id, status=422)
    assert session.presider_id is None


def test_a_session_is_opened_and_closed_and_then_stays_as_it_is(as_user, coordinator, heard, clock):
    chair = ChairFactory()
    session = SessionFactory(forum=chair.forum, presider_id=chair.person_id)
    opened, closed = heard(told.SessionOpened), heard(told.SessionClosed)
    presider = as_user(chair.person)
    clock.move_to(session.starts_at)
    presider.post("forums.sessions.open_", session_id=session.id)
    assert "Berlangsung" in presider.get("forums.sessions.show", session_id=session.id).words
    presider.post("forums.sessions.open_", session_id=session.id)
    coordinator.post("forums.sessions.cancel", {"reason": "x"}, session_id=session.id, status=409)
    presider.get("forums.sessions.close", session_id=session.id)
    assert session.state is SessionState.PLANNED
    presider.post("forums.sessions.close", session_id=session.id)
    assert session.state is SessionState.HELD
    assert session.closed_at
    assert (len(opened), len(closed)) == (1, 1)
    late = {**moved(), "version": str(session.version)}
    coordinator.post("forums.sessions.move", late, session_id=session.id, status=409)


def test_a_session_that_was_not_opened_is_not_closed(coordinator):
    session = SessionFactory()
    coordinator.post("forums.sessions.close", session_id=session.id, status=409)
    assert session.state is SessionState.PLANNED


def test_every_act_leaves_a_row_in_the_record(coordinator):
    session = SessionFactory()
    coordinator.post("forums.sessions.move", moved(), session_id=session.id)
    coordinator.post("forums.sessions.cancel", {"reason": "Banjir"}, session_id=session.id)
    coordinator.post("forums.sessions.restore", session_id=session.id)
    rows = db.session.scalars(select(AuditRow).where(AuditRow.subject_id == session.id).order_by(AuditRow.id)).all()
    assert [row.action for row in rows] == ["session.moved", "session.cancelled", "session.restored"]
    assert {row.circle_id for row in rows} == {session.circle_id}


def test_sequence_only_grows_and_is_shared_by_the_sessions_of_a_series(app, clock):
    series = SeriesFactory()
    first, second = (
        SessionFactory(forum=series.forum, series=series, starts_at=THURSDAY + timedelta(weeks=week)) for week in (0, 4)
    )
    single = SessionFactory()
    version = single.version
    with transaction():
        assert [next_sequence(one) for one in (first, second, first)] == [1, 2, 3]
        assert [next_sequence(single), next_sequence(single)] == [1, 2]
    assert (series.sequence, single.sequence, single.version) == (3, 2, version)


def test_every_tab_of_a_session_stands_under_sessions(coordinator):
    session = SessionFactory()
    page = coordinator.get("forums.sessions.show", session_id=session.id)
    tabs = [tab["href"] for tab in page.soup.select(".tabs a")]
    assert len(tabs) > 4
    for tab in tabs:
        current = coordinator.get(tab).soup.select_one(".rail a[aria-current=page]")
        assert current.get_text(strip=True) == "Sesi", tab

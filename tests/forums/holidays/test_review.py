"""A year's sessions that meet a holiday, decided on together, and what a decree touches."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.audit.models import AuditRow
from app.calendars import actions as calendars
from app.calendars.actions import HolidayDetails
from app.calendars.holidays import HolidayKind
from app.calendars.models import ListedHoliday
from app.calendars.shifts import HolidayRule
from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from forums.scheduling.horizon import horizon, make_sessions
from forums.scheduling.models import Series, Session, SessionState
from tests.factories import (
    AdministratorFactory,
    ChairFactory,
    CoordinatorFactory,
    ForumFactory,
    ParticipantFactory,
    SeriesFactory,
    SessionFactory,
)

CHRISTMAS = datetime(2026, 12, 24, 2, tzinfo=UTC)


@pytest.fixture
def coordinator(app, as_user, clock):
    calendars.fill([2026, 2027], at=utc_now())
    db.session.commit()
    return as_user(CoordinatorFactory())


def series(rule: HolidayRule = HolidayRule.FORWARD, text: str = "FREQ=MONTHLY;BYDAY=4TH", **forum) -> Series:
    made = SeriesFactory(forum=ForumFactory(holiday_rule=rule, **forum), rule=text, made_until=utc_now())
    make_sessions(made, until=horizon(utc_now()), at=utc_now())
    db.session.commit()
    return made


def at(made: Series, slot: datetime) -> Session:
    found = db.session.scalars(select(Session).where(Session.series_id == made.id, Session.slot == slot)).one()
    db.session.refresh(found)
    return found


def decided(visitor, decision: str, *sessions: Session, year: int = 2026, status: int | None = None, **more: str):
    data = {"year": str(year), "decision": decision, "sessions": [str(one.id) for one in sessions], **more}
    return visitor.post("forums.holidays.decide", data, status=status, follow=status is None)


def test_the_page_shows_the_year_of_all_forums_with_what_is_proposed(coordinator):
    first, second = series(name="Forum Satu"), series(name="Forum Dua")
    page = coordinator.get("forums.holidays.index", year=2026)
    assert page.words.count("Cuti Bersama Hari Raya Natal") == 2
    assert "Forum Satu" in page.words
    assert "Forum Dua" in page.words
    assert "Sen 28 Des 09.00" in page.words
    assert at(first, CHRISTMAS).proposed_starts_at == at(second, CHRISTMAS).proposed_starts_at
    assert "Tidak ada yang perlu diputuskan pada 2029" in coordinator.get("forums.holidays.index", year=2029).words


def test_a_year_without_a_decree_and_an_estimated_day_say_so(coordinator):
    series(text="FREQ=WEEKLY;BYDAY=TU")
    day = db.session.scalars(select(ListedHoliday).where(ListedHoliday.day == date(2027, 1, 5))).one()
    day.estimated = True
    db.session.commit()
    page = coordinator.get("forums.holidays.index", year=2027)
    assert page.words.count("Perkiraan") >= 1
    assert "belum ditetapkan" not in page.words
    assert "Cuti bersama 2028 belum ditetapkan" in coordinator.get("forums.holidays.index", year=2028).words


@pytest.mark.parametrize(
    "decision, starts_at, state",
    [
        ("accept", datetime(2026, 12, 28, 2, tzinfo=UTC), SessionState.PLANNED),
        ("keep", CHRISTMAS, SessionState.PLANNED),
        ("skip", CHRISTMAS, SessionState.CANCELLED),
    ],
)
def test_chosen_sessions_are_decided_on_together_and_others_wait(coordinator, decision, starts_at, state):
    chosen, other = [series(), series()], series()
    before = at(other, CHRISTMAS).proposed_starts_at
    page = decided(coordinator, decision, *(at(one, CHRISTMAS) for one in chosen))
    assert "2 sesi diputuskan" in page.soup.text
    for one in chosen:
        session = at(one, CHRISTMAS)
        assert (session.starts_at, session.state, session.proposed_starts_at) == (starts_at, state, None)
    assert at(other, CHRISTMAS).proposed_starts_at == before
    assert page.words.count("Cuti Bersama Hari Raya Natal") == 1


def test_all_of_a_year_are_decided_on_at_once(coordinator):
    made = series(text="FREQ=WEEKLY;BYDAY=TU")
    waiting = select(Session).where(Session.series_id == made.id, Session.proposed_starts_at.is_not(None))
    in_2027 = [one for one in db.session.scalars(waiting) if one.day.year == 2027]
    assert len(in_2027) > 1
    decided(coordinator, "accept", year=2027, everything="y")
    db.session.expire_all()
    assert [one for one in db.session.scalars(waiting) if one.day.year == 2027] == []


def test_each_decision_is_audited(coordinator):
    session = at(series(), CHRISTMAS)
    decided(coordinator, "accept", session)
    rows = db.session.scalars(select(AuditRow.action).where(AuditRow.subject_id == session.id))
    assert "session.shift_accepted" in set(rows)


def test_a_session_that_somebody_decided_on_meanwhile_is_left_as_it_is(coordinator):
    session = at(series(), CHRISTMAS)
    decided(coordinator, "keep", session)
    page = decided(coordinator, "accept", session)
    assert "0 sesi diputuskan" in page.soup.text
    assert at_id(session).starts_at == CHRISTMAS


def at_id(session: Session) -> Session:
    db.session.refresh(session)
    return session


def test_nothing_chosen_no_decision_and_no_year_are_refused(coordinator):
    session = at(series(), CHRISTMAS)
    assert "Pilih minimal satu sesi" in decided(coordinator, "accept", status=422).words
    assert "Pilih keputusan" in decided(coordinator, "", session, status=422).words
    assert "Tulis tahun" in decided(coordinator, "accept", session, year=99, status=422).words


def test_a_forum_that_skips_is_asked_about_a_day_that_was_decreed_later(coordinator):
    made = series(HolidayRule.SKIP)
    slot = datetime(2027, 1, 28, 2, tzinfo=UTC)
    calendars.add(HolidayDetails(day=date(2027, 1, 28), name="Pilkada", kind=HolidayKind.PUBLIC), by=None, at=utc_now())
    db.session.commit()
    assert "Pilkada" in coordinator.get("forums.holidays.index", year=2027).words
    decided(coordinator, "accept", at(made, slot), year=2027)
    session = at(made, slot)
    assert (session.state, session.because) == (SessionState.CANCELLED, "Pilkada")


def test_a_forum_that_keeps_its_dates_is_not_asked(coordinator):
    series(HolidayRule.KEEP)
    assert "Tidak ada yang perlu diputuskan" in coordinator.get("forums.holidays.index", year=2026).words


def test_who_leads_a_forum_decides_on_its_sessions_and_on_no_others(coordinator, as_user):
    own, other = series(), series(name="Forum Orang Lain")
    chair = as_user(ChairFactory(forum=own.forum).person)
    page = chair.get("forums.holidays.index", year=2026)
    assert own.forum.name in page.words
    assert "Forum Orang Lain" not in page.words
    decided(chair, "accept", at(own, CHRISTMAS), at(other, CHRISTMAS))
    assert at(own, CHRISTMAS).starts_at != CHRISTMAS
    assert at(other, CHRISTMAS).starts_at == CHRISTMAS
    as_user(ParticipantFactory(forum=own.forum).person).get("forums.holidays.index", status=403)


def test_a_secret_forum_stays_hidden_from_coordinators_outside_of_it(coordinator):
    secret = series(name="Forum Rahasia", circle__classification=Classification.SECRET)
    assert "Forum Rahasia" not in coordinator.get("forums.holidays.index", year=2026).words
    decided(coordinator, "skip", at(secret, CHRISTMAS))
    assert at(secret, CHRISTMAS).state is SessionState.PLANNED


def test_statements_do_not_grow_with_the_sessions(coordinator, queries):
    for _number in range(4):
        series(text="FREQ=WEEKLY;BYDAY=TU")
    with queries(at_most=5):
        coordinator.get("forums.holidays.index", year=2027)


def proposals() -> dict[object, datetime | None]:
    db.session.expire_all()
    return {one.id: one.proposed_starts_at for one in db.session.scalars(select(Session))}


def touched(before: dict[object, datetime | None]) -> set[date]:
    changed = {identity for identity, proposed in proposals().items() if proposed != before[identity]}
    return {one.day for one in db.session.scalars(select(Session).where(Session.id.in_(changed)))}


def test_a_decree_proposes_anew_the_sessions_that_it_touches_and_no_others(coordinator, as_user, clock):
    weekly, monthly = series(text="FREQ=WEEKLY;BYDAY=TU"), series()
    series(HolidayRule.KEEP, text="FREQ=WEEKLY;BYDAY=TU")
    administrator = as_user(AdministratorFactory())
    leave = {"kind": "government", "name": "Cuti Bersama Uji"}

    before = proposals()
    administrator.post("calendars.add", {**leave, "day": "2027-04-13"})
    assert touched(before) == {date(2027, 4, 13)}

    before = proposals()
    administrator.post("calendars.add", {**leave, "day": "2027-04-14", "name": "Cuti Bersama Uji 2"})
    assert touched(before) == {date(2027, 4, 13)}  # it would have landed there

    first = db.session.scalars(select(ListedHoliday).where(ListedHoliday.day == date(2027, 4, 13))).one()
    before = proposals()
    administrator.post(
        "calendars.edit", {**leave, "name": "Cuti Bersama Lebaran", "day": "2027-04-13"}, holiday_id=first.id
    )
    assert touched(before) == set()
    assert at(weekly, datetime(2027, 4, 13, 2, tzinfo=UTC)).because == "Cuti Bersama Lebaran"

    before = proposals()
    administrator.post("calendars.edit", {**leave, "day": "2027-04-20"}, holiday_id=first.id)
    assert touched(before) == {date(2027, 4, 13), date(2027, 4, 20)}

    before = proposals()
    administrator.post("calendars.remove", {}, holiday_id=first.id)
    assert touched(before) == {date(2027, 4, 20)}
    assert {at(monthly, CHRISTMAS).series_id, weekly.id} == {monthly.id, weekly.id}


def test_a_decree_leaves_alone_what_somebody_decided_or_was_invited_to(coordinator, as_user):
    made = series(text="FREQ=WEEKLY;BYDAY=TU")
    slot = datetime(2027, 4, 13, 2, tzinfo=UTC)
    session = at(made, slot)
    session.starts_at += timedelta(hours=5)
    session.ends_at += timedelta(hours=5)
    db.session.commit()
    before = proposals()
    as_user(AdministratorFactory()).post(
        "calendars.add", {"kind": "public", "name": "Hari Libur Uji", "day": "2027-04-13"}
    )
    assert touched(before) == set()


def test_an_estimate_that_is_decreed_on_its_day_changes_no_date(coordinator, as_user):
    series(text="FREQ=WEEKLY;BYDAY=TU,TH")
    estimated = db.session.scalars(
        select(ListedHoliday).where(ListedHoliday.estimated, ListedHoliday.day > date(2027, 1, 1))
    ).first()
    before = proposals()
    administrator = as_user(AdministratorFactory())
    assert "Tetapkan tanggal" in administrator.get("calendars.index", year=estimated.day.year).words
    administrator.post("calendars.confirm", holiday_id=estimated.id)
    assert touched(before) == set()
    db.session.refresh(estimated)
    assert not estimated.estimated
    administrator.post("calendars.confirm", holiday_id=estimated.id, status=422)
    because = set(db.session.scalars(select(Session.because).where(Session.proposed_starts_at.is_not(None))))
    assert not any(estimated.name in one and "perkiraan" in one for one in because)


@pytest.mark.parametrize(
    "decision, starts_at",
    [
        ("accept", datetime(2026, 12, 28, 2, tzinfo=UTC)),
        ("backward", datetime(2026, 12, 23, 2, tzinfo=UTC)),
        ("keep", CHRISTMAS),
    ],
)
def test_a_one_off_is_asked_about_until_somebody_has_decided(coordinator, decision, starts_at):
    session = SessionFactory(starts_at=CHRISTMAS)
    assert "Sen 28 Des 09.00" in coordinator.get("forums.holidays.index", year=2026).words
    page = decided(coordinator, decision, session)
    assert "1 sesi diputuskan" in page.soup.text
    assert "Tidak ada yang perlu diputuskan" in page.words
    assert at_id(session).starts_at == starts_at
    assert session.because == "Cuti Bersama Hari Raya Natal"
    assert "Keterangan tanggal" in coordinator.get("forums.sessions.show", session_id=session.id).words


def test_a_one_off_of_a_forum_that_keeps_its_dates_is_not_asked_about(coordinator):
    SessionFactory(starts_at=CHRISTMAS, forum__holiday_rule=HolidayRule.KEEP)
    assert "Tidak ada yang perlu diputuskan" in coordinator.get("forums.holidays.index", year=2026).words


def test_sessions_are_merged_with_the_next_ones_of_their_forums(coordinator):
    first, second = series(), series()
    decided(coordinator, "merged", at(first, CHRISTMAS), at(second, CHRISTMAS))
    for made in (first, second):
        session = at(made, CHRISTMAS)
        assert session.state is SessionState.MERGED
        assert session.because.startswith("Digabung dengan")
        assert session.because.endswith("Cuti Bersama Hari Raya Natal")


def test_without_room_before_the_next_session_merging_is_proposed(coordinator):
    session = SessionFactory(starts_at=CHRISTMAS)
    SessionFactory(forum=session.forum, number=session.number + 1, starts_at=datetime(2026, 12, 28, 2, tzinfo=UTC))
    assert "Gabungkan dengan sesi berikutnya" in coordinator.get("forums.holidays.index", year=2026).words
    page = decided(coordinator, "forward", session)
    assert "0 sesi diputuskan" in page.soup.text
    assert "1 sesi masih menunggu" in page.soup.text
    assert at_id(session).starts_at == CHRISTMAS
    decided(coordinator, "accept", session)
    assert at_id(session).state is SessionState.MERGED


def test_what_was_decided_in_one_forum_can_be_undone_from_the_page_that_follows(coordinator):
    session = at(series(), CHRISTMAS)
    page = decided(coordinator, "skip", session)
    undo = page.soup.select_one("form[action*='/undo']")
    assert undo
    coordinator.post(undo["action"])
    assert at_id(session).state is SessionState.PLANNED
    assert session.proposed_starts_at == datetime(2026, 12, 28, 2, tzinfo=UTC)


@pytest.mark.one_database
def test_programs_list_proposals_and_decide_on_many(coordinator, as_program):
    chosen = [at(series(), CHRISTMAS) for _number in range(2)]
    program = as_program(CoordinatorFactory())
    alone = SessionFactory(starts_at=CHRISTMAS)
    found = program.get("/sessions/holidays", year="2026").json
    assert (found["total"], found["decreed"]) == (3, True)
    told = {one["session"]["id"]: one for one in found["sessions"]}
    assert set(told) == {str(one.id) for one in (*chosen, alone)}
    one = told[str(chosen[0].id)]
    assert (one["holiday"], one["estimated"], one["proposed"]) == ("Cuti Bersama Hari Raya Natal", False, "forward")
    assert (one["proposed_starts_at"], one["merged"]) == ("2026-12-28T02:00:00Z", True)
    assert one["backward"] == "2026-12-23T02:00:00Z"
    assert told[str(alone.id)]["merged"] is False
    program.get("/sessions/holidays", status=422)
    body = {"year": 2026, "sessions": [str(one.id) for one in chosen], "decision": "accept"}
    program.post("/sessions/holidays", body, status=204)
    assert {at_id(one).starts_at.day for one in chosen} == {28}
    program.post("/sessions/holidays", {"year": 2026, "decision": "accept"}, status=422)

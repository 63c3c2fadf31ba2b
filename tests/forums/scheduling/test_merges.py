"""A holiday that leaves a session no room before the next one: the merge is proposed, and somebody decides."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditRow
from app.calendars import actions as calendars
from app.calendars.actions import HolidayDetails
from app.calendars.choices import Choice, Repeat
from app.calendars.holidays import HolidayKind
from app.calendars.models import ListedHoliday
from app.calendars.shifts import HolidayRule
from app.clock import utc_now
from app.database import db
from app.database.transactions import transaction
from app.errors import RuleViolation
from app.mail.outbox.models import Mail
from forums.changes.acts import NewSchedule, reschedule
from forums.invitations import actions as invitations
from forums.scheduling.actions import Schedule
from forums.scheduling.horizon import horizon, make_sessions
from forums.scheduling.models import Session, SessionState
from tests.factories import ChairFactory, CoordinatorFactory, ForumFactory, PersonFactory, SeriesFactory, SessionFactory

EVE = datetime(2026, 12, 24, 2, tzinfo=UTC)
"""Joint leave: the next working day is Monday, on which the forum meets already."""
MONDAY = datetime(2026, 12, 28, 2, tzinfo=UTC)
CHOICE = "Dibatalkan Digabung"
"""The states that the list of sessions offers to choose from."""
SHOW, HOME, REVIEW = "forums.sessions.show", "/", "forums.holidays.index"


def twice_a_week(**forum):
    made = SeriesFactory(forum=ForumFactory(**forum), rule="FREQ=WEEKLY;BYDAY=MO,TH", made_until=utc_now())
    make_sessions(made, until=horizon(utc_now()), at=utc_now())
    db.session.commit()
    return made


@pytest.fixture
def series(app, clock):
    """Return a series of a forum that meets each Monday and Thursday."""
    calendars.fill([2026, 2027], at=utc_now())
    return twice_a_week(name="Forum Padat")


@pytest.fixture
def eve(series):
    return at(series, EVE)


@pytest.fixture
def coordinator(eve, as_user):
    return as_user(CoordinatorFactory())


def at(series, slot) -> Session:
    return db.session.scalars(select(Session).where(Session.series_id == series.id, Session.slot == slot)).one()


def merge_state(session: Session):
    db.session.refresh(session)
    return session.state, session.starts_at, session.proposed_starts_at, session.merge_proposed


WAITS = (SessionState.PLANNED, EVE, None, True)


def test_a_merge_is_proposed_and_the_session_stays_planned_at_its_own_time(eve, coordinator):
    assert merge_state(eve) == WAITS
    assert eve.awaits_confirmation
    page = coordinator.get(SHOW, session_id=eve.id)
    assert "Usulan penggabungan" in page.words
    assert "Cuti Bersama Hari Raya Natal jatuh pada tanggal ini. Usulan: digabung dengan sesi berikutnya." in page.words
    assert "Sesi ini digabung" not in page.words
    assert "Undangan belum dikirim sampai tanggalnya diputuskan." in page.words


def test_the_merge_is_confirmed_in_one_click_and_can_be_undone(eve, coordinator):
    answer = coordinator.post("forums.sessions.accept_shift", session_id=eve.id, follow=True)
    assert merge_state(eve) == (SessionState.MERGED, EVE, None, False)
    assert eve.because.startswith("Digabung dengan Sesi")
    assert eve.because.endswith("Cuti Bersama Hari Raya Natal")
    coordinator.post(answer.soup.select_one("form[action*='/undo']")["action"])
    assert merge_state(eve) == WAITS


def test_the_date_is_kept_in_one_click(eve, coordinator):
    coordinator.post("forums.sessions.keep_date", session_id=eve.id)
    assert merge_state(eve) == (SessionState.PLANNED, EVE, None, False)
    assert eve.keeps_its_date
    coordinator.post("forums.sessions.keep_date", session_id=eve.id, status=409)


@pytest.mark.parametrize(
    "endpoint,form,state",
    [
        ("move", {"day": "2026-12-23", "time": "09.00", "minutes": 120, "reason": "x"}, SessionState.PLANNED),
        ("cancel", {"reason": "Libur"}, SessionState.CANCELLED),
        ("merge", {"reason": "Libur"}, SessionState.MERGED),
    ],
)
def test_any_other_decision_ends_the_proposal(eve, as_program, endpoint, form, state):
    as_program(CoordinatorFactory()).post(f"/sessions/{eve.id}/{endpoint}", form)
    db.session.refresh(eve)
    assert (eve.state, eve.merge_proposed) == (state, False)


def test_a_merge_with_nothing_is_refused(eve, coordinator, series):
    for other in db.session.scalars(select(Session).where(Session.series_id == series.id, Session.slot > EVE)):
        other.state = SessionState.CANCELLED
    db.session.commit()
    coordinator.post("forums.sessions.accept_shift", session_id=eve.id, status=409)
    assert merge_state(eve) == WAITS


def test_who_may_not_change_the_forum_does_not_decide(eve, as_user, series):
    chair = ChairFactory(forum=series.forum)
    member = CoordinatorFactory()
    member.is_coordinator = False
    db.session.commit()
    as_user(member).post("forums.sessions.accept_shift", session_id=eve.id, status=404)
    as_user(chair.person).post("forums.sessions.accept_shift", session_id=eve.id)
    assert eve.state is SessionState.MERGED


def test_no_invitation_goes_out_before_the_decision(eve, series, clock):
    ChairFactory(forum=series.forum)
    clock.move_to("2026-12-15T09:00:00+07:00")
    invited = select(func.count()).select_from(Session).where(Session.id == eve.id, Session.invited_at.is_not(None))
    invitations.invite_ahead(at=utc_now())
    db.session.commit()
    assert db.session.scalar(invited) == 0
    assert db.session.scalar(select(func.count()).select_from(Mail)) > 0  # for the sessions around it
    with pytest.raises(RuleViolation):
        invitations.check_open(eve, at=utc_now())


def test_it_is_on_the_coordinators_home_from_thirty_days_before(eve, series, as_user, clock):
    person = CoordinatorFactory()
    clock.move_to(EVE - timedelta(days=30, hours=1))
    assert "Usulan penggabungan" not in as_user(person).get(HOME).words
    clock.move_to(EVE - timedelta(days=30))
    page = as_user(person).get(HOME)
    assert "Usulan penggabungan" in page.words
    assert "Usulan: digabung dengan sesi berikutnya." in page.words
    act = page.soup.select_one(f"form[action='/sessions/{eve.id}/accept-shift']")
    as_user(person).post(act["action"])
    assert eve.state is SessionState.MERGED
    assert "Usulan penggabungan" not in as_user(person).get(HOME).words


def test_the_yearly_review_decides_on_it(eve, coordinator):
    page = coordinator.get(REVIEW, year=2026)
    assert "Gabungkan dengan sesi berikutnya" in page.words
    data = {"year": "2026", "sessions": [str(eve.id)]}
    coordinator.post("forums.holidays.decide", {**data, "decision": "accept"})
    assert merge_state(eve) == (SessionState.MERGED, EVE, None, False)


def test_the_yearly_review_keeps_the_date(eve, coordinator):
    data = {"year": "2026", "sessions": [str(eve.id)], "decision": "keep"}
    coordinator.post("forums.holidays.decide", data)
    assert merge_state(eve) == (SessionState.PLANNED, EVE, None, False)
    assert str(eve.id) not in str(coordinator.get(REVIEW, year=2026).soup)


def test_programs_see_the_proposal_and_decide(eve, as_program):
    program = as_program(CoordinatorFactory())
    path = f"/sessions/{eve.id}"
    shown = program.get(path).json
    assert (shown["state"], shown["proposed_starts_at"], shown["merge_proposed"]) == ("planned", None, True)
    told = {one["session"]["id"]: one for one in program.get("/sessions/holidays", year="2026").json["sessions"]}
    assert (told[str(eve.id)]["proposed"], told[str(eve.id)]["proposed_starts_at"]) == ("merged", None)
    accepted = program.post(f"{path}/accept-shift").json
    assert (accepted["state"], accepted["merge_proposed"]) == ("merged", False)


def test_lists_and_the_calendar_mark_it_and_do_not_call_it_merged(eve, as_user, clock):
    clock.move_to("2026-12-22T09:00:00+07:00")
    coordinator = as_user(CoordinatorFactory())
    for endpoint, values in (
        ("forums.sessions.index", {"state": "proposed"}),
        ("forums.scheduling.show", {"slug": eve.forum.slug}),
        ("/calendar?view=month&month=2026-12", {}),
        ("/calendar?view=week&week=2026-W52", {}),
    ):
        words = coordinator.get(endpoint, **values).words
        assert "Usulan penggabungan" in words, endpoint
        assert "Digabung" not in words.replace(CHOICE, ""), endpoint


def test_the_backward_rule_proposes_a_merge_too(app, clock):
    calendars.fill([2026, 2027], at=utc_now())
    made = SeriesFactory(
        forum=ForumFactory(holiday_rule=HolidayRule.BACKWARD), rule="FREQ=WEEKLY;BYDAY=WE,TH", made_until=utc_now()
    )
    make_sessions(made, until=horizon(utc_now()), at=utc_now())
    assert merge_state(at(made, EVE)) == WAITS


def test_a_holiday_decreed_later_proposes_a_merge_and_withdraws_it_when_it_goes(series):
    thursday = at(series, datetime(2027, 2, 4, 2, tzinfo=UTC))
    assert not thursday.merge_proposed
    with transaction():
        added = [
            calendars.add(
                HolidayDetails(day=day, name="Cuti bersama", kind=HolidayKind.GOVERNMENT), by=None, at=utc_now()
            )
            for day in (thursday.day, thursday.day + timedelta(days=1))
        ]
    assert (merge_state(thursday)[3], thursday.because) == (True, "Cuti bersama")
    acts = select(AuditRow.action).where(AuditRow.subject_id == thursday.id)
    assert list(db.session.scalars(acts)) == ["session.merge_proposed"]
    with transaction():
        for day in [db.session.get_one(ListedHoliday, one.id) for one in added]:
            calendars.remove(day, by=None, at=utc_now())
    assert (merge_state(thursday)[3], thursday.because) == (False, "")


def test_a_date_that_somebody_kept_is_not_proposed_to_merge_again(eve, coordinator):
    coordinator.post("forums.sessions.keep_date", session_id=eve.id)
    natal = db.session.scalars(select(ListedHoliday).where(ListedHoliday.day == eve.day)).one()
    details = HolidayDetails(day=natal.day, name="Malam Natal", kind=natal.kind)
    with transaction():
        calendars.change(natal, details, by=None, at=utc_now())
    assert not merge_state(eve)[3]


def test_a_new_schedule_keeps_the_sessions_whose_merge_it_proposes(series):
    first = at(series, datetime(2026, 12, 17, 2, tzinfo=UTC))
    number = at(series, EVE).number
    schedule = Schedule(
        choice=Choice(Repeat.OWN), first_day=date(2026, 12, 17), starts_at=time(10), rule="FREQ=WEEKLY;BYDAY=MO,TH"
    )
    reschedule(first, NewSchedule(schedule=schedule, minutes=120), reason="x", by=PersonFactory(), at=utc_now())
    db.session.commit()
    kept = db.session.scalars(
        select(Session).where(Session.forum_id == series.forum_id, Session.number == number)
    ).one()
    assert (kept.slot, kept.state, kept.merge_proposed) == (EVE + timedelta(hours=1), SessionState.PLANNED, True)


def test_a_session_that_is_restored_has_its_proposal_again(eve, coordinator):
    coordinator.post("forums.sessions.accept_shift", session_id=eve.id)
    coordinator.post("forums.sessions.restore", session_id=eve.id)
    assert merge_state(eve) == WAITS


def test_a_one_off_is_never_proposed_to_merge(app, clock):
    assert not SessionFactory(starts_at=EVE).merge_proposed

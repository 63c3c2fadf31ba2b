"""Whether those who promised to come make a quorum."""

import itertools
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import delete

from app.clock import today
from app.database import db
from forums.invitations.due import unanswered
from forums.invitations.models import Answer, AnswerState, Via
from forums.invitations.queries import effective_answers, roll
from forums.invitations.quorum_risk import sessions_at_risk
from forums.invitations.rsvp import Channel, Reply, answer, answer_series, pass_on
from forums.invitations.rules import Expectation, answer_by, effective, forecast, reminder_days, seat_answer
from tests.factories import OrganisationFactory, SeatFactory, SeriesFactory, SessionFactory
from tests.factories.forums import NEXT

NOW = NEXT - timedelta(days=2)
JAKARTA = ZoneInfo("Asia/Jakarta")
LINK = Channel(via=Via.LINK)
COMING = AnswerState.ATTENDING_IN_PERSON

answers = some.sampled_from([state.value for state in AnswerState])
seats = some.lists(
    some.builds(Expectation, some.sampled_from(["government", "private", "academia"]), some.lists(answers, max_size=3)),
    max_size=12,
)


@given(seats, some.integers(1, 100))
def test_promised_people_may_also_come(expected, share):
    found = forecast(expected, share=share, required=["private"])
    assert found.confirmed.taken <= found.possible.taken <= len(expected)
    assert not (found.confirmed.is_met and not found.possible.is_met)


@given(seats, some.integers(1, 100))
def test_one_more_commitment_never_makes_it_worse(expected, share):
    better = [Expectation(seat.sector, [*seat.answers, "attending_online"]) for seat in expected]
    before = forecast(expected, share=share, required=[])
    after = forecast(better, share=share, required=[])
    assert after.confirmed.taken >= before.confirmed.taken
    assert before.status != "met" or after.status == "met"


def test_a_sector_that_excused_itself_altogether_is_lost():
    expected = [Expectation("government", ["attending_in_person"]), Expectation("private", ["excused"])]
    assert forecast(expected, share=50, required=["private"]).status == "not_met"
    expected[1] = Expectation("private", ["tentative"])
    assert forecast(expected, share=50, required=["private"]).status == "threatened"
    expected[1] = Expectation("private", ["excused", "represented"])
    assert forecast(expected, share=50, required=["private"]).status == "met"


def test_an_answer_to_one_session_overrides_that_to_its_series():
    own = SimpleNamespace(received_at=NOW)
    default = SimpleNamespace(received_at=NOW)
    assert effective(own, default, ends_at=NEXT, is_moved=False) is own
    assert effective(None, default, ends_at=NEXT, is_moved=False) is default
    assert effective(None, default, ends_at=NEXT, is_moved=True) is None
    assert effective(None, default, ends_at=NOW, is_moved=False) is None


@pytest.mark.parametrize(
    "now, days",
    [
        (datetime(2026, 11, 22, 16, 59, tzinfo=UTC), None),
        (datetime(2026, 11, 22, 17, 0, tzinfo=UTC), 3),
        (datetime(2026, 11, 24, 16, 59, tzinfo=UTC), 3),
        (datetime(2026, 11, 24, 17, 0, tzinfo=UTC), 1),
        (datetime(2026, 11, 26, 1, 59, tzinfo=UTC), 1),
        (datetime(2026, 11, 26, 2, 0, tzinfo=UTC), None),
    ],
)
def test_reminders_are_reached_by_the_days_of_the_session_s_own_zone(now, days):
    assert reminder_days(NEXT, now, JAKARTA, (3, 1)) == days


def test_an_answer_helps_until_the_afternoon_before():
    assert answer_by(NEXT, JAKARTA) == datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def test_what_is_passed_on_is_worth_what_the_other_answered():
    assert seat_answer("represented", "excused") == "excused"
    assert seat_answer("represented", None) == "represented"
    assert seat_answer("attending_online", "excused") == "attending_online"


def test_a_seat_counts_once_somebody_of_it_promised(invited):
    it = invited()
    assert roll(it.session).forecast.confirmed.seats == 3
    answer(it.invitation(it.room.observer), Reply(answer=AnswerState.ATTENDING_IN_PERSON), through=LINK, at=NOW)
    answer(it.invitation(it.room.chair), Reply(answer=AnswerState.ATTENDING_IN_PERSON), through=LINK, at=NOW)
    answer(it.invitation(it.room.taker), Reply(answer=AnswerState.ATTENDING_IN_PERSON), through=LINK, at=NOW)
    found = roll(it.session).forecast
    assert (found.confirmed.taken, found.possible.taken) == (1, 3)
    assert found.confirmed.missing_sectors == ["private"]
    assert found.status == "threatened"
    answer(it.invitation(it.room.partner), Reply(answer=AnswerState.EXCUSED), through=LINK, at=NOW)
    assert roll(it.session).forecast.status == "not_met"


def test_a_guest_decides_about_the_seat_that_was_passed_on(invited):
    it = invited()
    mine = it.invitation(it.room.partner)
    guest = pass_on(mine, name="Budi", position="", email="budi@mitra.example", through=LINK, at=NOW)
    assert roll(it.session).forecast.possible.taken == 3
    answer(guest, Reply(answer=AnswerState.EXCUSED), through=LINK, at=NOW)
    assert roll(it.session).forecast.possible.taken == 2
    answer(guest, Reply(answer=AnswerState.ATTENDING_IN_PERSON), through=LINK, at=NOW)
    assert "private" not in roll(it.session).forecast.confirmed.missing_sectors


def test_a_seat_that_nobody_was_asked_for_may_still_be_taken(invited):
    it = invited()
    silent = OrganisationFactory(secretariat_email=None)
    SeatFactory(circle=it.room.forum.circle, organisation=silent)
    assert roll(it.session).forecast.confirmed.seats == 4


def test_an_answer_for_the_series_holds_for_later_sessions(invited):
    it = invited()
    series = SeriesFactory(forum=it.room.forum)
    it.session.series_id, it.session.slot, it.session.uid = series.id, it.session.starts_at, None
    later = SessionFactory(forum=it.room.forum, series=series, starts_at=NEXT + timedelta(weeks=4))
    answer_series(it.invitation(it.room.partner), AnswerState.ATTENDING_IN_PERSON, at=NOW)
    from forums.invitations.actions import invite

    invite(later, by=it.room.coordinator, at=NOW)
    states = {one.invitation.person_id: one.state for one in effective_answers(later)}
    assert states[it.room.partner.id] is AnswerState.ATTENDING_IN_PERSON
    assert states[it.room.member.id] is AnswerState.NEEDS_ACTION


def test_homes_know_who_has_not_answered_and_which_quorum_is_at_risk(invited):
    it = invited()
    assert [(one.session.id, one.total) for one in unanswered(it.room.partner, NOW, 3)] == [(it.session.id, 1)]
    coordinator = it.room.coordinator
    (risk,) = sessions_at_risk(coordinator, today(), NOW, NOW + timedelta(days=7))
    assert risk.lacking == ["MSK"]
    assert sessions_at_risk(coordinator, today(), NOW, NOW + timedelta(days=1)) == []
    for person in (it.room.chair, it.room.member, it.room.partner):
        answer(it.invitation(person), Reply(answer=AnswerState.ATTENDING_IN_PERSON), through=LINK, at=NOW)
    assert unanswered(it.room.partner, NOW, 3) == []
    assert sessions_at_risk(coordinator, today(), NOW, NOW + timedelta(days=7)) == []


def test_the_database_says_of_two_answers_what_the_rule_says(invited):
    it = invited()
    partner, session, slot = it.room.partner, it.session, it.session.starts_at
    series = SeriesFactory(forum=it.room.forum)
    session.series_id, session.uid = series.id, None
    given, some_answers = {"person_id": partner.id, "via": Via.APP}, (None, AnswerState.NEEDS_ACTION, COMING)
    for default, own, late, moved in itertools.product(some_answers, some_answers, (False, True), (False, True)):
        db.session.execute(delete(Answer))
        session.slot = slot - timedelta(days=1) if moved else slot
        if default:
            at = session.ends_at + timedelta(hours=1) if late else NOW
            db.session.add(Answer(series_id=series.id, answer=default, received_at=at, **given))
        if own:
            db.session.add(Answer(session_id=session.id, answer=own, received_at=NOW, **given))
        db.session.flush()
        held = next(one.state for one in effective_answers(session) if one.invitation.person_id == partner.id)
        assert bool(unanswered(partner, NOW, 3)) is (held is AnswerState.NEEDS_ACTION)
        (risk,) = sessions_at_risk(it.room.coordinator, today(), NOW, NOW + timedelta(days=7))
        assert risk.forecast == roll(session).forecast


def test_a_forum_may_choose_other_reminders_or_none():
    now = NEXT - timedelta(days=6)
    assert reminder_days(NEXT, now, JAKARTA, (7, 3)) == 7
    assert reminder_days(NEXT, now, JAKARTA, (3, 1)) is None
    assert reminder_days(NEXT, now, JAKARTA, ()) is None

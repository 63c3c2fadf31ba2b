"""Whatever is done to a schedule, in whatever order: slots stay what the rules give, the past stays, SEQUENCE grows."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.calendars.choices import Choice, ChosenDay, Position, Repeat
from app.calendars.queries import holiday_lookup
from app.calendars.shifts import ProposedState, propose
from app.clock import utc_now
from app.database import db
from app.errors import RuleViolation
from app.search import index
from forums.changes import actions, acts
from forums.changes.acts import NewSchedule
from forums.changes.models import Change, ChangeKind
from forums.changes.rules import Shift
from forums.invitations.actions import invite_ahead
from forums.invitations.change_notices import send_pending
from forums.invitations.rules import PATIENCE
from forums.scheduling import session_actions
from forums.scheduling.actions import Schedule
from forums.scheduling.horizon import horizon, make_sessions, recurrence_of
from forums.scheduling.models import Mode, Series, Session, SessionState
from forums.scheduling.session_actions import Where
from tests.factories import ForumFactory, ParticipantFactory, PersonFactory, SeriesFactory

pytestmark = pytest.mark.one_database

RULES = ["FREQ=WEEKLY;BYDAY=TH", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "FREQ=MONTHLY;BYDAY=2WE", "FREQ=MONTHLY;BYDAY=-1FR"]
ZONES = ["Asia/Jakarta", "Asia/Jayapura", "America/New_York", "Europe/London"]
ACTS = ["move", "cancel", "restore", "merge", "shift", "relocate", "reschedule", "undo", "tell", "later"]
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 30), st.integers(-3, 9)), min_size=1, max_size=8)
HOURS = st.integers(6, 20)


def plan(forum, rule, zone, hour):
    """A series that began three weeks ago, with all its sessions; those of the next days have invitations."""
    first = (utc_now() - timedelta(weeks=3)).date()
    local = datetime.combine(first, time(hour))
    forum.timezone = zone
    series = SeriesFactory(forum=forum, rule=rule, timezone=zone, first_start=local, uid=f"{uuid4()}@selaras.example")
    make_sessions(series, until=horizon(utc_now()), at=utc_now())
    db.session.flush()
    invite_ahead(at=utc_now())
    return series


def coming(forum, state=SessionState.PLANNED):
    query = select(Session).where(Session.forum_id == forum.id, Session.starts_at > utc_now(), Session.state == state)
    return db.session.scalars(query.order_by(Session.starts_at)).all()


def new_schedule(session, number, hour):
    day, repeat = list(ChosenDay)[number % 5], list(Repeat)[1 + number % 4]
    position = Position.SECOND if repeat in {Repeat.MONTHLY, Repeat.QUARTERLY} else None
    choice = Choice(repeat, day, position)
    schedule = Schedule(
        choice=choice, first_day=session.slot.date() if session.slot else date(2027, 1, 4), starts_at=time(hour)
    )
    return NewSchedule(schedule=schedule, minutes=90)


def do(forum, by, clock, what, number, amount):
    """One step of a plan, as a change; what is refused changes nothing."""
    at = utc_now()
    who = {"by": by, "at": at}
    if what == "later":
        clock.shift(timedelta(days=abs(amount) + 1))
        return
    if what == "tell":
        clock.shift(PATIENCE)
        send_pending(forum.id, at=utc_now())
        return
    if what == "undo":
        for change in db.session.scalars(select(Change).order_by(Change.at.desc()).limit(1)):
            actions.undo(change, **who)
        return
    found = coming(forum, SessionState.CANCELLED if what == "restore" else SessionState.PLANNED)
    if not found:
        return
    session, where = found[number % len(found)], Where(mode=Mode.ONLINE, link=f"https://rapat.example/{number}")
    doing = {
        "move": lambda: session_actions.move(
            session, starts_at=session.starts_at + timedelta(hours=amount), minutes=60, reason="x", **who
        ),
        "cancel": lambda: session_actions.cancel(session, reason="x", **who),
        "restore": lambda: session_actions.restore(session, **who),
        "merge": lambda: acts.merge(session, reason="", **who),
        "shift": lambda: acts.shift(session, None, Shift(days=amount), minutes=None, reason="x", **who),
        "relocate": lambda: acts.relocate(session, where, reason="", **who),
        "reschedule": lambda: acts.reschedule(session, new_schedule(session, number, 9 + amount), reason="x", **who),
    }
    actions.attempt(forum, ChangeKind.SHIFTED, doing[what], reason="x", **who)


def check_slots(forum, restored):
    """Every series has a row for each slot of its rule, counted anew by dateutil in wall time, and plans no other.

    What a schedule left behind and somebody restored is planned by them, not by the rule.
    """
    for series in db.session.scalars(select(Series).where(Series.forum_id == forum.id)):
        rows = db.session.scalars(select(Session).where(Session.series_id == series.id)).all()
        slots = [row.slot for row in rows]
        assert len(set(slots)) == len(slots)
        zone = ZoneInfo(series.timezone)
        rule = ";".join(part for part in series.rule.split(";") if not part.startswith("UNTIL="))
        until = recurrence_of(series).rule.until
        counted = rrulestr(rule, dtstart=series.first_start)
        expected = set()
        for local in counted:
            slot = local.replace(tzinfo=zone).astimezone(UTC)
            if slot >= series.made_until or (until and slot > until):
                break
            expected.add(slot)
        assert expected <= set(slots)
        planned = [row for row in rows if row.state is SessionState.PLANNED and row.id not in restored]
        assert {row.slot for row in planned} <= expected


FEW = settings(
    max_examples=10,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # an example takes a second or two
)


@FEW
@given(rule=st.sampled_from(RULES), zone=st.sampled_from(ZONES), hour=HOURS, steps=STEPS)
def test_slots_stay_what_the_rules_give_whatever_is_done_in_whatever_order(app, clock, rule, zone, hour, steps):
    clock.move_to(datetime(2026, 11, 24, 2, tzinfo=UTC))
    forum = ForumFactory()
    by = PersonFactory()
    ParticipantFactory(forum=forum, person=by)
    plan(forum, rule, zone, hour)
    sequences, restored = {}, set()
    for what, number, amount in steps:
        past = gone(forum)
        off = {one.id for one in coming(forum, SessionState.CANCELLED)}
        try:
            do(forum, by, clock, what, number, amount)
        except RuleViolation:
            db.session.expire_all()
        db.session.flush()
        restored |= off & {one.id for one in coming(forum)}
        check_slots(forum, restored)
        assert gone(forum).items() >= past.items()
        grown = {one.id: one.sequence for one in db.session.scalars(select(Series).where(Series.forum_id == forum.id))}
        assert all(grown[key] >= value for key, value in sequences.items() if key in grown)
        sequences = grown
    db.session.rollback()


@pytest.mark.parametrize("what", ["move", "cancel", "merge", "shift", "relocate", "reschedule"])
def test_the_search_knows_what_was_changed_and_undone(app, clock, what):
    forum, by = (
        ForumFactory(agenda_template=[{"title": "Arahan", "purpose": "directive", "minutes": 10}]),
        PersonFactory(),
    )
    ParticipantFactory(forum=forum, person=by)
    plan(forum, RULES[0], ZONES[0], 10)
    db.session.commit()
    for one in (what, "undo"):
        do(forum, by, clock, one, 0, 2)
        db.session.commit()
        assert index.rebuild() == 0


def gone(forum):
    """What nobody may change any more."""
    past = select(Session).where(Session.forum_id == forum.id, Session.ends_at <= utc_now())
    rows = db.session.scalars(past).all()
    return {row.id: (row.slot, row.starts_at, row.state, row.place, row.series_id, row.version) for row in rows}


@FEW
@given(rule=st.sampled_from(RULES), zone=st.sampled_from(ZONES), number=st.integers(0, 30), hour=HOURS)
def test_a_new_schedule_ends_where_one_that_began_afresh_would(app, clock, rule, zone, number, hour):
    clock.move_to(datetime(2026, 11, 24, 2, tzinfo=UTC))
    forum, by = ForumFactory(), PersonFactory()
    ParticipantFactory(forum=forum, person=by)
    old = plan(forum, rule, zone, 10)
    found = coming(forum)
    first = found[number % len(found)]
    try:
        series = acts.reschedule(first, new_schedule(first, number, hour), reason="x", by=by, at=utc_now())
    except RuleViolation:
        db.session.rollback()
        return
    rows = db.session.scalars(select(Session).where(Session.series_id == series.id)).all()
    recurrence, last = recurrence_of(series), series.made_until - timedelta(seconds=1)
    holiday_on = holiday_lookup(recurrence.starts_at.date(), last.date())
    afresh = propose(recurrence, until=last, holiday_on=holiday_on, rule=forum.holiday_rule)
    moving = {one.slot: one.starts_at for one in afresh if one.state is ProposedState.SHIFTED}
    assert sorted(row.slot for row in rows) == [one.slot for one in afresh]
    assert {row.slot: row.proposed_starts_at for row in rows if row.proposed_starts_at} == moving
    assert all(row.starts_at == row.slot for row in rows)
    left = db.session.scalars(select(Session).where(Session.series_id == old.id, Session.slot >= first.slot)).all()
    assert all(row.state is not SessionState.PLANNED for row in left if row.slot > recurrence_of(old).rule.until)
    db.session.rollback()

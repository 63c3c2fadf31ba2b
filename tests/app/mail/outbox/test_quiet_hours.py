"""Mail that can wait leaves when the quiet hours of its recipient end, once; urgent mail leaves at any time."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.calendars.actions import set_hours
from app.calendars.holidays import known_holiday
from app.calendars.working_hours import QuietHours, WorkingHours
from app.database import db
from app.mail.notifications import actions
from app.mail.notifications.models import MailTimes
from app.mail.outbox.delivery import deliver
from app.mail.outbox.models import MailState
from tests.factories import PersonFactory

JAKARTA = ZoneInfo("Asia/Jakarta")
EVENING = datetime(2026, 11, 24, 21, 30, tzinfo=JAKARTA).astimezone(UTC)
MORNING = datetime(2026, 11, 25, 6, 0, tzinfo=JAKARTA).astimezone(UTC)
NIGHT = QuietHours(starts=time(20), ends=time(6))


def at(day, hour, minute=0):
    return datetime(2026, *day, hour, minute, tzinfo=JAKARTA)


@pytest.mark.parametrize(
    "quiet, now, end",
    [
        (NIGHT, at((11, 24), 19, 59), None),
        (NIGHT, at((11, 24), 20), at((11, 25), 6)),
        (NIGHT, at((11, 25), 5, 59), at((11, 25), 6)),
        (NIGHT, at((11, 25), 6), None),
        (QuietHours(starts=time(12), ends=time(13)), at((11, 24), 12, 30), at((11, 24), 13)),
        (QuietHours(starts=time(7), ends=time(7)), at((11, 24), 7), None),
        (QuietHours(starts=time(20), ends=time(6), days_off=True), at((11, 27), 21), at((11, 30), 6)),
        (QuietHours(starts=time(7), ends=time(7), days_off=True), at((12, 24), 23), at((12, 28), 0)),
    ],
)
def test_quiet_hours_end_at_a_moment_that_is_not_quiet(quiet, now, end):
    if now.date() == date(2026, 12, 24):  # joint leave, then Christmas and a weekend
        assert known_holiday(now.date())
    assert quiet.end_of(now, known_holiday) == end


@pytest.mark.every_database
def test_mail_waits_for_the_morning_and_leaves_once(queue, smtp_sink, clock):
    clock.move_to(EVENING)
    person = PersonFactory()
    db.session.commit()
    mail = queue(person_id=person.id)
    refused = queue(person_id=person.id, state=MailState.FAILED, tries=2)
    code, office = queue(person_id=person.id, urgent_from=EVENING), queue()
    assert deliver() == {MailState.SENT: 2}
    assert {message["Message-ID"] for message in smtp_sink.messages} == {code.message_id, office.message_id}
    assert (mail.state, mail.tries, mail.quiet_until) == (MailState.WAITING, 0, MORNING)
    assert mail.next_try_at < EVENING
    clock.move_to(MORNING - timedelta(seconds=1))
    assert deliver() == {}
    clock.move_to(MORNING)
    assert deliver() == {MailState.SENT: 2}
    assert deliver() == {}
    assert [message["Message-ID"] for message in smtp_sink.messages].count(mail.message_id) == 1
    assert refused.state is MailState.SENT


@pytest.mark.every_database
def test_a_person_chooses_other_hours_and_a_city_may_have_none(queue, smtp_sink, clock, monkeypatch):
    monkeypatch.setattr("app.mail.outbox.delivery.BATCH", 2)  # more wait than one pass looks at
    clock.move_to(EVENING)
    early, late = PersonFactory(), PersonFactory()
    db.session.add(MailTimes(person_id=late.id, quiet_starts=time(22), quiet_ends=time(5)))
    db.session.commit()
    waiting = [queue(person_id=early.id) for _ in range(3)]
    mail = queue(person_id=late.id)
    assert deliver() == {MailState.SENT: 1}
    assert mail.state is MailState.SENT
    set_hours(WorkingHours(quiet_ends=time(20)), by=None, at=EVENING)
    db.session.commit()
    assert deliver() == {MailState.SENT: 3}
    assert {one.state for one in waiting} == {MailState.SENT}


def test_other_hours_of_a_person_apply_to_what_waits_for_them_alone(queue, smtp_sink, clock):
    saturday = at((11, 28), 10).astimezone(UTC)
    clock.move_to(saturday)
    people = [PersonFactory(), PersonFactory()]
    for person in people:
        actions.choose_times(person, replace(NIGHT, days_off=True), time(7), at=saturday)
    db.session.commit()
    waiting = [queue(person_id=person.id) for person in people]
    assert deliver() == {}
    actions.choose_times(people[0], NIGHT, time(7), at=saturday)
    db.session.commit()
    assert deliver() == {MailState.SENT: 1}
    assert [one.state for one in waiting] == [MailState.SENT, MailState.WAITING]


@pytest.mark.parametrize("state", [MailState.WAITING, MailState.FAILED])
def test_mail_waits_no_longer_than_until_it_is_urgent(queue, smtp_sink, clock, state):
    clock.move_to(at((11, 27), 21).astimezone(UTC))
    person = PersonFactory()
    db.session.add(MailTimes(person_id=person.id, quiet_days_off=True))
    db.session.commit()
    saturday = at((11, 28), 22).astimezone(UTC)
    queue(person_id=person.id, urgent_from=saturday, state=state)
    assert deliver() == {}
    clock.move_to(saturday - timedelta(seconds=1))
    assert deliver() == {}
    clock.move_to(saturday)
    assert deliver() == {MailState.SENT: 1}

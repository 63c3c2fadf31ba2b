"""News of a topic that a person wants together waits for one mail, with a link to each object, and leaves once."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import and_, select

from app.calendars.holidays import known_holiday
from app.circles.models import Seat
from app.clock import today
from app.database import db
from app.mail.links.models import MailLink
from app.mail.notifications.models import MailChoice, Rhythm
from app.mail.notifications.rules import next_summary
from app.mail.notifications.summaries import send_summaries
from app.mail.outbox.about import UNDELIVERED, count, newest
from app.mail.outbox.delivery import deliver
from app.mail.outbox.models import Mail, MailState
from app.mail.outbox.rules import Progress
from commitments.registry.rules import Delivery
from commitments.watching.jobs import tell
from tests.commitments.test_notifications import choices, save

JAKARTA = ZoneInfo("Asia/Jakarta")


def at(day, hour):
    return datetime(2026, *day, hour, tzinfo=JAKARTA)


@pytest.mark.parametrize(
    "now, weekly, due",
    [
        (at((11, 24), 6), False, at((11, 24), 7)),
        (at((11, 24), 7), False, at((11, 25), 7)),
        (at((11, 27), 9), False, at((11, 30), 7)),
        (at((12, 23), 9), False, at((12, 28), 7)),  # joint leave, Christmas, a weekend
        (at((11, 24), 6), True, at((11, 30), 7)),
        (at((11, 30), 6), True, at((11, 30), 7)),
        (at((8, 14), 9), True, at((8, 18), 7)),  # Monday is Independence Day
    ],
)
def test_summaries_are_due_on_working_days(now, weekly, due):
    assert next_summary(now, time(7), weekly=weekly, holiday_on=known_holiday) == due


@pytest.fixture
def two(town, as_user, clock):
    """Two commitments that a member watches; `write(text)` tells about both."""
    watched = [town.promised(Delivery.IN_PROGRESS) for _ in range(2)]
    for one in watched:
        as_user(town.member).post("commitments.watching.watch", commitment_id=one.id)
    save(as_user(town.member), choices(watching="daily"))

    def write(text):
        clock.shift(timedelta(minutes=5))
        for one in watched:
            as_user(town.owner).post("commitments.delivery.comment", {"text": text}, commitment_id=one.id)
        list(tell())
        db.session.commit()

    return write


def collect():
    for _part in send_summaries():
        db.session.commit()
    db.session.commit()


def states():
    return set(db.session.scalars(select(Mail.state).where(Mail.kind == "commitments/watched")))


def sent():
    return db.session.scalars(select(Mail).where(Mail.kind == "notifications/summary")).all()


@pytest.mark.every_database
def test_what_waits_is_one_mail_in_the_morning(town, two, as_user, clock, smtp_sink, app):
    two("Alat datang besok")
    two("Alat sudah datang")
    assert db.session.scalars(select(MailLink)).all() == []
    deliver()
    collect()
    assert smtp_sink.messages == sent() == []
    clock.move_to(datetime(2026, 11, 25, tzinfo=UTC))
    collect()
    collect()
    (mail,) = sent()
    waited = db.session.scalars(select(Mail).where(Mail.kind == "commitments/watched")).all()
    assert {one.state for one in waited} == {MailState.SUMMARISED}
    assert deliver() == {MailState.SENT: 1}
    (message,) = smtp_sink.messages
    text = message.get_body(("plain",)).get_content()
    assert mail.subject == "Ringkasan: 2 kabar"  # of each commitment, the latest alone
    links = [line.partition("//")[2].partition("/")[2] for line in text.splitlines() if "/by-link/" in line]
    assert len(links) == 2
    assert "Alat" not in text
    assert {one.is_unread for one in waited} == {True}
    as_user(town.member).get(f"/{links[0]}", status=302)
    db.session.expire_all()
    assert {one.is_unread for one in waited} == {True, False}, "the other news was not opened"


@pytest.mark.every_database
def test_a_job_that_is_killed_loses_and_doubles_nothing(two, clock, monkeypatch):
    two("Kabar")
    clock.move_to(datetime(2026, 11, 25, tzinfo=UTC))

    def killed(*_arguments, **_context):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("app.mail.notifications.summaries.enqueue", killed)
        with pytest.raises(KeyboardInterrupt):
            collect()
    db.session.rollback()
    assert sent() == []
    collect()
    collect()
    assert len(sent()) == 1


def test_what_cannot_be_read_any_more_is_left_out(town, two, clock):
    two("Kabar")
    seat = db.session.scalars(select(Seat).where(Seat.organisation_id == town.community.id)).one()
    seat.until = today() - timedelta(days=1)
    db.session.commit()
    clock.move_to(datetime(2026, 11, 25, tzinfo=UTC))
    collect()
    assert sent() == []
    assert states() == {MailState.IN_APP}


def test_news_of_a_summary_that_is_lost_counts_as_lost(town, two, clock):
    two("Kabar")
    clock.move_to(datetime(2026, 11, 25, tzinfo=UTC))
    collect()
    assert states() == {MailState.SUMMARISED}
    (mail,) = sent()
    news = select(Mail.id).where(Mail.kind == "commitments/watched")
    assert count(and_(UNDELIVERED, Mail.id.in_(news))) == 0
    mail.state, mail.last_error = MailState.DEAD, "550 no such user"
    db.session.commit()
    assert count(and_(UNDELIVERED, Mail.id.in_(news))) == 2
    told = newest(and_(UNDELIVERED, Mail.id.in_(news)), limit=5, offset=0)
    assert {(one.progress, one.last_error) for one in told} == {(Progress.GIVEN_UP, mail.last_error)}


def test_a_summary_that_is_due_is_sent_although_the_choice_is_saved(town, two, as_user, clock):
    two("Kabar")
    clock.move_to(datetime(2026, 11, 25, 1, tzinfo=UTC))  # an hour late
    save(as_user(town.member), choices(watching="weekly"))
    collect()
    assert len(sent()) == 1


def test_another_choice_moves_what_waits(town, two, as_user, clock):
    two("Kabar")
    member = as_user(town.member)
    held = select(Mail.state, Mail.next_try_at).where(Mail.kind == "commitments/watched").distinct()
    save(member, choices(watching="weekly") | {"summary_at": "09.30"})
    monday = datetime(2026, 11, 30, 2, 30, tzinfo=UTC)
    assert db.session.execute(held).all() == [(MailState.HELD, monday)]
    save(member, choices())
    collect()
    assert len(sent()) == 1
    two("Kabar lain")
    assert len(db.session.execute(held).all()) == 2


def test_the_link_of_a_summary_switches_off_what_is_in_summaries(town, two, clock, app):
    two("Kabar")
    clock.move_to(datetime(2026, 11, 25, tzinfo=UTC))
    collect()
    (mail,) = sent()
    path = "/" + mail.headers["List-Unsubscribe"].strip("<>").partition("//")[2].partition("/")[2]
    assert path in mail.text
    assert app.test_client().post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert db.session.scalars(select(MailChoice.rhythm)).all() == [Rhythm.APP]
    two("Kabar lain")
    assert MailState.HELD not in db.session.scalars(select(Mail.state)).all()

"""Invitations and reminders go out by themselves, once, whatever happened to the scheduler."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.database import db
from app.mail.outbox.models import Mail
from forums.invitations.jobs import remind_those_who_did_not_answer, send_invitations
from forums.invitations.models import AnswerState, Via
from forums.invitations.rsvp import Channel, Reply, answer
from forums.scheduling import session_actions
from tests.factories import SessionFactory
from tests.factories.forums import NEXT
from tests.forums.room import room

NOW = NEXT - timedelta(days=2)


def count(kind):
    """How many mails of a kind were queued."""
    return db.session.scalar(select(func.count()).where(Mail.kind == f"forums/invitations/{kind}"))


def work():
    """Let both jobs run twice, as a scheduler that restarts would."""
    for job in (send_invitations, remind_those_who_did_not_answer) * 2:
        job()
        db.session.commit()


def test_invitations_go_out_fourteen_days_before_and_once(app, clock):
    it = room()
    it.session.starts_at, it.session.ends_at = NEXT + timedelta(days=13), NEXT + timedelta(days=13, hours=2)
    work()
    assert (count("invited"), it.session.invited_at) == (0, None)
    clock.shift(timedelta(days=2))
    work()
    assert count("invited") == 6


def test_none_goes_out_while_another_date_is_proposed(app):
    it = room()
    it.session.proposed_starts_at, it.session.because = NEXT + timedelta(days=1), "Hari libur"
    work()
    assert count("invited") == 0
    session_actions.accept_shift(it.session, by=it.coordinator, at=NOW)
    work()
    assert count("invited") == 6


@pytest.mark.parametrize("act", ["cancel", "hold", "past"])
def test_none_goes_out_for_what_does_not_take_place_or_is_over(app, clock, act):
    it = room()
    if act == "cancel":
        session_actions.cancel(it.session, reason="", by=it.coordinator, at=NOW)
    elif act == "hold":
        it.hold()
    else:
        clock.move_to(NEXT + timedelta(hours=3))
    work()
    assert count("invited") == 0


def test_only_those_who_have_not_answered_are_reminded_and_each_step_once(invited, clock):
    it = invited()
    answer(
        it.invitation(it.room.partner),
        Reply(answer=AnswerState.EXCUSED),
        through=Channel(via=Via.LINK),
        at=NOW,
    )
    work()
    assert count("reminded") == 0  # invited just now
    clock.shift(timedelta(hours=21))
    work()
    clock.shift(timedelta(hours=5))
    work()
    assert count("reminded") == 5
    reminded = db.session.scalars(select(Mail.recipient).where(Mail.kind == "forums/invitations/reminded")).all()
    assert it.room.partner.email not in reminded
    text = db.session.scalars(select(Mail.text).where(Mail.kind == "forums/invitations/reminded")).first()
    assert "/answer/" in text


def test_a_reminder_repeats_the_link_of_the_invitation(invited, clock):
    it = invited()
    clock.shift(timedelta(hours=21))
    work()
    reminder = db.session.scalars(
        select(Mail).where(Mail.kind == "forums/invitations/reminded", Mail.person_id == it.room.member.id)
    ).one()
    assert it.link(it.room.member) in reminder.text


def test_forty_days_of_silence_collapse_and_nothing_is_said_twice(app, clock):
    it = room()
    for week in range(1, 9):
        starts_at = NEXT + timedelta(weeks=week)
        SessionFactory(forum=it.forum, starts_at=starts_at)
    clock.shift(timedelta(days=40))
    work()
    now = NOW + timedelta(days=40)
    due = [week for week in range(9) if now < NEXT + timedelta(weeks=week) <= now + timedelta(days=14)]
    assert count("invited") == 6 * len(due)
    assert count("reminded") == 0
    clock.shift(timedelta(hours=1))
    work()
    assert count("invited") == 6 * len(due)


def test_a_session_that_moved_is_reminded_of_anew(invited, clock):
    it = invited()
    clock.shift(timedelta(hours=21))
    work()
    before = count("reminded")
    session_actions.move(
        it.session,
        starts_at=NEXT + timedelta(days=7),
        minutes=120,
        reason="",
        by=it.room.coordinator,
        at=NOW + timedelta(hours=21),
    )
    clock.move_to(NEXT + timedelta(days=6))
    work()
    assert count("reminded") == before + 6


def test_a_reminder_by_hand_shows_its_recipients_and_reaches_each_once_a_day(invited, as_user, clock):
    it = invited()
    answer(it.invitation(it.room.partner), Reply(answer=AnswerState.EXCUSED), through=Channel(via=Via.LINK), at=NOW)
    db.session.commit()
    leader = as_user(it.room.coordinator)
    page = leader.get("forums.invitations.remind", session_id=it.room.session.id)
    assert it.room.member.name in page.words
    assert it.room.partner.name not in page.soup.find("form").text
    for _twice in range(2):
        leader.post("forums.invitations.remind", session_id=it.room.session.id)
    assert count("reminded") == 5
    clock.shift(timedelta(days=1))
    leader.post("forums.invitations.remind", session_id=it.room.session.id)
    assert count("reminded") == 10
    as_user(it.room.member).post("forums.invitations.remind", session_id=it.room.session.id, status=403)


def test_a_forum_that_chose_no_reminders_sends_none(invited, clock):
    it = invited()
    it.room.session.forum.reminder_days = []
    clock.shift(timedelta(hours=21))
    work()
    assert count("reminded") == 0


def test_programs_read_the_outlook_by_sector_and_remind(invited, as_program):
    it = invited()
    program, path = as_program(it.room.coordinator), f"/sessions/{it.room.session.id}"
    outlook = program.get(f"{path}/outlook").json
    by_sector = {one["sector"]: (one["invited"], one["undecided"]) for one in outlook["sectors"]}
    assert by_sector == {"government": (4, 4), "private": (1, 1)}
    program.post(f"{path}/invitations/remind", {})
    assert count("reminded") == 6

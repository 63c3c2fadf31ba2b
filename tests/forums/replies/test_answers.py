"""Answers that calendar programs send: from our invitation in the mail to the answer on the session page."""

from dataclasses import replace
from datetime import timedelta

import pytest

from forums.invitations.models import AnswerState, Via
from forums.scheduling.models import Mode
from tests.forums.changes.confirming import confirmed
from tests.forums.replies import programs
from tests.forums.replies.conftest import ARRIVES, answers_of, kept
from tests.forums.replies.programs import WRITTEN, bare, event

PREFIX = [programs.google, programs.outlook, programs.apple, programs.thunderbird]
ANSWERS = [
    ("ACCEPTED", AnswerState.ATTENDING_IN_PERSON),
    ("DECLINED", AnswerState.EXCUSED),
    ("TENTATIVE", AnswerState.TENTATIVE),
]


def only_answer(person):
    (answer,) = answers_of(person)
    return answer


@pytest.mark.one_database
@pytest.mark.parametrize("answering", PREFIX)
@pytest.mark.parametrize("part_stat, state", ANSWERS)
def test_what_each_program_answers_is_the_answer_to_the_session(asked, arrives, answering, part_stat, state):
    it = asked()
    assert arrives(answering(it.requests["partner"], part_stat)) == ("taken", None)
    answer = only_answer(it.room.partner)
    assert (answer.answer, answer.via, answer.session_id) == (state, Via.REPLY, it.session.id)
    assert (answer.received_at, answer.stamped_at) == (ARRIVES, WRITTEN)
    assert answers_of(it.room.member) == []


@pytest.mark.parametrize("answering", PREFIX)
def test_an_answer_to_one_session_of_a_series_finds_it_by_instant(series, arrives, answering):
    it = series()
    assert arrives(answering(it.later["member"], "DECLINED")) == ("taken", None)
    assert only_answer(it.room.member).session_id == it.second.id


@pytest.mark.parametrize("slot", [";VALUE=DATE:20261203", ":20261203T090000", ":20261203T020000Z"])
def test_a_slot_may_be_written_as_a_day_or_without_a_zone(series, arrives, slot):
    it = series()
    assert arrives(programs.google(it.later["member"], recurrence_id=slot)) == ("taken", None)
    assert only_answer(it.room.member).session_id == it.second.id


def test_an_answer_without_a_slot_is_the_default_of_the_series(series, arrives):
    it = series()
    assert arrives(programs.google(it.requests["member"], "TENTATIVE", recurrence_id=None)) == ("taken", None)
    answer = only_answer(it.room.member)
    assert (answer.series_id, answer.session_id, answer.via) == (it.series.id, None, Via.REPLY)
    assert arrives(programs.apple(it.later["member"], "DECLINED")) == ("taken", None)
    assert {one.answer for one in answers_of(it.room.member)} == {AnswerState.TENTATIVE, AnswerState.EXCUSED}


def test_the_address_may_be_written_in_capitals_and_the_comment_is_the_reason(asked, arrives):
    it = asked()
    arrives(programs.outlook(it.requests["partner"], "DECLINED"))
    assert only_answer(it.room.partner).reason == "Ada rapat lain, mohon maaf"


def test_where_people_meet_online_accepted_means_online(asked, arrives):
    it = asked(mode=Mode.ONLINE, link="https://rapat.example/1")
    arrives(programs.google(it.requests["partner"]))
    assert only_answer(it.room.partner).answer is AnswerState.ATTENDING_ONLINE


def test_the_session_page_says_that_the_answer_came_by_mail(asked, arrives, as_user):
    it = asked()
    arrives(programs.google(it.requests["partner"]))
    page = as_user(it.room.coordinator).get("forums.invitations.show", session_id=it.session.id)
    assert "melalui surel" in page.words


def test_the_token_alone_decides_whoever_the_sender_claims_to_be(asked, arrives):
    it = asked()
    mine, other = it.requests["partner"], it.requests["member"]
    forged = replace(other, organizer="forum+aaaaaaaaaaaaaaaaaaaaaaaa@selaras.example")
    assert arrives(programs.google(forged)) == ("aside", "forged")
    assert arrives(programs.google(replace(other, organizer="forum@selaras.example"))) == ("aside", "forged")
    assert arrives(programs.google(replace(other, organizer=mine.organizer))) == ("aside", "somebody_else")
    assert answers_of(it.room.member) == answers_of(it.room.partner) == []
    honest = programs.google(mine).replace(b"From: Narahubung Mitra Solusi <", b"From: Sekretaris <sekretaris.")
    assert arrives(honest) == ("taken", None)


def test_the_token_of_another_series_opens_nothing_here(series, arrives):
    it = series()
    borrowed = replace(it.alone["partner"], organizer=it.requests["partner"].organizer)
    assert arrives(programs.google(borrowed)) == ("aside", "forged")


def test_the_token_may_stand_in_the_envelope_alone(asked, arrives):
    it = asked()
    mine = it.requests["partner"]
    rewritten = programs.google(replace(mine, organizer="forum@selaras.example"))
    delivered = f"Delivered-To: {mine.organizer.upper()}\r\n".encode() + rewritten
    assert arrives(delivered) == ("taken", None)


def test_an_answer_to_an_earlier_invitation_is_put_aside(asked, arrives, as_user, sent):
    it = asked()
    moved = {"version": str(it.session.version), "day": "27/11/2026", "time": "09.00", "minutes": "120"}
    moved["reason"] = "Banjir"
    confirmed(as_user(it.room.coordinator), "forums.sessions.move", moved, session_id=it.session.id)
    assert arrives(programs.google(it.requests["partner"])) == ("aside", "stale")
    assert arrives(programs.google(it.requests["partner"], sequence=None)) == ("aside", "stale")
    assert all(one.answer is AnswerState.NEEDS_ACTION for one in answers_of(it.room.partner))
    again = programs.request_in(sent()[it.room.partner.email])
    assert arrives(programs.google(again)) == ("taken", None)


def test_of_two_answers_the_one_written_later_holds_in_whatever_order_they_arrive(asked, arrives):
    it = asked()
    mine = it.requests["partner"]
    arrives(programs.google(mine, "DECLINED", stamp=WRITTEN + timedelta(minutes=5)), at=ARRIVES + timedelta(minutes=5))
    assert arrives(programs.google(mine, "ACCEPTED")) == ("aside", "stale")
    assert only_answer(it.room.partner).answer is AnswerState.EXCUSED
    late = ARRIVES + timedelta(hours=1)
    assert arrives(programs.apple(mine, "ACCEPTED", stamp=late), at=late) == ("taken", None)
    assert only_answer(it.room.partner).answer is AnswerState.ATTENDING_IN_PERSON


def test_a_clock_that_runs_ahead_does_not_shut_later_answers_out(asked, arrives):
    it = asked()
    mine = it.requests["partner"]
    arrives(programs.google(mine, "DECLINED", stamp=WRITTEN + timedelta(days=4000)))
    assert arrives(programs.apple(mine, stamp=ARRIVES + timedelta(minutes=1)), at=ARRIVES + timedelta(minutes=2)) == (
        "taken",
        None,
    )


def test_a_mail_that_was_long_on_its_way_does_not_undo_a_later_answer_by_link(asked, arrives, as_user, clock):
    it = asked()
    clock.shift(timedelta(hours=2))
    as_user().post(it.link(it.room.partner), {"answer": "attending_in_person"})
    assert arrives(programs.google(it.requests["partner"], "DECLINED"), at=ARRIVES + timedelta(hours=3)) == (
        "aside",
        "stale",
    )
    assert only_answer(it.room.partner).via is Via.LINK


def test_the_same_message_acts_once_by_whichever_ways_it_arrives(asked, arrives):
    it = asked()
    content = programs.google(it.requests["partner"])
    assert arrives(content) == ("taken", None)
    assert arrives(b"Received: from elsewhere\r\nDelivered-To: x@y.example\r\n" + content) == ("aside", "duplicate")
    assert arrives(content.replace(b"calendar.example>", b"again.example>")) == ("aside", "duplicate")
    assert len(kept()) == 3


def test_an_answer_that_says_nothing_changes_nothing(asked, arrives):
    it = asked()
    mine = it.requests["partner"]
    silent = bare(mine, *event(mine, f"CN=Ani:mailto:{mine.attendee}"))
    assert arrives(silent) == ("aside", "says_nothing")
    assert arrives(programs.google(mine, "X-MAYBE")) == ("aside", "says_nothing")
    assert arrives(programs.google(mine, recurrence_id=";RANGE=THISANDPRIOR:20261126T020000Z"))[1] == "unreadable"
    assert answers_of(it.room.partner) == []


def following(request, answer="ACCEPTED", **told):
    slot = programs.utc(request.slot)
    return programs.google(request, answer, recurrence_id=f";RANGE=THISANDFUTURE:{slot}", **told)


def said(it):
    given = {one.session_id: one.answer for one in answers_of(it.room.partner)}
    return [given.get(one.id) for one in (it.first, it.second)]


def test_this_and_all_following_are_answered_one_by_one(series, arrives):
    it = series()
    assert arrives(following(it.requests["partner"], "DECLINED")) == ("taken", None)
    assert said(it) == [AnswerState.EXCUSED, AnswerState.EXCUSED]
    assert all(one.series_id is None for one in answers_of(it.room.partner))


def test_what_came_before_is_not_answered_along(series, arrives):
    it = series()
    assert arrives(following(it.later["partner"])) == ("taken", None)
    assert said(it) == [None, AnswerState.ATTENDING_IN_PERSON]


def test_a_newer_answer_to_one_of_those_that_follow_stays(series, arrives):
    it = series()
    arrives(programs.google(it.later["partner"], "DECLINED", stamp=programs.WRITTEN + timedelta(minutes=1)))
    assert arrives(following(it.requests["partner"])) == ("taken", None)
    assert said(it) == [AnswerState.ATTENDING_IN_PERSON, AnswerState.EXCUSED]
    assert arrives(following(it.requests["partner"])) == ("aside", "duplicate")


def test_one_of_those_that_follow_that_has_moved_waits_for_an_answer_of_its_own(series, arrives):
    it = series()
    it.second.starts_at += timedelta(hours=1)
    assert arrives(following(it.requests["partner"])) == ("taken", None)
    assert said(it) == [AnswerState.ATTENDING_IN_PERSON, None]


def test_sessions_that_are_none_of_ours_are_put_aside(series, arrives):
    it = series()
    assert arrives(programs.google(it.alone["partner"], uid=":foreign@elsewhere.example")) == ("aside", "foreign")
    nowhere = programs.google(it.requests["member"], recurrence_id=":20261210T020000Z")
    assert arrives(nowhere) == ("aside", "no_session")
    far = programs.google(it.requests["member"], recurrence_id=":00010101T000000Z")
    assert arrives(far) == ("aside", "unreadable")


def test_what_is_no_answer_is_put_aside(asked, arrives):
    it = asked()
    mine = it.requests["partner"]
    request = bare(mine, *event(mine, f"CN=Ani:mailto:{mine.attendee}"), method="REQUEST")
    assert arrives(request) == ("aside", "no_answer")
    text = programs.mail(mine, "Saya tidak bisa datang.\n", kind="text/plain", In_Reply_To=mine.message_id)
    assert arrives(text) == ("aside", "no_calendar")
    absent = programs.mail(mine, "Saya cuti.\n", kind="text/plain", Auto_Submitted="auto-replied")
    assert arrives(absent) == ("aside", "automatic")
    texts = {mail.why.value: mail for mail in kept()}
    assert texts["no_calendar"].text == "Saya tidak bisa datang."
    assert texts["no_calendar"].circle_id == it.session.circle_id


def test_a_session_that_is_over_or_called_off_is_answered_no_more(asked, arrives, as_user):
    it = asked()
    assert arrives(programs.google(it.requests["member"]), at=it.session.ends_at) == ("aside", "refused")
    coordinator = as_user(it.room.coordinator)
    confirmed(coordinator, "forums.sessions.cancel", {"reason": "Banjir"}, session_id=it.session.id)
    assert arrives(programs.google(it.requests["partner"], sequence=":99")) == ("aside", "refused")
    assert "dibatalkan" in kept()[0].detail


def test_whoever_is_delegated_to_gets_an_invitation_of_their_own(asked, arrives, sent):
    it = asked()
    mine = it.requests["partner"]
    passed_on = bare(
        mine,
        *event(
            mine,
            f'PARTSTAT=DELEGATED;DELEGATED-TO="mailto:Budi@Mitra.example":mailto:{mine.attendee}',
            f'ATTENDEE;CN=Budi Santoso;DELEGATED-FROM="mailto:{mine.attendee}":mailto:budi@mitra.example',
        ),
    )
    assert arrives(passed_on) == ("taken", None)
    answer = only_answer(it.room.partner)
    assert (answer.answer, answer.representative) == (AnswerState.REPRESENTED, "Budi Santoso")
    assert answer.delegate.email == "budi@mitra.example"
    own = programs.request_in(sent()["budi@mitra.example"])
    assert own.organizer != mine.organizer
    assert arrives(programs.outlook(own)) == ("taken", None)
    assert only_answer(answer.delegate).answer is AnswerState.ATTENDING_IN_PERSON
    nobody = bare(mine, *event(mine, f"PARTSTAT=DELEGATED:mailto:{mine.attendee}", stamp=ARRIVES), Date="")
    assert arrives(nobody) == ("aside", "says_nothing")

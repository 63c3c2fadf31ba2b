"""What happens to one session shows before anybody hears of it, and costs no step where nobody does."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.clock import utc_now
from app.database import db
from forums.changes.models import Change
from forums.invitations.models import AnswerState, Invitation, Via
from forums.invitations.rsvp import Channel, Reply, answer
from forums.scheduling import session_actions
from forums.scheduling.models import Session, SessionState
from tests.factories import ForumFactory, ParticipantFactory, SessionFactory
from tests.factories.forums import NEXT
from tests.forums.changes.confirming import confirmed, looked

MOVE, CANCEL = "forums.sessions.move", "forums.sessions.cancel"
RESTORE, EDIT = "forums.sessions.restore", "forums.sessions.edit"


@pytest.fixture
def coordinator(as_user, course):
    return as_user(course.coordinator)


def moved(session, **answers):
    form = {"day": "27 November 2026", "time": "09.00", "minutes": "120", "reason": "Ruang dipakai"}
    return {**form, "version": str(session.version), **answers}


def details(session, **answers):
    form = {"mode": "in_person", "place": session.place, "link": "", "title": session.title}
    form |= {"presider": str(session.presider_id), "minute_taker": str(session.minute_taker_id)}
    return {**form, "version": str(session.version), **answers}


def accepted(it, session):
    mine = Invitation.session_id == session.id, Invitation.person_id == it.partner.id
    invitation = db.session.scalars(select(Invitation).where(*mine)).one()
    answer(invitation, Reply(answer=AnswerState.ATTENDING_IN_PERSON), through=Channel(via=Via.APP), at=utc_now())
    db.session.commit()


def changes():
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Change))


def test_a_move_shows_who_is_notified_what_happens_to_answers_and_conflicts(course, coordinator):
    session = course.sessions[0]
    accepted(course, session)
    other = ForumFactory(name="Forum Lain")
    ParticipantFactory(forum=other, person=course.partner)
    SessionFactory(forum=other, starts_at=NEXT + timedelta(days=1), place="Aula")
    page = looked(coordinator, MOVE, moved(session), session_id=session.id)
    assert "1 sesi pindah, 6 orang diberi tahu." in page.words
    assert "1 jawaban tidak berlaku lagi" in page.words
    assert "1 peserta memiliki sesi lain pada waktu itu: Forum Lain" in page.words
    assert "Masing-masing menerima satu surel" in page.words
    assert changes() == 0


def test_nobody_hears_of_what_was_not_seen(course, coordinator):
    session = course.sessions[0]
    for endpoint, form in ((MOVE, moved(session)), (CANCEL, {"reason": "Banjir"}), (EDIT, details(session, place="X"))):
        page = coordinator.post(endpoint, form, session_id=session.id, status=200)
        assert "6 orang diberi tahu" in page.words
    assert changes() == 0


def test_what_nobody_hears_of_takes_one_step(course, coordinator):
    uninvited, invited = course.sessions[4], course.sessions[0]
    coordinator.post(MOVE, moved(uninvited, day="25 Desember 2026"), session_id=uninvited.id)
    coordinator.post(CANCEL, {"reason": "Banjir"}, session_id=uninvited.id)
    coordinator.post(RESTORE, session_id=uninvited.id)
    coordinator.post(EDIT, details(invited, title="Rapat kerja"), session_id=invited.id)
    assert changes() == 4


def test_a_session_that_others_moved_since_it_was_looked_at_is_shown_again(course, coordinator):
    session = course.sessions[0]
    form = {"reason": "Banjir"}
    seen = looked(coordinator, CANCEL, form, session_id=session.id).soup.find(id="seen")["value"]
    session_actions.move(
        session, starts_at=NEXT + timedelta(hours=3), minutes=60, reason="x", by=course.chair, at=utc_now()
    )
    db.session.commit()
    page = coordinator.post(CANCEL, {**form, "seen": seen}, session_id=session.id, status=422)
    assert "Ada yang berubah sementara itu" in page.words
    assert changes() == 0


def test_the_reason_may_be_written_after_looking(course, coordinator):
    session = course.sessions[0]
    page = looked(coordinator, CANCEL, {"reason": ""}, session_id=session.id)
    assert "Tulis alasannya" not in page.words
    sent = {"reason": "Banjir", "seen": page.soup.find(id="seen")["value"]}
    coordinator.post(CANCEL, sent, session_id=session.id)
    assert db.session.get_one(Session, session.id, populate_existing=True).state is SessionState.CANCELLED


def test_restoring_shows_whom_it_invites_again_and_what_took_its_place(course, coordinator, sent):
    session = course.sessions[0]
    confirmed(coordinator, CANCEL, {"reason": "Banjir"}, session_id=session.id)
    sent()
    SessionFactory(forum=ForumFactory(name="Forum Aula"), starts_at=session.starts_at, place=session.place)
    page = coordinator.post(RESTORE, session_id=session.id, status=200)
    assert "1 sesi dipulihkan, 6 orang diberi tahu." in page.words
    assert "Tempat sudah dipakai: Forum Aula" in page.words
    page = confirmed(coordinator, RESTORE, {}, session_id=session.id)
    assert "Sesi direncanakan kembali" in page.words
    assert len(sent()) == 6


def test_recipients_are_shown_while_the_form_is_filled_in(course, coordinator):
    session = course.sessions[0]
    part = coordinator.post(f"/sessions/{session.id}/move?panel=1", moved(session, reason=""), status=200)
    assert part.soup.find("form") is None
    assert "1 sesi pindah, 6 orang diberi tahu." in part.words
    part = coordinator.post(f"/sessions/{session.id}/move?panel=1", moved(session, day="1/1/2020"), status=200)
    assert "Waktu ini sudah lewat" in part.words
    assert changes() == 0


@pytest.mark.one_database
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_session_is_cancelled_on_one_page(course, pages, axe, script):
    identity = course.sessions[2].id
    page = pages(course.coordinator, width=360, script=script)
    page.goto(f"/sessions/{identity}/cancel")
    if script:
        page.get_by_text("6 orang diberi tahu").wait_for()
        axe(page)
    page.get_by_label("Alasan").fill("Banjir")
    page.get_by_role("button", name="Batalkan sesi").click()
    if not script:
        page.get_by_text("6 orang diberi tahu").wait_for()
        page.get_by_role("button", name="Batalkan sesi").click()
    page.get_by_role("button", name="Urungkan").wait_for()
    assert db.session.get_one(Session, identity, populate_existing=True).state is SessionState.CANCELLED
    db.session.commit()

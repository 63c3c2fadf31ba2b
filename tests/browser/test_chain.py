"""The whole workflow from a new forum to the digest, by mouse and by keyboard alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from agreements.clauses.models import Obligation
from app.audit.chain import seal
from app.database import db
from app.database.transactions import transaction
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery, Verification
from forums.attendance.models import Attendance, Presence
from forums.decisions.models import Decision
from forums.invitations.models import Answer, AnswerState
from forums.minutes.models import Minutes, MinutesState
from forums.scheduling.models import Session, SessionState
from insights.digests.jobs import send_released
from insights.digests.models import Digest, DigestState
from tests.browser import commitment, meeting
from tests.browser.hands import Keyboard, Mouse
from tests.browser.stage import Story

SESSION_DAY = datetime(2026, 11, 25, 3, tzinfo=UTC)
"""Wednesday, 25 November 2026, 10.00 WIB."""


CORRECTED = SESSION_DAY + timedelta(days=6)
"""The day after the time for corrections."""
ROOT = Path(__file__).resolve().parents[2]


def written_for(language: str) -> set[str]:
    """Return the words of the interface in a language, where they are not the English ones."""
    words: set[str] = set()
    for path in ROOT.glob(f"*/translations/{language}/LC_MESSAGES/messages.po"):
        with path.open("rb") as file:
            for message in read_po(file):
                if isinstance(message.id, str) and message.id and message.string != message.id:
                    words.add(str(message.string))
    return words


HANDS = [
    pytest.param((Mouse, {"width": 1280, "height": 900}), id="mouse"),
    pytest.param((Keyboard, {"width": 360, "height": 900}), id="keyboard"),
]


@pytest.mark.parametrize("hand", HANDS)
def test_the_whole_chain(story, travel):
    meeting.the_coordinator_makes_a_forum(story)
    meeting.its_sessions_are_there(story)
    meeting.the_first_session_is_called(story)
    meeting.the_partner_answers_the_mailed_link_without_signing_in(story)
    meeting.the_partner_proposes_an_agenda_item(story)
    meeting.the_coordinator_accepts_it(story)
    travel.move_to(SESSION_DAY)
    meeting.the_session_is_opened_and_attendance_recorded(story)
    meeting.the_minutes_are_written(story)
    commitment.a_decision_becomes_a_commitment_on_the_same_page(story)
    commitment.the_partner_accepts_it_from_its_home(story)
    commitment.an_agreement_obliges_the_partner(story)
    commitment.the_partner_hands_over_evidence(story)
    commitment.the_verifier_sends_it_back_once(story)
    commitment.the_partner_hands_over_again(story)
    commitment.the_verifier_confirms(story)
    meeting.the_session_is_closed_and_its_minutes_circulated(story)
    travel.move_to(CORRECTED)
    meeting.the_chair_approves_them(story)
    the_coordinator_releases_a_digest_with_a_question(story)
    leadership_reads_it_and_decides(story)
    nothing_falls_back_in_english(story)
    the_database_tells_the_same(story)


def the_coordinator_releases_a_digest_with_a_question(story: Story) -> None:
    coordinator = story.at("coordinator", "/digests")
    hand = coordinator.hand
    coordinator.sees("Belum ada rangkuman")
    hand.choose("Rangkuman baru", ".title")
    coordinator.sees("Periode yang mana?")
    hand.pick("Berapa panjang periodenya?", "Bulanan")
    hand.type("Periode yang mana?", "2026-11")
    hand.choose("Bekukan catatan")
    coordinator.sees("Ini masih draf", "Forum Kualitas Udara")
    hand.choose("Tambah permohonan arahan")
    coordinator.sees("Apa yang perlu diputuskan?")
    hand.type("Apa yang perlu diputuskan?", "Berbagi data sensor dengan publik?")
    hand.type("Mengapa sekarang?", "Katalognya sudah lengkap.")
    hand.type("Pilihannya apa saja?", "Buka semuanya\nBuka sebagian")
    hand.type("Paling lambat kapan?", "10 Desember 2026")
    hand.choose("Tambahkan", "main form")
    coordinator.sees("1. Berbagi data sensor dengan publik?")
    hand.choose("Rilis kepada pimpinan")
    coordinator.sees("Dirilis")


def leadership_reads_it_and_decides(story: Story) -> None:
    db.session.commit()
    send_released()  # as the scheduler does
    assert "Berbagi data sensor dengan publik?" in story.mailed("leadership", "Rangkuman")
    leadership = story.at("leadership")
    leadership.sees("Berbagi data sensor dengan publik?")
    leadership.hand.go("Rangkuman")
    leadership.sees("November 2026")
    leadership.hand.choose("Rangkuman", "main table")
    leadership.sees("Mohon arahan", "Berbagi data sensor dengan publik?")
    paper = leadership.downloads("PDF")
    for words in ("Berbagi data sensor dengan publik?", "Forum Kualitas Udara", "Buka sebagian"):
        assert words in paper
    leadership.hand.choose("Beri arahan")
    leadership.sees("Apa arahannya?")
    leadership.hand.type("Apa arahannya?", "Buka semuanya.")
    leadership.hand.choose("Catat arahan")
    leadership.sees("Buka semuanya.")


def nothing_falls_back_in_english(story: Story) -> None:
    indonesian = written_for("id")
    coordinator = story.at("coordinator")
    for path, words in (
        ("/", "What needs you now"),
        ("/forums/forum-kualitas-udara", "How it meets"),
        (story.session, "Presider"),
        (f"{story.session}/invitations", "Attending in person"),
        (f"{story.session}/agenda", "Discussed"),
        (f"{story.session}/attendance", "Present"),
        (f"{story.session}/minutes", "Approved electronically"),
        (story.commitment, "Acceptance criteria"),
        (story.agreement, "Clauses and obligations"),
        ("/digests", "Released"),
    ):
        coordinator.page.goto(f"{path}?lang=en")
        coordinator.sees(words)
        expect(coordinator.page.locator("html")).to_have_attribute("lang", "en")
        lines = {line.strip() for line in coordinator.page.locator("body").inner_text().splitlines()}
        assert not lines & indonesian, path
    coordinator.page.goto("/?lang=id")


def the_database_tells_the_same(story: Story) -> None:
    commitments = db.session.scalars(select(Commitment).order_by(Commitment.code)).all()
    assert [(one.delivery, one.verification) for one in commitments] == [
        (Delivery.CLOSED, Verification.MET),
        (Delivery.ACCEPTED, Verification.UNVERIFIED),
    ]
    decision = db.session.scalars(select(Decision).options(selectinload(Decision.commitments))).one()
    assert decision.commitments == [commitments[0]]
    assert decision.quorum_met
    obligation = db.session.scalars(select(Obligation).options(selectinload(Obligation.commitments))).one()
    assert obligation.commitments == [commitments[1]]
    session = db.session.scalars(select(Session).order_by(Session.starts_at)).first()
    assert (session.state, session.starts_at) == (SessionState.HELD, SESSION_DAY)
    assert db.session.scalars(select(Answer.answer)).all() == [AnswerState.ATTENDING_IN_PERSON]
    assert db.session.scalars(select(Attendance.presence)).all() == [Presence.PRESENT] * 3
    minutes = db.session.scalars(select(Minutes)).one()
    assert (minutes.state, minutes.version) == (MinutesState.APPROVED, 1)
    digest = db.session.scalars(select(Digest)).one()
    assert (digest.state, digest.asks[0]["answer"]) == (DigestState.RELEASED, "Buka semuanya.")
    db.session.commit()
    with transaction():
        head = seal()
    assert head.position > 20
    told = story.app.test_cli_runner().invoke(args=["audit", "verify", "--json"])
    assert told.exit_code == 0, told.output
    found = json.loads(told.stdout)
    assert (found["holds"], found["unsealed"]) == (True, 0)

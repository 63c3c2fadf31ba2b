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
from tests.browser.drivers import KeyboardDriver, MouseDriver
from tests.browser.scenario import Scenario

SESSION_DAY = datetime(2026, 11, 25, 3, tzinfo=UTC)
"""Wednesday, 25 November 2026, 10.00 WIB."""


CORRECTED = SESSION_DAY + timedelta(days=6)
"""The day after the time for corrections."""
ROOT = Path(__file__).resolve().parents[2]


def written_for(language: str) -> set[str]:
    """Return the texts of the interface in a language that are not also English texts, such as "Status"."""
    words: set[str] = set()
    english: set[str] = set()
    for path in ROOT.glob(f"*/translations/{language}/LC_MESSAGES/messages.po"):
        with path.open("rb") as file:
            for message in read_po(file):
                if isinstance(message.id, str) and message.id:
                    words.add(str(message.string))
                    english.add(message.id)
    return words - english


DRIVERS = [
    pytest.param((MouseDriver, {"width": 1280, "height": 900}), id="mouse"),
    pytest.param((KeyboardDriver, {"width": 360, "height": 900}), id="keyboard"),
]


@pytest.mark.parametrize("driver", DRIVERS)
def test_the_whole_chain(scenario, travel):
    meeting.the_coordinator_makes_a_forum(scenario)
    meeting.its_sessions_are_there(scenario)
    meeting.the_first_session_is_called(scenario)
    meeting.the_partner_answers_the_mailed_link_without_signing_in(scenario)
    meeting.the_partner_proposes_an_agenda_item(scenario)
    meeting.the_coordinator_accepts_it(scenario)
    travel.move_to(SESSION_DAY)
    meeting.the_session_is_opened_and_attendance_recorded(scenario)
    meeting.the_minutes_are_written(scenario)
    commitment.a_decision_becomes_a_commitment_on_the_same_page(scenario)
    commitment.the_partner_accepts_it_from_its_home(scenario)
    commitment.an_agreement_obliges_the_partner(scenario)
    commitment.the_partner_hands_over_evidence(scenario)
    commitment.the_verifier_sends_it_back_once(scenario)
    commitment.the_partner_hands_over_again(scenario)
    commitment.the_verifier_confirms(scenario)
    meeting.the_session_is_closed_and_its_minutes_circulated(scenario)
    travel.move_to(CORRECTED)
    meeting.the_chair_approves_them(scenario)
    the_coordinator_releases_a_digest_with_a_question(scenario)
    leadership_reads_it_and_decides(scenario)
    nothing_falls_back_in_english(scenario)
    the_database_tells_the_same(scenario)
    assert audit_result(scenario) == (True, 0)


def the_coordinator_releases_a_digest_with_a_question(scenario: Scenario) -> None:
    coordinator = scenario.at("coordinator", "/digests")
    driver = coordinator.driver
    coordinator.sees("Belum ada rangkuman")
    driver.choose("Susun rangkuman", ".title")
    coordinator.sees("Jenis periode")
    driver.pick("Jenis periode", "Bulanan")
    driver.pick("Periode", "November 2026")
    driver.choose("Susun rangkuman")
    coordinator.sees("Ini masih draf", "Forum Kualitas Udara")
    driver.choose("Tambah permohonan arahan")
    coordinator.sees("Hal yang perlu diputuskan")
    driver.type("Hal yang perlu diputuskan", "Berbagi data sensor dengan publik?")
    driver.type("Mengapa sekarang?", "Katalognya sudah lengkap.")
    driver.type("Pilihan keputusan", "Buka semuanya\nBuka sebagian")
    driver.type("Paling lambat", "10 Desember 2026")
    driver.choose("Tambahkan", "main form")
    coordinator.sees("1. Berbagi data sensor dengan publik?")
    driver.choose("Terbitkan …")
    coordinator.sees("Penerima", "Berbagi data sensor dengan publik?")
    driver.choose("Terbitkan dan kirim")
    coordinator.sees("Diterbitkan")


def leadership_reads_it_and_decides(scenario: Scenario) -> None:
    db.session.commit()
    send_released()  # as the scheduler does
    assert "Berbagi data sensor dengan publik?" in scenario.mailed("leadership", "Rangkuman")
    leadership = scenario.at("leadership")
    leadership.sees("Berbagi data sensor dengan publik?")
    leadership.driver.go("Rangkuman")
    leadership.sees("November 2026")
    leadership.driver.choose("Rangkuman", "main table")
    leadership.sees("Mohon arahan", "Berbagi data sensor dengan publik?")
    paper = leadership.downloads("PDF")
    for words in ("Berbagi data sensor dengan publik?", "Forum Kualitas Udara", "Buka sebagian"):
        assert words in paper
    leadership.driver.choose("A. Buka semuanya")
    leadership.sees("Sudah ada arahan")
    coordinator = scenario.at("coordinator", "/")
    coordinator.sees("Arahan", "Buka semuanya")
    coordinator.driver.choose("Tindak lanjuti")
    coordinator.driver.choose("Mata acara")
    coordinator.driver.choose("Tambahkan", "main form")
    coordinator.sees("Ditambahkan ke acara", "Tindak lanjut:")


def nothing_falls_back_in_english(scenario: Scenario) -> None:
    indonesian = written_for("id")
    coordinator = scenario.at("coordinator")
    for path, words in (
        ("/", "What needs your attention"),
        ("/forums/forum-kualitas-udara", "Meetings"),
        (scenario.session, "Presider"),
        (f"{scenario.session}/invitations", "Attending in person"),
        (f"{scenario.session}/agenda", "Discussed"),
        (f"{scenario.session}/attendance", "Present"),
        (f"{scenario.session}/minutes", "Approved electronically"),
        (scenario.commitment, "Acceptance criteria"),
        (scenario.agreement, "Clauses and obligations"),
        ("/digests", "Released"),
    ):
        coordinator.page.goto(f"{path}?lang=en")
        coordinator.sees(words)
        expect(coordinator.page.locator("html")).to_have_attribute("lang", "en")
        lines = {line.strip() for line in coordinator.page.locator("body").inner_text().splitlines()}
        assert not lines & indonesian, path
    coordinator.page.goto("/?lang=id")


def the_database_tells_the_same(scenario: Scenario) -> None:
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
    assert (digest.state, digest.asks[0]["answer"]) == (DigestState.RELEASED, "Buka semuanya")
    db.session.commit()


def audit_result(scenario: Scenario) -> tuple[bool, int]:
    """Seal the audit trail and verify it by command; return whether it holds, and how many rows are unsealed."""
    with transaction():
        head = seal()
    assert head.position > 20
    result = scenario.app.test_cli_runner().invoke(args=["audit", "verify", "--json"])
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    return found["holds"], found["unsealed"]

"""The whole chain as its people walk it: from a new forum to the digest, by mouse and by keyboard alone."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from agreements.clauses.models import Obligation
from app.audit.chain import seal
from app.database import db
from app.transactions import transaction
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery, Verification
from forums.attendance.models import Attendance, Presence
from forums.decisions.models import Decision
from forums.invitations.models import Answer, AnswerState
from forums.minutes.models import Minutes, MinutesState
from forums.scheduling.models import Session, SessionState
from insights.digests.jobs import send_released
from insights.digests.models import Digest, DigestState
from tests.browser.hands import Keyboard, Mouse
from tests.browser.stage import Actor, Story

SESSION_DAY = datetime(2026, 11, 25, 3, tzinfo=UTC)
"""Wednesday, 25 November 2026, 10.00 WIB."""


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


INDONESIAN = written_for("id")


HANDS = [
    pytest.param((Mouse, {"width": 1280, "height": 900}), id="mouse"),
    pytest.param((Keyboard, {"width": 360, "height": 900}), id="keyboard"),
]


@pytest.mark.parametrize("hand", HANDS)
def test_the_whole_chain(story, travel):
    the_coordinator_makes_a_forum(story)
    its_sessions_are_there(story)
    the_first_session_is_called(story)
    the_partner_answers_the_mailed_link_without_signing_in(story)
    the_partner_proposes_an_agenda_item(story)
    the_coordinator_accepts_it(story)
    travel.move_to(SESSION_DAY)
    the_session_is_opened_and_attendance_recorded(story)
    the_minutes_are_written(story)
    a_decision_becomes_a_commitment_on_the_same_page(story)
    the_partner_accepts_it_from_its_home(story)
    an_agreement_obliges_the_partner(story)
    the_partner_hands_over_evidence(story)
    the_verifier_sends_it_back_once(story)
    the_partner_hands_over_again(story)
    the_verifier_confirms(story)
    the_session_is_closed_and_its_minutes_circulated(story)
    the_chair_approves_them(story)
    the_coordinator_releases_a_digest_with_a_question(story)
    leadership_reads_it_and_decides(story)
    nothing_falls_back_in_english(story)
    the_database_tells_the_same(story)


def seat(coordinator: Actor, organisation: str) -> None:
    """Add an organisation's seat in the form of a forum, with its focal point or whoever is left."""
    places = coordinator.page.locator("#places tbody tr")
    before = places.count()
    coordinator.hand.pick("Tambah instansi", organisation)
    coordinator.hand.press_button("[name=add]")
    expect(places).to_have_count(before + 1)


def the_coordinator_makes_a_forum(story: Story) -> None:
    coordinator = story.at("coordinator")
    coordinator.sees("Perlu Anda sekarang")
    coordinator.hand.go("Forum")
    coordinator.sees("Belum ada forum")
    coordinator.hand.choose("Forum baru", ".title")
    coordinator.sees("Nama forum")
    hand = coordinator.hand
    hand.type("Nama forum", "Forum Kualitas Udara")
    hand.type("Tujuan bersama", "Warga tahu mutu udara di sekitarnya.")
    hand.choose("Setiap bulan")
    hand.pick("Pada", "keempat")
    hand.pick("Hari", "Rabu")
    hand.type("Mulai pukul", "10.00")
    hand.type("Tanggal mulai", "18 November 2026")
    hand.type("Tempat", "Balai Kota, Ruang Pola")
    coordinator.sees("Setiap Rabu keempat tiap bulan", "25 November 2026", "23 Desember 2026")
    for organisation in ("Jakarta Smart City", "Jakarta Smart City", "Jakarta Smart City"):
        seat(coordinator, organisation)
    seat(coordinator, "PT Mitra Solusi")
    seat(coordinator, "Dinas Kesehatan")
    for place, (person, role) in enumerate(
        [("Bima Kepala", "Pimpinan rapat"), ("Rani Koordinator", "Fasilitator"), ("Citra Notulis", "Notulis")]
    ):
        row = f"#places tbody tr:nth-child({place + 1})"
        hand.pick("Peserta dari Jakarta Smart City", f"{person} · Kepala Bidang", row)
        hand.pick("Peran peserta dari Jakarta Smart City", role, row)
    coordinator.sees("kursi, yaitu 2 dari 3")
    hand.choose("Simpan forum")
    coordinator.sees("Forum Kualitas Udara", "Warga tahu mutu udara di sekitarnya.")


def its_sessions_are_there(story: Story) -> None:
    coordinator = story.at("coordinator")
    coordinator.sees("Rab 25 Nov", "Rab 23 Des")
    coordinator.hand.choose("Sesi 1")
    coordinator.sees("Rabu, 25 November 2026")
    story.session = coordinator.path


def the_first_session_is_called(story: Story) -> None:
    coordinator = story.at("coordinator")
    coordinator.hand.choose("Undangan", "ul.tabs")
    coordinator.sees("Belum ada yang diundang")
    coordinator.hand.choose("Kirim undangan")
    coordinator.sees("Eko Mitra, PT Mitra Solusi", "Fitri Verifikator, Dinas Kesehatan")
    coordinator.hand.choose("Kirim 5 undangan")
    coordinator.sees("5 undangan sedang dikirim", "Belum dijawab")


def the_partner_answers_the_mailed_link_without_signing_in(story: Story) -> None:
    text = story.mailed("partner", "Forum Kualitas Udara")
    link = re.search(r"https?://[^/]+(/answer/\S+)", text)
    assert link, text
    guest = story.stranger()
    guest.page.goto(link[1])
    guest.sees("Undangan untuk", "Eko Mitra", "Balai Kota, Ruang Pola")
    guest.hand.choose("Hadir luring")
    guest.sees("Terima kasih. Jawaban Anda tercatat.", "Hadir luring")
    coordinator = story.at("coordinator", f"{story.session}/invitations")
    coordinator.sees("Hadir luring")


def the_partner_proposes_an_agenda_item(story: Story) -> None:
    partner = story.at("partner")
    partner.sees("Forum Kualitas Udara")
    partner.hand.go("Sesi")
    partner.sees("Forum Kualitas Udara")
    partner.page.goto(f"{story.session}/agenda")
    partner.sees("Usulkan mata acara")
    partner.hand.choose("Usulkan mata acara", ".title")
    partner.sees("Tentang apa?")
    partner.hand.type("Tentang apa?", "Katalog sensor udara")
    partner.hand.type("Menit yang diperlukan", "30")
    partner.hand.choose("Usulkan", "main form")
    partner.sees("Katalog sensor udara", "Diusulkan")


def the_coordinator_accepts_it(story: Story) -> None:
    assert "Katalog sensor udara" in story.mailed("coordinator", "Katalog sensor udara")
    coordinator = story.at("coordinator", f"{story.session}/agenda")
    coordinator.sees("Katalog sensor udara")
    coordinator.hand.choose("Terima Katalog sensor udara")
    coordinator.sees("Diterima")
    assert "Katalog sensor udara" in story.mailed("partner", "Katalog sensor udara")


def the_session_is_opened_and_attendance_recorded(story: Story) -> None:
    taker = story.at("taker", story.session)
    chair = story.at("chair", story.session)
    chair.sees("Buka sesi")
    chair.hand.choose("Buka sesi")
    chair.sees("Sesi dibuka.")
    taker.hand.choose("Kehadiran", "ul.tabs")
    taker.sees("Belum dicatat")
    taker.hand.choose("Catat kehadiran")
    taker.sees("Eko Mitra")
    for name in ("Bima Kepala", "Fitri Verifikator"):
        taker.hand.pick(f"Kehadiran {name}", "Hadir")
    taker.hand.choose("Simpan kehadiran")
    taker.sees("Kuorum terpenuhi", "Hadir 3 dari 3")


def the_minutes_are_written(story: Story) -> None:
    taker = story.at("taker")
    taker.hand.choose("Jalannya Sesi", "ul.tabs")
    taker.sees("Katalog sensor udara")
    taker.hand.choose("Mulai butir 1")
    taker.sees("Catatan butir 1")
    taker.hand.type("Catatan butir 1", "Mitra menunjukkan letak 24 sensor.")
    taker.sees(re.compile(r"^Tersimpan \d"), check=False)
    taker.hand.choose("Tambah catatan")
    expect(taker.page.locator("div.passage")).to_contain_text("Mitra menunjukkan letak 24 sensor.")
    taker.sees("Citra Notulis")


def a_decision_becomes_a_commitment_on_the_same_page(story: Story) -> None:
    taker = story.at("taker")
    hand = taker.hand
    hand.type("Catatan butir 1", "Mitra Solusi menyerahkan katalog sensor.")
    hand.choose("Jadikan keputusan")
    taker.sees("Bagaimana diputuskan?")
    expect(hand.field("Keputusan")).to_have_value("Mitra Solusi menyerahkan katalog sensor.")
    hand.choose("Catat keputusan ini")
    taker.sees("Keputusan KEP-2026-001", "Apa yang dijanjikan?")
    hand.type("Apa yang dijanjikan?", "Menyerahkan katalog sensor udara")
    hand.pick("Penanggung jawab", "PT Mitra Solusi")
    hand.type("Tenggat", "11 Desember 2026")
    hand.pick("Verifikator", "Dinas Kesehatan")
    hand.type("Kriteria penerimaan", "Memuat seluruh 24 sensor")
    hand.choose("Usulkan komitmen")
    taker.sees("KMT-2026-0001", "Mitra Solusi · tenggat")
    assert "/live" in taker.path


def the_partner_accepts_it_from_its_home(story: Story) -> None:
    assert "Menyerahkan katalog sensor udara" in story.mailed("partner", "Menyerahkan katalog sensor udara")
    partner = story.at("partner", "/")
    partner.sees("Menyerahkan katalog sensor udara (KMT-2026-0001)")
    partner.hand.choose("Terima Menyerahkan katalog sensor udara")
    partner.sees("Diterima")
    story.commitment = partner.path


def an_agreement_obliges_the_partner(story: Story) -> None:
    coordinator = story.at("coordinator", "/agreements")
    hand = coordinator.hand
    coordinator.sees("Kerja Sama")
    hand.choose("Naskah baru", ".title")
    coordinator.sees("Tambah pihak")
    hand.type("Tentang", "Data kualitas udara terbuka")
    for place, organisation in enumerate(("Dinas Kesehatan", "PT Mitra Solusi"), 1):
        hand.pick("Tambah pihak", organisation)
        hand.press_button("[name=add]")
        expect(coordinator.page.locator("#sides > fieldset")).to_have_count(place)
    hand.type("Mulai berlaku", "1 Desember 2026")
    hand.type("Berakhir", "30 November 2027")
    hand.choose("Simpan sebagai draf")
    coordinator.sees("Data kualitas udara terbuka", "Belum ada pasal")
    story.agreement = coordinator.path
    hand.choose("Tambah pasal")
    coordinator.sees("Nomor")
    hand.type("Nomor", "Pasal 5")
    hand.type("Judul", "Laporan mutu")
    hand.choose("Tambahkan pasal")
    coordinator.sees("Pasal 5")
    hand.choose("Ubah", "main li")
    hand.choose("Tambah kewajiban")
    coordinator.sees("Apa kewajibannya?")
    hand.type("Apa kewajibannya?", "Laporan mutu data triwulanan")
    hand.type("Kriteria penerimaan", "Memuat kelengkapan data")
    hand.pick("Yang berkewajiban", "Pihak Kedua: PT Mitra Solusi")
    hand.pick("Verifikator", "Pihak Kesatu: Dinas Kesehatan")
    hand.type("Tenggat pertama", "15 Januari 2027")
    hand.choose("Tambahkan kewajiban")
    coordinator.sees("Laporan mutu data triwulanan")
    for act in ("Kirim untuk ditelaah", "Mulai perundingan", "Kirim untuk ditandatangani"):
        hand.choose(act, ".title .does > form")
    hand.choose("Catat penandatanganan")
    coordinator.sees("Ditandatangani pada")
    hand.type("Ditandatangani pada", "24 November 2026")
    hand.type("Mulai berlaku", "1 Desember 2026")
    hand.choose("Catat sebagai ditandatangani")
    coordinator.sees("KMT-2026-0002")
    partner = story.at("partner", "/")
    partner.hand.choose("Terima Laporan mutu data triwulanan")
    partner.sees("Diterima")


def the_partner_hands_over_evidence(story: Story) -> None:
    report = story.files / "katalog.csv"
    report.write_text("sensor,lintang,bujur\nUdara 1,-6.18,106.83\n")
    partner = story.at("partner", story.commitment)
    partner.hand.type("Sudah berapa persen?", "50")
    partner.hand.type("Apa yang sudah terjadi?", "Separuh katalog selesai.")
    partner.hand.attach("Bukti dukung", report)
    partner.sees("katalog.csv", check=False)
    partner.hand.choose("Kirim laporan")
    partner.sees("Separuh katalog selesai.", "50 %")
    partner.hand.type("Sudah berapa persen?", "100")
    partner.hand.type("Apa yang sudah terjadi?", "Katalog lengkap.")
    partner.hand.choose("Serahkan untuk diverifikasi")
    partner.sees("Menunggu Verifikasi")


def the_verifier_sends_it_back_once(story: Story) -> None:
    story.mailed("verifier", "Menyerahkan katalog sensor udara")
    verifier = story.at("verifier")
    verifier.sees("Menyerahkan katalog sensor udara")
    verifier.hand.choose("Menyerahkan katalog sensor udara", "main")
    verifier.sees("Kriteria penerimaan", "katalog.csv")
    verifier.hand.choose("Kembalikan")
    verifier.sees("Alasan")
    verifier.hand.type("Alasan", "Sensor 24 belum ada.")
    verifier.hand.choose("Kembalikan", "main form")
    verifier.sees("Dikembalikan", "Sensor 24 belum ada.")


def the_partner_hands_over_again(story: Story) -> None:
    assert "Sensor 24 belum ada." in story.mailed("partner", "Menyerahkan katalog sensor udara")
    partner = story.at("partner", "/")
    partner.sees("Dinas Kesehatan mengembalikan")
    partner.hand.choose("Laporkan kemajuan")
    partner.sees("Sudah berapa persen?")
    partner.hand.type("Sudah berapa persen?", "100")
    partner.hand.type("Apa yang sudah terjadi?", "Sensor 24 ditambahkan.")
    partner.hand.choose("Serahkan untuk diverifikasi")
    partner.sees("Menunggu Verifikasi")


def the_verifier_confirms(story: Story) -> None:
    verifier = story.at("verifier", story.commitment)
    verifier.sees("Sensor 24 ditambahkan.")
    verifier.hand.choose("Nyatakan terpenuhi")
    verifier.sees("Terpenuhi", "Selesai")


def the_session_is_closed_and_its_minutes_circulated(story: Story) -> None:
    coordinator = story.at("coordinator", f"{story.session}/live")
    coordinator.sees("Katalog sensor udara")
    coordinator.hand.choose("Tutup sesi")
    coordinator.sees("Tutup sesi")
    coordinator.hand.choose("Tutup sesi", ".confirm")
    coordinator.sees("Sesi ditutup.")
    coordinator.hand.choose("Notulen", "ul.tabs")
    coordinator.sees("Keputusan KEP-2026-001")
    coordinator.hand.choose("Edarkan")
    coordinator.sees("Edarkan notulen")
    coordinator.hand.choose("Kirim kepada")
    coordinator.sees("Notulen ini sedang diedarkan.", "Diedarkan")


def the_chair_approves_them(story: Story) -> None:
    story.mailed("chair", "Mohon periksa notulen")
    chair = story.at("chair", f"{story.session}/minutes")
    chair.sees("Mitra menunjukkan letak 24 sensor.")
    chair.hand.choose("Setujui")
    chair.sees("Setujui notulen Sesi 1?")
    chair.hand.choose("Setujui", ".confirm")
    chair.sees("Disetujui")
    paper = chair.downloads("Notulen (PDF)", "main aside")
    for words in (
        "NOTULEN",
        "Forum Kualitas Udara",
        "Mitra menunjukkan letak 24 sensor.",
        "KEP-2026-001",
        "KMT-2026-0001",
    ):
        assert words in paper


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
        assert not lines & INDONESIAN, path
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

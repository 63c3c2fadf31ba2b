"""The chain's meeting: a forum is made, its session called, held and written down, and the minutes approved."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.stage import Actor, Story


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
    coordinator.sees("Rabu, 18 November 2026 tidak termasuk harinya")
    hand.choose("Mulai Rabu, 25 November 2026")
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
    coordinator.sees("Kuorum: 2 dari 3 kursi")
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

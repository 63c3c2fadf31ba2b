"""Steps of the chain: a forum is created, its session is held, and its minutes are approved."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.scenario import Actor, Scenario


def seat(coordinator: Actor, organisation: str) -> None:
    """Add an organisation's seat in the form of a forum, with its focal point or another person."""
    places = coordinator.page.locator("#places tbody tr")
    before = places.count()
    coordinator.driver.pick("Tambah instansi", organisation)
    coordinator.driver.press_button("[name=add]")
    expect(places).to_have_count(before + 1)


def the_coordinator_makes_a_forum(scenario: Scenario) -> None:
    coordinator = scenario.at("coordinator")
    coordinator.sees("Langkah awal")
    coordinator.driver.go("Forum")
    coordinator.sees("Belum ada forum")
    coordinator.driver.choose("Buat forum", ".title")
    coordinator.sees("Nama forum")
    driver = coordinator.driver
    driver.type("Nama forum", "Forum Kualitas Udara")
    driver.type("Tujuan bersama", "Warga tahu mutu udara di sekitarnya.")
    driver.choose("Setiap bulan")
    driver.pick("Pada", "keempat")
    driver.pick("Hari", "Rabu")
    driver.type("Mulai pukul", "10.00")
    driver.type("Tanggal mulai", "18 November 2026")
    driver.type("Tempat", "Balai Kota, Ruang Pola")
    coordinator.sees("Rabu, 18 November 2026 tidak termasuk harinya")
    driver.choose("Mulai Rabu, 25 November 2026")
    coordinator.sees("Setiap Rabu keempat tiap bulan", "25 November 2026", "23 Desember 2026")
    for organisation in ("Jakarta Smart City", "Jakarta Smart City", "Jakarta Smart City"):
        seat(coordinator, organisation)
    seat(coordinator, "PT Mitra Solusi")
    seat(coordinator, "Dinas Kesehatan")
    for place, (person, role) in enumerate(
        [("Bima Kepala", "Pimpinan rapat"), ("Rani Koordinator", "Fasilitator"), ("Citra Notulis", "Notulis")]
    ):
        row = f"#places tbody tr:nth-child({place + 1})"
        driver.pick("Peserta dari Jakarta Smart City", f"{person} · Kepala Bidang", row)
        driver.pick("Peran peserta dari Jakarta Smart City", role, row)
    coordinator.sees("Kuorum: 2 dari 3 kursi")
    driver.choose("Simpan forum")
    coordinator.sees("Forum Kualitas Udara", "Warga tahu mutu udara di sekitarnya.")


def its_sessions_are_there(scenario: Scenario) -> None:
    coordinator = scenario.at("coordinator")
    coordinator.sees("Rab 25 Nov", "Rab 23 Des")
    coordinator.driver.choose("Sesi 1")
    coordinator.sees("Rabu, 25 November 2026")
    scenario.session = coordinator.path


def the_first_session_is_called(scenario: Scenario) -> None:
    coordinator = scenario.at("coordinator")
    coordinator.driver.choose("Undangan", "ul.tabs")
    coordinator.sees("Belum ada yang diundang")
    coordinator.driver.choose("Kirim undangan")
    coordinator.sees("Eko Mitra, PT Mitra Solusi", "Fitri Verifikator, Dinas Kesehatan")
    coordinator.driver.choose("Kirim 5 undangan")
    coordinator.sees("5 undangan sedang dikirim", "Belum dijawab")


def the_partner_answers_the_mailed_link_without_signing_in(scenario: Scenario) -> None:
    text = scenario.mailed("partner", "Forum Kualitas Udara")
    link = re.search(r"https?://[^/]+(/answer/\S+)", text)
    assert link, text
    guest = scenario.anonymous()
    guest.page.goto(link[1])
    guest.sees("Undangan untuk", "Eko Mitra", "Balai Kota, Ruang Pola")
    guest.driver.choose("Hadir luring")
    guest.sees("Terima kasih. Jawaban Anda tercatat.", "Hadir luring")
    coordinator = scenario.at("coordinator", f"{scenario.session}/invitations")
    coordinator.sees("Hadir luring")


def the_partner_proposes_an_agenda_item(scenario: Scenario) -> None:
    partner = scenario.at("partner")
    partner.sees("Forum Kualitas Udara")
    partner.driver.go("Sesi")
    partner.sees("Forum Kualitas Udara")
    partner.page.goto(f"{scenario.session}/agenda")
    partner.sees("Usulkan mata acara")
    partner.driver.choose("Usulkan mata acara", ".title")
    partner.sees("Pokok bahasan")
    partner.driver.type("Pokok bahasan", "Katalog sensor udara")
    partner.driver.type("Durasi (menit)", "30")
    partner.driver.choose("Usulkan", "main form")
    partner.sees("Katalog sensor udara", "Diusulkan")


def the_coordinator_accepts_it(scenario: Scenario) -> None:
    assert "Katalog sensor udara" in scenario.mailed("coordinator", "Katalog sensor udara")
    coordinator = scenario.at("coordinator", f"{scenario.session}/agenda")
    coordinator.sees("Katalog sensor udara")
    coordinator.driver.choose("Terima Katalog sensor udara")
    coordinator.sees("Diterima")
    assert "Katalog sensor udara" in scenario.mailed("partner", "Katalog sensor udara")


def the_session_is_opened_and_attendance_recorded(scenario: Scenario) -> None:
    taker = scenario.at("taker", scenario.session)
    chair = scenario.at("chair", scenario.session)
    chair.sees("Buka sesi")
    chair.driver.choose("Buka sesi")
    chair.sees("Sesi dibuka.")
    taker.driver.choose("Kehadiran", "ul.tabs")
    taker.sees("Belum dicatat")
    taker.driver.choose("Catat kehadiran")
    taker.sees("Eko Mitra")
    for name in ("Bima Kepala", "Fitri Verifikator"):
        taker.driver.choose(f"Hadir {name}")
    taker.driver.choose("Simpan kehadiran")
    taker.sees("Kuorum terpenuhi", "Hadir 3 dari 3")


def the_minutes_are_written(scenario: Scenario) -> None:
    taker = scenario.at("taker")
    taker.driver.choose("Rapat berlangsung", "ul.tabs")
    taker.sees("Katalog sensor udara")
    taker.driver.choose("Mulai butir 1")
    taker.sees("Catatan butir 1")
    taker.driver.type("Catatan butir 1", "Mitra menunjukkan letak 24 sensor.")
    taker.sees(re.compile(r"^Tersimpan \d"), check=False)
    taker.driver.choose("Tambah catatan")
    expect(taker.page.locator("div.passage")).to_contain_text("Mitra menunjukkan letak 24 sensor.")
    taker.sees("Citra Notulis")


def the_session_is_closed_and_its_minutes_circulated(scenario: Scenario) -> None:
    coordinator = scenario.at("coordinator", f"{scenario.session}/live")
    coordinator.sees("Katalog sensor udara")
    coordinator.driver.choose("Tutup sesi")
    coordinator.sees("Tutup sesi")
    coordinator.driver.choose("Tutup sesi", ".confirm")
    coordinator.sees("Sesi ditutup.")
    coordinator.driver.choose("Notulen", "ul.tabs")
    coordinator.sees("Keputusan KEP-2026-001")
    coordinator.driver.choose("Edarkan")
    coordinator.sees("Edarkan notulen")
    coordinator.driver.choose("Kirim kepada")
    coordinator.sees("Diedarkan kepada 4 orang.", "0 dari 3 pihak setuju")


def the_chair_approves_them(scenario: Scenario) -> None:
    scenario.mailed("chair", "Mohon periksa notulen")
    chair = scenario.at("chair", f"{scenario.session}/minutes")
    chair.sees("Mitra menunjukkan letak 24 sensor.")
    chair.driver.choose("Setujui")
    chair.sees("Setujui notulen Sesi 1?")
    chair.driver.choose("Setujui", ".confirm")
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

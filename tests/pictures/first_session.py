"""The first session of the forum, its minutes, and the digest of its month."""

from datetime import UTC, datetime

from playwright.sync_api import expect

from app.database import db
from insights.digests.jobs import send_released
from tests.pictures.city import City

SESSION_DAY = datetime(2027, 1, 13, 3, 5, tzinfo=UTC)
"""Wednesday, 13 January 2027, 10.05 WIB."""
CORRECTED = datetime(2027, 1, 19, 2, tzinfo=UTC)
"""The day after the time for corrections."""
NEXT_MONTH = datetime(2027, 2, 1, 2, tzinfo=UTC)

CHAIR, TAKER, PARTNER = "bayu@kota.example", "citra@kota.example", "fitri@kota.example"


def play(city: City) -> None:
    """Play the session and what follows from it."""
    _agenda(city)
    city.travel(SESSION_DAY)
    _session(city)
    _minutes(city)
    city.travel(CORRECTED)
    _approval(city)
    city.travel(NEXT_MONTH)
    _digest(city)


def _agenda(city: City) -> None:
    partner = city.at(PARTNER, f"{city.session}/agenda/propose")
    partner.type("Pokok bahasan", "Katalog sensor udara")
    partner.type("Durasi (menit)", "30")
    partner.choose("Usulkan", "main form")
    coordinator = city.at(CHAIR, f"{city.session}/agenda")
    coordinator.choose("Terima Katalog sensor udara")
    expect(coordinator.page.get_by_text("Diterima").first).to_be_visible()


def _session(city: City) -> None:
    chair = city.at(CHAIR, city.session)
    chair.choose("Buka sesi")
    expect(chair.page.get_by_text("Sesi dibuka.")).to_be_visible()
    taker = city.at(TAKER, f"{city.session}/attendance")
    taker.choose("Catat kehadiran")
    for name in ("Bayu Santoso", "Citra Lestari", "Eko Nugroho", "Fitri Handayani"):
        taker.choose(f"Hadir {name}")
    taker.choose("Simpan kehadiran")
    taker.page.goto(f"{city.session}/live")
    taker.choose("Mulai butir 1")
    taker.type("Catatan butir 1", "Mitra Solusi menyerahkan katalog sensor.")
    taker.choose("Jadikan keputusan")
    taker.choose("Catat keputusan ini")
    taker.type("Isi komitmen", "Menyerahkan katalog sensor udara")
    taker.pick("Penanggung jawab", "PT Mitra Solusi")
    taker.type("Tenggat", "29 Januari 2027")
    taker.pick("Verifikator", "Dinas Kesehatan")
    taker.type("Kriteria penerimaan", "Memuat seluruh 24 sensor")
    taker.choose("Usulkan komitmen")
    expect(taker.page.get_by_text("KMT-2027-0001").first).to_be_visible()
    taker.page.goto(f"{city.session}/live")
    city.photograph(taker.page, "session", height=1240)


def _minutes(city: City) -> None:
    coordinator = city.at(CHAIR, f"{city.session}/live")
    coordinator.choose("Tutup sesi")
    coordinator.choose("Tutup sesi", ".confirm")
    coordinator.page.goto(f"{city.session}/minutes")
    coordinator.choose("Edarkan")
    coordinator.choose("Kirim kepada")
    expect(coordinator.page.get_by_text("Diedarkan").first).to_be_visible()


def _approval(city: City) -> None:
    chair = city.at(CHAIR, f"{city.session}/minutes")
    chair.choose("Setujui")
    chair.choose("Setujui", ".confirm")
    expect(chair.page.get_by_text("Disetujui").first).to_be_visible()


def _digest(city: City) -> None:
    coordinator = city.at(CHAIR, "/digests/new")
    page = coordinator.page
    page.locator("select[name=kind]").select_option("monthly")
    page.locator("select[name=period]").select_option("2027-01")
    page.locator("main form button.btn-primary").click()
    expect(page.get_by_text("Forum Kualitas Udara").first).to_be_visible()
    coordinator.choose("Terbitkan …")
    page.locator("main form button.btn-primary").click()
    expect(page.get_by_text("Diterbitkan").first).to_be_visible()
    db.session.commit()
    send_released()  # as the scheduler does
    city.mailed_path("dewi@kota.example", r"/by-link/\S+")
    leadership = city.at("dewi@kota.example", page.url.removeprefix(city.pages.address))
    expect(leadership.page.get_by_text("Forum Kualitas Udara").first).to_be_visible()
    city.photograph(leadership.page, "digest", height=1100)

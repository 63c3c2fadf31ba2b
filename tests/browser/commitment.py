"""Steps of the chain: a commitment is decided, accepted, submitted twice and verified, also for an agreement."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.scenario import Scenario


def a_decision_becomes_a_commitment_on_the_same_page(scenario: Scenario) -> None:
    taker = scenario.at("taker")
    driver = taker.driver
    driver.type("Catatan butir 1", "Mitra Solusi menyerahkan katalog sensor.")
    driver.choose("Jadikan keputusan")
    taker.sees("Cara pengambilan keputusan")
    expect(driver.field("Keputusan")).to_have_value("Mitra Solusi menyerahkan katalog sensor.")
    driver.choose("Catat keputusan ini")
    taker.sees("Keputusan KEP-2026-001", "Isi komitmen")
    driver.type("Isi komitmen", "Menyerahkan katalog sensor udara")
    driver.pick("Penanggung jawab", "PT Mitra Solusi")
    driver.type("Tenggat", "11 Desember 2026")
    driver.pick("Verifikator", "Dinas Kesehatan")
    driver.type("Kriteria penerimaan", "Memuat seluruh 24 sensor")
    driver.choose("Usulkan komitmen")
    taker.sees("KMT-2026-0001", "Mitra Solusi · tenggat")
    assert "/live" in taker.path


def the_partner_accepts_it_from_its_home(scenario: Scenario) -> None:
    assert "Menyerahkan katalog sensor udara" in scenario.mailed("partner", "Menyerahkan katalog sensor udara")
    partner = scenario.at("partner", "/")
    partner.sees("Menyerahkan katalog sensor udara (KMT-2026-0001)")
    partner.driver.choose("Terima Menyerahkan katalog sensor udara")
    partner.sees("Diterima")
    scenario.commitment = partner.path


def an_agreement_obliges_the_partner(scenario: Scenario) -> None:
    coordinator = scenario.at("coordinator", "/agreements")
    driver = coordinator.driver
    coordinator.sees("Kerja sama")
    driver.choose("Tambah naskah", ".title")
    coordinator.sees("Tambah pihak")
    driver.type("Tentang", "Data kualitas udara terbuka")
    for place, organisation in enumerate(("Dinas Kesehatan", "PT Mitra Solusi"), 1):
        driver.pick("Tambah pihak", organisation)
        driver.press_button("[name=add]")
        expect(coordinator.page.locator("#sides > fieldset")).to_have_count(place)
    driver.type("Mulai berlaku", "1 Desember 2026")
    driver.type("Berakhir", "30 November 2027")
    driver.choose("Simpan sebagai draf")
    coordinator.sees("Data kualitas udara terbuka", "Belum ada pasal")
    scenario.agreement = coordinator.path
    driver.choose("Tambah pasal")
    coordinator.sees("Nomor")
    driver.type("Nomor", "Pasal 5")
    driver.type("Judul", "Laporan mutu")
    driver.choose("Tambahkan pasal")
    coordinator.sees("Pasal 5")
    driver.choose("Ubah", "main li")
    driver.choose("Tambah kewajiban")
    coordinator.sees("Uraian kewajiban")
    driver.type("Uraian kewajiban", "Laporan mutu data triwulanan")
    driver.type("Kriteria penerimaan", "Memuat kelengkapan data")
    driver.pick("Pihak yang berkewajiban", "Pihak Kedua: PT Mitra Solusi")
    driver.pick("Verifikator", "Pihak Kesatu: Dinas Kesehatan")
    driver.type("Tenggat pertama", "15 Januari 2027")
    driver.choose("Tambahkan kewajiban")
    coordinator.sees("Laporan mutu data triwulanan")
    for act in ("Kirim untuk ditelaah", "Mulai perundingan", "Kirim untuk ditandatangani"):
        driver.choose(act, ".title .does > form")
    driver.choose("Catat penandatanganan")
    coordinator.sees("Ditandatangani pada")
    driver.type("Ditandatangani pada", "24 November 2026")
    driver.type("Mulai berlaku", "1 Desember 2026")
    driver.type("Alasan catatan penandatanganan belum lengkap", "Naskah ditandatangani bersama")
    driver.choose("Catat penandatanganan")
    coordinator.sees("KMT-2026-0002")
    partner = scenario.at("partner", "/")
    partner.driver.choose("Terima Laporan mutu data triwulanan")
    partner.sees("Diterima")


def the_partner_hands_over_evidence(scenario: Scenario) -> None:
    report = scenario.files / "katalog.csv"
    report.write_text("sensor,lintang,bujur\nUdara 1,-6.18,106.83\n")
    partner = scenario.at("partner", scenario.commitment)
    partner.driver.type("Satu kalimat", "Separuh katalog selesai.")
    partner.driver.choose("Angka lain, berkas, tautan, kendala")
    partner.driver.type("Angka lain (%)", "50")
    partner.driver.attach("Berkas", report)
    partner.sees("katalog.csv", check=False)
    partner.driver.choose("Kirim laporan")
    partner.sees("Separuh katalog selesai.", "50 %")
    partner.driver.choose("Serahkan")
    partner.driver.type("Satu kalimat", "Katalog lengkap.")
    partner.driver.choose("Kirim laporan")
    partner.sees("Menunggu verifikasi")


def the_verifier_sends_it_back_once(scenario: Scenario) -> None:
    scenario.mailed("verifier", "Menyerahkan katalog sensor udara")
    verifier = scenario.at("verifier")
    verifier.sees("Menyerahkan katalog sensor udara")
    verifier.driver.choose("Menyerahkan katalog sensor udara", "main")
    verifier.sees("Kriteria penerimaan", "katalog.csv")
    verifier.driver.type("Alasan", "Sensor 24 belum ada.")
    verifier.driver.choose("Kembalikan", "main form")
    verifier.sees("Tidak ada yang menunggu verifikasi Anda")
    verifier = scenario.at("verifier", scenario.commitment)
    verifier.sees("Dikembalikan", "Sensor 24 belum ada.")


def the_partner_hands_over_again(scenario: Scenario) -> None:
    assert "Sensor 24 belum ada." in scenario.mailed("partner", "Menyerahkan katalog sensor udara")
    partner = scenario.at("partner", "/")
    partner.sees("Dikembalikan")
    partner.driver.choose("Lapor", "main li:has-text('Menyerahkan katalog sensor udara')")
    partner.sees("Sudah sampai mana?")
    partner.driver.choose("Serahkan")
    partner.driver.type("Satu kalimat", "Sensor 24 ditambahkan.")
    partner.driver.choose("Kirim laporan")
    partner.sees("Menunggu verifikasi")


def the_verifier_confirms(scenario: Scenario) -> None:
    verifier = scenario.at("verifier", scenario.commitment)
    verifier.sees("Sensor 24 ditambahkan.")
    verifier.driver.choose("Nyatakan terpenuhi")
    verifier.sees("Terpenuhi", "Selesai")

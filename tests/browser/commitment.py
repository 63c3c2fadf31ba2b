"""The chain's commitment: decided, accepted, owed by an agreement too, handed over twice and confirmed."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.stage import Story


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

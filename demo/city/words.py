"""The vocabulary of the city's names and texts; no real person or organisation appears in it."""

from __future__ import annotations

from app.organisations.models import OrganisationKind, Sector
from commitments.blockers.models import BlockerKind


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST_NAMES = _words(
    """
    Adi Agus Ahmad Aisyah Andi Anisa Ari Arif Asih Ayu Bagus Bambang Bayu Bima Budi Cahya Citra Dadang Damar Dani
    Dewi Dian Dimas Dini Dwi Edi Eka Endah Fajar Farah Fitri Galih Gilang Gita Hadi Hana Hendra Ida Ilham Indah
    Intan Irfan Jaya Joko Kartika Laras Lestari Lina Lukman Made Maya Mega Mira Nadia Nanda Novi Nur Oki Putri Raka
    Rani Ratna Rian Rini Rizki Sari Satria Sekar Sinta Siti Surya Taufik Tirta Tri Utami Wahyu Wati Wulan Yoga Yuni
    Zahra Zaki
    """
)
LAST_NAMES = _words(
    """
    Aditama Anggraini Ardiansyah Arkana Astuti Baskara Cahyono Darmawan Dewantara Firdaus Gunawan Halim Handayani
    Hapsari Haryanto Hidayat Irawan Iskandar Kurnia Kusuma Lazuardi Mahardika Maulana Mulyani Nasution Nugraha
    Pamungkas Permana Pertiwi Prabowo Pradana Pramono Prasetyo Pratama Purnama Puspita Rahardjo Rahayu Rahman
    Ramadhan Saputra Santoso Saraswati Setiawan Siregar Sudrajat Suhartono Sulistyo Suryani Susanto Syahputra Utomo
    Wibisono Wibowo Widodo Wijaya Winarno Wirawan Wulandari Yudhistira Yulianti Zulkarnain
    """
)
PLACES = _words(
    """
    Akasia Anggrek Angsana Asoka Bakung Belimbing Beringin Bougenvil Cempaka Cendana Dahlia Damar Delima Flamboyan
    Gandaria Gaharu Jati Kamboja Kecubung Kemuning Kenanga Kenari Ketapang Kelapa Lontar Mahoni Manggis Mawar Melati
    Meranti Merbau Mengkudu Nangka Nusaindah Palem Pandan Pinang Rambutan Randu Rasamala Sawo Seroja Seruni Soka
    Sukun Tanjung Teratai Trembesi Ulin Waru Wijaya
    """
)
FIELDS = (
    "Air Bersih",
    "Angkutan",
    "Data Spasial",
    "Energi",
    "Hunian",
    "Kebencanaan",
    "Kebersihan",
    "Kependudukan",
    "Kesehatan",
    "Ketenagakerjaan",
    "Lingkungan",
    "Pajak Daerah",
    "Pangan",
    "Pariwisata",
    "Pasar",
    "Pendidikan",
    "Perizinan",
    "Perpustakaan",
    "Sampah",
    "Usaha Mikro",
)
ORGANISATIONS = {
    Sector.GOVERNMENT: (
        ("Suku Dinas {field} {place}", OrganisationKind.AGENCY),
        ("Kelurahan {place} {number}", OrganisationKind.UNIT),
        ("UPT {field} {place}", OrganisationKind.UNIT),
        ("Bagian {field} {place}", OrganisationKind.BUREAU),
    ),
    Sector.REGIONAL_ENTERPRISE: (
        ("Perumda {field} {place}", OrganisationKind.REGIONAL_ENTERPRISE),
        ("Perseroda {field} {place}", OrganisationKind.REGIONAL_ENTERPRISE),
    ),
    Sector.PRIVATE: (
        ("PT {place} {field} Nusantara", OrganisationKind.COMPANY),
        ("PT Solusi {field} {place}", OrganisationKind.COMPANY),
        ("CV {place} {number}", OrganisationKind.COMPANY),
    ),
    Sector.CIVIL_SOCIETY: (
        ("Komunitas {field} {place}", OrganisationKind.COMMUNITY),
        ("Perkumpulan {field} {place}", OrganisationKind.ASSOCIATION),
        ("Forum Warga {place} {number}", OrganisationKind.COMMUNITY),
    ),
    Sector.ACADEMIA: (
        ("Universitas {place} {number}", OrganisationKind.UNIVERSITY),
        ("Politeknik {field} {place}", OrganisationKind.UNIVERSITY),
    ),
}
SECTORS = (
    *[Sector.GOVERNMENT] * 8,
    *[Sector.PRIVATE] * 5,
    *[Sector.CIVIL_SOCIETY] * 4,
    *[Sector.REGIONAL_ENTERPRISE] * 2,
    Sector.ACADEMIA,
)
"""How many organisations of each sector there are, as shares."""
POSITIONS = ("Kepala", "Narahubung", "Analis Data", "Pengelola Layanan", "Staf Program", "Koordinator Lapangan")

FORUMS = (
    "Forum Koordinasi {field} {place}",
    "Rapat Teknis {field} {place}",
    "Gugus Tugas {field} {place}",
    "Dialog {field} {place}",
    "Kelompok Kerja {field} {place}",
    "Pelatihan {field} {place}",
)
GOALS = (
    "Layanan {field} yang terhubung dan mudah dipakai warga.",
    "Satu data {field} yang dipakai bersama oleh semua pihak.",
    "Keluhan warga tentang {field} terjawab dalam tiga hari.",
)
ROOMS = ("Balai Kota, Ruang Rapat {number}", "Gedung {place}, lantai {number}", "Aula {place}")
AGENDA = (
    ("Pembukaan dan kuorum", "information", 10),
    ("Tindak lanjut sesi sebelumnya", "progress_monitoring", 25),
    ("Masalah yang perlu dipecahkan bersama", "joint_solution", 40),
    ("Penyelarasan rencana dan anggaran", "policy_alignment", 25),
    ("Arahan dan penutup", "directive", 10),
)
OPENING = "Pimpinan rapat membuka rapat, menyatakan kuorum, dan membacakan acara."
SAID = (
    "{organisation} menyampaikan kemajuan dan hambatan. Peserta menyepakati langkah berikut dan tenggatnya.",
    "{organisation} meminta kejelasan tenggat. Peserta sepakat bahwa janji dicatat dengan verifikator.",
    "Peserta membahas data yang dibutuhkan warga. {organisation} menawarkan bantuan pemeriksaan.",
    "{organisation} menyampaikan bahwa pekerjaan berjalan; hal yang tertunda dibawa ke sesi berikutnya.",
)
ALL_THE_SAME = "Disepakati yang hadir; instansi yang tidak hadir diberi tahu melalui notulen."
"""Why a decision is taken without a quorum."""
CLOSING = "Pimpinan rapat menutup rapat dan mengingatkan tenggat komitmen."
DECIDED = (
    "Data {field} dari {place} dibuka bagi semua peserta forum.",
    "Layanan {field} di {place} diuji bersama sebelum dipakai warga.",
    "Laporan warga tentang {field} di {place} dijawab oleh satu pihak.",
    "Anggaran {field} di {place} diusulkan bersama.",
)
TASKS = (
    "Menyusun daftar layanan {field} di {place}",
    "Memasang penanda {field} di {place}",
    "Menyerahkan laporan {field} {place}",
    "Melatih petugas {field} di {place}",
    "Membuka antarmuka data {field} {place}",
    "Memperbaiki mutu data {field} {place}",
    "Menguji layanan {field} di {place}",
    "Menjawab laporan warga tentang {field} di {place}",
)
CRITERIA = (
    "Berkas CSV terbuka tanpa galat\nMemuat seluruh kelurahan",
    "Laporan singkat dengan hasil per lokasi",
    "Foto tiap titik\nDaftar koordinat dalam berkas CSV",
    "Daftar hadir dan hasil uji\nDisetujui verifikator",
)
PROGRESS = ("Pekerjaan berjalan sesuai rencana.", "Separuh lokasi selesai.", "Data terkumpul dan sedang diperiksa.")
DONE = "Selesai; hasilnya ada pada tautan."
LINK = "https://contoh.example/bukti/{number}"
REASONS = (
    "Akses data belum tersedia.",
    "Petugas lapangan sedang ditugaskan ke tempat lain.",
    "Menunggu hasil pemeriksaan pihak lain.",
    "Anggaran baru turun bulan depan.",
)
BARRIERS = (
    (BlockerKind.SYSTEM, "Lingkungan uji belum tersedia."),
    (BlockerKind.REGULATION, "Dasar aturannya sedang ditelaah."),
    (BlockerKind.BUDGET, "Anggaran belum disetujui."),
    (BlockerKind.PHYSICAL_VERIFICATION, "Masih memerlukan kunjungan petugas."),
    (BlockerKind.SKILLS, "Petugas belum dilatih."),
    (BlockerKind.COORDINATION, "Dua pihak belum sepakat siapa yang mengerjakan."),
)
CORRECTIONS = ("Nama layanan ditulis kurang tepat.", "Mohon angka kemajuan disesuaikan dengan laporan kami.")
AGREEMENTS = (
    "Kerja Sama Data {field} {place}",
    "Integrasi Layanan {field} {place}",
    "Pemanfaatan Bersama {field} {place}",
)
CLAUSES = ("Ruang lingkup", "Tingkat layanan", "Pertukaran data", "Pelaporan", "Evaluasi bersama")
DUTIES = (
    "Laporan berkala {field}",
    "Pemutakhiran data {field}",
    "Pemeriksaan bersama {field}",
    "Rapat evaluasi {field}",
)
RIGHTS = ("Memakai data {field} untuk layanan kota", "Disebut sebagai sumber data {field}")

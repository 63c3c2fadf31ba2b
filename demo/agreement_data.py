"""The data of the demo's agreements: parties, clauses, obligations and rights; no terms of a real contract."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from agreements.clauses.rules import Frequency
from agreements.registry.models import AgreementKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A party: its own number, who signs, and by what authority."""

    who: str
    number: str
    signs: str
    authority: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationData:
    """An obligation; `due` in days from today. `ends` is the state of its last commitment; earlier ones were met."""

    text: str
    criteria: str
    debtor: str
    verifier: str
    due: int
    often: Frequency = Frequency.ONCE
    ends: str = "open"
    progress: int = 0
    news: str = "Pekerjaan berjalan sesuai rencana."
    """The text of the last report, with that progress."""
    partly: bool = False
    """Whether the last past period was partly met."""
    extended: int = 0
    """By how many days the first period was extended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A clause."""

    number: int
    heading: str
    text: str = ""
    duties: Sequence[ObligationData] = ()
    rights: Sequence[tuple[str, str]] = ()
    received: Sequence[tuple[str, int]] = ()
    """Who states that it received its right under this clause, and the day, counted from today."""
    told: Collection[str] = ()
    """Whose statement the coordinator recorded from a letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementData:
    """An agreement; `signed`, `begins` and `ends` in days from today, `ends` None: without end."""

    key: str
    kind: AgreementKind
    title: str
    purpose: str
    sides: Sequence[Signer]
    sections: Sequence[Section]
    signed: int
    ends: int | None
    parent: str = ""


AGREEMENTS = (
    AgreementData(
        key="kb",
        kind=AgreementKind.KESEPAKATAN_BERSAMA,
        title="Integrasi Layanan Kota",
        purpose="Menjajaki integrasi layanan kota ke dalam JAKI bersama mitra.",
        sides=(
            Signer(who="jsc", number="DEMO/KB/01", signs="Kepala JSC", authority="Surat Kuasa DEMO/SK/01"),
            Signer(who="mitrasolusi", number="DEMO-MSK/07", signs="Direktur"),
        ),
        sections=(
            Section(
                number=3,
                heading="Rencana kerja",
                text="Para pihak menyusun rencana kerja dalam 30 hari sejak penandatanganan.",
                duties=(
                    ObligationData(
                        text="Rencana kerja bersama",
                        criteria="Memuat tahapan, penanggung jawab, dan tanggal\nDisetujui kedua pihak",
                        debtor="jsc",
                        verifier="mitrasolusi",
                        due=-90,
                        ends="met",
                    ),
                ),
                rights=(("mitrasolusi", "Memperoleh dokumen teknis layanan yang akan diintegrasikan"),),
            ),
            Section(
                number=4,
                heading="Tindak lanjut",
                text="Rancangan PKS diserahkan dalam 90 hari sejak penandatanganan.",
                duties=(
                    ObligationData(
                        text="Rancangan PKS tahap dua",
                        criteria="Memuat hak dan kewajiban kedua pihak\nSudah melalui telaah hukum",
                        debtor="mitrasolusi",
                        verifier="jsc",
                        due=-30,
                        progress=70,
                        news="Naskah selesai disusun; telaah hukum kami belum rampung.",
                    ),
                ),
                rights=(("jsc", "Memperoleh rancangan PKS untuk ditelaah Biro Kerja Sama"),),
            ),
        ),
        signed=-120,
        ends=610,
    ),
    AgreementData(
        key="pks",
        kind=AgreementKind.PERJANJIAN_KERJA_SAMA,
        title="Antarmuka Layanan JAKI",
        purpose="Menyediakan antarmuka (API) layanan mitra yang aman dan terukur bagi pengguna JAKI.",
        parent="kb",
        sides=(
            Signer(who="jsc", number="DEMO/PKS/02", signs="Kepala JSC", authority="Surat Kuasa DEMO/SK/02"),
            Signer(who="mitrasolusi", number="DEMO-MSK/09", signs="Direktur"),
        ),
        sections=(
            Section(
                number=4,
                heading="Lingkungan uji",
                duties=(
                    ObligationData(
                        text="Lingkungan uji API (sandbox)",
                        criteria="Dapat diakses tim JSC\nDokumentasi antarmuka lengkap",
                        debtor="mitrasolusi",
                        verifier="jsc",
                        due=-70,
                        ends="met",
                    ),
                ),
                rights=(("jsc", "Memakai lingkungan uji tanpa biaya selama masa perjanjian"),),
            ),
            Section(
                number=5,
                heading="Tingkat layanan",
                text="Ketersediaan API paling sedikit 99 % tiap bulan.",
                duties=(
                    ObligationData(
                        text="Laporan bulanan tingkat layanan 99 %",
                        criteria="Memuat ketersediaan dan waktu tanggap\nDiterima sebelum tenggat",
                        debtor="mitrasolusi",
                        verifier="jsc",
                        due=-77,
                        often=Frequency.MONTHLY,
                    ),
                ),
                rights=(("mitrasolusi", "Layanannya dapat ditemukan pengguna JAKI"),),
            ),
            Section(
                number=7,
                heading="Keamanan",
                duties=(
                    ObligationData(
                        text="Uji keamanan API",
                        criteria="Tidak ada temuan tingkat tinggi yang terbuka\nLaporan uji diserahkan",
                        debtor="mitrasolusi",
                        verifier="jsc",
                        due=14,
                        ends="blocked",
                        progress=40,
                    ),
                ),
            ),
            Section(
                number=8,
                heading="Pelindungan data",
                text="Data pribadi tidak dipertukarkan tanpa dasar pemrosesan.",
                duties=(
                    ObligationData(
                        text="Daftar data yang dipertukarkan dan dasar pemrosesannya",
                        criteria="Setiap unsur data punya dasar pemrosesan\nDitinjau kedua pihak",
                        debtor="jsc",
                        verifier="mitrasolusi",
                        due=-40,
                        ends="met",
                    ),
                ),
                rights=(("mitrasolusi", "Menerima pemberitahuan atas perubahan kebijakan data"),),
            ),
        ),
        signed=-100,
        ends=265,
    ),
    AgreementData(
        key="data",
        kind=AgreementKind.PERJANJIAN_KERJA_SAMA,
        title="Data Kualitas Udara Perkotaan",
        purpose="Menyajikan kualitas udara kota kepada warga dari sensor pemerintah dan sensor warga.",
        sides=(
            Signer(who="jsc", number="DEMO/PKS/03", signs="Kepala JSC", authority="Surat Kuasa DEMO/SK/02"),
            Signer(who="dlh", number="DEMO-DLH/12", signs="Kepala Dinas"),
            Signer(who="fwd", number="DEMO-FWD/04", signs="Ketua"),
        ),
        sections=(
            Section(
                number=4,
                heading="Aliran data",
                text="Data per jam dari 12 stasiun, tersedia paling lambat 60 menit setelah pengukuran.",
                duties=(
                    ObligationData(
                        text="Aliran data sensor",
                        criteria="Data per jam dari 12 stasiun\nTersedia paling lambat 60 menit setelah pengukuran",
                        debtor="dlh",
                        verifier="jsc",
                        due=-238,
                        often=Frequency.QUARTERLY,
                        progress=55,
                    ),
                ),
                rights=(
                    ("jsc", "Memakai data sensor untuk layanan JAKI"),
                    ("fwd", "Memakai data sensor pemerintah untuk kajian warga"),
                ),
                received=(("jsc", -150), ("fwd", -140)),
            ),
            Section(
                number=5,
                heading="Katalog dan mutu",
                text="Pihak Ketiga menyusun katalog 24 titik sensor dan laporan mutu data setiap triwulan.",
                duties=(
                    ObligationData(
                        text="Laporan mutu data",
                        criteria="Memuat kelengkapan dan keterlambatan data\nDiterima sebelum tenggat",
                        debtor="fwd",
                        verifier="dlh",
                        due=-181,
                        often=Frequency.QUARTERLY,
                        partly=True,
                        extended=25,
                        progress=30,
                    ),
                    ObligationData(
                        text="Katalog metadata 24 titik sensor warga",
                        criteria="Lokasi, parameter, dan tanggal pasang tiap titik\nBerkas CSV terbuka tanpa galat",
                        debtor="fwd",
                        verifier="jsc",
                        due=-20,
                        extended=14,
                        progress=60,
                        news="Parameter 24 titik sudah lengkap; tanggal pasang sepuluh titik masih ditanyakan.",
                    ),
                ),
                rights=(("dlh", "Menerima katalog sensor warga untuk perencanaan stasiun"),),
            ),
            Section(
                number=6,
                heading="Penyajian kepada warga",
                duties=(
                    ObligationData(
                        text="Visualisasi kualitas udara di JAKI",
                        criteria="Tampil pada JAKI dengan waktu data terakhir\nTerbaca pada ponsel sederhana",
                        debtor="jsc",
                        verifier="fwd",
                        due=-147,
                        often=Frequency.QUARTERLY,
                        progress=45,
                    ),
                ),
                rights=(
                    ("fwd", "Sensor warga disebut sebagai sumber pada setiap tampilan"),
                    ("dlh", "Menerima jumlah pembaca tiap triwulan"),
                ),
                received=(("dlh", -60),),
                told=("dlh",),
            ),
            Section(number=7, heading="Pelindungan data", text="Data yang dipertukarkan tidak memuat data pribadi."),
            Section(
                number=11,
                heading="Pemantauan dan evaluasi",
                text="Rapat evaluasi setiap semester.",
                duties=(
                    ObligationData(
                        text="Rapat evaluasi",
                        criteria="Dihadiri ketiga pihak\nNotulen disetujui",
                        debtor="jsc",
                        verifier="dlh",
                        due=-160,
                        often=Frequency.HALF_YEARLY,
                        ends="accepted",
                    ),
                ),
                rights=(("fwd", "Ikut menentukan tindak lanjut hasil evaluasi"),),
            ),
        ),
        signed=-322,
        ends=45,
    ),
    AgreementData(
        key="izin",
        kind=AgreementKind.INTERNAL_NOTE,
        title="Penyederhanaan Perizinan melalui JAKI",
        purpose="Menata layanan perizinan yang dapat diajukan melalui JAKI.",
        sides=(
            Signer(who="jsc", number="DEMO/NI/04", signs="Kepala JSC"),
            Signer(who="dpmptsp", number="DEMO-PTSP/05", signs="Kepala DPMPTSP"),
        ),
        sections=(
            Section(
                number=1,
                heading="Inventarisasi",
                duties=(
                    ObligationData(
                        text="Inventaris layanan perizinan",
                        criteria="Memuat seluruh layanan dan status integrasinya",
                        debtor="dpmptsp",
                        verifier="jsc",
                        due=-25,
                        ends="met",
                    ),
                    ObligationData(
                        text="Pemetaan verifikasi fisik tiap layanan",
                        criteria="Menyebut layanan yang masih memerlukan verifikasi fisik dan dasarnya",
                        debtor="dpmptsp",
                        verifier="jsc",
                        due=20,
                        progress=50,
                    ),
                ),
                rights=(("jsc", "Menerima daftar layanan untuk peta jalan integrasi"),),
            ),
            Section(
                number=2,
                heading="Aturan dan uji coba",
                duties=(
                    ObligationData(
                        text="Usul perubahan aturan verifikasi",
                        criteria="Menyebut ketentuan yang diusulkan berubah dan alasannya",
                        debtor="dpmptsp",
                        verifier="jsc",
                        due=50,
                        ends="accepted",
                    ),
                    ObligationData(
                        text="Uji coba tiga layanan perizinan di JAKI",
                        criteria="Tiga layanan dapat diajukan dari JAKI\nKeluhan pengguna tercatat dan dijawab",
                        debtor="jsc",
                        verifier="dpmptsp",
                        due=80,
                        ends="proposed",
                    ),
                ),
                rights=(("dpmptsp", "Memperoleh dukungan teknis selama uji coba"),),
            ),
        ),
        signed=-60,
        ends=None,
    ),
)

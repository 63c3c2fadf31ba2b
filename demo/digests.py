"""The demo's digests: last month's was answered, this month's has open questions; two tell of a part."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from agreements.registry.models import Agreement
from agreements.registry.rules import Stage
from app.clock import local_date
from app.database import db
from demo.parties import Parties
from insights.digests.actions import Ask, Reply, answer, ask, draft, release, write
from insights.digests.rules import period_with


def add_digests(parties: Parties, now: datetime) -> None:
    """Release the digest of last month with one answered question, and this month's with three open ones."""
    today = local_date(now)
    this_month = period_with("monthly", today)
    earlier = draft(this_month.before, about=None, by=parties.coordinator, at=now - timedelta(minutes=30))
    ask(
        earlier,
        Ask(
            title="Petugas pemeriksa data sensor",
            why="Katalog sensor warga perlu diperiksa sebelum data tampil di JAKI.",
            options=["Tugaskan satu pemeriksa dari JSC (usul Koordinator)", "Tunda sampai tahun anggaran baru"],
            by=today - timedelta(days=5),
        ),
        by=parties.coordinator,
        at=now - timedelta(minutes=29),
    )
    release(earlier, by=parties.coordinator, at=now - timedelta(minutes=28))
    reader = parties.people["pimpinan@jsc.example"]
    reply = Reply(option=1, words="Mulai bulan ini.")
    answer(earlier, reply, number=len(earlier.asks), by=reader, at=now - timedelta(minutes=20))
    digest = draft(this_month, about=None, by=parties.coordinator, at=now - timedelta(minutes=10))
    write(
        digest,
        lead="Koordinasi berjalan; tiga hal menunggu arahan.",
        by=parties.coordinator,
        at=now - timedelta(minutes=9),
    )
    for wanted in (
        Ask(
            title="Lingkungan uji untuk uji keamanan API layanan",
            why="Uji terhenti karena lingkungan uji belum tersedia; dua pekerjaan lain menunggu hasilnya.",
            options=["Pinjam kapasitas pusat data JSC 3 minggu (usul Koordinator)", "Tunda uji ke triwulan depan"],
            consequences=["Uji selesai dalam tiga pekan; dua layanan pindah jadwal", "Dua komitmen mundur 60 hari"],
            by=today + timedelta(days=6),
        ),
        Ask(
            title="Rancangan PKS tahap dua",
            why="Telaah hukum pihak mitra belum selesai; tenggat sudah lewat.",
            options=["Bertemu kepala instansi mitra pekan ini (usul Koordinator)", "Akhiri pembahasan tahap dua"],
            by=today + timedelta(days=10),
        ),
    ):
        ask(digest, wanted, by=parties.coordinator, at=now - timedelta(minutes=8))
    release(digest, by=parties.coordinator, at=now - timedelta(minutes=5))


def add_scoped_digests(parties: Parties, now: datetime) -> None:
    """Release the digests of an organisation for this year and of an agreement for this quarter."""
    at, day, by = now - timedelta(minutes=40), local_date(now), parties.coordinator
    signed = select(Agreement).where(Agreement.stage == Stage.SIGNED).order_by(Agreement.title)
    agreement = db.session.scalars(signed.limit(1)).one()
    for kind, about in (("yearly", parties.organisations["mitrasolusi"]), ("quarterly", agreement)):
        release(draft(period_with(kind, day), about=about, by=by, at=at), by=by, at=at)

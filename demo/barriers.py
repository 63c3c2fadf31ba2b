"""The demo's barriers: one for each type at least, the oldest before leadership, three resolved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from agreements.registry.models import Agreement
from alignment.barriers import actions
from alignment.barriers.actions import Entry, Hindered
from alignment.barriers.models import Barrier
from app.clock import local_date
from app.database import db
from commitments.blockers.models import BlockerKind
from commitments.registry.models import Commitment
from demo.parties import Parties
from forums.directives.queries import upcoming
from forums.scheduling.models import Forum


@dataclass(frozen=True, slots=True, kw_only=True)
class BarrierData:
    """A barrier that began `days` ago, of the cross-sector forum; `commitment` is the title of what it hinders."""

    title: str
    kind: BlockerKind
    days: int
    owner: str = ""
    office: str = ""
    text: str = ""
    commitment: str = ""
    open_for: int = 0
    """Days after which it was resolved; 0: it is open."""
    how: str = ""


BARRIERS = {
    "visit": BarrierData(
        title="Verifikasi lapangan wajib tatap muka",
        kind=BlockerKind.REGULATION,
        days=118,
        owner="dpmptsp",
        office="Kepala DPMPTSP",
        text="Petugas masih harus datang untuk izin berisiko rendah; tiga layanan menunggu.",
    ),
    "queue": BarrierData(
        title="Antarmuka antrean belum terbuka",
        kind=BlockerKind.SYSTEM,
        days=87,
        owner="bumd",
        text="Jumlah penumpang per halte belum dapat dibaca aplikasi lain.",
        commitment="Posisi seluruh armada bus untuk JAKI",
    ),
    "sensors": BarrierData(
        title="Pemeliharaan sensor 2027 belum dianggarkan", kind=BlockerKind.BUDGET, days=73, owner="dlh"
    ),
    "health": BarrierData(
        title="Dasar berbagi data puskesmas",
        kind=BlockerKind.REGULATION,
        days=64,
        owner="dinkes",
        commitment="Daftar layanan puskesmas dengan kode baku",
    ),
    "building": BarrierData(
        title="Cek gedung belum terjadwal", kind=BlockerKind.PHYSICAL_VERIFICATION, days=55, owner="dpmptsp"
    ),
    "people": BarrierData(
        title="Pengelola data hanya satu orang",
        kind=BlockerKind.SKILLS,
        days=46,
        owner="fwd",
        commitment="Memasang penanda pada 24 titik sensor warga",
    ),
    "key": BarrierData(title="Kunci API uji kedaluwarsa", kind=BlockerKind.SYSTEM, days=41, owner="jsc"),
    "twice": BarrierData(title="Dua instansi memeriksa hal yang sama", kind=BlockerKind.COORDINATION, days=28),
    "upload": BarrierData(
        title="Akses unggah katalog",
        kind=BlockerKind.SYSTEM,
        days=29,
        owner="jsc",
        open_for=4,
        how="BLUD Jakarta Smart City membuka akun pengunggah",
    ),
    "test": BarrierData(
        title="Sumber dana uji keamanan",
        kind=BlockerKind.BUDGET,
        days=92,
        owner="jsc",
        open_for=51,
        how="Dialihkan ke anggaran BLUD",
    ),
    "list": BarrierData(
        title="Daftar layanan puskesmas ganda",
        kind=BlockerKind.COORDINATION,
        days=71,
        owner="dinkes",
        open_for=17,
        how="Dinas Kesehatan menetapkan satu daftar",
    ),
}


def add_barriers(parties: Parties, forum: Forum, agreement: Agreement, now: datetime) -> dict[str, Barrier]:
    """Record the barriers and what they hinder; tell one head, propose two, and put the oldest before leadership.

    Return them by their keys.
    """
    by = parties.coordinator
    made = {key: _add(parties, forum, data, now) for key, data in BARRIERS.items()}
    hindered = Hindered(agreement_id=agreement.id, part="24 titik sensor")
    actions.add_effect(made["sensors"], hindered, by=by, at=now - timedelta(days=70))
    actions.tell_head(made["queue"], by=by, at=now - timedelta(days=20))
    later = upcoming(forum.id, now)[1]
    for key in ("sensors", "health"):
        actions.put_on_agenda(made[key], later, by=by, at=now - timedelta(days=2))
    actions.escalate(made["visit"], by=None, at=now - timedelta(hours=3))
    return made


def _add(parties: Parties, forum: Forum, data: BarrierData, now: datetime) -> Barrier:
    by, at = parties.coordinator, now - timedelta(days=data.days)
    owner = parties.organisations[data.owner] if data.owner else None
    entry = Entry(
        kind=data.kind,
        title=data.title,
        text=data.text,
        since=local_date(at),
        owner=owner,
        owner_office=data.office,
    )
    barrier = actions.enter(entry, forum.circle, by=by, at=at)
    db.session.flush()
    if data.commitment:
        found = db.session.scalars(select(Commitment).where(Commitment.title == data.commitment)).first()
        assert found, data.commitment
        actions.add_effect(barrier, Hindered(commitment_id=found.id), by=by, at=at)
    if data.open_for:
        end = at + timedelta(days=data.open_for)
        actions.resolve(barrier, how=data.how, decision=None, version=str(barrier.version), by=by, at=end)
    return barrier

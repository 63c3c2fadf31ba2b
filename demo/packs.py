"""The demo's meeting pack: version 3 for the next cross-sector session, with what changed since the versions before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from app.database import db
from app.files import keep
from demo.parties import Parties
from demo.pdf_pages import page_with
from forums.agenda.models import AgendaItem
from forums.agenda.queries import in_order
from forums.pack import actions
from forums.pack.models import PackVersion
from forums.papers.queries import ON_AGENDA
from forums.preparation.actions import add_document, remove_document
from forums.preparation.models import AgendaDocument
from forums.scheduling.models import Forum, Session
from forums.scheduling.queries import next_planned

PERMITS, REPORTS, KIOSKS = (
    "Status integrasi perizinan",
    "Laporan warga yang dibuka kembali",
    "Pengadaan anjungan layanan",
)
"""Titles of items that get documents."""
NOTE = "Angka anjungan di daftar berbeda dari rapat lalu (18 dari 27). Minta satu angka sebelum masuk rangkuman."


def circulate_packs(parties: Parties, forums: Mapping[str, Forum], now: datetime) -> None:
    """Circulate three versions of the pack of the next session, as documents arrive; some organisations opened them."""
    session = next_planned(forums["lintas"].id, now)
    items = {item.title: item for item in in_order(session.id) if item.state in ON_AGENDA} if session else {}
    if session is None or not {PERMITS, REPORTS, KIOSKS} <= items.keys():
        return
    permits, reports, kiosk = items[PERMITS], items[REPORTS], items[KIOSKS]
    roadmap = ("Peta jalan integrasi 2027", "Triwulan I: perizinan dan pajak.", "Triwulan II: kesehatan.")
    _add(parties, permits, "dlh", roadmap, now - timedelta(days=5))
    one = _circulate(parties, session, now - timedelta(days=5))
    old = _add(
        parties, kiosk, "dpmptsp", ("Usul pengadaan anjungan", "Dua puluh empat lokasi."), now - timedelta(days=3)
    )
    two = _circulate(parties, session, now - timedelta(days=3))
    remove_document(old, by=parties.focal_point("dpmptsp"), at=now - timedelta(days=1))
    changed = ("Usul pengadaan anjungan", "Dua puluh tujuh lokasi; tabel biaya diperbaiki.")
    _add(parties, kiosk, "dpmptsp", changed, now - timedelta(days=1))
    _add(
        parties,
        reports,
        "komunitas",
        ("Ringkasan laporan warga", "Laporan Juli sampai November."),
        now - timedelta(days=1),
    )
    three = _circulate(parties, session, now - timedelta(days=1))
    for version, keys in ((one, ("dlh",)), (two, ("bumd", "universitas")), (three, ("dpmptsp", "komunitas"))):
        for place, key in enumerate(keys, 1):
            at = version.circulated_at + timedelta(hours=place)
            person_id = parties.focal_point(key).id
            actions.record_opening(version.id, person_id, by_link=False, downloads=True, at=at)
            db.session.flush()
    actions.save_note(kiosk, NOTE, by=parties.focal_point("mitrasolusi"), at=now)


def _add(parties: Parties, item: AgendaItem, key: str, lines: Sequence[str], at: datetime) -> AgendaDocument:
    person = parties.focal_point(key)
    name = f"{lines[0].lower().replace(' ', '-')}.pdf"
    file = keep(page_with(lines, at=at), name=name, media_type="application/pdf", by=person, at=at)
    db.session.flush()
    document = add_document(item, file, title=lines[0], by=person, at=at)
    document.item, document.file = item, file
    return document


def _circulate(parties: Parties, session: Session, at: datetime) -> PackVersion:
    as_of = at.replace(second=0, microsecond=0)
    return actions.circulate(session, as_of=as_of, by=parties.coordinator, at=at)

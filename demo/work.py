"""Shows what parties do with their commitments: milestones, waits, agreed reports, dispositions and a record."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from app.clock import local_date
from app.database import db
from app.dispositions import actions as dispositions
from commitments.delivery import actions as delivery
from commitments.milestones import actions as milestones
from commitments.particulars import actions as particulars
from commitments.receipts import actions as receipts
from commitments.receipts.paper import details_of
from commitments.registry.models import Commitment
from commitments.registry.rules import Funds, Particulars, Plan, Rhythm
from commitments.waiting import actions as waiting
from demo.parties import Parties

STEPS = (("Naskah petunjuk disetujui petugas", -6), ("Petunjuk untuk lima layanan tampil", 7))


def add_work(parties: Parties, now: datetime) -> None:
    """Add milestones, a wait, a rhythm, two dispositions and a record of delivery to commitments of the demo."""
    _divide(parties, now)
    _pass_on(parties, now)
    _record(parties, now)


def _divide(parties: Parties, now: datetime) -> None:
    guide, owner = _named("Petunjuk bagi warga sebelum kunjungan petugas"), parties.focal_point("dpmptsp")
    made = now - timedelta(days=20)
    steps = [
        milestones.add(guide, text=text, due=local_date(now) + timedelta(days=days), by=owner, at=made)
        for text, days in STEPS
    ]
    said = Particulars(
        rhythm=Rhythm.FORTNIGHTLY, plan=Plan.RPJMD, plan_note="Pelayanan publik terpadu", funds=Funds.APBD
    )
    particulars.change(guide, said, by=owner, at=made)
    waiting.begin(guide, _named("Standar format data jadwal angkutan"), by=parties.coordinator, at=made)
    report = delivery.Report(progress=45, text="Naskah petunjuk selesai.", milestones=[steps[0].id])
    delivery.report(guide, report, by=owner, at=now - timedelta(days=7))


def _pass_on(parties: Parties, now: datetime) -> None:
    """Let the heads of two agencies pass commitments on to their focal points."""
    for title, key, words, days in (
        ("Petunjuk bagi warga sebelum kunjungan petugas", "dpmptsp", "Siapkan teks untuk lima layanan pertama.", 3),
        ("Daftar layanan puskesmas dengan kode baku", "dinkes", "Pastikan dua kecamatan terakhir diperiksa.", 1),
    ):
        due = local_date(now) + timedelta(days=days)
        head, receiver = parties.people[f"kepala@{key}.example"], parties.focal_point(key)
        dispositions.give(_named(title), receiver, instruction=words, due=due, by=head, at=now - timedelta(days=2))


def _record(parties: Parties, now: datetime) -> None:
    """Write the record of a delivery that was submitted."""
    study = _named("Kajian kepuasan pengguna JAKI semester II")
    details = replace(details_of(study, None, now), number="DEMO/BAST/07", place="Balai Kota")
    receipts.write(study, details, version=None, texts={}, by=parties.coordinator, at=now - timedelta(days=1))


def _named(title: str) -> Commitment:
    return db.session.scalars(select(Commitment).where(Commitment.title == title)).one()

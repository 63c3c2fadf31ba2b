"""The demo's amendment in negotiation, of the agreement on air quality data."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from agreements.amendments import actions
from agreements.amendments.models import Addendum
from agreements.amendments.rules import Stance
from agreements.clauses import queries as clauses
from agreements.clauses.actions import Duty, Wording
from agreements.clauses.models import Obligation
from agreements.clauses.rules import Frequency
from agreements.registry.models import Agreement
from app.accounts.models import Person
from app.clock import local_date
from demo.parties import Parties

CATALOG = "Pihak Ketiga menyusun katalog 30 titik sensor dan laporan mutu data setiap bulan."
CARE = "Pihak Kedua memelihara sensor warga yang tercatat dalam katalog, paling sedikit satu kali setahun."
ATTENDANCE = "Rapat evaluasi setiap semester, dihadiri paling sedikit satu wakil tiap pihak."


def add_amendment(parties: Parties, agreement: Agreement, now: datetime) -> Addendum:
    """Draft an amendment, send it, and let one party agree and another bargain; the third is reading."""
    drafted, sent = now - timedelta(days=6), now - timedelta(days=4)
    end = agreement.expires_on
    assert end
    by = parties.coordinator
    frame = actions.Frame(
        title="Laporan bulanan, enam titik baru, satu tahun lagi",
        rationale="Enam titik baru dipasang warga pada Oktober, dan laporan triwulanan terlalu jarang untuk peringatan "
        "kualitas udara.",
        basis="Kesepakatan Forum Lintas Sektor",
        effective_on=local_date(now) + timedelta(days=28),
        changes_end=True,
        new_end=end + timedelta(days=365),
    )
    amendment = actions.begin(agreement, frame, by=by, at=drafted)
    _change_text(amendment, by=by, at=drafted)
    actions.send(amendment, by=by, at=sent)
    actions.take_position(amendment, stance=Stance.AGREES, by=by, at=sent + timedelta(hours=3))
    official = parties.focal_point("dlh")
    words = "Setelah anggaran tahun depan ditetapkan."
    told: dict[str, Any] = {"clause": "Pasal 8a", "words": words, "at": sent + timedelta(days=1)}
    actions.take_position(amendment, stance=Stance.BARGAINS, by=official, **told)
    return amendment


def _change_text(amendment: Addendum, *, by: Person, at: datetime) -> None:
    text = {one.number: one for one in clauses.clauses_of(amendment.agreement_id)}
    owed = {one.text: one for one in clauses.obligations_in(amendment.agreement_id)}
    for number, words in (("Pasal 5", CATALOG), ("Pasal 11", ATTENDANCE)):
        clause = text[number]
        wording = Wording(number=number, heading=clause.heading, text=words)
        actions.change_clause(amendment, wording, clause=clause, by=by, at=at)
    wording = Wording(number="Pasal 8a", heading="Pemeliharaan", text=CARE)
    added = actions.change_clause(amendment, wording, by=by, at=at)
    report, catalog = owed["Laporan mutu data"], owed["Katalog metadata 24 titik sensor warga"]
    monthly = _duty(report, frequency=Frequency.MONTHLY)
    actions.change_obligation(amendment, monthly, obligation=report, by=by, at=at)
    wider = _duty(catalog, text="Katalog metadata 30 titik sensor warga", later=65)
    actions.change_obligation(amendment, wider, obligation=catalog, by=by, at=at)
    agency, unit = amendment.agreement.in_order[1], amendment.agreement.in_order[0]
    care = Duty(
        text="Pemeliharaan sensor warga",
        criteria="Setiap sensor diperiksa dan dibersihkan\nCatatan pemeliharaan diunggah",
        debtor=agency,
        verifier=unit,
        first_due=amendment.effective_on + timedelta(days=180),
    )
    actions.change_obligation(amendment, care, place=actions.Place(added=added), by=by, at=at)


def _duty(
    obligation: Obligation, *, text: str | None = None, frequency: Frequency | None = None, later: int = 0
) -> Duty:
    return Duty(
        text=text or obligation.text,
        criteria=obligation.criteria,
        debtor=obligation.debtor,
        verifier=obligation.verifier,
        frequency=frequency or obligation.frequency,
        first_due=obligation.first_due + timedelta(days=later),
    )

"""Adds the demo's dispute about a returned delivery, in mediation."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.accounts.models import Person
from commitments.disputes import actions as disputes
from commitments.disputes.actions import Statement
from commitments.registry.models import Commitment
from commitments.verification import actions as verification
from demo.parties import Parties

AN_HOUR = timedelta(hours=1)


def add_dispute(parties: Parties, commitment: Commitment, owner: Person, checker: Person, at: datetime) -> None:
    """Return the delivery, and dispute that; both sides accept a mediator from the verifier's organisation."""
    reason = "Posisi bus terkirim tiap 60 detik. Kriteria meminta waktu nyata."
    verification.send_back(commitment, by=checker, at=at, reason=reason)
    ours = Statement(
        holds="Ya, 60 detik cukup",
        reason="Kriteria hanya menulis waktu nyata, tanpa angka.",
        interests="Biaya pengiriman data naik dua kali pada 30 detik.",
        accepts_insider=True,
    )
    theirs = Statement(
        holds="Belum, perlu 30 detik",
        reason="Bus lain sudah 30 detik; warga membandingkan.",
        interests="Perkiraan tiba meleset satu menit.",
        accepts_insider=True,
    )
    question = "Apakah jeda 60 detik memenuhi kriteria “waktu nyata”?"
    disputes.dispute(commitment, question, ours, by=owner, at=at + AN_HOUR)
    disputes.take_position(commitment, theirs, by=checker, at=at + 2 * AN_HOUR)
    mediator = parties.people["kepala@jsc.example"]
    text = "60 detik sekarang, 30 detik untuk 5 koridor tersibuk sebelum Februari"
    disputes.add_option(commitment, text, by=mediator, at=at + 20 * AN_HOUR, mediates=True)
    text = "30 detik semua koridor, biaya ditanggung bersama"
    disputes.add_option(commitment, text, by=checker, at=at + 21 * AN_HOUR, mediates=False)
    for hours, person in ((22, owner), (23, checker)):
        disputes.support(commitment, "A", by=person, at=at + hours * AN_HOUR)

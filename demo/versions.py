"""The demo's amended minutes: a second version of one session, circulated and approved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from app.database import db
from demo.parties import Parties
from forums.decisions.models import Decision
from forums.decisions.queries import of_session
from forums.minutes import actions as minutes
from forums.minutes.models import Part
from forums.minutes.queries import latest, passages
from forums.minutes.writing import Writing, write
from forums.scheduling.models import Session
from forums.versions import actions as versions

BEGUN, SENT, APPROVED = timedelta(days=7), timedelta(days=8), timedelta(days=15)
"""How long after the first approval the new version is begun, circulated and approved."""
REASON = "Dua koreksi diterima setelah persetujuan: jumlah layanan yang dilaporkan, dan siapa yang memeriksa hasilnya."


def amend_minutes(parties: Parties, sessions: Sequence[Session], now: datetime) -> None:
    """Amend the minutes of the latest session with decisions whose new version can be approved by now."""
    for session in reversed(sessions):
        first, decided = latest(session.id), of_session(session.id)
        if first and first.approved_at and decided and first.approved_at + APPROVED < now:
            _amend(parties, session, decided[0].id, first.approved_at)
            return


def _amend(parties: Parties, session: Session, decision_id: UUID, approved_at: datetime) -> None:
    taker, begun = parties.people["notulis@jsc.example"], approved_at + BEGUN
    first = latest(session.id)
    assert first
    asked_by = "Dinas Kesehatan, surat DEMO/118/2026"
    second = versions.amend(first, reason=REASON, asked_by=asked_by, by=taker, at=begun)
    discussed = [one for one in passages(second.id) if one.part is Part.DISCUSSION]
    for one in discussed[:1]:
        text = f"{one.text}\nDinas Kesehatan melaporkan 14 layanan, bukan 12."
        write(session, Writing(passage_id=one.id, version=1, text=text, part=one.part), by=taker, at=begun)
    decision = db.session.get_one(Decision, decision_id)
    wording = {
        "text": f"{decision.text.rstrip('.')}, setelah diperiksa verifikator.",
        "basis": decision.basis,
        "dissent": decision.dissent,
        "conditions": decision.conditions,
    }
    versions.reword(decision, wording, by=taker, at=begun)
    minutes.circulate(second, days=5, number=f"DEMO/NOT/{session.number:02}-2", by=taker, at=approved_at + SENT)
    minutes.approve(second, by=parties.people["kepala@jsc.example"], at=approved_at + APPROVED)

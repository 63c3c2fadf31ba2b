"""A session that was held, with minutes in every state: what papers are made of."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from app.database import db
from forums.attendance.models import Attendance, Presence
from forums.decisions.models import Decision
from forums.minutes import actions
from forums.minutes.models import Minutes, Part, Passage
from forums.scheduling.models import DecisionRule
from tests.factories.commitments import CommitmentFactory
from tests.factories.forums import NEXT
from tests.forums.room import Room, room

OPENING = "Pimpinan rapat membuka rapat dan menyatakan kuorum terpenuhi."
SAID = (
    "Dinas Kesehatan melaporkan daftar layanan dari seluruh kecamatan telah terkumpul.\n"
    "PT Mitra Solusi Kota (Contoh) meminta contoh data.\n\nCatatan tanpa pembicara."
)
CLOSING = "Pimpinan rapat menutup rapat."
APPROVED_AT = NEXT + timedelta(days=7)
TYPED = {
    "version": "0",
    "number": "DEMO/UND/31/2026",
    "dated": "17 November 2026",
    "place": "Jakarta",
    "nature": "very_urgent",
    "enclosures": "1 berkas",
    "subject": "Undangan rapat koordinasi",
    "opening": "Kami mengundang Bapak/Ibu pada:",
    "closing": "Terima kasih.",
    "signatory_position": "Kepala JSC",
    "signatory_name": "Kepala (Contoh)",
    "copies": "Sekretaris Daerah\n\n Arsip ",
}
"""A letter as the form sends it."""


def held(**forum_values: Any) -> Room:
    """Return a room whose session was held, with everyone recorded and an item discussed."""
    it = room(**{"name": "Forum Koordinasi Lintas Sektor", "slug": "forum-lintas-sektor", **forum_values})
    it.session.letter_number = "DEMO/UND/31/2026"
    it.session.number = 9
    it.hold(at=NEXT + timedelta(minutes=4))
    presences = {"chair": Presence.PRESENT, "member": Presence.PRESENT, "partner": Presence.REPRESENTED}
    for name, participant in it.participants.items():
        representative = "Staf Mitra Solusi" if name == "partner" else ""
        db.session.add(
            Attendance(
                session_id=it.session.id,
                seat_id=participant.seat_id,
                participant_id=participant.id,
                presence=presences.get(name, Presence.EXCUSED),
                representative=representative,
                recorded_by_id=it.taker.id,
                recorded_at=NEXT,
            )
        )
    db.session.commit()
    return it


def written(it: Room, **texts: str) -> Minutes:
    """Return the draft minutes of a session, with an item, a decision and a commitment."""
    item = it.item(title=texts.get("item", "Daftar layanan puskesmas"))
    minutes = Minutes(session=it.session, language="id", begun_at=NEXT, number="DEMO/NOT/09/2026")
    db.session.add(minutes)
    db.session.flush()
    passages = [
        (Part.OPENING, None, OPENING),
        (Part.DISCUSSION, item.id, texts.get("said", SAID)),
        (Part.CLOSING, None, CLOSING),
    ]
    for position, (part, item_id, text) in enumerate(passages):
        db.session.add(
            Passage(
                id=uuid4(),
                minutes_id=minutes.id,
                part=part,
                agenda_item_id=item_id,
                position=position,
                text=text,
                author_id=it.taker.id,
                at=NEXT,
                written_by_id=it.taker.id,
                written_at=NEXT,
            )
        )
    commitment = CommitmentFactory(
        circle=it.forum.circle,
        title=texts.get("commitment", "Menyerahkan daftar layanan"),
        criteria="Berkas CSV dengan kode baku",
        responsible=it.member.organisation,
        responsible_person_id=it.member.id,
        verifier=it.taker.organisation,
        first_due=date(2026, 12, 11),
    )
    db.session.add(
        Decision(
            code="KEP-2026-011",
            forum_id=it.forum.id,
            session_id=it.session.id,
            agenda_item_id=item.id,
            text=texts.get("decision", "Daftar layanan diterbitkan setelah pemeriksaan acak."),
            basis="Hasil pemeriksaan acak",
            how=DecisionRule.CONSENSUS,
            dissent=texts.get("dissent", ""),
            quorum_met=True,
            decided_at=NEXT,
            recorded_by_id=it.taker.id,
            language="id",
            commitments=[commitment],
        )
    )
    db.session.commit()
    return minutes


def circulated(it: Room, **texts: str) -> Minutes:
    """Return minutes that parties may correct."""
    minutes = written(it, **texts)
    actions.circulate(minutes, days=2, number="DEMO/NOT/09/2026", by=it.taker, at=NEXT + timedelta(days=4))
    db.session.commit()
    return minutes


def approved(it: Room, **texts: str) -> Minutes:
    """Return minutes that the presider approved."""
    minutes = circulated(it, **texts)
    actions.approve(minutes, by=it.chair, at=APPROVED_AT)
    db.session.commit()
    return minutes

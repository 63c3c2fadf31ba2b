"""The demo's papers of a held session, and the organisation that convenes a forum with its own letterhead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO

from PIL import Image, ImageDraw
from werkzeug.datastructures import FileStorage

from app.files.store import save
from app.organisations.letterheads.actions import LetterheadDetails, set_letterhead
from demo.parties import Parties
from forums.agenda.queries import in_order
from forums.decisions.queries import of_session
from forums.papers.convener.actions import name_convener
from forums.papers.records import actions as records
from forums.papers.records import texts as record_texts
from forums.papers.reports import actions as reports
from forums.papers.reports import texts as report_texts
from forums.papers.reports.queries import newest_minutes
from forums.preparation.actions import add_document
from forums.scheduling.models import Forum, Session

REQUESTS = (
    "1. Mohon arahan atas penetapan format data yang dipakai bersama.\n"
    "2. Mohon disposisi kepada perangkat daerah yang komitmennya melewati tenggat."
)


def convene(parties: Parties, forums: Mapping[str, Forum], at: datetime) -> None:
    """Let another organisation convene the internal forum, with its own letterhead."""
    organisation, by = parties.organisations["kominfotik"], parties.people["admin@jsc.example"]
    lines = LetterheadDetails(
        unit=organisation.name,
        above="Pemerintah daerah (kop contoh)",
        address="Alamat dinas · Telepon · Surel dinas",
        city="Jakarta",
    )
    set_letterhead(organisation, lines, emblem=None, without_emblem=False, by=by, at=at)
    name_convener(forums["spbe"], organisation.id, by=parties.coordinator, at=at)


def photograph(parties: Parties, session: Session, *, at: datetime) -> None:
    """Add a picture to the first item of a session, which its minutes show."""
    item = in_order(session.id)[0]
    sent = FileStorage(BytesIO(_drawing()), "papan-hasil-diskusi.png")
    file = save(sent, by=parties.coordinator, at=at)
    add_document(item, file, title="Papan hasil diskusi (contoh)", by=parties.coordinator, at=at)


def write_papers(parties: Parties, sessions: Sequence[Session], now: datetime) -> None:
    """Write the record of agreement and the report of the latest session with decisions in approved minutes."""
    for session in reversed(sessions):
        minutes = newest_minutes(session)
        if minutes and minutes.approved_at and of_session(session.id):
            at = min(now, minutes.approved_at + timedelta(hours=2))
            _write_record(parties, session, at)
            _write_report(parties, session, at)
            return


def _write_record(parties: Parties, session: Session, at: datetime) -> None:
    details = replace(record_texts.standard(session), number=f"DEMO/BA/{session.number:02}/{session.starts_at:%Y}")
    records.write(session, details, version=None, texts={}, by=parties.coordinator, at=at)


def _write_report(parties: Parties, session: Session, at: datetime) -> None:
    details = replace(
        report_texts.standard(session, newest_minutes(session), at),
        number=f"DEMO/ND/{session.number:02}/{session.starts_at:%Y}",
        addressee="Sekretaris Daerah (Contoh)",
        sender="Kepala BLUD Jakarta Smart City",
        copies=["Kepala Bappeda (Contoh)", "Arsip"],
        requests=REQUESTS,
        signatory_position="Kepala BLUD Jakarta Smart City",
        signatory_name="Kepala JSC",
    )
    reports.write(session, details, version=None, texts={}, by=parties.coordinator, at=at)


def _drawing() -> bytes:
    """Return a drawn board with notes, in place of a photograph of real people."""
    board = Image.new("RGB", (1200, 800), "#f4f1ea")
    pen = ImageDraw.Draw(board)
    pen.rectangle((20, 20, 1180, 780), outline="#4b5957", width=8)
    for place, colour in enumerate(("#f5bd3f", "#8fc7a1", "#9fc5e8", "#f2b8a0", "#d7c4e8", "#f5bd3f")):
        left, top = 90 + place % 3 * 360, 90 + place // 3 * 330
        pen.rectangle((left, top, left + 280, top + 250), fill=colour)
        for line in range(4):
            pen.rectangle(
                (left + 30, top + 50 + line * 45, left + 250 - line * 30, top + 58 + line * 45), fill="#15211f"
            )
    saved = BytesIO()
    board.save(saved, "PNG")
    return saved.getvalue()

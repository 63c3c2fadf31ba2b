"""The demo's session file: what was signed, photographed and paid for at the latest session with approved minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO

from PIL import Image, ImageDraw

from app.files import store
from demo.parties import Parties
from demo.pdf_pages import page_with
from forums.dossier.actions import FileDetails, add
from forums.dossier.models import FileKind
from forums.dossier.queries import seats
from forums.minutes.locks import is_locked
from forums.scheduling.models import Session

SAMPLE = "Bukan dokumen sungguhan: hanya untuk mencoba Selaras."
PEOPLE = ("#b4542a", "#2f6f8f", "#5b7f3a", "#7a4b8c", "#b58a1e", "#3c5a99")


def add_session_files(parties: Parties, sessions: Sequence[Session]) -> None:
    """Add a signed attendance list, a letter of assignment, two photos and a receipt to a session."""
    approved = [session for session in sessions if is_locked(session.id)]
    if not approved:
        return
    session = approved[-1]
    _scan(parties, session, FileKind.ATTENDANCE, "", "DEMO/DH/07", "Daftar hadir bertanda tangan (Contoh)")
    _assign(parties, session)
    _photo(parties, session, "Pembukaan rapat", "Enam orang duduk mengelilingi meja rapat", public=True)
    _photo(parties, session, "Pembahasan daftar layanan", "Peserta rapat menghadap layar berisi daftar", public=False)
    _scan(parties, session, FileKind.RECEIPT, "Kuitansi konsumsi rapat", "DEMO/KW/07", "Kuitansi konsumsi (Contoh)")


def _scan(parties: Parties, session: Session, kind: FileKind, title: str, number: str, heading: str) -> None:
    at, by = session.ends_at + timedelta(hours=3), parties.people["notulis@jsc.example"]
    content = page_with((heading, f"{session.forum.name}, sesi {session.number}", number, SAMPLE), at=at)
    file = store.keep(content, name=f"{kind.value}.pdf", media_type="application/pdf", by=by, at=at)
    add(session, file, FileDetails(kind=kind, title=title, number=number, dated=session.day), by=by, at=at)


def _assign(parties: Parties, session: Session) -> None:
    at, by = session.starts_at - timedelta(days=1), parties.focal_point("dlh")
    seat = next(one for one in seats(session) if one.organisation_id == parties.organisations["dlh"].id)
    content = page_with(("Surat Tugas (Contoh)", "Nomor DEMO/ST/094", by.name, SAMPLE), at=at)
    file = store.keep(content, name="surat-tugas.pdf", media_type="application/pdf", by=by, at=at)
    details = FileDetails(
        kind=FileKind.ASSIGNMENT, number="DEMO/ST/094", dated=session.day - timedelta(days=1), seat=seat
    )
    add(session, file, details, by=by, at=at)


def _photo(parties: Parties, session: Session, caption: str, alternative: str, *, public: bool) -> None:
    at, by = session.starts_at + timedelta(minutes=5 if public else 45), parties.people["notulis@jsc.example"]
    file = store.keep(_drawing(screen=not public), name="foto.jpg", media_type="image/jpeg", by=by, at=at)
    details = FileDetails(
        kind=FileKind.PHOTO, title=caption, alternative=alternative, dated=session.day, is_public=public
    )
    add(session, file, details, by=by, at=at)


def _drawing(*, screen: bool) -> bytes:
    """Return a drawing of a meeting, in place of a photo of real people."""
    image = Image.new("RGB", (1200, 800), "#dfe7e5")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 560, 1200, 800), fill="#b9c4c2")
    if screen:
        draw.rectangle((330, 60, 870, 320), fill="white", outline="#4b5957", width=6)
        for line in range(5):
            draw.rectangle((370, 100 + 42 * line, 820 - 60 * (line % 3), 116 + 42 * line), fill="#768582")
    for place, colour in enumerate(PEOPLE):
        left = 110 + 175 * place
        draw.ellipse((left + 25, 360, left + 95, 430), fill="#8d5a3b")
        draw.rounded_rectangle((left, 425, left + 120, 600), radius=40, fill=colour)
    draw.rounded_rectangle((60, 540, 1140, 650), radius=24, fill="#7b5a3c")
    out = BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()

"""The demo's circular decisions of the cross-sector forum: one that was adopted, and one in circulation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import update

from app.calendars.queries import holiday_lookup
from app.circles.models import Seat
from app.database import db
from app.files import keep
from app.mail.links.models import MailLink
from demo.parties import Parties
from demo.pdf_pages import page_with
from forums.circular import actions, closing, queries
from forums.circular.models import Circular
from forums.circular.rules import Choice, usual_end
from forums.review.actions import Recorded
from forums.review.models import Source
from forums.scheduling.models import Forum


class Text(NamedTuple):
    """What a circular says."""

    title: str
    text: str
    basis: str
    why: str


EARLIER = Text(
    title="Satu kanal aduan untuk layanan perizinan",
    text=(
        "Aduan tentang layanan perizinan dari semua kanal diteruskan ke satu daftar bersama, yang dibaca setiap hari "
        "kerja oleh DPMPTSP dan JSC."
    ),
    basis="Aduan yang sama diterima lewat empat kanal dan dijawab berbeda-beda.",
    why="Aduan bertambah menjelang akhir tahun; sesi berikutnya masih tiga pekan lagi.",
)
EARLIER_NOTES = {
    "komunitas": "Pelapor diberi tahu nomor aduannya.",
    "dinkes": "Aduan tentang kesehatan tetap ke Dinkes.",
}
OPEN = Text(
    title="Foto lokasi sebagai pengganti kunjungan, tiga layanan izin",
    text=(
        "Untuk tiga layanan izin dalam uji coba, foto lokasi bertanda waktu dan koordinat diterima sebagai pengganti "
        "kunjungan petugas selama empat bulan, dengan pemeriksaan acak 10% di lapangan."
    ),
    basis="Usul DPMPTSP dalam sesi terakhir.",
    why="Uji coba mulai sebelum sesi berikutnya.",
)
IN_FAVOUR = ("jsc", "dpmptsp", "dinkes", "dlh", "kerjasama", "nodeflux", "wri")
NOTES = {
    "kominfotik": "Foto disimpan paling lama satu tahun.",
    "komunitas": "Warga boleh memilih kunjungan bila tidak punya ponsel berkamera.",
}
BY_LINK = ("dinkes", "dlh", "nodeflux", "komunitas", "bumd")
"""Those who vote by the link in their mail; one more has only opened it."""
OPENED = "fwd"
QUESTION = "Siapa yang bertanggung jawab bila foto ternyata bukan lokasi yang dimohonkan?"
DOCUMENT = ("Rancangan petunjuk foto lokasi", "Contoh dokumen untuk demo.")


def add_circulars(parties: Parties, forums: Mapping[str, Forum], now: datetime) -> None:
    """Adopt a circular two weeks ago, and circulate one on which most parties have voted."""
    forum = forums["lintas"]
    _adopt(parties, forum, now - timedelta(days=20))
    circular = _circulate(parties, forum, OPEN, now - timedelta(days=2))
    seats = _seats(parties, circular)
    at = now - timedelta(days=1)
    for minutes, key in enumerate(IN_FAVOUR):
        _vote(parties, circular, seats, key, Choice.AGREE, at=at + timedelta(minutes=37 * minutes))
    for key, note in NOTES.items():
        _vote(parties, circular, seats, key, Choice.AGREE_WITH_NOTE, note, at=at + timedelta(hours=5))
    _vote(parties, circular, seats, "bumd", Choice.DISCUSS, QUESTION, at=at + timedelta(hours=6))
    _open_link(parties, circular, OPENED, at=now - timedelta(hours=3))
    by_letter = Recorded(source=Source.LETTER, note="Surat DEMO/UK/11/2026")
    ballot = actions.Ballot(choice=Choice.ABSTAIN)
    by = parties.coordinator
    actions.vote(circular, seats["universitas"], ballot, recorded=by_letter, by=by, at=now - timedelta(hours=2))


def _adopt(parties: Parties, forum: Forum, at: datetime) -> None:
    circular = _circulate(parties, forum, EARLIER, at)
    seats = _seats(parties, circular)
    for hours, key in enumerate(seats):
        note = EARLIER_NOTES.get(key, "")
        choice = Choice.AGREE_WITH_NOTE if note else Choice.AGREE
        if key not in ("dataperkotaan", "fwd"):
            _vote(parties, circular, seats, key, choice, note, at=at + timedelta(hours=3 + hours))
    closing.close(circular, at=circular.ends_at + timedelta(minutes=5))


def _circulate(parties: Parties, forum: Forum, draft: Text, at: datetime) -> Circular:
    by, holiday_on = parties.coordinator, holiday_lookup(at.date(), (at + actions.AHEAD).date())
    details = actions.Draft(
        title=draft.title,
        text=draft.text,
        basis=draft.basis,
        why=draft.why,
        ends_at=usual_end(at, ZoneInfo(forum.timezone), holiday_on),
    )
    circular = actions.draft(forum, details, by=by, at=at)
    if draft is OPEN:
        content = page_with(DOCUMENT, at=at)
        file = keep(content, name="rancangan-petunjuk.pdf", media_type="application/pdf", by=by, at=at)
        actions.add_document(circular, file, title=DOCUMENT[0], by=by, at=at)
    actions.circulate(circular, by=by, at=at)
    return circular


def _seats(parties: Parties, circular: Circular) -> dict[str, Seat]:
    """Return the seats to which a circular was sent, by the keys of their organisations."""
    keys = {organisation.id: key for key, organisation in parties.organisations.items()}
    rows = queries.seats(circular)
    found = {keys[row.organisation_id]: queries.seat_of(circular, row.seat_id) for row in rows}
    return {key: seat for key, seat in found.items() if seat}


def _vote(
    parties: Parties,
    circular: Circular,
    seats: Mapping[str, Seat],
    key: str,
    choice: Choice,
    words: str = "",
    *,
    at: datetime,
) -> None:
    ballot = actions.Ballot(choice=choice, words=words)
    given = actions.vote(circular, seats[key], ballot, by=parties.focal_point(key), at=at)
    if key in BY_LINK:
        _open_link(parties, circular, key, at=at - timedelta(minutes=8))
        given.by_link = True


def _open_link(parties: Parties, circular: Circular, key: str, *, at: datetime) -> None:
    """Record that the focal point of an organisation opened the link in the mail about a circular."""
    own = (MailLink.subject_id == circular.id, MailLink.person_id == parties.focal_point(key).id)
    db.session.execute(update(MailLink).where(*own).values(opened_at=at))

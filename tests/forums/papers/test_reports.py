"""The Nota Dinas: what it says as PDF and .docx, when it is a draft, and who may read it."""

from datetime import timedelta
from io import BytesIO

import docx
import pytest
from sqlalchemy import select

from app.database import db
from forums.minutes import actions
from forums.papers.reports.models import Report
from forums.papers.reports.rules import LONGEST, shortened, summary_of
from tests.factories import LeadershipFactory
from tests.forums.papers.scenes import APPROVED_AT, approved, circulated, held

PAGE, PAPER, WORD = "forums.reports.report", "forums.reports.report_pdf", "forums.reports.report_word"
TYPED = {
    "version": "0",
    "number": "DEMO/ND/09/2026",
    "dated": "30 November 2026",
    "addressee": "Kepala Dinas (Contoh)",
    "sender": "Kepala Bidang (Contoh)",
    "copies": "Sekretaris (Contoh)\nArsip",
    "nature": "important",
    "enclosures": "1 berkas",
    "subject": "Laporan hasil rapat",
    "opening": "Bersama ini dilaporkan:",
    "summary": "1. Daftar layanan: dibahas.",
    "requests": "Mohon arahan format data.",
    "remarks": "Catatan sekretariat kami.",
    "closing": "Demikian dilaporkan.",
    "signatory_position": "Kepala Bidang",
    "signatory_name": "Kepala (Contoh)",
}
IN_ORDER = (
    "NOTA DINAS",
    "Kepada",
    "Kepala Dinas (Contoh)",
    "Dari",
    "Kepala Bidang (Contoh)",
    "Tembusan",
    "Sekretaris (Contoh); Arsip",
    "30 November 2026",
    "DEMO/ND/09/2026",
    "Penting",
    "1 berkas",
    "Laporan hasil rapat",
    "Bersama ini dilaporkan:",
    "Pokok pembahasan",
    "1. Daftar layanan: dibahas.",
    "KEP-2026-011.",
    "Daftar layanan diterbitkan setelah pemeriksaan acak.",
    "Menyerahkan daftar layanan",
    "11 Desember 2026",
    "Mohon arahan format data.",
    "Catatan sekretariat kami.",
    "Demikian dilaporkan.",
    "Kepala Bidang,",
    "Kepala (Contoh)",
)


def test_a_summary_ends_with_a_sentence_if_it_can():
    assert shortened("Satu. Dua.") == "Satu. Dua."
    assert shortened(f"Satu kalimat. {'a' * LONGEST}") == "Satu kalimat."
    assert shortened("kata " * LONGEST).endswith("kata …")
    discussed = {"place": 1, "title": "Data", "passages": [{"text": "Dibahas."}, {"withheld": {}}]}
    silent = {"place": 2, "title": "Izin", "passages": []}
    assert summary_of({"items": [discussed, silent]}) == "1. Data: Dibahas.\n\n2. Izin"


def text_of(document):
    """Return all text of a .docx in reading order."""
    found = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            found += [cell.text for row in block.rows for cell in row.cells]
        else:
            found.append(block.text)
    return " ".join(" ".join(found).split())


@pytest.mark.one_database
def test_a_report_on_approved_minutes_says_everything_in_both_formats(as_user, read, forget_papers, clock):
    it = held()
    approved(it)
    where = {"session_id": it.session.id}
    as_user(it.coordinator).post(PAGE, TYPED, **where)
    answer = as_user(it.coordinator).get(PAPER, **where)
    paper = read(answer)
    assert "Tagged:          yes" in paper.tool("pdfinfo")
    assert paper.out_of_order(*IN_ORDER) is None
    assert "DRAF" not in paper.words
    answer_word = as_user(it.coordinator).get(WORD, **where)
    assert "Nota-Dinas_forum-lintas-sektor_2026-11-26_v1.docx" in answer_word.headers["Content-Disposition"]
    document = docx.Document(BytesIO(answer_word.get_data()))
    words, place = text_of(document), 0
    for text in IN_ORDER:
        assert text in words[place:], text
        place = words.index(text, place) + len(text)
    assert document.core_properties.author == "BLUD Jakarta Smart City"
    assert document.core_properties.comments == ""
    it.forum.name = "Nama lain"
    db.session.commit()
    clock.shift(timedelta(days=2))
    forget_papers()
    assert as_user(it.coordinator).get(PAPER, **where).get_data() == paper.content


@pytest.mark.one_database
def test_a_report_is_a_draft_without_number_or_approval(as_user, read):
    it = held()
    minutes = circulated(it)
    where = {"session_id": it.session.id}
    assert "Nota dinas belum bernomor." in read(as_user(it.coordinator).get(PAPER, **where)).words
    as_user(it.coordinator).post(PAGE, TYPED, **where)
    draft = read(as_user(it.coordinator).get(PAPER, **where))
    assert "Notulen belum disetujui" in draft.words
    assert "Nota dinas belum bernomor." not in draft.words
    actions.approve(minutes, by=it.chair, at=APPROVED_AT)
    db.session.commit()
    assert "DRAF" not in read(as_user(it.coordinator).get(PAPER, **where)).words


@pytest.mark.one_database
def test_the_form_begins_with_a_summary_of_the_minutes(as_user, clock, app):
    it = held()
    approved(it)
    page = as_user(it.coordinator).get(PAGE, session_id=it.session.id)
    assert "1. Daftar layanan puskesmas: Dinas Kesehatan melaporkan" in page.soup.select_one("[name=summary]").text
    assert page.soup.select_one("[name=signatory_name]")["value"] == it.chair.name


@pytest.mark.one_database
def test_leadership_reads_a_report_with_a_number_and_parties_never(as_user, clock, app):
    it = held()
    approved(it)
    leader, where = LeadershipFactory(), {"session_id": it.session.id}
    as_user(leader).get(PAPER, status=403, **where)
    as_user(it.chair).get(PAPER, **where)
    as_user(it.coordinator).post(PAGE, TYPED, **where)
    for endpoint in (PAPER, WORD):
        as_user(leader).get(endpoint, **where)
        as_user(it.member).get(endpoint, status=403, **where)
        as_user(it.taker).get(endpoint, status=403, **where)
    as_user(leader).get(PAGE, status=403, **where)


@pytest.mark.one_database
def test_a_report_is_refused_without_minutes_and_on_a_stale_version(as_user, clock, app):
    it = held()
    where = {"session_id": it.session.id}
    answer = as_user(it.coordinator).post(PAGE, TYPED, status=409, **where)
    assert "Nota dinas dibuat setelah sesi memiliki notulen" in answer.words
    approved(it)
    as_user(it.coordinator).post(PAGE, TYPED, **where)
    as_user(it.coordinator).post(PAGE, TYPED, status=409, **where)
    answer = as_user(it.coordinator).post(PAGE, {**TYPED, "version": "1", "addressee": ""}, status=422, **where)
    assert "Isi penerima nota dinas" in answer.words
    assert db.session.scalars(select(Report)).one().version == 1


@pytest.mark.one_database
def test_programs_read_and_change_the_report(as_program, app):
    it = held()
    approved(it)
    program, path = as_program(it.coordinator), f"/sessions/{it.session.id}/report"
    assert program.patch(path, {"requests": "Mohon arahan."}).json["requests"] == "Mohon arahan."
    assert program.get(f"{path}/pdf").get_data().startswith(b"%PDF")
    assert program.get(f"{path}/word").get_data().startswith(b"PK")

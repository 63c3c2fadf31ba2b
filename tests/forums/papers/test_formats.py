"""Minutes as .docx and Markdown, and the excerpt of decisions: the content of the PDF, and nothing withheld."""

import zipfile
from io import BytesIO

import docx
import pypdf
import pytest
from PIL import Image
from sqlalchemy import select

from app.circles.models import Classification
from app.database import db
from forums.agenda.models import AgendaItem
from forums.decisions.models import Decision
from forums.minutes.models import Passage
from forums.redaction import actions as redactions
from forums.redaction.rules import Mark, parts
from tests.factories import PersonFactory
from tests.forums.papers.scenes import APPROVED_AT, approved, circulated, held

WORD, MARKDOWN, DECISIONS = (f"forums.papers.{name}" for name in ("minutes_word", "minutes_markdown", "decisions"))
CANARY = "0812-9999-0000"


def unzipped(content):
    with zipfile.ZipFile(BytesIO(content)) as parts_of_file:
        return "".join(parts_of_file.read(name).decode("latin-1") for name in parts_of_file.namelist())


@pytest.mark.one_database
def test_minutes_as_docx_have_headings_tables_and_properties_of_their_own(as_user, app):
    it = held()
    minutes = approved(it)
    answer = as_user(it.member).get(WORD, minutes_id=minutes.id)
    assert "Notulen_forum-lintas-sektor_2026-11-26_v1.docx" in answer.headers["Content-Disposition"]
    document = docx.Document(BytesIO(answer.get_data()))
    headings = [line.text for line in document.paragraphs if line.style.name.startswith("Heading")]
    assert headings[:4] == ["NOTULEN", "A. Pembukaan", "B. Pembahasan", "1. Daftar layanan puskesmas"]
    tables = [[cell.text for row in table.rows for cell in row.cells] for table in document.tables]
    assert "Kamis, 26 November 2026" in tables[0]
    assert any("Berkas CSV dengan kode baku" in cells for cells in tables)
    speaker = next(run for line in document.paragraphs for run in line.runs if run.text == "Dinas Kesehatan")
    assert speaker.bold
    facts = document.core_properties
    assert facts.title == "Notulen Sesi 9, Forum Koordinasi Lintas Sektor, 26 November 2026"
    assert (facts.author, facts.comments, facts.created) == ("BLUD Jakarta Smart City", "", APPROVED_AT)
    assert document.element.xpath("//w:tblHeader")


@pytest.mark.one_database
def test_minutes_as_markdown_have_headings_and_tables(as_user, app):
    it = held()
    minutes = approved(it, said="Dinas Kesehatan: *bukan* tebal\n\n1. butir satu\n2. butir dua")
    answer = as_user(it.member).get(MARKDOWN, minutes_id=minutes.id)
    assert answer.mimetype == "text/markdown"
    text = answer.get_data(as_text=True)
    for part in (
        "# NOTULEN\n",
        "- **Hari, tanggal:** Kamis, 26 November 2026",
        "\n## B. Pembahasan\n",
        "\n1. butir satu\n2. butir dua\n",
        "**Keputusan KEP-2026-011.** Daftar layanan diterbitkan",
        "| 1 | Menyerahkan daftar layanan<br>KMT-",
        "## Lampiran: daftar hadir",
    ):
        assert part in text, part


@pytest.mark.one_database
def test_a_language_in_the_address_of_a_document_is_for_that_document(as_user, app):
    it = held()
    minutes = approved(it)
    browser = as_user(it.member)
    assert "# MINUTES" in browser.get(MARKDOWN, minutes_id=minutes.id, lang="en").get_data(as_text=True)
    assert "# NOTULEN" in browser.get(MARKDOWN, minutes_id=minutes.id).get_data(as_text=True)
    assert browser.get("forums.minutes.show", session_id=it.session.id).soup.html["lang"] == "id"


@pytest.mark.one_database
def test_an_excerpt_of_decisions_says_how_each_was_taken_and_verifies_the_minutes(as_user, read, forget_papers):
    it = held()
    minutes = approved(it, dissent="PT Mitra Solusi Kota (Contoh) meminta waktu")
    paper = read(as_user(it.member).get(DECISIONS, minutes_id=minutes.id))
    assert "Tagged:          yes" in paper.tool("pdfinfo")
    assert (
        paper.out_of_order(
            "RISALAH KEPUTUSAN",
            "Notulen nomor DEMO/NOT/09/2026, versi 1",
            "1. Daftar layanan puskesmas",
            "Keputusan KEP-2026-011. Daftar layanan diterbitkan",
            "Mufakat",
            "Hasil pemeriksaan acak",
            "PT Mitra Solusi Kota (Contoh) meminta waktu",
            "Menyerahkan daftar layanan",
            "Dinas Kesehatan, Narahubung Dinkes",
            "11 Desember 2026",
            "Disetujui secara elektronik",
            minutes.sha256[:4],
        )
        is None
    )
    links = [one["/A"]["/URI"] for page in pypdf.PdfReader(BytesIO(paper.content)).pages for one in page["/Annots"]]
    assert any(link.endswith(f"/verify/{minutes.sha256}") for link in links)
    db.session.query(Decision).update({Decision.text: "Teks lain"})
    it.forum.name = "Nama lain"
    db.session.commit()
    forget_papers()
    assert as_user(it.coordinator).get(DECISIONS, minutes_id=minutes.id).get_data() == paper.content


@pytest.mark.one_database
def test_an_excerpt_of_a_draft_is_a_draft(as_user, read, clock):
    it = held()
    minutes = circulated(it)
    paper = read(as_user(it.member).get(DECISIONS, minutes_id=minutes.id))
    assert "Notulen belum disetujui; keputusan masih dapat berubah." in paper.words
    assert "Disetujui secara elektronik" not in paper.words


@pytest.mark.one_database
def test_what_is_withheld_is_in_no_format(as_user, app, read):
    it = held(circle__classification=Classification.PUBLIC)
    minutes = approved(it, said=f"Warga melapor ke {CANARY}.", decision=f"Hubungi {CANARY} segera.")
    passage = db.session.scalars(select(Passage).where(Passage.text.contains(CANARY))).one()
    decision = db.session.scalars(select(Decision)).one()
    named = {f"passage:{passage.id}", f"decision:{decision.id}"}
    marks = [
        Mark(part=one.key, sentences=tuple(range(len(one.sentences))), basis="personal_data", instead="Kontak warga")
        for one in parts(minutes.content or {}).values()
        if one.key in named
    ]
    redaction = redactions.mark(minutes, marks, by=it.coordinator, at=APPROVED_AT)
    redactions.propose(redaction, it.chair, by=it.coordinator, at=APPROVED_AT, today=APPROVED_AT.date())
    redactions.approve(redaction, by=it.chair, at=APPROVED_AT)
    db.session.commit()
    browser = as_user(PersonFactory())
    for endpoint in (WORD, MARKDOWN, DECISIONS):
        content = browser.get(endpoint, minutes_id=minutes.id).get_data()
        text = unzipped(content) if endpoint == WORD else content.decode("latin-1")
        assert CANARY not in text
        assert it.chair.name not in text
    assert CANARY in as_user(it.member).get(MARKDOWN, minutes_id=minutes.id).get_data(as_text=True)


@pytest.mark.one_database
def test_pictures_of_items_are_shown_in_the_minutes_and_reduced(as_user, read, clock):
    it = held()
    minutes = circulated(it)
    item = db.session.scalars(select(AgendaItem)).one()
    for name, size in (("lokasi.png", (2800, 1400)), ("catatan.txt", None)):
        content = BytesIO(b"catatan")
        if size:
            content = BytesIO()
            Image.new("RGBA", size, (0, 120, 160, 128)).save(content, "PNG")
            content.seek(0)
        sent = {"file": (content, name), "title": f"Berkas {name}"}
        as_user(it.member).post("forums.preparation.add", sent, agenda_item_id=item.id)
    paper = read(as_user(it.member).get("forums.papers.minutes", minutes_id=minutes.id))
    images = paper.tool("pdfimages", "-list").splitlines()[2:]
    assert [line.split()[3:5] for line in images] == [["1400", "700"]]
    assert "Berkas lokasi.png (lokasi.png)" in paper.words
    assert b"Berkas lokasi.png" in as_user(it.member).get(MARKDOWN, minutes_id=minutes.id).get_data()
    document = docx.Document(BytesIO(as_user(it.member).get(WORD, minutes_id=minutes.id).get_data()))
    assert document.element.xpath("//wp:docPr/@descr") == ["Berkas lokasi.png"]

"""The assembled file of a session: one PDF in the office's order, read back, and a ZIP with checksums."""

import hashlib
import re
import time
import zipfile
from dataclasses import replace
from io import BytesIO

import pypdf
import pytest

from forums.dossier.models import FileKind
from tests.forums.dossier.scenes import filed, picture
from tests.forums.papers.scenes import TYPED, approved, circulated, held
from tests.forums.room import room
from tests.support.pdfs import blank_pdf
from tests.support.visitors import Visitor

MAKE, SHOW, PDF, ZIP = (f"forums.bundles.{name}" for name in ("make", "show", "pdf", "archive"))
pytestmark = pytest.mark.one_database


@pytest.fixture
def it(app, clock):
    return held()


@pytest.fixture
def full(it, as_user):
    """The room with a letter, approved minutes, signed copies, photos, a letter of assignment and a receipt."""
    as_user(it.coordinator).post("forums.papers.letter", TYPED, session_id=it.session.id)
    approved(it)
    filed(it, FileKind.RECEIPT, title="Kuitansi konsumsi")
    filed(it, FileKind.PHOTO, title="Pembukaan rapat", content=picture(), media_type="image/jpeg", alternative="Rapat")
    filed(it, FileKind.ATTENDANCE, title="Daftar hadir pindaian")
    filed(it, FileKind.ASSIGNMENT, title="", seat=it.seats["company"], content=blank_pdf(text="SuratTugas"))
    return it


def outline(content):
    reader = pypdf.PdfReader(BytesIO(content))
    return [(one.title, reader.get_destination_page_number(one) + 1) for one in reader.outline]


def test_the_whole_file_is_one_pdf_in_order_with_bookmarks_and_page_numbers(full, as_user, read):
    answer = as_user(full.taker).get(PDF, session_id=full.session.id)
    assert "Berkas_forum-lintas-sektor_2026-11-26_v1.pdf" in answer.headers["Content-Disposition"]
    paper = read(answer)
    marks = outline(paper.content)
    assert [title for title, _page in marks][1:] == [
        "Surat undangan",
        "Surat tugas, MSK",
        "Daftar hadir pindaian",
        "Notulen",
        "Risalah keputusan",
        "Pembukaan rapat",
        "Kuitansi konsumsi",
    ]
    assert (
        paper.out_of_order(
            "BERKAS SESI",
            "Daftar isi",
            "Kami mengundang Bapak/Ibu",
            "SuratTugas 1",
            "Daftar hadir pindaian 1",
            "NOTULEN",
            "Pembukaan rapat",
            "Kuitansi konsumsi 1",
        )
        is None
    )
    assert "DAFTAR HADIR" not in " ".join(paper.pages[1:])
    total = len(paper.pages)
    for number, page in enumerate(paper.pages, 1):
        assert f"Berkas hlm. {number} dari {total}" in page
    for title, page in marks[1:]:
        assert re.search(rf"{re.escape(title)} .*? {page}\b", paper.pages[0])
    assert "tanda tangan tidak diperiksa Selaras" in paper.pages[0]


def test_the_bundle_is_tagged_and_carries_no_scripts(full, as_user, read):
    paper = read(as_user(full.taker).get(PDF, session_id=full.session.id))
    info = paper.tool("pdfinfo")
    assert re.search(r"Tagged:\s+yes", info)
    assert re.search(r"JavaScript:\s+no", info)
    told = paper.tool("pdfinfo", "-struct-text")
    assert told.index("BERKAS SESI") < told.index("NOTULEN") < told.rindex("Pembukaan rapat")


def test_equal_files_give_equal_bytes_and_a_change_gives_others(full, as_user, forget):
    taker = as_user(full.taker)
    first = taker.get(PDF, session_id=full.session.id).data
    forget()
    assert taker.get(PDF, session_id=full.session.id).data == first
    assert taker.get(PDF, session_id=full.session.id, lang="en").data != first
    filed(full, FileKind.OTHER, title="Tambahan")
    assert taker.get(PDF, session_id=full.session.id).data != first


@pytest.fixture
def forget(app):
    """`forget()` empties the cache of documents."""

    def forgotten():
        for kept in (app.extensions["settings"].data_dir / "papers").glob("*"):
            kept.unlink()

    return forgotten


def test_the_zip_has_numbered_files_with_their_checksums(full, as_user):
    answer = as_user(full.taker).get(ZIP, session_id=full.session.id)
    archive = zipfile.ZipFile(BytesIO(answer.data))
    names = archive.namelist()
    assert names == [
        "01 Surat undangan.pdf",
        "02 Surat tugas, MSK.pdf",
        "03 Daftar hadir pindaian.pdf",
        "04 Notulen.pdf",
        "05 Risalah keputusan.pdf",
        "06 Pembukaan rapat.jpeg",
        "07 Kuitansi konsumsi.pdf",
        "SHA256SUMS.txt",
    ]
    sums = dict(reversed(line.split("  ")) for line in archive.read("SHA256SUMS.txt").decode().splitlines())
    assert sums == {name: hashlib.sha256(archive.read(name)).hexdigest() for name in names[:-1]}
    assert archive.read(names[5]) == picture()
    assert as_user(full.taker).get(ZIP, session_id=full.session.id).data == answer.data


def test_only_the_chosen_parts_are_assembled(full, as_user, read):
    taker = as_user(full.taker)
    answer = taker.post(MAKE, {"parts": ["minutes", "receipts"]}, session_id=full.session.id)
    page = taker.get(answer.location)
    href = page.soup.select_one("a[href*='/bundle/pdf']")["href"]
    content = taker.get(href).data
    assert [title for title, _page in outline(content)][1:] == ["Notulen", "Kuitansi konsumsi"]
    assert hashlib.sha256(content).hexdigest() in page.words
    page = taker.post(MAKE, {"parts": []}, session_id=full.session.id, status=422)
    assert page.soup.select("#parts-error")


def test_a_bundle_of_sixty_pages_is_made_in_the_worker_with_progress(full, as_user, app):
    for number in range(4):
        filed(full, FileKind.OTHER, title=f"Lampiran {number}", content=blank_pdf(14, text="Lampiran"))
    app.extensions["settings"] = replace(app.extensions["settings"], paper_patience=0.001)
    taker = as_user(full.taker)
    page = taker.get(SHOW, session_id=full.session.id)
    region = page.soup.select_one("[data-poll]")
    assert region.select_one("progress")
    until = time.monotonic() + 60
    while "Unduh PDF" not in taker.get(region["data-poll"]).text:
        assert time.monotonic() < until
        time.sleep(0.2)
    content = taker.get(PDF, session_id=full.session.id).data
    assert len(pypdf.PdfReader(BytesIO(content)).pages) >= 60


@pytest.mark.parametrize("who, status", [("coordinator", 200), ("chair", 200), ("taker", 200), ("member", 403)])
def test_those_who_run_the_session_assemble_its_file(it, as_user, who, status):
    filed(it, FileKind.ATTENDANCE)
    for endpoint in (SHOW, PDF, ZIP):
        as_user(getattr(it, who)).get(endpoint, session_id=it.session.id, part="attendance", status=status)


def test_before_a_session_there_is_nothing_to_assemble(as_user, clock, app):
    it = room()
    page = as_user(it.taker).get("forums.dossier.show", session_id=it.session.id)
    assert not page.soup.select("#assemble")
    as_user(it.taker).get(PDF, session_id=it.session.id, status=422)


def test_draft_minutes_are_named_a_draft(it, as_user):
    circulated(it)
    content = as_user(it.taker).get(PDF, session_id=it.session.id, part="minutes").data
    assert outline(content)[1][0] == "Notulen (draf)"


def test_a_document_that_cannot_be_printed_is_only_in_the_zip(it, as_user, read):
    item = it.item()
    sent = {"file": (BytesIO(b"No,Nama\n1,Sari\n"), "daftar.csv"), "title": "Tabel layanan"}
    as_user(it.member).post("forums.preparation.add", sent, agenda_item_id=item.id)
    taker = as_user(it.taker)
    paper = read(taker.get(PDF, session_id=it.session.id, part="material"))
    assert "Tabel layanan" in paper.pages[0]
    assert "hanya di ZIP" in paper.pages[0]
    archive = zipfile.ZipFile(BytesIO(taker.get(ZIP, session_id=it.session.id, part="material").data))
    assert "01 Tabel layanan.csv" in archive.namelist()


def test_the_list_of_those_invited_is_a_part_with_answers(invited, as_user, read, clock):
    it = invited().room
    paper = read(as_user(it.member).get("forums.dossier.roll", session_id=it.session.id))
    assert (
        paper.out_of_order("DAFTAR UNDANGAN DAN JAWABAN", "Dinas Kesehatan", "Narahubung Dinkes", "Belum dijawab")
        is None
    )
    assert it.member.email not in paper.words
    content = as_user(it.taker).get(PDF, session_id=it.session.id).data
    assert "Daftar undangan dan jawaban" in dict(outline(content))


def test_a_program_downloads_pdf_and_zip(it, as_program):
    filed(it, FileKind.ATTENDANCE)
    path = f"/sessions/{it.session.id}/file/bundle"
    taker = as_program(it.taker)
    assert taker.post(path, {"parts": ["attendance"]}).json["parts"][4]["status"] == "signed"
    content = taker.get(f"{path}/pdf", part="attendance,minutes").data
    assert [title for title, _page in outline(content)][1:] == ["attendance"]
    assert zipfile.ZipFile(BytesIO(taker.get(f"{path}/zip", part="attendance").data)).namelist()[0].startswith("01 ")
    as_program(it.member).get(f"{path}/pdf", status=403)


def test_the_link_of_a_represented_invitee_adds_the_letter_of_assignment(invited, client, as_user, clock):
    made = invited()
    it, link, reader = made.room, made.link(made.room.member), Visitor(client.application)
    assert not reader.get(link).soup.find("a", href=re.compile("/assignment$"))
    reader.post(f"{link}/represented", {"representative": "Ani", "position": "Analis"})
    assert reader.get(link).soup.find("a", href=re.compile("/assignment$"))
    sent = {"file": (BytesIO(blank_pdf()), "st.pdf"), "number": "094", "dated": "24 November 2026"}
    page = reader.post(f"{link}/assignment", {"number": "094", "dated": "24 November 2026"}, status=422)
    assert page.soup.select("#file-error")
    assert page.soup.find(id="number")["value"] == "094"
    reader.post(f"{link}/assignment", sent)
    assert "1 surat telah ditambahkan" in reader.get(link).words
    page = as_user(it.partner).get("forums.dossier.show", session_id=it.session.id)
    assert "Surat tugas, Dinkes" in page.words

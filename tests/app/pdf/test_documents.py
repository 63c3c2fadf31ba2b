import os
import re
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pypdf
import pytest
import segno

from app.circles.models import Classification
from app.pdf import pdf, qr
from app.pdf.canonical import fingerprint
from app.pdf.document import PdfDocument, file_name, produce
from app.pdf.jobs import forget_unused_papers

APPROVED_AT = datetime(2026, 10, 1, 7, 10, tzinfo=UTC)
CONTENT = {"approved_at": APPROVED_AT, "rows": 6, "said": "Dinas Kominfotik mengingatkan.\n\nUniversitas setuju."}


def sheet(**changes) -> PdfDocument:
    given = {
        "title": "Notulen Sesi 9 Forum Koordinasi Lintas Sektor",
        "number": "DEMO/NOT/09/2026",
        "as_of": APPROVED_AT,
        "classification": Classification.INTERNAL,
        "language": "id",
        "fingerprint": fingerprint(CONTENT),
    }
    return PdfDocument(**{**given, **changes})


def made(changed_sheet=None, **changes) -> bytes:
    return produce(changed_sheet or sheet(), "sample.html", **{**CONTENT, **changes})


def text_of(content: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(content)).pages]


def test_every_page_says_its_number_its_time_and_its_classification(printing, strict):
    pages = text_of(made(rows=40))
    assert len(pages) >= 3
    for number, page in enumerate(pages, 1):
        assert f"Halaman {number} dari {len(pages)}" in page
        assert "INTERNAL" in page
        assert "Per Kamis, 1 Oktober 2026 pukul 14.10 WIB" in page
        assert "DEMO/NOT/09/2026 · versi 1 · disetujui" in page
        assert "DATA CONTOH" in page


def test_a_paper_in_english_has_english_labels_and_the_content_as_it_was_written(printing, strict):
    pages = text_of(made(sheet(language="en")))
    assert f"Page 1 of {len(pages)}" in pages[0]
    assert "As of Thursday, 1 October 2026 at 14:10 WIB" in pages[0]
    assert "Dinas Kominfotik mengingatkan." in pages[0]


def test_an_instance_with_real_data_prints_no_sample_mark(printing, strict):
    printing.extensions["settings"] = replace(printing.extensions["settings"], demo=False)
    assert "DATA CONTOH" not in " ".join(text_of(made()))


def test_an_approval_is_never_called_a_certified_signature(printing, strict):
    text = " ".join(text_of(made()))
    assert "Disetujui secara elektronik" in text
    assert "Bukan tanda tangan elektronik tersertifikasi" in text
    assert "TTE" not in text


def test_a_state_is_a_word_beside_its_colour(printing, strict):
    text = " ".join(text_of(made()))
    for word in ("HIJAU", "KUNING", "MERAH", "ABU-ABU"):
        assert word in text


def test_what_people_wrote_is_text_and_never_markup(printing, strict):
    said = "<script>alert(1)</script><img src=file:///etc/hostname> & <b>tebal</b>"
    assert said in " ".join(text_of(made(said=said)))


def test_a_paper_leads_to_the_page_that_verifies_it(printing, strict):
    content = made()
    address = f"https://selaras.example/verify/{sheet().fingerprint}"
    reader = pypdf.PdfReader(BytesIO(content))
    links = {link.get_object()["/A"]["/URI"] for page in reader.pages for link in page.get("/Annots", ())}
    assert links == {address}
    assert sheet().groups in " ".join(text_of(content))


def test_the_code_draws_the_modules_of_the_address():
    address = f"https://selaras.example/verify/{sheet().fingerprint}"
    code = qr.code(address)
    dark = set()
    for start, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", code.path):
        dark |= {(x, int(y)) for x in range(int(start), int(start) + int(width))}
    expected = segno.make_qr(address, error="l", boost_error=True).matrix
    assert code.side == len(expected)
    assert dark == {(x, y) for y, row in enumerate(expected) for x, module in enumerate(row) if module}


def test_a_paper_that_can_still_change_has_no_code_and_no_hash(printing, strict):
    content = made(sheet(fingerprint=None))
    assert "/verify" not in " ".join(text_of(content))
    assert not any("/Annots" in page for page in pypdf.PdfReader(BytesIO(content)).pages)


def test_a_paper_is_read_aloud_in_order_without_its_foot(printing, strict, tmp_path):
    (tmp_path / "paper.pdf").write_bytes(made())
    told = subprocess.run(
        ["pdfinfo", "-struct-text", tmp_path / "paper.pdf"], capture_output=True, text=True, check=True
    ).stdout
    assert re.search(r"H1.*\n\s+Span.*\n\s+\"NOTULEN\"", told)
    heard = [told.index(words) for words in ("NOTULEN", "Posisi bus", "Tindak lanjut ke-1", "Pimpinan rapat")]
    assert heard == sorted(heard)
    assert "Halaman" not in told


def test_a_paper_is_made_once_for_the_same_content(printing, strict, monkeypatch):
    first = made()
    monkeypatch.setattr(pdf, "render", lambda *_args, **_options: pytest.fail("made twice"))
    assert made() == first


def test_other_content_language_or_attachment_makes_another_paper(printing, strict):
    papers = {
        made(),
        made(said="Lain."),
        made(sheet(language="en")),
        made(attachments=[pdf.Attachment("data.csv", b"a;b\n", "text/csv")]),
        made(attachments=[pdf.Attachment("data.csv", b"a;c\n", "text/csv")]),
    }
    assert len(papers) == 5


def test_a_failed_making_leaves_nothing_behind(printing, monkeypatch, tmp_path):
    def breaks(*_args, **_options):
        raise RuntimeError("no room")

    monkeypatch.setattr(pdf, "render", breaks)
    with pytest.raises(RuntimeError):
        made()
    assert not list(tmp_path.glob("papers/*"))


@pytest.mark.parametrize(
    "kind,slug,expected",
    [
        ("Notulen", "forum-lintas-sektor", "Notulen_forum-lintas-sektor_2026-11-26_v1.pdf"),
        ("Daftar Hadir", "forum spbe / internal", "Daftar-Hadir_forum-spbe-internal_2026-11-26_v1.pdf"),
        ("Notulen", "../../etc/passwd", "Notulen_etc-passwd_2026-11-26_v1.pdf"),
        ("Ündangan", "文書", "Undangan_dokumen_2026-11-26_v1.pdf"),
    ],
)
def test_a_file_name_is_plain_and_safe(kind, slug, expected):
    assert file_name(kind, slug, date(2026, 11, 26), version=1) == expected


def test_papers_that_nobody_asks_for_are_forgotten(printing, strict, tmp_path):
    kept, forgotten = made(), made(said="Lain.")
    day = 24 * 60 * 60
    for path in tmp_path.glob("papers/*"):
        os.utime(path, (time.time() - 100 * day,) * 2)
    assert made() == kept
    forget_unused_papers()
    assert [path.read_bytes() for path in tmp_path.glob("papers/*")] == [kept]
    assert made(said="Lain.") == forgotten


def test_a_drawing_has_a_text_alternative(printing, strict):
    reader = pypdf.PdfReader(BytesIO(made()))
    told = [found["/Alt"] for found in _elements(reader.trailer["/Root"]["/StructTreeRoot"]) if "/Alt" in found]
    assert told == ["Pemerintah 79 persen, Swasta 44 persen."]


def _elements(element) -> Iterator[dict]:
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        if isinstance(found := kid.get_object(), dict):
            yield found
            yield from _elements(found)


def test_a_letter_says_whom_it_is_for_and_who_gets_copies(printing, strict):
    pages = text_of(produce(sheet(fingerprint=None), "sample_letter.html"))
    assert "Yth. Kepala Dinas Kesehatan Kepala DPMPTSP" in pages[0]
    assert "Tembusan: Sekretaris Daerah Arsip" in pages[0]
    assert all("Tanda tangan" in page for page in pages[1:])

import itertools
import re
import socket
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdf
import pytest

from app.pdf import pdf

AT = datetime(2026, 10, 1, 7, 10, tzinfo=UTC)
HEAD = '<html lang="id"><head><link rel="stylesheet" href="selaras:print.css"></head><body>'
CSV = b"kode;judul\nKMT-2026-0041;Katalog\n"
ROOT = Path(__file__).parents[3]


def made(body: str = "<h1>Notulen</h1><p>Dibuka.</p>", **changes) -> bytes:
    given = {"title": "Notulen Sesi 9", "author": "BLUD Jakarta Smart City", "language": "id", "created_at": AT}
    return pdf.render(HEAD + body, **{**given, **changes})


def tool(tmp_path: Path, content: bytes, *command: str, to: str | None = None) -> str:
    """What one of poppler's programs says of a paper; `to` is its last argument, if it wants one."""
    (tmp_path / "paper.pdf").write_bytes(content)
    command = (*command, "paper.pdf", *([to] if to else []))
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path).stdout


def words(tmp_path: Path, content: bytes) -> str:
    return " ".join(tool(tmp_path, content, "pdftotext", to="-").split())


def fonts(tmp_path: Path, content: bytes) -> list[list[str]]:
    return [line.split() for line in tool(tmp_path, content, "pdffonts").splitlines()[2:]]


@pytest.fixture
def complaints(monkeypatch):
    """What WeasyPrint says about a page, for pages that are meant to be refused."""
    from weasyprint.logger import LOGGER

    said: list[str] = []
    for level in ("warning", "error"):
        monkeypatch.setattr(LOGGER, level, lambda message, *values: said.append(message % values))
    return said


def test_a_paper_is_tagged_and_says_its_title_author_language_and_time(strict, tmp_path):
    said = tool(tmp_path, made(), "pdfinfo", "-isodates")
    for line in (
        r"Title:\s+Notulen Sesi 9",
        r"Author:\s+BLUD Jakarta Smart City",
        r"Tagged:\s+yes",
        r"CreationDate:\s+2026-10-01T07:10:00Z",
        r"ModDate:\s+2026-10-01T07:10:00Z",
        r"JavaScript:\s+no",
        r"Page size:.*A4",
    ):
        assert re.search(line, said), line
    root = pypdf.PdfReader(BytesIO(made())).trailer["/Root"]
    assert root["/Lang"] == "id"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/MarkInfo"]["/Marked"]


def test_a_paper_declares_both_archival_and_accessible_form(strict):
    packet = pypdf.PdfReader(BytesIO(made(title="A & <B>"))).trailer["/Root"]["/Metadata"].get_data()
    elements = list(ET.fromstring(packet).iter())
    said = {(element.tag, element.text) for element in elements}
    assert ("{http://www.aiim.org/pdfa/ns/id/}part", "3") in said
    assert ("{http://www.aiim.org/pdfa/ns/id/}conformance", "A") in said
    assert ("{http://www.aiim.org/pdfua/ns/id/}part", "1") in said
    title = next(element for element in elements if element.tag == "{http://purl.org/dc/elements/1.1/}title")
    assert title[0][0].text == "A & <B>"
    found = {element.tag.rpartition("}")[2]: element for element in elements}
    assert found["CreateDate"].text == "2026-10-01T07:10:00Z"


def test_the_metadata_of_a_page_does_not_reach_that_of_the_file(strict):
    body = '<meta name="author" content="Orang Lain"><title>Lain</title><p>Isi</p>'
    info = pypdf.PdfReader(BytesIO(made(body))).metadata
    assert (info.title, info.author) == ("Notulen Sesi 9", "BLUD Jakarta Smart City")


def test_an_attachment_comes_back_as_it_was_and_is_named_once(strict, tmp_path):
    content = made(attachments=[pdf.Attachment("komitmen.csv", CSV, "text/csv", "Data lengkap")])
    assert "1: komitmen.csv" in tool(tmp_path, content, "pdfdetach", "-list")
    tool(tmp_path, content, "pdfdetach", "-saveall")
    assert (tmp_path / "komitmen.csv").read_bytes() == CSV
    root = pypdf.PdfReader(BytesIO(content)).trailer["/Root"]
    assert len(root["/AF"]) == 1
    carried = root["/AF"][0].get_object()
    assert carried["/AFRelationship"] == "/Data"
    assert carried["/EF"]["/F"].get_object()["/Subtype"] == "/text/csv"


def test_the_same_content_gives_the_same_bytes(strict):
    attachments = [pdf.Attachment("a.csv", CSV, "text/csv")]
    assert made(attachments=attachments) == made(attachments=attachments)
    assert made(attachments=attachments) != made()


def test_the_same_content_gives_the_same_bytes_in_another_process(strict, tmp_path):
    program = (
        "import sys; from datetime import UTC, datetime; from app.pdf import pdf;"
        f"sys.stdout.buffer.write(pdf.render({HEAD + '<p>Isi → ✓ ż</p>'!r}, title='T', author='A', language='id',"
        "created_at=datetime(2026, 10, 1, tzinfo=UTC), attachments=[pdf.Attachment('a.csv', b'x', 'text/csv')]))"
    )
    results = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": zone, "LANG": "C.UTF-8", "HOME": str(tmp_path)},
        ).stdout
        for seed, zone in (("1", "Asia/Jakarta"), ("2", "America/New_York"))
    }
    assert len(results) == 1
    assert results.pop().startswith(b"%PDF-1.7")


def test_only_our_own_fonts_are_embedded(strict, tmp_path):
    body = (
        '<p style="font-family: Arial">Teks <b>tebal</b> <em>miring</em> Łódź → ✓ ≤ ≥</p><code>kode</code>'
        '<svg viewBox="0 0 90 20"><title>Gambar</title><text y="9" font-family="Times">gambar</text></svg>'
    )
    listed = fonts(tmp_path, made(body))
    assert listed
    for line in listed:
        assert re.fullmatch(r"[A-Z]{6}\+(Public-Sans|DejaVu-Sans)[\w-]*", line[0]), line
        assert line[-5:-2] == ["yes", "yes", "yes"], line  # embedded, subset, with a way back to text


def test_the_marks_that_public_sans_lacks_are_readable(strict):
    page = pypdf.PdfReader(BytesIO(made("<p>A → B ✓ ≤ 3 ≥ 2 Σ Ж</p>"))).pages[0]
    assert "A → B ✓ ≤ 3 ≥ 2 Σ Ж" in page.extract_text()


def test_a_character_that_no_font_of_ours_has_leaves_a_visible_mark(strict, tmp_path):
    assert "ab □ B cd" in words(tmp_path, made("<p>a\x07b 你 𝐁 c\u200d\ufe0fd</p>"))


WAYS_IN = """
<link rel="attachment" href="{}"><link rel="stylesheet" href="{}">
<a rel="attachment" href="{}">x</a><img src="{}" alt="x"><object data="{}">x</object><embed src="{}">
<style>
@import url("{}");
@font-face { font-family: F; src: url("{}") }
p { background: url("{}"); font-family: F }
p::before { content: url("{}") }
</style><p>x</p><ul style="list-style-image: url('{}')"><li>x</li></ul>
<svg viewBox="0 0 9 9"><title>x</title><image href="{}" width="9" height="9"/><use href="{}#x"/></svg>
"""


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hostname",
        "/etc/hostname",
        "../../etc/hostname",
        "http://127.0.0.1:9/x.png",
        "https://example.org/x.png",
        "ftp://127.0.0.1/x",
        "selaras:../../config.py",
        "selaras:vendor/../print.css",
        "selaras:given/other",
        "SELARAS:print.css",
    ],
)
@pytest.mark.parametrize("base", ["", "<base href='file:///etc/'>", "<base href='http://127.0.0.1:9/'>"])
def test_nothing_of_the_machine_or_the_network_gets_into_a_paper(complaints, base, address, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *_args, **_options: pytest.fail("went to the network"))
    number = itertools.count()
    ways_in = re.sub(r"\{\}", lambda _found: f"{address}?{next(number)}", WAYS_IN)  # once loaded is not tried again
    reader = pypdf.PdfReader(BytesIO(made(base + ways_in + "<p>Isi</p>")))
    assert not reader.attachments
    assert not any(page.images for page in reader.pages)
    assert Path("/etc/hostname").read_text().strip() not in "".join(page.extract_text() for page in reader.pages)
    assert len(complaints) >= 9


def test_a_refused_address_is_reported(complaints):
    made('<img src="file:///etc/hostname" alt="x">')
    assert any("disallowed protocol" in complaint for complaint in complaints)


def test_a_file_given_with_the_page_is_shown(strict):
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154"
        "08d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
    )
    content = made('<img src="selaras:given/emblem.png" alt="Lambang">', files={"emblem.png": png})
    assert len(pypdf.PdfReader(BytesIO(content)).pages[0].images) == 1


def test_a_long_table_repeats_its_head_on_every_page(strict):
    rows = "".join(f"<tr><th scope=row>Baris {number}</th><td>Isi</td></tr>" for number in range(150))
    content = made(
        f"<table><thead><tr><th scope=col>Uraian</th><th scope=col>Hasil</th></tr></thead><tbody>{rows}</tbody></table>"
    )
    pages = [page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages]
    assert len(pages) >= 3
    assert all("Uraian" in page and "Hasil" in page for page in pages)
    assert sum(page.count("Baris ") for page in pages) == 150


def test_a_head_says_whether_it_is_for_its_row_or_its_column(strict, tmp_path):
    table = "<table><thead><tr><th scope=col>A<th scope=col>B<tbody><tr><th scope=row>C<td>D</table>"
    told = tool(tmp_path, made(table), "pdfinfo", "-struct")
    assert re.findall(r"/Scope /(\w+)", told) == ["Column", "Column", "Row"]


def test_a_word_longer_than_its_line_stays_inside_the_page(strict, tmp_path):
    text = made("<p>" + "a" * 400 + "</p><table><tr><td>" + "b" * 400 + "</td><td>x</td></tr></table>")
    ends = re.findall(r'xMax="([\d.]+)"', tool(tmp_path, text, "pdftotext", "-bbox", to="-"))
    assert ends
    assert max(float(end) for end in ends) <= 595.28 - 50


def test_importing_the_platform_does_not_import_the_typesetter():
    program = "import sys, app; app.create_app(); sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0

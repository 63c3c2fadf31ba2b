"""Files merged into a document: order of pages, outline, page numbers, tags, and equal bytes."""

import subprocess
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pypdf
import pytest

from app.pdf.extracts import ExtractJob
from app.pdf.job import PdfJob
from app.pdf.merging import (
    ALL_PAGES,
    MergeJob,
    MergePart,
    PartPages,
    UnreadablePdf,
    flattened,
    pages_token,
    part_link,
    parts_in,
    require_readable,
)
from tests.support.pdfs import blank_pdf

AT = datetime(2026, 12, 9, 2, 30, tzinfo=UTC)
HTML = """<!doctype html><html lang="id"><head><title>Bahan</title><link rel="stylesheet" href="selaras:print.css">
<style>h1 { break-before: page } h1:first-of-type { break-before: auto }</style></head><body>%s</body></html>"""


def job(body, title="Bahan"):
    html = HTML.replace("%s", body)
    return PdfJob(html=html, title=title, author="JSC", language="id", created_at=AT)


def uploaded(tmp_path, name, pages=1, rotate=0, **document):
    """Return the path of a PDF of empty pages, with document-level entries such as an action on opening."""
    pdf = pikepdf.new()
    for _page in range(pages):
        pdf.add_blank_page(page_size=(300, 200))
        pdf.pages[-1].rotate(rotate, relative=False)
    for key, value in document.items():
        pdf.Root[f"/{key}"] = value
    pdf.save(tmp_path / name)
    return tmp_path / name


def merged(tmp_path, **changes):
    own = (
        "<h1>Sampul</h1><p>Butir 1 di "
        + pages_token("item")
        + ", bahan di "
        + pages_token("table")
        + ", rusak: "
        + pages_token("broken")
        + "</p><h1>Butir 1</h1><p>Anggaran</p><h1>Komitmen</h1><p>Tabel</p>"
    )
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 rusak")
    parts = (
        MergePart(key="cover", title="Sampul"),
        MergePart(key="item", title="1. Anggaran"),
        MergePart(key="table", title="Tabel", level=1, file=uploaded(tmp_path, "table.pdf", 3), sha256="a"),
        MergePart(key="broken", title="Rusak", level=1, file=tmp_path / "broken.pdf", sha256="b"),
        MergePart(key="minutes", title="Notulen", document=job("<h1>NOTULEN</h1><p>Isi notulen</p>", "Notulen")),
        MergePart(key="commitments", title="Komitmen"),
    )
    values = {
        "own": job(own),
        "parts": parts,
        "number": "hlm. {page} dari {of}",
        "pages": "hlm. {pages}",
        "absent": "terpisah",
        "folder": tmp_path / "cache",
        **changes,
    }
    return MergeJob(**values)


def texts(content):
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(content)).pages]


def test_files_are_inserted_at_their_parts_with_page_numbers(tmp_path):
    content = merged(tmp_path).print()
    pages = texts(content)
    assert len(pages) == 7
    assert "Butir 1 di hlm. 2, bahan di hlm. 3–5, rusak: terpisah" in pages[0]
    assert "Anggaran" in pages[1]
    assert pages[2] == "hlm. 3 dari 7"
    assert "Isi notulen" in pages[5]
    assert "hlm. 7 dari 7" in pages[6]
    assert parts_in(content) == [
        PartPages("cover", 1, 1),
        PartPages("item", 2, 1),
        PartPages("table", 3, 3),
        PartPages("minutes", 6, 1),
        PartPages("commitments", 7, 1),
    ]


def test_the_outline_names_the_parts_with_files_below_their_item(tmp_path):
    reader = pypdf.PdfReader(BytesIO(merged(tmp_path).print()))
    flat = [(entry.title, reader.get_destination_page_number(entry)) for entry in _flat(reader.outline)]
    assert flat == [("Sampul", 0), ("1. Anggaran", 1), ("Tabel", 2), ("Notulen", 5), ("Komitmen", 6)]
    assert isinstance(reader.outline[2], list)


def _flat(entries):
    for entry in entries:
        yield from _flat(entry) if isinstance(entry, list) else [entry]


def test_equal_input_gives_equal_bytes_and_another_key_for_other_input(tmp_path):
    first, again = merged(tmp_path), merged(tmp_path)
    assert first.print() == again.print()
    assert first.key() == again.key()
    assert merged(tmp_path, absent="lain").key() != first.key()
    other = (*first.parts[:2], MergePart(key="table", title="Tabel", level=1, file=first.parts[2].file, sha256="c"))
    assert merged(tmp_path, parts=other).key() != first.key()


def test_our_own_pages_and_tagged_files_keep_their_tags_and_no_file_claims_pdf_a(tmp_path):
    content = merged(tmp_path).print()
    (tmp_path / "pack.pdf").write_bytes(content)
    ran = subprocess.run(["pdfinfo", "-struct-text", tmp_path / "pack.pdf"], capture_output=True, text=True, check=True)
    for words in ("Sampul", "Anggaran", "Tabel", "Isi notulen"):
        assert words in ran.stdout
    assert ran.stderr == ""
    metadata = pypdf.PdfReader(BytesIO(content)).trailer["/Root"]["/Metadata"].get_data()
    assert b"pdfaid:part" not in metadata
    assert b"pdfuaid:part" not in metadata


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_numbers_are_drawn_on_turned_pages_too(tmp_path, rotate):
    parts = (
        MergePart(key="cover", title="Sampul"),
        MergePart(key="turned", title="Miring", file=uploaded(tmp_path, "t.pdf", rotate=rotate), sha256="t"),
    )
    content = merged(tmp_path, own=job("<h1>Sampul</h1>"), parts=parts).print()
    assert "hlm. 2 dari 2" in texts(content)[1]
    (tmp_path / "pack.pdf").write_bytes(content)
    command = ["pdftotext", "-f", "2", "-l", "2", "-bbox", tmp_path / "pack.pdf", "-"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    height = 300 if rotate in {90, 270} else 200
    bottoms = [float(line.split('yMax="')[1].split('"')[0]) for line in ran.stdout.splitlines() if "<word" in line]
    assert bottoms
    assert all(height - 20 < bottom < height - 5 for bottom in bottoms)


def test_scripts_and_forms_of_files_are_left_out(tmp_path):
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    file = uploaded(tmp_path, "s.pdf", OpenAction=script)
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        page.AA = pikepdf.Dictionary(O=script)
        kinds = (
            (pikepdf.Name.Link, script),
            (pikepdf.Name.Link, pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://a.id")),
        )
        page.Annots = pikepdf.Array(
            [
                pdf.make_indirect(
                    pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=kind, Rect=[0, 0, 9, 9], A=action)
                )
                for kind, action in kinds
            ]
        )
        pdf.save(file)
    parts = (MergePart(key="cover", title="Sampul"), MergePart(key="s", title="S", file=file, sha256="s"))
    content = merged(tmp_path, own=job("<h1>Sampul</h1>"), parts=parts).print()
    with pikepdf.open(BytesIO(content)) as pdf:
        assert "/AA" not in pdf.pages[1]
        assert [str(one.A.S) for one in pdf.pages[1].Annots] == ["/URI"]
        assert "/OpenAction" not in pdf.Root
        assert not any("JavaScript" in repr(one) for one in pdf.objects)


def test_a_file_with_a_password_is_not_merged(tmp_path):
    with pikepdf.open(uploaded(tmp_path, "plain.pdf")) as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    parts = (
        MergePart(key="cover", title="Sampul"),
        MergePart(key="locked", title="Terkunci", file=tmp_path / "locked.pdf", sha256="l"),
    )
    content = merged(tmp_path, own=job("<h1>Sampul</h1>"), parts=parts).print()
    assert parts_in(content) == [PartPages("cover", 1, 1)]


def test_inserted_documents_are_rendered_once(tmp_path):
    made = merged(tmp_path)
    assert (made.ready(), len(made.inserted)) == (2, 3)
    made.print()
    assert made.ready() == 3


def test_a_long_document_shows_the_page_numbers_that_its_own_length_shifts(tmp_path):
    lines = "".join(f"<p>{pages_token('t')} / {ALL_PAGES}</p>" for _line in range(100))
    file = uploaded(tmp_path, "t.pdf", 2)
    parts = (MergePart(key="cover", title="Sampul"), MergePart(key="t", title="T", file=file, sha256="t"))
    pages = texts(merged(tmp_path, own=job(f"<h1>Sampul</h1>{lines}"), parts=parts).print())
    assert len(pages) > 4
    assert f"hlm. {len(pages) - 1}–{len(pages)} / {len(pages)}" in pages[0]


def test_links_to_parts_lead_to_their_first_page_and_to_nothing_if_it_is_not_there(tmp_path):
    own = "".join(f'<p><a href="{part_link(key)}">{key}</a></p>' for key in ("minutes", "table", "broken"))
    parts = tuple(part for part in merged(tmp_path).parts if part.key not in {"item", "commitments"})
    with pikepdf.open(BytesIO(merged(tmp_path, own=job(f"<h1>Sampul</h1>{own}"), parts=parts).print())) as pdf:
        pages = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        links = list(pdf.pages[0].Annots)
        assert [pages[link.Dest[0].objgen] for link in links if "/Dest" in link] == [5, 2]
        assert not [link for link in links if "/A" in link]


def test_an_extract_keeps_the_links_between_its_own_pages_only(tmp_path):
    own = "".join(f'<p><a href="{part_link(key)}">{key}</a></p>' for key in ("minutes", "table"))
    parts = tuple(part for part in merged(tmp_path).parts if part.key in {"cover", "table", "minutes"})
    (tmp_path / "pack.pdf").write_bytes(merged(tmp_path, own=job(f"<h1>Sampul</h1>{own}"), parts=parts).print())
    places = tuple(place for place in parts_in((tmp_path / "pack.pdf").read_bytes()) if place.key != "table")
    extract = ExtractJob(file=tmp_path / "pack.pdf", sha256="p", places=places, titles=("Sampul", "Notulen"))
    with pikepdf.open(BytesIO(extract.print())) as pdf:
        (link,) = pdf.pages[0].Annots
        assert link.Dest[0].objgen == pdf.pages[1].objgen


def test_the_structure_trees_of_all_parts_are_one(tmp_path):
    link = "<h1>H</h1><p>a <a href='https://contoh.example'>tautan</a></p>"
    inserted = [MergePart(key=title, title=title, document=job(link, title)) for title in ("A", "B")]
    parts = (MergePart(key="cover", title="Sampul"), *inserted)
    with pikepdf.open(BytesIO(merged(tmp_path, own=job("<h1>Sampul</h1>"), parts=parts).print())) as made:
        root = made.Root.StructTreeRoot
        document = root.K[0] if isinstance(root.K, pikepdf.Array) else root.K
        assert [str(one.T) for one in document.K if "/T" in one] == ["A", "B"]
        keys = list(pikepdf.NumberTree(root.ParentTree))
        assert keys == sorted(set(keys))
        pages = [int(page.StructParents) for page in made.pages if "/StructParents" in page]
        notes = [int(note.StructParent) for page in made.pages for note in page.get("/Annots", ())]
        assert set(pages + notes) == set(keys)
        assert len(pages + notes) == len(keys)


def form_with_script(path):
    """Write a PDF with a form field, and scripts on opening it, on its page and in the field."""
    with pikepdf.open(BytesIO(blank_pdf(text="Formulir"))) as made:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        field = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T=pikepdf.String("x"), Subtype=pikepdf.Name.Widget, A=script)
        field.Type, field.Rect = pikepdf.Name.Annot, pikepdf.Array([0, 0, 9, 9])
        note = made.make_indirect(field)
        made.pages[0].Annots = made.make_indirect(pikepdf.Array([note]))
        made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([note]))
        made.pages[0].AA = pikepdf.Dictionary(O=script)
        made.Root.OpenAction = script
        made.save(path)
    return path


def test_form_fields_of_files_are_left_out(tmp_path):
    file = form_with_script(tmp_path / "f.pdf")
    assert b"app.alert" in file.read_bytes()
    parts = (MergePart(key="cover", title="Sampul"), MergePart(key="f", title="F", file=file, sha256="f"))
    with pikepdf.open(BytesIO(merged(tmp_path, own=job("<h1>Sampul</h1>"), parts=parts).print())) as made:
        assert not [page for page in made.pages if "/AA" in page or list(page.get("/Annots", ()))]
        assert "/OpenAction" not in made.Root
        assert b"app.alert" not in b"".join(
            one.unparse(resolved=True) for one in made.objects if not isinstance(one, pikepdf.Stream)
        )


@pytest.mark.parametrize("content", [b"%PDF-1.7 rusak", blank_pdf(password="rahasia"), blank_pdf(0)])
def test_a_pdf_that_cannot_be_inserted_is_recognised(tmp_path, content):
    (tmp_path / "x.pdf").write_bytes(content)
    with pytest.raises(UnreadablePdf):
        require_readable(tmp_path / "x.pdf")


def test_a_file_on_disk_stays_as_it_is(tmp_path):
    file = form_with_script(tmp_path / "x.pdf")
    before = file.read_bytes()
    with flattened(file) as source:
        assert len(source.pages) == 1
    assert file.read_bytes() == before

"""Bundles: uploaded PDFs lose forms, notes and scripts; all parts keep their tags; pages are numbered through."""

from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pytest

from app.pdf.bundle import PAGE, PAGES, TOTAL, Bundle, BundlePart, UnreadablePdf, flattened, page_count
from app.pdf.job import PdfJob
from tests.support.pdfs import blank_pdf

pytestmark = pytest.mark.one_database

COVER = f"<h1>Isi</h1><p>{PAGE.format(0)}, {PAGE.format(1)} ({PAGES.format(1)}) / {TOTAL}</p>"


def job(title, body):
    return PdfJob(
        html=f'<!doctype html><html lang="id"><head><title>{title}</title><link rel="stylesheet" '
        f'href="selaras:print.css"></head><body>{body}</body></html>',
        title=title,
        author="JSC",
        language="id",
        created_at=datetime(2026, 11, 26, tzinfo=UTC),
    )


@pytest.fixture
def bundle(tmp_path):
    """`bundle(*parts, cover=…)` is a bundle of jobs and of uploaded PDFs."""

    def make(*parts, cover=COVER):
        made = []
        for place, part in enumerate(parts):
            if isinstance(part, PdfJob):
                made.append(BundlePart(title=part.title, job=part))
            else:
                path = tmp_path / f"{place}.pdf"
                path.write_bytes(part)
                made.append(BundlePart(title=f"Unggahan {place}", path=path, sha256=f"{place}" * 64))
        return Bundle(cover=job("Sampul", cover), parts=made, stamp="{page} / {of}", folder=tmp_path / "cache")

    return make


def read(content):
    return pikepdf.open(BytesIO(content))


def test_a_bundle_numbers_pages_through_and_shows_them_on_its_cover(bundle):
    import pypdf

    one = bundle(job("A", "<p>a</p><p style='break-before:page'>b</p>"), blank_pdf(2, text="Pindai"))
    assert (one.ready(), len(one.parts)) == (1, 2)
    paper = pypdf.PdfReader(BytesIO(one.print()))
    assert one.ready() == 2
    assert "2, 4 (2) / 5" in paper.pages[0].extract_text()
    assert [f"{number} / 5" in page.extract_text() for number, page in enumerate(paper.pages, 1)] == [True] * 5
    assert [mark.title for mark in paper.outline] == ["Sampul", "A", "Unggahan 1"]


def test_a_long_cover_shifts_the_page_numbers_that_it_shows(bundle):
    import pypdf

    lines = "".join(f"<p>{line}</p>" for line in range(100))
    paper = pypdf.PdfReader(BytesIO(bundle(blank_pdf(), blank_pdf(), cover=f"<p>{PAGE.format(0)}!</p>{lines}").print()))
    cover = len(paper.pages) - 2
    assert cover > 1
    assert f"{cover + 1}!" in paper.pages[0].extract_text()


def test_the_structure_trees_of_all_parts_are_one(bundle):
    link = "<p>a <a href='https://contoh.example'>tautan</a></p>"
    with read(bundle(job("A", link), blank_pdf(), job("B", link)).print()) as made:
        root = made.Root.StructTreeRoot
        document = root.K[0] if isinstance(root.K, pikepdf.Array) else root.K
        assert [str(one.T) for one in document.K if "/T" in one] == ["A", "B"]
        keys = list(pikepdf.NumberTree(root.ParentTree))
        assert keys == sorted(set(keys))
        pages = [int(page.StructParents) for page in made.pages if "/StructParents" in page]
        notes = [int(note.StructParent) for page in made.pages for note in page.get("/Annots", ())]
        assert set(pages + notes) == set(keys)
        assert len(pages + notes) == len(keys)


def test_equal_parts_give_equal_bytes_and_an_equal_key(bundle):
    parts = (job("A", "<p>a</p>"), blank_pdf())
    assert bundle(*parts).print() == bundle(*parts).print()
    assert bundle(*parts).key() == bundle(*parts).key() != bundle(*reversed(parts)).key()


def form_with_script() -> bytes:
    with read(blank_pdf(text="Formulir")) as made:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        field = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T=pikepdf.String("x"), Subtype=pikepdf.Name.Widget, A=script)
        field.Type, field.Rect = pikepdf.Name.Annot, pikepdf.Array([0, 0, 9, 9])
        note = made.make_indirect(field)
        made.pages[0].Annots = made.make_indirect(pikepdf.Array([note]))
        made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([note]))
        made.pages[0].AA = pikepdf.Dictionary(O=script)
        made.Root.OpenAction = script
        out = BytesIO()
        made.save(out)
    return out.getvalue()


def test_scripts_and_forms_of_uploads_are_left_out(bundle):
    uploaded = form_with_script()
    assert b"app.alert" in uploaded
    with read(bundle(uploaded).print()) as made:
        assert not [page for page in made.pages if "/AA" in page or "/Annots" in page]
        assert "/OpenAction" not in made.Root
        assert b"app.alert" not in b"".join(
            one.unparse(resolved=True) for one in made.objects if not isinstance(one, pikepdf.Stream)
        )


@pytest.mark.parametrize("content", [b"%PDF-1.7 rusak", blank_pdf(password="rahasia"), blank_pdf(0)])
def test_a_pdf_that_cannot_be_printed_is_recognised(tmp_path, content):
    path = tmp_path / "x.pdf"
    path.write_bytes(content)
    with pytest.raises(UnreadablePdf):
        page_count(path)


def test_an_upload_on_disk_stays_as_it_is(tmp_path):
    path = tmp_path / "x.pdf"
    path.write_bytes(form_with_script())
    before = path.read_bytes()
    with flattened(path) as source:
        assert len(source.pages) == 1
    assert path.read_bytes() == before

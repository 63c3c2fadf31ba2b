"""Parts taken out of a merged file: their pages, tags, outline and links, and nothing of the others."""

import subprocess
from io import BytesIO

import pikepdf
import pypdf
import pytest

from app.pdf.extracts import ExtractJob
from app.pdf.merging import MergePart, PartPages, parts_in
from tests.app.pdf.test_merging import job, merged, texts, uploaded

OWN = (
    "<h1>Sampul</h1><p>Acara, lihat <a href='#items'>butir</a></p>"
    "<h1 id='items'>Butir 1</h1><p>Anggaran <a href='https://jakarta.example/'>daring</a></p>"
    "<table><tr><th>Tahun</th><td></td></tr></table>"
    "<h1>Komitmen</h1><p>Tabel <a href='#items'>butir</a></p>"
)


@pytest.fixture
def whole(tmp_path):
    """The path of a merged file: cover, item, an untagged file, minutes, commitments; a page each but the file."""
    (tmp_path / "pack.pdf").write_bytes(merged(tmp_path, own=job(OWN)).print())
    return tmp_path / "pack.pdf"


def extracted(whole, *keys):
    places = [place for place in parts_in(whole.read_bytes()) if place.key in keys]
    titles = tuple(place.key for place in places)
    return ExtractJob(file=whole, sha256="a", places=tuple(places), titles=titles).print()


def structure(content, tmp_path):
    (tmp_path / "part.pdf").write_bytes(content)
    command = ["pdfinfo", "-struct-text", tmp_path / "part.pdf"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ran.stderr == ""
    return ran.stdout


def test_the_pages_of_parts_keep_their_numbers_and_tags(whole, tmp_path):
    content = extracted(whole, "item", "table", "minutes")
    numbers = [page.split("hlm. ")[-1] for page in texts(content)]
    assert numbers == [f"{number} dari 7" for number in range(2, 7)]
    assert parts_in(content) == [PartPages("item", 1, 1), PartPages("table", 2, 3), PartPages("minutes", 5, 1)]
    tags = structure(content, tmp_path)
    for words in ("H1", "Anggaran", "Isi notulen", "Part", "Table", "TD"):
        assert words in tags
    for words in ("Acara", "Sampul", "Komitmen"):
        assert words not in tags
    reader = pypdf.PdfReader(BytesIO(content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "id"
    assert [entry.title for entry in reader.outline] == ["item", "table", "minutes"]


def test_nothing_of_the_other_pages_is_in_the_file(whole):
    with pikepdf.open(BytesIO(extracted(whole, "commitments"))) as pdf:
        kinds = [one.get("/Type") for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
        assert kinds.count("/Page") == 1
        assert "/Annots" not in pdf.pages[0] or len(pdf.pages[0].Annots) == 0
        parents = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        assert set(parents.keys()) == {int(pdf.pages[0].StructParents)}


def test_links_to_web_pages_stay_with_their_tags(whole):
    with pikepdf.open(BytesIO(extracted(whole, "item"))) as pdf:
        (link,) = pdf.pages[0].Annots
        assert link.A.URI == "https://jakarta.example/"
        assert int(link.StructParent) in set(pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree).keys())


def test_equal_input_gives_equal_bytes(whole):
    assert extracted(whole, "item", "minutes") == extracted(whole, "item", "minutes")


def test_a_file_without_tags_has_none_afterwards(tmp_path):
    parts = (MergePart(key="cover", title="Sampul"),)
    content = merged(tmp_path, own=job("<h1>Sampul</h1>"), parts=parts).print()
    with pikepdf.open(BytesIO(content)) as pdf:
        del pdf.Root.StructTreeRoot
        pdf.save(tmp_path / "bare.pdf")
    with pikepdf.open(BytesIO(extracted(tmp_path / "bare.pdf", "cover"))) as pdf:
        assert "/StructParents" not in pdf.pages[0]


def test_a_structure_that_is_deep_and_refers_to_itself_is_cut_all_the_same(tmp_path):
    file = uploaded(tmp_path, "deep.pdf", 2)
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        tree = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        parents = pikepdf.NumberTree.new(pdf)
        tree.ParentTree = parents.obj
        above = tree
        for number in range(3000):
            page = pdf.pages[number % 2]
            below = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.P, P=above, Pg=page.obj))
            above.K = pikepdf.Array([below, number] if above is not tree else [below])
            above = below
        above.K = pikepdf.Array([tree, 1])
        pdf.Root.StructTreeRoot = tree
        pdf.Root["/SelarasParts"] = pikepdf.Array([pikepdf.Array([pikepdf.String("a"), 2, 1])])
        pdf.save(file)
    with pikepdf.open(BytesIO(extracted(file, "a"))) as pdf:
        assert len(pdf.pages) == 1
        kinds = [one.get("/Type") for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
        assert kinds.count("/Page") == 1

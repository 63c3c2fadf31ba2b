"""A pack is circulated in versions, each of which says what changed; its PDF has all parts in order."""

from io import BytesIO

import pypdf
from sqlalchemy import select

from app.database import db
from forums.pack.models import PackVersion
from tests.forums.pack.conftest import document, pdf


def circulate(as_user, it, who="coordinator", status=303):
    return as_user(getattr(it, who)).post("forums.pack.circulate", {}, session_id=it.session.id, status=status)


def latest():
    return db.session.scalars(select(PackVersion).order_by(PackVersion.number.desc())).first()


def fetched(as_user, person, version, endpoint="download"):
    return as_user(person).get(f"forums.pack.{endpoint}", pack_version_id=version.id).data


def texts(content):
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(content)).pages]


def test_one_pdf_has_the_agenda_its_documents_and_the_open_commitments(it, as_user):
    circulate(as_user, it)
    version = latest()
    content = fetched(as_user, it.member, version)
    pages = texts(content)
    assert len(pages) == version.pages
    assert "BAHAN RAPAT" in pages[0]
    assert "Anggaran 2027" in pages[0]
    assert "Bahan belum masuk" in pages[1]
    assert "Data puskesmas" in pages[1]
    assert "Urutan tiga layanan" in pages[2]
    assert version.file.sha256 != it.sheet.file.sha256
    assert it.sheet.file.sha256 in pages[2].replace(" ", "")
    assert "Usul anggaran hlm. 4–6" in pages[2]
    assert [f"hlm. {number} dari 8" in page for number, page in enumerate(pages, 1)] == [True] * 8
    titles = [one.title for one in _flat(pypdf.PdfReader(BytesIO(content)).outline)]
    assert titles == [
        *("Sampul dan acara", "1. Pembukaan", "2. Anggaran 2027", "Usul anggaran", "Foto lokasi", "Komitmen terbuka"),
    ]


def _flat(entries):
    for entry in entries:
        yield from _flat(entry) if isinstance(entry, list) else [entry]


def test_a_later_version_says_what_changed_and_offers_it_alone(it, as_user):
    circulate(as_user, it)
    circulate(as_user, it, status=409)
    document(it, it.opening, "Data puskesmas", pdf(2, 301), "data.pdf")
    page = as_user(it.member).get("forums.pack.show", session_id=it.session.id)
    assert "Pembukaan: Data puskesmas was added" in page.words
    circulate(as_user, it)
    version = latest()
    assert version.number == 2
    page = as_user(it.member).get("forums.pack.show", session_id=it.session.id)
    assert "Changed since version 1 Pembukaan: Data puskesmas was added p. 3–4" in page.words
    assert "Only what changed, 2 pages" in page.words
    pages = texts(fetched(as_user, it.member, version, "changed"))
    assert [page.split(" dari")[0] for page in pages] == ["hlm. 3", "hlm. 4"]

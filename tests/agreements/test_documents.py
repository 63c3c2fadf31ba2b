"""Files of an agreement: versions, hashes, whose they are, what is not let in."""

import hashlib
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from sqlalchemy import func, select

from agreements.documents.models import Document, DocumentKind
from agreements.registry.rules import Stage
from app.circles.models import Classification
from app.database import db
from app.pdf.models import Paper
from tests.factories import CoordinatorFactory

ADD, INDEX, DOWNLOAD = "agreements.documents.add", "agreements.documents.index", "agreements.documents.download"
PDF = b"%PDF-1.7\nnaskah\n%%EOF"
NOBODY = "00000000-0000-4000-8000-000000000000"


def sent(content=PDF, name="naskah.pdf", **more):
    return {"file": (BytesIO(content), name), "kind": "signed", "title": "", "side": "", **more}


def documents():
    return db.session.scalars(select(Document).order_by(Document.added_at, Document.number)).all()


def test_every_version_is_kept_and_its_hash_is_shown(pact, as_user):
    where, coordinator = {"agreement_id": pact.agreement.id}, as_user(pact.coordinator)
    coordinator.post(ADD, sent(), **where)
    coordinator.post(ADD, sent(PDF + b"2", "naskah-v2.pdf", title="Naskah lengkap"), **where)
    coordinator.post(ADD, sent(kind="annex"), **where)
    assert {(one.kind, one.number) for one in documents()} == {
        (DocumentKind.ANNEX, 1),
        (DocumentKind.SIGNED, 1),
        (DocumentKind.SIGNED, 2),
    }
    words = as_user(pact.citizen).get(INDEX, **where).words
    assert hashlib.sha256(PDF).hexdigest() in words
    assert hashlib.sha256(PDF + b"2").hexdigest() in words
    assert "Naskah lengkap" in words


def test_everyone_who_has_a_signed_text_can_verify_it_and_learns_nothing_else(pact, as_user):
    where, coordinator = {"agreement_id": pact.agreement.id}, as_user(pact.coordinator)
    sha256 = hashlib.sha256(PDF).hexdigest()
    as_user().get("documents.verify", sha256=sha256, status=404)
    coordinator.post(ADD, sent(title="Naskah yang dirahasiakan"), **where)
    for level in Classification:
        pact.agreement.circle.classification = level
        db.session.commit()
        seen = as_user().get("documents.verify", sha256=sha256)
        assert "Naskah kerja sama bertanda tangan" in seen.words
        assert "Persis berkas ini tercatat" in seen.words
        assert "Tercatat sejak Selasa, 24 November 2026" in seen.words
        for hidden in ("dirahasiakan", pact.agreement.title, str(pact.agreement.id), pact.community.name):
            assert hidden not in seen.text
    assert f"/verify/{sha256}" in coordinator.get(INDEX, **where).text
    coordinator.post(ADD, sent(PDF + b"2"), **where)
    assert "Versi yang lebih baru tercatat" in as_user().get("documents.verify", sha256=sha256, lang="id").words
    later = as_user().get("documents.verify", sha256=hashlib.sha256(PDF + b"2").hexdigest(), lang="en").words
    assert "Signed text of an agreement" in later
    assert "A later version" not in later


@pytest.mark.parametrize("kind", ["draft", "annex", "power_of_attorney", "other"])
def test_no_other_file_can_be_verified(pact, as_user, kind):
    as_user(pact.coordinator).post(ADD, sent(kind=kind), agreement_id=pact.agreement.id)
    side = str(pact.party(pact.agency).id)
    as_user(pact.official).post(ADD, sent(PDF + b"own", side=side), agreement_id=pact.agreement.id)
    for content in (PDF, PDF + b"own"):
        as_user().get("documents.verify", sha256=hashlib.sha256(content).hexdigest(), status=404)
    assert "/verify/" not in as_user(pact.coordinator).get(INDEX, agreement_id=pact.agreement.id).soup.main.decode()


def test_the_same_scan_twice_stays_one_entry(pact, as_user):
    for _time in range(2):
        as_user(pact.coordinator).post(ADD, sent(), agreement_id=pact.agreement.id)
    assert [one.state for one in db.session.scalars(select(Paper))] == ["recorded"]


def test_a_party_downloads_the_shared_text_and_no_stranger_does(pact, as_user):
    as_user(pact.coordinator).post(ADD, sent(), agreement_id=pact.agreement.id)
    document = documents()[0]
    for person, status in (
        (pact.coordinator, 200),
        (pact.leader, 200),
        (pact.official, 200),
        (pact.stranger, 404),
        (pact.administrator, 404),
        (None, 302),
    ):
        answer = as_user(person).get(DOWNLOAD, document_id=document.id, status=status)
        if status == 200:
            assert answer.get_data() == PDF
            assert answer.headers["Content-Disposition"].startswith("attachment")
    as_user(pact.coordinator).get(DOWNLOAD, document_id=NOBODY, status=404)


def test_a_file_of_one_side_stays_with_that_side_and_the_coordinators(pact, as_user):
    side = str(pact.party(pact.agency).id)
    as_user(pact.official).post(ADD, sent(kind="power_of_attorney", side=side), agreement_id=pact.agreement.id)
    document = documents()[0]
    assert document.party_id == pact.party(pact.agency).id
    for person, status in ((pact.official, 200), (pact.coordinator, 200), (pact.citizen, 404), (pact.leader, 404)):
        as_user(person).get(DOWNLOAD, document_id=document.id, status=status)
        shown = "naskah.pdf" in as_user(person).get(INDEX, agreement_id=pact.agreement.id).words
        assert shown is (status == 200)


def test_who_may_add_a_file(pact, as_user):
    where = {"agreement_id": pact.agreement.id}
    other = str(pact.party(pact.community).id)
    as_user(pact.official).post(ADD, sent(side=other), status=422, **where)
    as_user(pact.official).post(ADD, sent(side=""), status=422, **where)
    for person, status in (
        (pact.coordinator, 200),
        (CoordinatorFactory(), 200),
        (pact.official, 200),
        (pact.leader, 403),
        (pact.stranger, 404),
        (None, 302),
    ):
        as_user(person).get(ADD, status=status, **where)
    assert documents() == []


def test_a_secret_agreement_keeps_its_files_from_coordinators_outside(pact, as_user):
    as_user(pact.coordinator).post(ADD, sent(), agreement_id=pact.agreement.id)
    pact.agreement.circle.classification = Classification.SECRET
    db.session.commit()
    as_user(CoordinatorFactory()).get(DOWNLOAD, document_id=documents()[0].id, status=404)


def bomb():
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(20):
            archive.writestr(f"{number}", b"0" * 10_000_000)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content,name",
    [
        (b"", "kosong.pdf"),
        (b"MZ\x90\x00", "program.exe"),
        (b"<html><script>alert(1)</script>", "naskah.pdf"),
        (b"<svg onload=alert(1)>", "gambar.svg"),
        (b"\x00\x01\x02", "catatan.txt"),
        (PDF, "naskah.docx"),
        (b"%PDF", "../../etc/passwd"),
    ],
)
def test_hostile_files_get_one_clear_line_and_nothing_is_kept(pact, as_user, content, name):
    typed = sent(content, name, title="Nama yang diketik")
    answer = as_user(pact.coordinator).post(ADD, typed, agreement_id=pact.agreement.id, status=422)
    assert answer.soup.select(".errors li")
    assert answer.soup.find("input", {"name": "title"})["value"] == "Nama yang diketik"
    assert db.session.scalar(select(func.count()).select_from(Document)) == 0


@pytest.mark.one_database
def test_a_bomb_and_a_missing_file_are_refused(pact, as_user):
    where, coordinator = {"agreement_id": pact.agreement.id}, as_user(pact.coordinator)
    coordinator.post(ADD, sent(bomb(), "lampiran.zip"), status=422, **where)
    coordinator.post(ADD, {"kind": "signed", "side": ""}, status=422, **where)
    assert documents() == []


@pytest.mark.one_database
def test_a_file_above_the_limit_is_too_large(app, pact, as_user):
    app.extensions["settings"] = replace(app.extensions["settings"], upload_limit=1000)
    large = sent(PDF + b"0" * 1000, title="Nama yang diketik")
    answer = as_user(pact.coordinator).post(ADD, large, agreement_id=pact.agreement.id, status=413)
    assert answer.soup.find("input", {"name": "title"})["value"] == "Nama yang diketik"
    assert documents() == []


def test_a_path_in_a_name_is_dropped(pact, as_user):
    as_user(pact.coordinator).post(ADD, sent(name="..\\..\\evil/naskah.pdf"), agreement_id=pact.agreement.id)
    assert documents()[0].file.name == "naskah.pdf"


def test_the_signed_text_comes_along_with_the_signature(pact, as_user):
    agreement = pact.at_stage(Stage.OUT_FOR_SIGNATURE)
    typed = {
        "signed_on": "20/11/2026",
        "place": "Balai Kota",
        "effective_on": "1/12/2026",
        "expires_on": "",
        "gap": "-",
    }
    where, sign = {"agreement_id": agreement.id}, "agreements.registry.sign"
    disguised = {**typed, "file": (BytesIO(b"MZ"), "naskah.pdf")}
    answer = as_user(pact.coordinator).post(sign, disguised, status=422, **where)
    assert answer.soup.find("input", {"name": "place"})["value"] == "Balai Kota"
    assert (agreement.stage, documents()) == (Stage.OUT_FOR_SIGNATURE, [])
    as_user(pact.coordinator).post(sign, {**typed, "file": (BytesIO(PDF), "naskah.pdf")}, **where)
    assert agreement.stage is Stage.SIGNED
    assert [(one.kind, one.number, one.party_id) for one in documents()] == [(DocumentKind.SIGNED, 1, None)]
    assert hashlib.sha256(PDF).hexdigest()[:4] in as_user(pact.citizen).get("agreements.registry.show", **where).words


def test_a_file_is_compared_with_the_versions_that_its_reader_may_have(pact, as_user):
    at, check = {"agreement_id": pact.agreement.id}, "agreements.documents.check"
    as_user(pact.coordinator).post(ADD, sent(), **at)
    as_user(pact.coordinator).post(ADD, sent(PDF + b"2"), **at)
    agency = str(pact.party(pact.agency).id)
    as_user(pact.coordinator).post(ADD, sent(PDF + b"3", side=agency, kind="annex"), **at)
    words = as_user(pact.citizen).get(INDEX, **at).words
    assert "menggantikan 1 dari" in words
    assert "digantikan pada" in words

    def compared(person, content):
        return as_user(person).post(check, {"file": (BytesIO(content), "naskah.pdf")}, status=200, **at).words

    assert "versi 1" in compared(pact.citizen, PDF)
    assert "Tidak ada yang cocok" in compared(pact.citizen, PDF + b"3")
    assert "versi 1" in compared(pact.official, PDF + b"3")
    assert len(documents()) == 3

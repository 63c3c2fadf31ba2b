"""The evaluation of a year: as PDF and spreadsheet, as issued with a QR code, for one agreement and for all."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pypdf
import pytest

from agreements.compliance.models import Evaluation
from agreements.compliance.statement import content_of, read, statements
from agreements.registry.queries import for_detail
from app.clock import utc_now
from app.database import db
from app.pdf.cache import papers
from tests.factories import AgreementFactory, PartyFactory

PAGE, ISSUE = "agreements.compliance.evaluation", "agreements.compliance.issue"
PDF, XLSX = "agreements.compliance.evaluation_pdf", "agreements.compliance.evaluation_xlsx"


def text_of(answer):
    assert answer.mimetype == "application/pdf"
    reader = pypdf.PdfReader(BytesIO(answer.get_data()))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def sheets(answer):
    book = openpyxl.load_workbook(BytesIO(answer.get_data()))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_a_statement_is_the_same_when_it_was_kept(history):
    agreement = for_detail(history.agreement.id)
    (made,) = statements([agreement], history.coordinator, year=2026, at=utc_now())
    assert read(content_of(made)) == made


def test_the_pdf_says_what_became_of_each_obligation(history, as_user):
    words = text_of(as_user(history.official).get(PDF, agreement_id=history.agreement.id))
    for said in (
        "LAPORAN EVALUASI KERJA SAMA TAHUN 2026",
        "2 dari 3 yang jatuh tempo terpenuhi, 1 pada tenggat pertama",
        "Laporan mutu data, triwulan II",
        "Alasan: Dua titik belum melapor",
        "Terpenuhi 8 Jul 2026, 23 hari setelah tenggat pertama",
        "Memakai data sensor",
        "belum diterbitkan",
    ):
        assert said in words
    assert "SHA-256" not in words


def test_what_was_recorded_on_behalf_of_a_party_is_said_to_be(history, as_user):
    at, coordinator = {"agreement_id": history.agreement.id}, as_user(history.coordinator)
    told = {"said": "not_received", "text": "Akses belum dibuka", "source": "letter", "said_on": "21 November 2026"}
    coordinator.post("agreements.compliance.record", told, right_id=history.right.id)
    words = text_of(as_user(history.official).get(PDF, **at))
    assert "Belum diterima Akses belum dibuka" in words
    assert f"dinyatakan oleh {history.coordinator.name} atas nama FWD: surat, 21 November 2026" in words
    found = sheets(as_user(history.official).get(XLSX, **at))
    right = dict(zip(found["Hak dan manfaat"][0], found["Hak dan manfaat"][1], strict=True))
    assert right["Tanggal diterima"] is None
    assert (right["Pernyataan pihak"], right["Dicatat atas namanya"]) == ("Belum diterima", "surat, 21 Nov 2026")
    (made,) = statements([for_detail(history.agreement.id)], history.coordinator, year=2026, at=utc_now())
    assert read(content_of(made)) == made


def test_the_spreadsheet_has_the_same(history, as_user):
    found = sheets(as_user(history.official).get(XLSX, agreement_id=history.agreement.id))
    assert list(found) == ["Kewajiban", "Para pihak", "Hak dan manfaat"]
    late = dict(zip(found["Kewajiban"][0], found["Kewajiban"][3], strict=True))
    assert late["Kewajiban"] == "Laporan mutu data"
    assert (late["Tenggat pertama"].date(), late["Terpenuhi"].date()) == (date(2026, 6, 15), date(2026, 7, 8))
    assert (late["Bukti dukung"], late["Alasan"]) == (1, "Dua titik belum melapor")
    assert found["Para pihak"][3][3:9] == ("Forum Warga Digital", 2, 0, 1, 1, 2)
    numbers = [row[1] for row in found["Para pihak"][1:]]
    assert numbers == [None, "DLH/12", None]


def test_an_issued_evaluation_keeps_its_figures_and_is_verified(history, as_user, clock):
    coordinator = as_user(history.coordinator)
    coordinator.post(ISSUE, {"year": "2026"}, agreement_id=history.agreement.id)
    (first,) = db.session.query(Evaluation).all()
    before = coordinator.get("agreements.compliance.issued_pdf", evaluation_id=first.id)
    words = text_of(before)
    assert "Terlambat 6 hari" in words
    assert "SHA-256" in words
    history.late.met_on, history.agreement.title = date(2026, 6, 1), "Judul Baru"
    history.coordinator.language = "en"
    db.session.commit()
    clock.shift(timedelta(days=3))
    for paper in papers().glob("*"):
        paper.unlink()
    again = coordinator.get("agreements.compliance.issued_pdf", evaluation_id=first.id)
    assert again.get_data() == before.get_data()
    history.coordinator.language = "id"
    db.session.commit()
    sha256 = as_sha256(first)
    assert "Versi ini" in as_user().get("documents.verify", sha256=sha256).words
    coordinator.post(ISSUE, {"year": "2026"}, agreement_id=history.agreement.id)
    assert "Versi yang lebih baru" in as_user().get("documents.verify", sha256=sha256).words
    assert "Versi 2 (PDF)" in coordinator.get(PAGE, agreement_id=history.agreement.id).words
    assert (
        "menerbitkan laporan evaluasi 2026, versi 2"
        in coordinator.get("agreements.registry.history", agreement_id=history.agreement.id).words
    )


def as_sha256(evaluation):
    from agreements.compliance.documents import fingerprint_of

    return fingerprint_of(evaluation)


def test_who_issues_and_reads_issued_ones(history, as_user):
    where = {"agreement_id": history.agreement.id}
    for person, status in ((history.official, 403), (history.leader, 403), (history.stranger, 404)):
        as_user(person).post(ISSUE, {"year": "2026"}, **where, status=status)
    coordinator = as_user(history.coordinator)
    refused = coordinator.post(ISSUE, {"year": "2027"}, **where, status=422)
    assert "Tahun ini belum dimulai" in refused.words
    coordinator.post(ISSUE, {"year": "abc"}, **where, status=422)
    coordinator.post(ISSUE, {"year": "2026"}, **where)
    (made,) = db.session.query(Evaluation).all()
    for person, status in ((history.leader, 200), (history.official, 404), (history.stranger, 404)):
        as_user(person).get("agreements.compliance.issued_pdf", evaluation_id=made.id, status=status)
    assert "diterbitkan" not in as_user(history.official).get(PAGE, **where).words


@pytest.fixture
def other(history):
    """An agreement of which the official's organisation is no party."""
    made = AgreementFactory(title="Perizinan", stage=history.agreement.stage, expires_on=None)
    PartyFactory(agreement=made, organisation=history.unit, position=1)
    AgreementFactory(title="Tahun Lain", stage=history.agreement.stage, effective_on=date(2027, 2, 1), expires_on=None)
    db.session.commit()
    return made


def test_all_agreements_of_a_year_that_one_may_read(history, other, as_user, queries):
    with queries(at_most=8):
        page = as_user(history.coordinator).get("agreements.compliance.evaluations")
    assert "Perizinan" in page.words
    assert "Tahun Lain" not in page.words
    words = text_of(as_user(history.coordinator).get("agreements.compliance.evaluations_pdf"))
    assert "Data Kualitas Udara" in words
    assert "Perizinan" in words
    own = as_user(history.official)
    assert "Perizinan" not in own.get("agreements.compliance.evaluations").words
    assert "Perizinan" not in text_of(own.get("agreements.compliance.evaluations_pdf"))
    found = sheets(own.get("agreements.compliance.evaluations_xlsx"))
    assert {row[0] for row in found["Kewajiban"][1:]} == {"Data Kualitas Udara"}
    assert "Tidak ada naskah" in as_user(history.stranger).get("agreements.compliance.evaluations").words
    assert "Tidak ada naskah" in text_of(as_user(history.stranger).get("agreements.compliance.evaluations_pdf"))


def test_programs_download_and_issue_too(history, as_program):
    program = as_program(history.coordinator)
    path = f"/agreements/{history.agreement.id}"
    made = program.post(f"{path}/evaluations", {"year": 2026}, status=201).json
    assert program.get(f"/agreements/evaluations/{made['id']}").json == made
    assert program.get(f"/agreements/evaluations/{made['id']}/file").mimetype == "application/pdf"
    assert program.get(f"{path}/evaluation/xlsx").status_code == 200

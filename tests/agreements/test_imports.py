"""Registers of existing agreements are imported from a spreadsheet: previewed, once, and all or nothing."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select

from agreements.clauses.models import Obligation
from agreements.imports import actions, jobs
from agreements.imports.models import AgreementImport
from agreements.registry.models import Agreement, Party
from agreements.registry.rules import Stage
from app.database import db
from app.files.models import StoredFile
from app.files.sheet_import.headings import WITHIN
from app.files.sheet_import.outcomes import Outcome
from app.files.sheet_import.stages import Stage as Progress
from app.files.spreadsheets import as_xlsx
from app.mail.outbox.models import Mail
from app.organisations.models import Organisation, Sector
from commitments.registry.models import Commitment
from tests.factories import CoordinatorFactory

ADD, CONFIRM = "agreements.imports.add", "agreements.imports.confirm"
HEADING = "Jenis,Tentang,Para pihak,Nomor,Ditandatangani pada,Mulai berlaku,Berakhir,Kewajiban"
HEADING += ",Pihak yang berkewajiban,Verifikator,Kriteria penerimaan,Frekuensi,Tenggat pertama"
PKS = "PKS,Pertukaran data,BLUD Jakarta Smart City; DLH,PKS/9; DLH/9,8/1/2026,9/1/2026,8/1/2027"
OWED = "Laporan mutu,DLH,JSC,Memuat kelengkapan,Setiap triwulan,18/12/2026"
LINES = [
    f"{PKS},{OWED}",
    ",,,,,,,Rapat evaluasi,1,2,,,30/12/2026",
    "MoU,Rencana bersama,JSC; PT Tanpa Bagian,,,,,,,,,,",
]


@pytest.fixture
def sheet():
    """Return the form with a register of the given lines."""

    def filled(*lines, sector=""):
        content = "\n".join([HEADING, *lines]).encode()
        return {"file": (BytesIO(content), "daftar.csv"), "sector": sector}

    return filled


def number_of(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def confirmed(visitor, page, *, status=303):
    """Confirm what a page previews."""
    form = page.soup.select_one("main form[action$='/confirm']")
    sent = {one["name"]: one["value"] for one in form.select("input[name]")}
    return visitor.post(CONFIRM, sent, agreement_import_id=form["action"].split("/")[-2], status=status)


def newest() -> AgreementImport:
    return db.session.scalars(select(AgreementImport).order_by(AgreementImport.created_at.desc())).first()


def test_a_register_is_previewed_and_taken_in_once(pact, as_user, sheet):
    coordinator, before = as_user(pact.coordinator), number_of(Agreement)
    preview = coordinator.post(ADD, sheet(*LINES), follow=True)
    assert "Impor 2 naskah" in preview.words
    assert number_of(Agreement) == before
    confirmed(coordinator, preview)
    signed, draft = db.session.scalars(
        select(Agreement).where(Agreement.id != pact.agreement.id).order_by(Agreement.title)
    )
    assert (signed.stage, signed.expires_on.isoformat(), draft.stage) == (Stage.SIGNED, "2027-01-08", Stage.DRAFT)
    numbers = select(Party.reference_number).where(Party.agreement_id == signed.id).order_by(Party.position)
    assert db.session.scalars(numbers).all() == ["PKS/9", "DLH/9"]
    assert number_of(Obligation) == number_of(Commitment) == 2
    again = coordinator.post(ADD, sheet(*LINES), follow=True)
    assert "sudah tercatat" in again.words
    assert again.soup.select_one("main form[action$='/confirm']") is None


def test_the_same_sheet_is_read_from_a_workbook(pact, as_user):
    cells = [line.split(",") for line in (HEADING, *LINES)]
    content = as_xlsx("Daftar", cells[0], cells[1:])
    sent = {"file": (BytesIO(content), "daftar.xlsx"), "sector": ""}
    assert "Impor 2 naskah" in as_user(pact.coordinator).post(ADD, sent, follow=True).words


def test_columns_are_known_by_what_registers_call_them(pact, as_user):
    lines = "No,Judul naskah,Jenis naskah,Mitra,Tanggal berakhir\n1,Sensor,PKS,JSC; DLH,31/12/2027\n"
    sent = {"file": (BytesIO(lines.encode()), "daftar.csv"), "sector": ""}
    assert "Impor 1 naskah" in as_user(pact.coordinator).post(ADD, sent, follow=True).words


def test_columns_that_are_not_known_are_assigned_and_can_be_assigned_again(pact, as_user):
    coordinator = as_user(pact.coordinator)
    lines = "No,Naskahnya,Macam,Antara,Sampai\n1,Sensor,PKS,JSC; DLH,31/12/2027\n"
    sent = {"file": (BytesIO(lines.encode()), "daftar.csv"), "sector": ""}
    page = coordinator.post(ADD, sent, follow=True)
    assert "Naskahnya" in [one.get_text() for one in page.soup.select("select[name=title] option")]
    where = {"agreement_import_id": newest().id}
    columns = "agreements.imports.columns"
    wrong = coordinator.post(columns, {"kind": 2, "title": 1, "parties": 1}, status=422, **where)
    assert "Kolom ini sudah dipilih" in wrong.words
    page = coordinator.post(columns, {"kind": 2, "title": 1, "parties": 3}, follow=True, **where)
    assert "2027-12-31" not in page.words
    page = coordinator.post(columns, {"kind": 2, "title": 1, "parties": 3, "expires_on": 4}, follow=True, **where)
    confirmed(coordinator, page)
    made = db.session.scalars(select(Agreement).where(Agreement.title == "Sensor")).one()
    assert made.expires_on.isoformat() == "2027-12-31"
    assert "mengimpor register naskah" in coordinator.get("agreements.imports.show", **where).words
    as_user(CoordinatorFactory()).get("agreements.imports.show", status=404, **where)


def test_a_long_register_is_read_and_imported_by_the_job(pact, as_user, sheet, monkeypatch, clock):
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    coordinator = as_user(pact.coordinator)
    page = coordinator.post(ADD, sheet(*LINES), follow=True)
    assert "Register sedang dibaca" in page.words
    where = {"agreement_import_id": newest().id}
    db.session.commit()
    assert jobs.work() == 1
    page = coordinator.get("agreements.imports.show", **where)
    assert "Impor 2 naskah" in page.words
    confirmed(coordinator, page)
    assert "2 naskah sedang diimpor" in coordinator.get("agreements.imports.progress_part", **where).words
    db.session.commit()
    assert (jobs.work(), jobs.work()) == (1, 0)
    assert newest().stage is Progress.DONE
    subjects = select(Mail.subject).where(Mail.recipient == pact.coordinator.email).order_by(Mail.created_at)
    assert set(db.session.scalars(subjects)) == {"Menunggu konfirmasi: daftar.csv", "Sudah diimpor: daftar.csv"}
    assert f"/agreements/imports/{newest().id}" in str(coordinator.get(ADD).soup)
    assert number_of(Agreement) == 3
    coordinator.post(ADD, sheet(*LINES), follow=True)
    clock.shift(timedelta(days=8))
    assert (jobs.sweep(), number_of(AgreementImport), number_of(StoredFile)) == (1, 1, 1)


def test_titles_above_the_heading_are_no_lines(pact, as_user, monkeypatch):
    monkeypatch.setattr(actions, "AT_ONCE", 3)
    monkeypatch.setitem(jobs.AGREEMENTS.read.keywords, "most", 3 + WITHIN)
    content = "\n".join(["Daftar naskah,2026", "Unit kerja,Biro", HEADING, *LINES])
    sent = {"file": (BytesIO(content.encode()), "daftar.csv"), "sector": ""}
    coordinator = as_user(pact.coordinator)
    coordinator.post(ADD, sent, follow=True)
    db.session.commit()
    assert (jobs.work(), newest().stage, newest().rows_read) == (1, Progress.PREVIEW, 3)
    confirmed(coordinator, coordinator.get("agreements.imports.show", agreement_import_id=newest().id))
    db.session.commit()
    assert (jobs.work(), newest().stage) == (1, Progress.DONE)


def test_the_job_reads_as_many_lines_as_the_form_promises(pact, as_user, sheet, monkeypatch):
    monkeypatch.setattr(actions, "most_lines", lambda: 2100)
    monkeypatch.setattr(actions.lines, "attempt", lambda rows, *_args, **_more: Outcome(rows))
    as_user(pact.coordinator).post(ADD, sheet(*[PKS] * 2100), follow=True)
    db.session.commit()
    assert (jobs.work(), newest().stage, newest().rows_read) == (1, Progress.PREVIEW, 2100)
    as_user(pact.coordinator).post(ADD, sheet(*[PKS] * 2101), follow=True)
    db.session.commit()
    jobs.work()
    failed = db.session.scalars(select(AgreementImport).where(AgreementImport.stage == Progress.FAILED)).one()
    assert "lebih dari 2100 baris" in failed.failure
    assert db.session.scalar(select(Mail.text).where(Mail.subject.startswith("Tidak diimpor"))).count("2100") == 1


def test_columns_of_an_import_that_is_done_stay(pact, as_user, as_program, sheet):
    coordinator = as_user(pact.coordinator)
    confirmed(coordinator, coordinator.post(ADD, sheet(*LINES), follow=True))
    address = f"/agreements/imports/{newest().id}/columns"
    sent = {"kind": "0", "title": "1", "parties": "2"}
    refused = as_program(pact.coordinator).post(address, sent, status=422).json
    assert ("Muat ulang" in str(refused), newest().stage) == (True, Progress.DONE)


def test_a_program_uploads_a_register_and_confirms_what_it_read(pact, as_program, sheet):
    program = as_program(pact.coordinator)
    made = program.ask("POST", "/agreements/imports", status=201, data=sheet(*LINES)).json
    assert (made["stage"], made["counts"]["agreement"], made["wrong"]) == ("preview", 2, [])
    address = f"/agreements/imports/{made['id']}"
    program.post(f"{address}/confirm", {"seen": "anderes"}, status=422)
    assert program.post(f"{address}/confirm", {"seen": made["mark"]}).json["stage"] == "done"
    assert [one["id"] for one in program.get("/agreements/imports").json["items"]] == [made["id"]]


def test_unknown_organisations_are_errors_or_created_in_a_sector(pact, as_user, sheet):
    line = "PKS,Sensor,JSC; PT Baru (Contoh); PT Lain (Contoh),,,,,,,,,,"
    coordinator = as_user(pact.coordinator)
    assert "Tidak ada instansi PT Baru (Contoh)" in coordinator.post(ADD, sheet(line), follow=True).words
    confirmed(coordinator, coordinator.post(ADD, sheet(line, sector="private"), follow=True))
    made = db.session.scalars(select(Organisation).where(Organisation.name == "PT Baru (Contoh)")).one()
    assert made.sector is Sector.PRIVATE
    done = db.session.scalars(select(AgreementImport).where(AgreementImport.stage == Progress.DONE)).one()
    assert done.outcome["counts"]["organisation"] == 2


@pytest.mark.parametrize(
    "line,message",
    [
        ("Surat,Sensor,JSC; DLH,,,,,,,,,,", "Tulis salah satu"),
        ("PKS,,JSC; DLH,,,,,,,,,,", "tentang apa"),
        ("PKS,Sensor,JSC,,,,,,,,,,", "sedikitnya dua pihak"),
        ("PKS,Sensor,JSC; JSC,,,,,,,,,,", "dua kali"),
        ("PKS,Sensor,JSC; DLH,a; b; c,,,,,,,,,", "Nomor lebih banyak"),
        ("PKS,Sensor,JSC; DLH,,kemarin dulu,,,,,,,,", "bukan tanggal"),
        ("PKS,Sensor,JSC; DLH,,1/1/2026,1/1/2026,31/12/2025,,,,,,", "tidak boleh mendahului"),
        ("PKS,Sensor,JSC; DLH,,,,,Laporan,FWD,JSC,,,1/1/2027", "Bukan pihak"),
        ("PKS,Sensor,JSC; DLH,,,,,Laporan,DLH,DLH,,,1/1/2027", "diverifikasi sendiri"),
        (",,,,,,,Laporan,DLH,JSC,,,1/1/2027", "Tidak ada naskah di atas"),
    ],
)
def test_a_wrong_line_is_marked_and_nothing_is_imported(pact, as_user, sheet, line, message):
    before = number_of(Agreement)
    page = as_user(pact.coordinator).post(ADD, sheet(line), follow=True)
    assert message in page.words
    assert page.soup.select_one("main form[action$='/confirm']") is None
    assert number_of(Agreement) == before


def test_lines_beside_a_wrong_one_are_not_called_known(pact, as_user, sheet):
    coordinator = as_user(pact.coordinator)
    wrong = ",,,,,,,Rapat evaluasi,9,2,,,30/12/2026"

    def outcomes(*lines):
        page = coordinator.post(ADD, sheet(*lines), follow=True)
        return [cell.get_text(strip=True) for cell in page.soup.select("tbody td:last-child")]

    assert outcomes(LINES[0], wrong) == ["tidak diimpor", "tidak diimpor"]
    confirmed(coordinator, coordinator.post(ADD, sheet(LINES[0]), follow=True))
    assert outcomes(LINES[0], LINES[1]) == ["sudah ada", "sudah ada"]


def test_what_changed_since_the_preview_is_not_imported(pact, as_user, sheet):
    coordinator = as_user(pact.coordinator)
    preview = coordinator.post(ADD, sheet(*LINES), follow=True)
    confirmed(coordinator, coordinator.post(ADD, sheet(LINES[0]), follow=True))
    page = confirmed(coordinator, preview)
    assert "Periksa kembali pratinjaunya, lalu impor" in coordinator.get(page.location).words
    assert number_of(Agreement) == 2


def test_only_coordinators_import_and_the_sheet_has_the_columns(pact, as_user):
    as_user(pact.citizen).get(ADD, status=403)
    content = as_user(pact.coordinator).get("agreements.imports.empty_sheet").get_data()
    sent = {"file": (BytesIO(content), "kosong.xlsx"), "sector": "private"}
    assert "Impor 1 naskah" in as_user(pact.coordinator).post(ADD, sent, follow=True).words

"""Registers of existing agreements are imported from a spreadsheet: previewed, once, and all or nothing."""

from io import BytesIO

import pytest
from sqlalchemy import func, select

from agreements.clauses.models import Obligation
from agreements.registry.models import Agreement, Party
from agreements.registry.rules import Stage
from app.database import db
from app.files.spreadsheets import as_xlsx
from app.organisations.models import Organisation, Sector
from commitments.registry.models import Commitment

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
    form = page.soup.select_one("main form[action$='/import/confirm']")
    return visitor.post(CONFIRM, {one["name"]: one["value"] for one in form.select("input[name]")}, status=status)


def test_a_register_is_previewed_and_taken_in_once(pact, as_user, sheet):
    coordinator, before = as_user(pact.coordinator), number_of(Agreement)
    preview = coordinator.post(ADD, sheet(*LINES), status=200)
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
    again = coordinator.post(ADD, sheet(*LINES), status=200)
    assert "sudah tercatat" in again.words
    assert again.soup.select_one("main form[action$='/import/confirm']") is None


def test_the_same_sheet_is_read_from_a_workbook(pact, as_user):
    cells = [line.split(",") for line in (HEADING, *LINES)]
    content = as_xlsx("Daftar", cells[0], cells[1:])
    sent = {"file": (BytesIO(content), "daftar.xlsx"), "sector": ""}
    assert "Impor 2 naskah" in as_user(pact.coordinator).post(ADD, sent, status=200).words


def test_columns_are_known_by_what_registers_call_them(pact, as_user):
    lines = "No,Judul naskah,Jenis naskah,Mitra,Tanggal berakhir\n1,Sensor,PKS,JSC; DLH,31/12/2027\n"
    sent = {"file": (BytesIO(lines.encode()), "daftar.csv"), "sector": ""}
    assert "Impor 1 naskah" in as_user(pact.coordinator).post(ADD, sent, status=200).words
    sent = {"file": (BytesIO(b"No,Judul\n1,Sensor\n"), "daftar.csv"), "sector": ""}
    assert "tidak memiliki kolom para pihak" in as_user(pact.coordinator).post(ADD, sent, status=422).words


def test_unknown_organisations_are_errors_or_created_in_a_sector(pact, as_user, sheet):
    line = "PKS,Sensor,JSC; PT Baru (Contoh),,,,,,,,,,"
    coordinator = as_user(pact.coordinator)
    assert "Tidak ada instansi PT Baru (Contoh)" in coordinator.post(ADD, sheet(line), status=200).words
    confirmed(coordinator, coordinator.post(ADD, sheet(line, sector="private"), status=200))
    made = db.session.scalars(select(Organisation).where(Organisation.name == "PT Baru (Contoh)")).one()
    assert made.sector is Sector.PRIVATE


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
    page = as_user(pact.coordinator).post(ADD, sheet(line), status=200)
    assert message in page.words
    assert page.soup.select_one("main form[action$='/import/confirm']") is None
    assert number_of(Agreement) == before


def test_lines_beside_a_wrong_one_are_not_called_known(pact, as_user, sheet):
    coordinator = as_user(pact.coordinator)
    wrong = ",,,,,,,Rapat evaluasi,9,2,,,30/12/2026"

    def outcomes(*lines):
        page = coordinator.post(ADD, sheet(*lines), status=200)
        return [cell.get_text(strip=True) for cell in page.soup.select("tbody td:last-child")]

    assert outcomes(LINES[0], wrong) == ["tidak diimpor", "tidak diimpor"]
    confirmed(coordinator, coordinator.post(ADD, sheet(LINES[0]), status=200))
    assert outcomes(LINES[0], LINES[1]) == ["sudah ada", "sudah ada"]


def test_what_changed_since_the_preview_is_not_imported(pact, as_user, sheet):
    coordinator = as_user(pact.coordinator)
    preview = coordinator.post(ADD, sheet(*LINES), status=200)
    confirmed(coordinator, coordinator.post(ADD, sheet(LINES[0]), status=200))
    confirmed(coordinator, preview, status=422)
    assert number_of(Agreement) == 2


def test_only_coordinators_import_and_the_sheet_has_the_columns(pact, as_user):
    as_user(pact.citizen).get(ADD, status=403)
    content = as_user(pact.coordinator).get("agreements.imports.empty_sheet").get_data()
    sent = {"file": (BytesIO(content), "kosong.xlsx"), "sector": "private"}
    assert "Impor 1 naskah" in as_user(pact.coordinator).post(ADD, sent, status=200).words

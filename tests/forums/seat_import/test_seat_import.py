"""Seats and participants as a spreadsheet: looked at line by line, taken in as a whole."""

import csv
import io
import zipfile
from datetime import date

import openpyxl
import pytest
from sqlalchemy import func, select

from app.accounts.models import Person
from app.circles.models import Seat, Steward
from app.database import db
from app.mail.outbox.models import Mail
from forums.members.models import Arrival
from forums.scheduling.models import ForumRole, Participant
from tests.factories import (
    ChairFactory,
    CoordinatorFactory,
    ForumFactory,
    OrganisationFactory,
    ParticipantFactory,
    PersonFactory,
)

HEAD = ["Instansi", "Nama", "Jabatan", "Alamat surel", "Telepon", "Peran", "Hari pertama", "Hari terakhir"]


@pytest.fixture
def forum(app, clock):
    made = ForumFactory(slug="forum-data")
    ChairFactory(forum=made)
    return made


@pytest.fixture
def coordinator(app, clock, as_user):
    return as_user(CoordinatorFactory())


def workbook(*rows, head=HEAD):
    book = openpyxl.Workbook()
    for row in (head, *rows):
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def heading(visitor, forum):
    """The columns as our own sheet has them."""
    content = visitor.get("forums.seat_import.as_table", slug=forum.slug).get_data(as_text=True)
    return next(csv.reader(io.StringIO(content)))


@pytest.fixture
def upload(coordinator, forum):
    """`upload((cells …), (cells …))` sends a workbook with these lines and returns the preview."""

    def send(*rows, content=None, name="peserta.xlsx", status=200, visitor=None):
        content = content or workbook(*rows, head=heading(coordinator, forum))
        return (visitor or coordinator).post(
            "forums.seat_import.add", {"file": (io.BytesIO(content), name)}, slug=forum.slug, status=status
        )

    return send


def taken(coordinator, preview, *, status=None):
    form = next(one for one in preview.soup.find_all("form") if one["action"].endswith("/confirm"))
    sent = {name: form.find("input", attrs={"name": name})["value"] for name in ("file", "seen")}
    return coordinator.post(form["action"], sent, status=status, follow=status is None)


def here(forum):
    query = select(Participant).where(Participant.forum_id == forum.id, Participant.left_at.is_(None))
    return {one.person.name: one for one in db.session.scalars(query)}


def number_of(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_lines_become_seats_people_without_account_and_participants(coordinator, upload, forum):
    agency = OrganisationFactory(name="Dinas Data", short_name="DD")
    known = PersonFactory(organisation=agency, email="budi@dd.example", name="Budi")
    people = number_of(Person)
    preview = upload(
        ("Dinas Data", "Budi", "", "BUDI@dd.example", "", "Notulis"),
        ("dd", "Sari", "Analis", "sari@dd.example", "+62 812 0000 1111", "member"),
    )
    assert "orang baru, tanpa akun" in preview.words
    assert (number_of(Person), number_of(Arrival)) == (people, 0)
    assert set(here(forum)) & {"Budi", "Sari"} == set()
    assert "2 baris diimpor" in taken(coordinator, preview).soup.text
    found = here(forum)
    assert (found["Budi"].person_id, found["Budi"].role) == (known.id, ForumRole.MINUTE_TAKER)
    sari = found["Sari"].person
    assert (sari.email, sari.position, sari.phone, sari.joined_at) == (
        "sari@dd.example",
        "Analis",
        "+62 812 0000 1111",
        None,
    )
    assert found["Budi"].seat_id == found["Sari"].seat_id
    assert db.session.scalar(select(Steward.person_id).where(Steward.person_id == known.id))


def test_the_same_sheet_again_changes_nothing(coordinator, upload, forum):
    OrganisationFactory(name="Dinas Data")
    row = ("Dinas Data", "Sari", "", "sari@dd.example", "", "Anggota")
    taken(coordinator, upload(row))
    before = (number_of(Person), number_of(Participant), number_of(Seat))
    again = upload(row)
    assert "Tidak ada yang perlu diimpor" in again.words
    assert "sudah ada" in again.words
    assert (number_of(Person), number_of(Participant), number_of(Seat)) == before


def test_mistakes_stand_beside_their_cells_and_nothing_is_taken_in(coordinator, upload, forum):
    OrganisationFactory(name="Dinas Data")
    other = PersonFactory(email="lain@lain.example")
    preview = upload(
        ("Dinas Data", "Sari", "", "bukan alamat", "", "Anggota"),
        ("Dinas Entah", "Tono", "", "tono@x.example", "", ""),
        ("Dinas Data", "Rina", "", "rina@x.example", "", "Raja"),
        ("Dinas Data", "Dewi", "", "dewi@x.example", "", "", "32 Desember 2026"),
        ("Dinas Data", "Lain", "", "lain@lain.example", "", ""),
        ("", "Tanpa Instansi", "", "", "", ""),
        ("Dinas Data", "Baik", "", "baik@x.example", "", ""),
    )
    for words in (
        "nama@instansi.go.id",
        "Tidak ada instansi dengan nama",
        "Tulis salah satu",
        "bukan tanggal",
        f"Alamat ini milik orang dari {other.organisation.name}",
        "Tulis instansinya",
        "Perbaiki sel yang ditandai",
    ):
        assert words in preview.words
    assert not [one for one in preview.soup.select("main button") if "Impor" in one.text]
    assert "Baik" not in here(forum)


def test_formulas_are_never_computed_and_refused_in_their_cell(upload, forum):
    OrganisationFactory(name="Dinas Data")
    preview = upload(("Dinas Data", '=HYPERLINK("http://x","Sari")', "", "", "", ""))
    assert "rumus tidak dihitung" in preview.words
    assert "=HYPERLINK" in preview.words
    assert set(here(forum)) == {one for one in here(forum) if "HYPERLINK" not in one}


def test_dates_let_people_come_later_and_leave_on_a_day(coordinator, upload, forum):
    OrganisationFactory(name="Dinas Data")
    preview = upload(
        ("Dinas Data", "Nanti", "", "nanti@dd.example", "", "", date(2027, 1, 4), date(2027, 6, 30)),
        ("Dinas Data", "Kini", "", "kini@dd.example", "", "", "1 November 2026", "31/12/2026"),
    )
    taken(coordinator, preview)
    arrival = db.session.scalars(select(Arrival)).one()
    assert (arrival.person.name, arrival.since, arrival.last_day) == ("Nanti", date(2027, 1, 4), date(2027, 6, 30))
    assert here(forum)["Kini"].last_day == date(2026, 12, 31)


def test_a_role_that_differs_is_changed_and_the_chair_is_not(coordinator, upload, forum):
    member = ParticipantFactory(forum=forum, person__email="anggota@x.example")
    chair = next(one for one in here(forum).values() if one.role is ForumRole.CHAIR)
    facts = (member.person.organisation.name, member.person.name, "", "anggota@x.example", "")
    taken(coordinator, upload((*facts, "Fasilitator")))
    db.session.refresh(member)
    assert member.role is ForumRole.FACILITATOR
    refused = upload((*facts, "Pimpinan Rapat"))
    assert "hanya ada satu" in refused.words
    assert here(forum)[chair.person.name].role is ForumRole.CHAIR


def test_who_is_not_in_the_sheet_is_named_and_stays(coordinator, upload, forum):
    member = ParticipantFactory(forum=forum)
    OrganisationFactory(name="Dinas Data")
    preview = upload(("Dinas Data", "Sari", "", "sari@dd.example", "", ""))
    assert member.person.name in preview.soup.find(id="missing").find_parent("section").text
    taken(coordinator, preview)
    assert member.person.name in here(forum)


def test_a_line_without_a_person_is_a_seat(coordinator, upload, forum):
    agency = OrganisationFactory(name="Dinas Data")
    taken(coordinator, upload(("Dinas Data", "", "", "", "", "")))
    assert db.session.scalar(select(Seat.id).where(Seat.organisation_id == agency.id))


def test_whoever_joins_is_told_once_and_a_preview_tells_nobody(coordinator, upload, forum):
    agency = OrganisationFactory(name="Dinas Data")
    PersonFactory(organisation=agency, email="budi@dd.example", name="Budi")
    before = number_of(Mail)
    preview = upload(("Dinas Data", "Budi", "", "budi@dd.example", "", ""))
    assert number_of(Mail) == before
    taken(coordinator, preview)
    assert number_of(Mail) == before + 1


def test_a_chair_who_may_not_enter_people_is_told_so(as_user, upload, forum):
    chair = next(one for one in here(forum).values() if one.role is ForumRole.CHAIR)
    CoordinatorFactory(name="Siti Aminah")
    OrganisationFactory(name="Dinas Data")
    preview = upload(("Dinas Data", "Baru", "", "baru@dd.example", "", ""), visitor=as_user(chair.person))
    assert "Siti Aminah (koordinator)." in preview.words


def test_our_own_sheet_comes_in_again_without_a_change(coordinator, upload, forum):
    ParticipantFactory(forum=forum, person__email="a@x.example", person__position="+Kepala", role=ForumRole.OBSERVER)
    for door, name in (("as_workbook", "a.xlsx"), ("as_table", "a.csv")):
        sheet = coordinator.get(f"forums.seat_import.{door}", slug=forum.slug).get_data()
        assert "Tidak ada yang perlu diimpor" in upload(content=sheet, name=name).words


def test_an_empty_cell_of_our_own_sheet_is_empty(coordinator, forum):
    rows = list(
        csv.reader(coordinator.get("forums.seat_import.as_table", slug=forum.slug).get_data(as_text=True).splitlines())
    )
    cells = {cell for row in rows for cell in row}
    assert "" in cells
    assert "'" not in cells


@pytest.mark.one_database
def test_our_own_sheet_holds_no_formula(coordinator, forum):
    ParticipantFactory(forum=forum, person__name="=cmd|' /C calc'!A0")
    sheet = coordinator.get("forums.seat_import.as_workbook", slug=forum.slug).get_data()
    book = openpyxl.load_workbook(io.BytesIO(sheet))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "n", "d", "inlineStr"}


def bomb():
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(("a",)))) as good,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for name in good.namelist():
            if "sheet1" not in name:
                bad.writestr(name, good.read(name))
        bad.writestr("xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * 40_000_000 + b"</worksheet>")
    return packed.getvalue()


def broken():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("[Content_Types].xml", b"<Types/>")
        made.writestr("xl/workbook.xml", b"<workbook/>")
    return packed.getvalue()


@pytest.mark.one_database
@pytest.mark.parametrize(
    "content, name",
    [
        (bomb, "a.xlsx"),
        (broken, "a.xlsx"),
        (lambda: b"PK\x03\x04", "a.xlsx"),
        (lambda: b"hello", "a.csv"),
        (lambda: b"Instansi\n" + b"x\n" * 2500, "a.csv"),
        (lambda: b"%PDF-1.7", "a.pdf"),
        (lambda: "Instansi;Nama\n".encode("utf-16"), "a.csv"),
        (lambda: b"Instansi;Nama\n", "a.csv"),
    ],
)
def test_what_is_no_sheet_or_too_much_is_refused_beside_the_field(upload, content, name):
    refused = upload(content=content(), name=name, status=422)
    assert len(refused.soup.select("#file-error")) == 1


@pytest.mark.one_database
def test_the_file_of_somebody_else_cannot_be_confirmed(as_user, upload, forum):
    OrganisationFactory(name="Dinas Data")
    preview = upload(("Dinas Data", "Sari", "", "sari@dd.example", "", ""))
    taken(as_user(CoordinatorFactory()), preview, status=422)
    assert "Sari" not in here(forum)


@pytest.mark.one_database
def test_members_neither_import_nor_download(as_user, forum):
    member = as_user(ParticipantFactory(forum=forum).person)
    for door in ("add", "as_workbook", "as_table"):
        member.get(f"forums.seat_import.{door}", slug=forum.slug, status=403)


def test_what_would_be_something_else_by_now_is_shown_anew_instead_of_done(coordinator, upload, forum):
    organisation = OrganisationFactory(name="Dinas Data")
    preview = upload(("Dinas Data", "Sari", "Analis", "sari@data.example", "", "Anggota"))
    somebody = PersonFactory(organisation=organisation, name="Sari", email="sari@data.example")
    page = taken(coordinator, preview, status=422)
    assert "Ada yang berubah" in page.words
    assert "Sari" not in here(forum)
    taken(coordinator, page)
    assert here(forum)["Sari"].person_id == somebody.id


@pytest.mark.one_database
def test_programs_look_at_a_sheet_and_take_in_what_they_saw(as_program, forum):
    OrganisationFactory(name="Dinas Data")
    program = as_program(CoordinatorFactory())
    sheet = workbook(("Dinas Data", "Sari", "Analis", "sari@data.example", "", "Anggota"))
    path = f"/forums/{forum.slug}/members/import"

    def look():
        data = {"file": (io.BytesIO(sheet), "peserta.xlsx")}
        return program.ask("POST", path, status=200, data=data, content_type="multipart/form-data").json

    shown = look()
    (line,) = shown["lines"]
    assert (line["number"], line["errors"], line["changes"]) == (2, {}, ["seat", "person", "participant"])
    assert "Sari" not in here(forum)
    program.post(f"{path}/confirm", {"file": shown["file"], "seen": "another"}, status=422)
    assert "Sari" not in here(forum)
    done = program.post(f"{path}/confirm", {"file": shown["file"], "seen": shown["seen"]}).json
    assert done["lines"] == shown["lines"]
    assert "Sari" in here(forum)
    assert [line["changes"] for line in look()["lines"]] == [[]]
    answer = program.ask("GET", f"/forums/{forum.slug}/members/sheet.csv", status=200)
    assert "sari@data.example" in answer.get_data(as_text=True)


@pytest.mark.one_database
def test_programs_take_in_no_sheet_of_somebody_else(as_program, forum):
    sheet = {"file": (io.BytesIO(workbook(("Dinas Data", "Sari"))), "peserta.xlsx")}
    path = f"/forums/{forum.slug}/members/import"
    shown = as_program(CoordinatorFactory()).ask(
        "POST", path, status=200, data=sheet, content_type="multipart/form-data"
    )
    as_program(CoordinatorFactory()).post(f"{path}/confirm", {"file": shown.json["file"]}, status=422)


def test_a_chair_does_not_learn_from_a_sheet_who_has_an_address(as_user, upload, forum):
    OrganisationFactory(name="Dinas Data")
    PersonFactory(email="orang@lain.example")
    chair = as_user(db.session.scalars(select(Participant).where(Participant.forum_id == forum.id)).one().person)
    told = [
        upload(("Dinas Data", "Budi", "", email, "", "Anggota"), visitor=chair).words.replace(email, "")
        for email in ("orang@lain.example", "siapa@lain.example")
    ]
    assert told[0] == told[1]
    assert "Tidak ada orang dengan nama atau alamat ini" in told[0]

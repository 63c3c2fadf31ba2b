"""People and organisations as a spreadsheet: looked at row by row, imported as a whole."""

import csv
import io
import zipfile

import openpyxl
import pytest
from sqlalchemy import func, select

from app.accounts.models import Person
from app.accounts.people_import.rows import MOST_ROWS, read_rows
from app.accounts.roles.models import RoleRequest
from app.audit.models import AuditRow
from app.clock import utc_now
from app.database import db
from app.mail.outbox.models import Mail
from app.organisations.models import Organisation, Sector
from tests.factories import AdministratorFactory, CoordinatorFactory, OrganisationFactory, PersonFactory

HEAD = ["Organisation", "Short name", "Sector", "Name", "Position", "E-mail address", "Telephone", "Language", "Roles"]
HEAD = [*HEAD, "Invite"]
IMPORT = "/people/import"
SARI = ("Dinas Data", "DD", "Government", "Sari", "Analis", "sari@dd.example", "0812 3456 7890", "id", "", "yes")


def workbook(*rows, head=HEAD):
    book = openpyxl.Workbook()
    for row in (head, *rows):
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def administrator(app, clock):
    return AdministratorFactory(language="en")


@pytest.fixture
def coordinator(app, clock):
    return CoordinatorFactory(language="en")


@pytest.fixture
def upload(as_user, administrator):
    """`upload((cells …), (cells …))` sends a workbook with these rows and returns the preview."""

    def send(*rows, content=None, name="people.xlsx", status=200, by=administrator):
        content = workbook(*rows) if content is None else content
        return as_user(by).post("people_import.add", {"file": (io.BytesIO(content), name)}, status=status)

    return send


@pytest.fixture
def taken(as_user, administrator):
    """`taken(preview)` confirms what a preview shows."""

    def confirm(preview, *, status=None, by=administrator):
        form = next(one for one in preview.soup.find_all("form") if one["action"].endswith("/confirm"))
        sent = {name: form.find("input", attrs={"name": name})["value"] for name in ("file", "seen")}
        return as_user(by).post(form["action"], sent, status=status, follow=status is None)

    return confirm


def person(email):
    return db.session.scalar(select(Person).where(Person.email == email))


def number_of(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_rows_become_organisations_people_roles_and_invitations(upload, taken):
    before = number_of(Person), number_of(Organisation)
    boss = ("dd", "", "", "Budi", "Kepala", "BUDI@dd.example", "", "English", "Coordinator, leadership", "")
    preview = upload(SARI, boss, ("Universitas Kota", "", "Academia", "", "", "", "", "", "", ""))
    assert "new organisation" in preview.words
    assert (number_of(Person), number_of(Organisation)) == before
    assert number_of(Mail) == 0
    assert "3 lines were imported" in taken(preview).words
    agency = db.session.scalar(select(Organisation).where(Organisation.name == "Dinas Data"))
    assert (agency.short_name, agency.sector) == ("DD", Sector.GOVERNMENT)
    sari, budi = person("sari@dd.example"), person("budi@dd.example")
    assert (sari.organisation_id, sari.position, sari.phone, sari.roles) == (agency.id, "Analis", "0812 3456 7890", [])
    assert (budi.organisation_id, budi.language, budi.roles) == (agency.id, "en", ["coordinator", "leadership"])
    assert [mail.recipient for mail in db.session.scalars(select(Mail))] == ["sari@dd.example"]
    assert db.session.scalar(select(Organisation.sector).where(Organisation.name == "Universitas Kota"))
    rows = db.session.scalars(select(AuditRow.action).order_by(AuditRow.id)).all()
    assert rows[0] == "organisation.added"
    assert rows[-1] == "person.imported"
    assert rows.count("person.added") == 2


def test_the_same_file_again_changes_nothing(upload, taken):
    rows = [SARI, ("Dinas Data", "", "", "Tanpa Surel", "", "", "", "", "leadership", "")]
    taken(upload(*rows))
    people = number_of(Person)
    again = upload(*rows)
    assert "Nothing changes" in again.words
    assert [form for form in again.soup.find_all("form") if form["action"].endswith("/confirm")] == []
    assert (number_of(Person), number_of(Mail)) == (people, 1)


def test_facts_that_differ_are_changed_and_empty_cells_change_nothing(upload, taken):
    agency = OrganisationFactory(name="Dinas Data", short_name="")
    known = PersonFactory(name="Sari", organisation=agency, email="sari@dd.example", position="Staf", phone="021-555")
    preview = upload(("Dinas Data", "DD", "", "Sari Dewi", "Analis", "sari@dd.example", "", "", "", "yes"))
    assert "details change" in preview.words
    taken(preview)
    db.session.refresh(known)
    assert (known.name, known.position, known.phone) == ("Sari Dewi", "Analis", "021-555")
    assert db.session.get(Organisation, agency.id).short_name == "DD"
    assert number_of(Mail) == 0


def test_somebody_without_address_gets_that_of_the_sheet(upload, taken):
    agency = OrganisationFactory(name="Dinas Data")
    known = PersonFactory(name="Sari", organisation=agency, email=None, joined_at=None)
    taken(upload(("Dinas Data", "", "", "sari", "", "sari@dd.example", "", "", "", "")))
    db.session.refresh(known)
    assert known.email == "sari@dd.example"


def cells(**changed):
    """Return a good row with other cells."""
    return tuple((dict(zip(HEAD, SARI, strict=True)) | changed).values())


@pytest.mark.one_database
@pytest.mark.parametrize(
    "changed, says",
    [
        ({"Sector": ""}, "write its sector"),
        ({"Sector": "Military"}, "Write one of: Government"),
        ({"Name": ""}, "Write the name"),
        ({"E-mail address": "sari"}, "Write the address as"),
        ({"E-mail address": ""}, "address to which the invitation goes"),
        ({"E-mail address": "lain@x.example"}, "belongs to someone of Lain"),
        ({"Telephone": "call me"}, "with digits"),
        ({"Language": "tlh"}, "Write one of: Bahasa Indonesia, English"),
        ({"Roles": "king"}, "with commas between"),
        ({"Invite": "maybe"}, "Write one of: yes, no"),
        ({"Organisation": "", "Short name": ""}, "Write the organisation"),
        ({"Organisation": "Lain", "Short name": "", "E-mail address": "baru@x.example"}, "Correct the sector"),
        ({"Organisation": "Lainnya", "Short name": "LN"}, "The short name belongs to Lain"),
        ({"Organisation": "Arsip", "Sector": ""}, "archived"),
        ({"Position": '=HYPERLINK("http://x")'}, "formulas are not calculated"),
        ({"Position": "x" * 201}, "Shorten this"),
    ],
)
def test_an_error_is_shown_beside_its_cell_and_nothing_can_be_imported(upload, changed, says):
    other = OrganisationFactory(name="Lain", short_name="LN", sector=Sector.ACADEMIA)
    PersonFactory(organisation=other, email="lain@x.example")
    OrganisationFactory(name="Arsip", archived_at=utc_now())
    preview = upload(cells(**changed))
    assert says in preview.soup.select_one("#wrong").find_parent("section").text
    assert [form for form in preview.soup.find_all("form") if form["action"].endswith("/confirm")] == []
    assert person("sari@dd.example") is None


@pytest.mark.one_database
def test_an_address_occurs_once_in_a_sheet(upload):
    assert "is already in line 2" in upload(SARI, cells(Name="Orang Lain")).words


@pytest.mark.one_database
def test_mistakes_are_shown_up_to_a_limit_with_the_number_of_the_rest(upload):
    preview = upload(*[("Dinas Data", "", "", "", "x", "", "", "", "", "") for _number in range(130)])
    assert len(preview.soup.select("tbody tr")) == 100
    assert "30 more rows" in preview.words


def test_coordinators_import_people_but_give_no_roles(upload, taken, coordinator):
    taken(upload(SARI, by=coordinator), by=coordinator)
    assert person("sari@dd.example")
    refused = upload(cells(Roles="Coordinator"), by=coordinator)
    assert "Only administrators give roles" in refused.words
    member = person("sari@dd.example")
    member.joined_at = coordinator.joined_at
    db.session.commit()
    assert "only an administrator changes it" in upload(cells(Position="Lain"), by=coordinator).words


def test_a_content_role_of_ones_own_waits_for_another_administrator(upload, taken, administrator):
    AdministratorFactory()
    organisation = administrator.organisation
    own = (organisation.name, "", "", administrator.name, "", administrator.email, "", "", "Coordinator", "")
    preview = upload(own)
    assert "once another administrator confirms" in preview.words
    taken(preview)
    db.session.refresh(administrator)
    assert administrator.roles == ["administrator"]
    assert db.session.scalars(select(RoleRequest)).one().roles == ["coordinator"]
    assert "Nothing changes" in upload(own).words


@pytest.mark.one_database
def test_others_neither_import_nor_download(as_user):
    member = as_user(PersonFactory())
    for endpoint in ("add", "as_workbook", "as_table"):
        member.get(f"people_import.{endpoint}", status=403)


@pytest.mark.one_database
@pytest.mark.parametrize("spoken", ["id", "en"])
def test_the_template_explains_itself_and_its_example_is_not_imported(as_user, upload, spoken):
    by = AdministratorFactory(language=spoken)
    sheet = as_user(by).get("people_import.as_workbook").get_data()
    book = openpyxl.load_workbook(io.BytesIO(sheet))
    assert len(book.worksheets) == 2
    words = " ".join(str(cell.value) for row in book.worksheets[1].iter_rows() for cell in row)
    assert ("Swasta" in words, "Private sector" in words) == (spoken == "id", spoken == "en")
    table = as_user(by).get("people_import.as_table").get_data()
    for content, name in ((sheet, "a.xlsx"), (table, "a.csv")):
        assert len(upload(content=content, name=name, by=by, status=422).soup.select("#file-error")) == 1
    head = next(csv.reader(io.StringIO(table.decode())))
    preview = upload(content=workbook(cells(Sector="", Invite=""), head=head), by=by)
    assert len(preview.soup.select("#wrong")) == 1


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


@pytest.mark.one_database
@pytest.mark.parametrize(
    "content, name",
    [
        (bomb, "a.xlsx"),
        (lambda: b"PK\x03\x04", "a.xlsx"),
        (lambda: b"hello", "a.csv"),
        (lambda: b"Organisation\n" + b"x\n" * (MOST_ROWS + 1), "a.csv"),
        (lambda: b"%PDF-1.7", "a.pdf"),
        (lambda: "Organisation;Name\n".encode("utf-16"), "a.csv"),
        (lambda: b"Organisation;Name\n", "a.csv"),
    ],
)
def test_what_is_no_sheet_or_too_much_is_refused_beside_the_field(upload, content, name):
    refused = upload(content=content(), name=name, status=422)
    assert len(refused.soup.select("#file-error")) == 1


@pytest.mark.one_database
def test_the_file_of_somebody_else_cannot_be_confirmed(upload, taken):
    taken(upload(SARI), by=AdministratorFactory(), status=422)
    assert person("sari@dd.example") is None


def test_what_would_be_something_else_by_now_is_shown_again_instead_of_imported(upload, taken):
    preview = upload(SARI)
    OrganisationFactory(name="Dinas Data", short_name="DD", sector=Sector.GOVERNMENT)
    page = taken(preview, status=422)
    assert "Something has changed in the meantime" in page.words
    assert person("sari@dd.example") is None
    taken(page)
    assert person("sari@dd.example")


def test_programs_preview_a_sheet_and_import_what_they_saw(as_program, administrator):
    program = as_program(administrator)

    def look():
        data = {"file": (io.BytesIO(workbook(SARI)), "people.xlsx")}
        return program.ask("POST", IMPORT, status=200, data=data, content_type="multipart/form-data").json

    shown = look()
    (line,) = shown["lines"]
    assert (line["number"], line["errors"]) == (2, {})
    assert line["changes"] == ["organisation", "person", "invitation"]
    assert person("sari@dd.example") is None
    program.post(f"{IMPORT}/confirm", {"file": shown["file"], "seen": "another"}, status=422)
    done = program.post(f"{IMPORT}/confirm", {"file": shown["file"], "seen": shown["seen"]}).json
    assert done["lines"] == shown["lines"]
    assert person("sari@dd.example")
    assert [line["changes"] for line in look()["lines"]] == [[]]
    assert "Organisation" in program.ask("GET", f"{IMPORT}/template.csv", status=200).get_data(as_text=True)


@pytest.mark.one_database
def test_columns_are_read_in_either_language(app):
    rows = [["Instansi", "Sektor", "Nama", "Bahasa", "Undang"], ["Dinas Data", "Swasta", "Sari", "en", "tidak"]]
    (line,) = read_rows(rows)
    assert (line.errors, line.sector, line.language, line.invites) == ({}, Sector.PRIVATE, "en", False)

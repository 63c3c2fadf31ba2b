"""The worst spreadsheets: what is read from them, and what is said about their cells."""

import io
import zipfile
from contextlib import suppress
from datetime import date

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.errors import RuleViolation
from app.files.spreadsheets import CSV, XLSX, TooManyRows
from commitments.imports.rows import MOST_ROWS, read_cells, read_heading, read_lines
from commitments.imports.rules import filled_down, nearest, read_day, read_percents

pytestmark = pytest.mark.one_database

HEAD = ["Tindak lanjut", "Penanggung jawab", "Tenggat"]
ROW = ["Daftar layanan", "Dinas Kesehatan", "12 Nopember 2026"]


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    return saved(book)


def lines(content, media_type=XLSX, *, most=100, fills_down=False):
    heading = read_heading(content, media_type)
    rows = read_cells(content, media_type, most=most)
    return read_lines(rows, heading.row, heading.places, fills_down=fills_down)


def under_a_title():
    return sheet(["REGISTER TINDAK LANJUT 2026"], [], ["(dalam bulan)"], HEAD, ["(1)", "(2)", "(3)"], ROW)


def with_blank_rows():
    return sheet(HEAD, [], [None, " ", ""], ROW, [], [])


def behind_a_hidden_sheet():
    book = openpyxl.Workbook()
    book.active.sheet_state = "hidden"
    book.active.append(["Rahasia", "Rahasia"])
    shown = book.create_sheet("Register")
    shown.append(HEAD)
    shown.append(ROW)
    return saved(book)


def with_merged_cells():
    book = openpyxl.Workbook()
    for row in (["Register", None, None], HEAD, ROW, ["Katalog sensor", None, None]):
        book.active.append(row)
    for cells in ("A1:C1", "B3:B4", "C3:C4"):
        book.active.merge_cells(cells)
    return saved(book)


def far_below():
    book = openpyxl.Workbook()
    for row in (HEAD, ROW):
        book.active.append(row)
    book.active.cell(row=300, column=1).font = openpyxl.styles.Font(bold=True)
    return saved(book)


@pytest.mark.parametrize(
    "content", [under_a_title, with_blank_rows, behind_a_hidden_sheet, far_below], ids=lambda made: made.__name__
)
def test_the_table_is_found_wherever_it_is(app, content):
    (line,) = lines(content())
    assert (line.cells["title"], line.cells["responsible"], line.due) == (ROW[0], ROW[1], date(2026, 11, 12))
    assert line.problems == {}


def test_merged_cells_are_filled_if_wanted(app):
    plain, filled = (lines(with_merged_cells(), fills_down=wanted)[1] for wanted in (False, True))
    assert set(plain.problems) == {"responsible", "due"}
    assert (filled.cells["responsible"], filled.due, filled.problems) == (ROW[1], date(2026, 11, 12), {})


@pytest.mark.parametrize(
    "text",
    [
        ";".join(HEAD) + "\r\n" + ";".join(["Survei “kepuasan” – puskesmas", *ROW[1:]]),
        "Register\n" + "\t".join(HEAD) + "\n" + "\t".join(["Survei “kepuasan” – puskesmas", *ROW[1:]]),
    ],
    ids=["semicolons", "tabs"],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_csv_files_of_any_office_program_are_read(town, as_user, text, encoding):
    sent = {"file": (io.BytesIO(text.encode(encoding)), "register.csv")}
    shown = as_user(town.coordinator).post("commitments.imports.add", sent, circle_id=town.circle.id, follow=True)
    assert [one["value"] for one in shown.soup.select("select[name=due] option[selected]")] == ["2"]


def with_formulas(value):
    book = openpyxl.Workbook()
    for row in (HEAD, [ROW[0], "=A2", ROW[2]]):
        book.active.append(row)
    if value is None:
        return saved(book)
    content, out = io.BytesIO(saved(book)), io.BytesIO()
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part = part.replace(b"<f>A2</f><v></v>", b"<f>A2</f><v>" + value + b"</v>")
                part = part.replace(b"<f>A2</f><v/>", b"<f>A2</f><v>" + value + b"</v>")
                part = part.replace(b'<c r="B2">', b'<c r="B2" t="str">')
            new.writestr(name, part)
    return out.getvalue()


@pytest.mark.parametrize("value, problem", [(b"Dinas", None), (None, "formula"), (b"#REF!", "formula")])
def test_a_formula_has_its_saved_value_or_is_an_error(app, value, problem):
    (line,) = lines(with_formulas(value))
    assert line.problems.get("responsible", (None,))[0] == problem
    assert problem or line.cells["responsible"] == "Dinas"


@pytest.mark.parametrize(
    "changed, problem",
    [
        ({0: "x" * 32_000}, ("title", "long")),
        ({0: None}, ("title", "empty")),
        ({2: "akhir November"}, ("due", "date")),
        ({2: "12 November"}, ("due", "year")),
        ({2: "besok"}, ("due", "year")),
        ({2: "31 Februari 2027"}, ("due", "date")),
        ({2: 3}, ("due", "date")),
    ],
)
def test_what_is_wrong_is_said_of_the_cell(app, changed, problem):
    (line,) = lines(sheet(HEAD, [changed.get(place, cell) for place, cell in enumerate(ROW)]))
    column, key = problem
    assert line.problems[column][0] == key


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"\xd0\xcf\x11\xe0"], ids=["none", "zip", "xls"])
def test_what_is_no_sheet_is_refused(app, content):
    with pytest.raises(RuleViolation):
        read_cells(content, XLSX)


def test_a_huge_cell_of_a_csv_file_is_refused(app):
    with pytest.raises(RuleViolation):
        read_cells(b"a;b\n" + b"x" * 2**20 + b";c\n", CSV)


def test_more_rows_than_are_read_are_refused_without_reading_them_all(app):
    read = []
    with pytest.raises(TooManyRows):
        read_cells(b"a;b\n" + b"x;y\n" * 90_000, CSV, after_rows=read.append)
    assert max(read) <= MOST_ROWS + 1


MONTHS = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober"]
MONTHS = [*MONTHS, "Nopember", "Desember"]


@given(st.dates(date(1960, 1, 1), date(2100, 12, 31)))
@example(date(2026, 11, 12))
def test_a_day_is_read_in_every_way_of_writing_it(day):
    serial = (day - date(1899, 12, 30)).days
    written = [day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day}-{day.month}-{day.year}", str(serial)]
    for text in [*written, f"{day.day} {MONTHS[day.month - 1]} {day.year}", f"{day:%d %B %Y}".upper()]:
        assert read_day(text) == day, text
    if 2000 <= day.year < 2100:
        assert read_day(f"{day:%d/%m/%y}") == day


@given(st.text(max_size=40))
def test_other_text_is_refused_and_never_fails(text):
    with suppress(ValueError, LookupError):
        assert isinstance(read_day(text), date)


@pytest.mark.parametrize(
    "written, percents",
    [
        (["40", "40%", "40 persen", ""], [40, 40, 40, 0]),
        (["0.4", "1", ""], [40, 100, 0]),
        (["0,5", "100%"], [50, 100]),
        (["1", "75"], [1, 75]),
        (["120", "hampir"], [None, None]),
    ],
)
def test_progress_is_read_as_percentages_or_shares(written, percents):
    assert read_percents(written) == percents


def test_the_nearest_names_are_offered():
    names = ["Dinas Kesehatan", "Dinas Kominfotik", "Komunitas Warga"]
    assert nearest("dinas kesehatn", names)[0] == "Dinas Kesehatan"
    assert nearest("zzz", names) == []


def test_empty_cells_are_filled_from_above_in_the_named_columns_alone():
    rows = [{"a": "1", "b": "2"}, {"a": "", "b": ""}]
    assert filled_down(rows, ["a"]) == [{"a": "1", "b": "2"}, {"a": "1", "b": ""}]

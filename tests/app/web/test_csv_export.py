"""Exports for spreadsheets: no text becomes a formula, and empty cells stay empty."""

import io

import openpyxl
import pytest

from app.files.spreadsheets import as_xlsx
from app.web.csv_export import as_csv

FORMULAS = ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", "\r=1"]


def cells_of(content):
    """Return the cells of an XLSX file's second row."""
    return list(openpyxl.load_workbook(io.BytesIO(content)).active[2])


def test_an_empty_cell_is_empty_in_csv():
    assert as_csv(["A", "B", "C"], [["", None, "x"]]) == b"A,B,C\r\n,,x\r\n"


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_is_quoted_in_csv(text):
    assert as_csv(["A"], [[text]]).decode().split("\n", 1)[1].lstrip('"').startswith("'" + text[0])


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_quoted_where_an_indonesian_excel_begins_a_cell(text):
    for before in ("Dinas;", "Dinas\n", "Dinas\r"):
        written = as_csv(["A"], [[f"{before}{text}; biasa - sekali"]]).decode()
        assert f"{before}'{text[0]}" in written
        assert "; biasa - sekali" in written


def test_quotes_that_excel_takes_away_do_not_hide_a_formula():
    assert 'Dinas;\'""=1' in as_csv(["A"], [['Dinas;"=1']]).decode()


def test_an_empty_cell_is_empty_in_a_workbook():
    cells = cells_of(as_xlsx("T", ["A", "B", "C"], [["", None, "x"]]))
    assert [cell.value for cell in cells] == [None, None, "x"]
    assert not any(cell.quotePrefix for cell in cells)


def test_a_workbook_may_have_more_columns_than_the_alphabet_has_letters():
    columns = [f"Organisation {number}" for number in range(60)]
    cells = cells_of(as_xlsx("T", columns, [columns]))
    assert [cell.value for cell in cells] == columns


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_is_a_text_in_a_workbook(text):
    [cell] = cells_of(as_xlsx("T", ["A"], [[text]]))
    assert (cell.data_type, cell.quotePrefix) == ("s", True)

"""The sheet of seats and participants as people see it."""

import pytest

from tests.factories import ChairFactory, CoordinatorFactory, ForumFactory, OrganisationFactory

SHEET = """Instansi;Nama;Alamat surel;Peran
Dinas Data;Sari;sari@dd.example;Anggota
"""


@pytest.mark.parametrize("width", [320, 1280])
def test_a_sheet_is_mended_and_taken_in(pages, axe, tmp_path, clock, width):
    ChairFactory(forum=ForumFactory(slug="forum-data"))
    OrganisationFactory(name="Dinas Data")
    good, bad = tmp_path / "baik.csv", tmp_path / "salah.csv"
    bad.write_text(SHEET.replace("Dinas Data", "Dinas Entah"))
    good.write_text(SHEET)
    page = pages(CoordinatorFactory(), width=width)
    page.goto("/forums/forum-data/members")
    page.get_by_role("link", name="Impor dan ekspor").click()
    axe(page)
    page.get_by_label("Lembar kerja").set_input_files(bad)
    page.get_by_role("button", name="Pratinjau").click()
    page.get_by_text("Tidak ada instansi dengan nama").wait_for()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("link", name="Pilih berkas lain").click()
    page.get_by_label("Lembar kerja").set_input_files(good)
    page.get_by_role("button", name="Pratinjau").click()
    page.get_by_role("button", name="Ambil 1 baris").click()
    page.get_by_text("1 baris diambil").wait_for()

"""The comparison as people read it: on a phone, without script, and by a screen reader."""

import pytest

from tests.forums.versions.conftest import REASON


def address(case, **arguments):
    query = "&".join(f"{name}={value}" for name, value in arguments.items())
    return f"/sessions/{case.session.id}/minutes/compare?{query}"


@pytest.mark.parametrize("view", ["words", "beside", "all"])
def test_differences_are_read_on_a_phone(case, pages, axe, view):
    case.second()
    path = address(case, view=view)
    page = pages(case.room.member, width=360)
    page.goto(path)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert "14" in page.locator("main").inner_text()


def test_versions_are_chosen_and_folds_opened_without_script(case, pages):
    case.second()
    path = address(case)
    page = pages(case.room.member, width=360, script=False)
    page.goto(path)
    page.locator("details.fold > summary").first.click()
    assert page.get_by_text("Rapat dibuka.").first.is_visible()
    page.select_option("#old-text", "1-circulated")
    page.select_option("#new-text", "1")
    page.get_by_role("button", name="Bandingkan").click()
    assert "Kedua teks sama." in page.locator("main").inner_text()


@pytest.mark.parametrize("width", [360, 1280])
def test_approved_minutes_are_amended(case, pages, axe, width):
    minutes = f"/sessions/{case.session.id}/minutes"
    page = pages(case.room.taker, width=width)
    page.goto(minutes)
    page.get_by_role("link", name="Buat versi baru").click()
    axe(page)
    page.fill("#reason", REASON["reason"])
    page.fill("#asked_by", REASON["asked_by"])
    page.get_by_role("button", name="Buat versi 2").click()
    page.wait_for_load_state()
    axe(page)
    assert "tetap berlaku sampai versi ini disetujui" in page.locator("main").inner_text()
    page.get_by_role("link", name="Ubah rumusan").first.click()
    axe(page)
    page.fill("#text", "Daftar layanan diperiksa.")
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_load_state()
    assert "Daftar layanan diperiksa." in page.locator("main").inner_text()
    page.get_by_role("link", name="Buang").click()
    axe(page)

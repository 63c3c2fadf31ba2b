"""An import as people see it."""

import pytest

from tests.factories import CoordinatorFactory, ForumFactory
from tests.forums.imports.calendars import GONE, MOVED, SINGLE, WEEKLY, calendar, event


@pytest.mark.parametrize("width", [320, 1280])
def test_a_calendar_is_chosen_looked_at_and_imported(pages, axe, tmp_path, clock, width):
    ForumFactory(slug="forum-kantor", name="Forum Kantor")
    file = tmp_path / "kantor.ics"
    bad = event("menit", "20261201T090000", "RRULE:FREQ=MINUTELY", title="Tiap menit")
    file.write_bytes(calendar(WEEKLY, MOVED, SINGLE, GONE, bad))
    page = pages(CoordinatorFactory(), width=width)
    page.goto("/forums/forum-kantor")
    page.locator(".title details.menu > summary").click()
    page.get_by_role("link", name="Impor kalender").click()
    axe(page)
    page.get_by_label("Berkas kalender").set_input_files(file)
    page.get_by_role("button", name="Pratinjau").click()
    page.get_by_role("heading", name="Tidak dipahami").wait_for()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("button", name="Impor 7 sesi").click()
    page.get_by_text("7 sesi diimpor").wait_for()

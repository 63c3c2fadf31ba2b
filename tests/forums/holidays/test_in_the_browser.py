"""The review of a year's holidays as people see it."""

import pytest

from app.calendars import actions as calendars
from app.clock import utc_now
from app.database import db
from forums.scheduling.horizon import horizon, make_sessions
from tests.factories import CoordinatorFactory, ForumFactory, SeriesFactory


@pytest.mark.parametrize("width", [320, 1280])
def test_some_are_accepted_and_others_wait(pages, axe, clock, width):
    calendars.fill([2026, 2027], at=utc_now())
    for name in ("Forum Satu", "Forum Dua"):
        series = SeriesFactory(forum=ForumFactory(name=name), made_until=utc_now())
        make_sessions(series, until=horizon(utc_now()), at=utc_now())
    db.session.commit()
    page = pages(CoordinatorFactory(), width=width)
    page.goto("/sessions")
    page.get_by_role("link", name="Bentrok hari libur").click()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("checkbox").first.uncheck()
    page.get_by_role("button", name="Terima usulan").click()
    page.get_by_text("1 sesi diputuskan").wait_for()
    assert page.get_by_role("checkbox").count() == 1
    page.locator("tbody summary").click()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("row").get_by_role("button", name="Gabungkan dengan sesi berikutnya").click()
    page.get_by_text("1 sesi diputuskan").wait_for()
    assert page.get_by_role("checkbox").count() == 0

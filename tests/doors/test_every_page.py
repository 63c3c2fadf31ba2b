"""Every page of the house, looked at in a browser by somebody who may open it: accessible, and as narrow as a phone."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests.conftest import NOW
from tests.doors.conftest import House
from tests.support.browsers import Pages, check_accessibility, served

pytestmark = [pytest.mark.one_database]

TALL = 6000
"""Of the window, in pixels: the bar at the foot of a telephone then lies over nothing."""


@pytest.fixture(scope="module")
def pages(house: House, browser: Any) -> Iterator[Pages]:
    """Pages of the house. The clock runs meanwhile, for a browser waits by it."""
    with time_machine.travel(NOW, tick=True), served(house.app) as address:
        opened = Pages(browser, house.app, address)
        yield opened
        opened.close()


def troubles(page: Any, path: str, width: int) -> Iterator[str]:
    """Yield what is wrong with a page at this width."""
    page.goto(path)
    needed = page.evaluate("document.documentElement.scrollWidth")
    if needed > width:
        yield f"{path} is {needed} pixels wide"
    try:
        check_accessibility(page)
    except AssertionError as found:
        yield str(found)


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_is_accessible_and_fits(house, doors, pages, width):
    assert len(doors) > 100
    opened = {
        role: pages(house.world.people.get(role or ""), width=width, height=TALL)
        for role in {one.role for one in doors}
    }
    told = [line for role, path in doors for line in troubles(opened[role], path, width)]
    assert not told, "\n".join(["", *told, f"{len(told)} in all"])

"""Every page of the house, looked at in a browser by somebody who may open it: accessible, and as narrow as a phone."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
import time_machine

from tests.conftest import NOW
from tests.doors.conftest import House
from tests.doors.table import rows
from tests.support.browsers import Pages, check_accessibility, served
from tests.support.visitors import Visitor

pytestmark = [pytest.mark.one_database]

OPENERS = ("coordinator", "administrator", "leadership", "chair", "responsible", "verifier", "participant", None)
"""Who is tried in turn until one may open a page; None is a stranger."""
TALL = 6000
"""Of the window, in pixels: the bar at the foot of a telephone then lies over nothing."""


class Door(NamedTuple):
    """A page and the role that opens it."""

    role: str | None
    path: str


@pytest.fixture(scope="module")
def doors(house: House) -> list[Door]:
    """Every page that the route map knows, its own things filled in."""
    visitors = {role: Visitor(house.app, house.world.people.get(role or "")) for role in OPENERS}
    named = {row.policy: row.thing for row in reversed(list(rows())) if row.thing}
    found = []
    for rule in sorted(house.app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if "GET" not in (rule.methods or set()) or rule.rule.startswith(("/api/v1", "/static")):
            continue
        policy = house.app.view_functions[rule.endpoint].policy  # type: ignore[attr-defined]
        path = house.world.address(house.app, rule, named.get(policy.name) if policy else None)
        role = next((role for role, visitor in visitors.items() if _is_page(visitor, path)), "nobody")
        if role != "nobody":
            found.append(Door(role, path))
    return found


def _is_page(visitor: Visitor, path: str) -> bool:
    told = visitor.client.get(path)
    return told.status_code == 200 and told.mimetype == "text/html" and b"<html" in told.data


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

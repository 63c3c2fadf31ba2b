"""Every page in a browser, opened by somebody who may: accessible, and fit for a phone."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests.conftest import NOW
from tests.support.browsers import Pages, check_accessibility, served
from tests.support.world.instance import Instance

pytestmark = [pytest.mark.one_database]

TALL = 6000
"""Height of the window in pixels: the bar at the foot of a telephone then covers nothing."""


@pytest.fixture(scope="module")
def pages(instance: Instance, browser: Any) -> Iterator[Pages]:
    """Pages of the instance. The clock runs meanwhile, for a browser waits by it."""
    with time_machine.travel(NOW, tick=True), served(instance.app) as address:
        opened = Pages(browser, instance.app, address)
        yield opened
        opened.close()


UNLABELLED = """
Array.from(document.querySelectorAll("table.cards > tbody > tr > td")).filter(cell => {
  const shown = getComputedStyle(cell).display !== "none"
  const head = cell.closest("table").rows[0].cells[cell.cellIndex]
  const mark = cell.children.length === 1 && cell.firstElementChild.matches(".state")
    && cell.textContent.trim() === cell.firstElementChild.textContent.trim()
  const acts = cell.querySelector("button, select, label") || head.querySelector(".visually-hidden")
  return shown ? cell.textContent.trim() && !(cell.dataset.label || mark || acts) : cell.querySelector("button")
}).map(cell => cell.textContent.trim())
"""
"""The cells of tables that became cards which show neither a label nor a state or an action, or hide an action."""


def troubles(page: Any, path: str, width: int) -> Iterator[str]:
    """Yield what is wrong with a page at a width."""
    page.goto(path)
    needed = page.evaluate("document.documentElement.scrollWidth")
    if needed > width:
        yield f"{path} is {needed} pixels wide"
    try:
        check_accessibility(page)
    except AssertionError as found:
        yield str(found)


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_is_accessible_and_fits(instance, open_pages, pages, width):
    assert len(open_pages) > 100
    opened = {
        role: pages(instance.world.people.get(role or ""), width=width, height=TALL)
        for role in {one.role for one in open_pages}
    }
    wrong = [line for role, path in open_pages for line in troubles(opened[role], path, width)]
    assert not wrong, "\n".join(["", *wrong, f"{len(wrong)} in all"])


def test_every_cell_has_its_label_on_a_phone(instance, open_pages, pages):
    opened = {
        role: pages(instance.world.people.get(role or ""), width=360, script=False)
        for role in {one.role for one in open_pages}
    }
    wrong = []
    for role, path in open_pages:
        opened[role].goto(path, wait_until="domcontentloaded")
        wrong += [f"{path}: {text}" for text in opened[role].evaluate(UNLABELLED)]
    assert not wrong, "\n".join(["", *wrong])

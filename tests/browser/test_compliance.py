"""Compliance in a browser: the wide and the slim drawing, links by keyboard, light and dark, no sideways scroll."""

from __future__ import annotations

import pytest

from app.database import db
from tests.agreements.compliance.conftest import history  # noqa: F401 - a fixture
from tests.agreements.conftest import pact  # noqa: F401 - a fixture

pytestmark = pytest.mark.one_database


def letters(page, where):
    """Return the height in pixels of the first text of a drawing, as it is shown."""
    return page.locator(f"{where} text").first.evaluate("node => node.getBoundingClientRect().height")


def colour(page):
    return page.locator("figure.whole .wide text").first.evaluate("node => getComputedStyle(node).fill")


def test_the_chart_suits_its_place_and_leads_to_commitments(history, pages, axe):  # noqa: F811
    address, official = f"/agreements/{history.agreement.id}/fulfilment", history.official
    code = history.late.code
    db.session.commit()
    desk = pages(official, width=1280)
    desk.goto(address)
    assert desk.locator("figure.whole .wide svg").is_visible()
    assert not desk.locator("figure.whole .slim svg").is_visible()
    light = colour(desk)
    axe(desk)
    desk.locator("figure.whole summary").click()
    axe(desk)
    desk.locator("figure.whole .wide a").nth(2).focus()
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/commitments/*")
    assert code in desk.locator("main").inner_text()
    phone = pages(official, width=360)
    phone.goto(address)
    assert phone.locator("figure.whole .slim svg").is_visible()
    assert not phone.locator("figure.whole .wide svg").is_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
    assert letters(phone, "figure.whole .slim") > 11
    axe(phone)
    dark = pages(official, width=1280, dark=True)
    dark.goto(address)
    assert colour(dark) != light
    axe(dark)

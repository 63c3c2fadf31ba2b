"""Commitments are selected by keyboard, previewed and reminded of, on a desktop and on a phone."""

from datetime import date

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from app.database import db
from app.mail.outbox.models import Mail
from commitments.registry.rules import Delivery

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize("width, script", [(1280, True), (360, True), (360, False)])
def test_commitments_are_selected_by_keyboard_and_reminded_of(town, pages, axe, width, script):
    for title in ("Katalog", "Panduan", "Standar"):
        town.promised(Delivery.IN_PROGRESS, title=title, first_due=date(2026, 11, 4), accepted_on=date(2026, 10, 1))
    db.session.commit()
    page = pages(town.coordinator, width=width, height=800, script=script)
    page.goto("/commitments")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if script:
        axe(page)
    page.get_by_role("checkbox", name="Katalog").focus()
    page.keyboard.press("Space")
    page.get_by_role("checkbox", name="Panduan").focus()
    page.keyboard.press("Space")
    if script:
        expect(page.get_by_text("2 dipilih")).to_be_visible()
        axe(page)
    page.get_by_role("button", name="Ingatkan").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 dari 2 diingatkan")).to_be_visible()
    if script:
        axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Kirim 1 pengingat").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Komitmen", exact=True).first).to_be_visible()
    assert db.session.scalar(select(func.count()).select_from(Mail)) == 1

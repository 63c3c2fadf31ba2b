"""The order of an agenda by dragging, by keyboard, and without script."""

import pytest
from playwright.sync_api import expect

from app.database import db
from forums.agenda.queries import in_order
from tests.forums.room import room

NAMES = ("Pembukaan", "Data sensor udara", "Penutup")


@pytest.fixture
def it(app):
    made = room()
    for place, title in enumerate(NAMES, 1):
        made.item(title=title, position=place)
    made.address = f"/sessions/{made.session.id}/agenda"
    made.session_id = made.session.id
    db.session.commit()
    return made


def saved(it):
    db.session.expire_all()
    titles = [item.title for item in in_order(it.session_id)]
    db.session.commit()
    return titles


def shown(page):
    return page.locator("ol[data-order] > li").evaluate_all("items => items.map((item) => item.dataset.name)")


def status(page):
    return page.locator("#order-status")


@pytest.mark.parametrize("width", [360, 1280])
def test_an_item_is_dragged_to_another_place(it, pages, axe, width):
    page = pages(it.chair, width=width)
    page.goto(it.address)
    axe(page)
    handles = page.locator("[data-handle]")
    below = page.locator("ol[data-order] > li").nth(1).bounding_box()
    handles.first.hover()
    page.mouse.down()
    page.mouse.move(below["x"] + 20, below["y"] + below["height"] - 2, steps=4)
    page.mouse.up()
    expect(status(page)).to_have_text("Urutan disimpan.")
    assert shown(page) == saved(it) == ["Data sensor udara", "Pembukaan", "Penutup"]


def test_an_item_is_moved_by_keyboard_and_each_place_is_announced(it, pages):
    page = pages(it.chair)
    page.goto(it.address)
    handle = page.locator("[data-handle]").last
    handle.focus()
    page.keyboard.press("Space")
    expect(status(page)).to_have_text("Penutup diangkat, urutan 3 dari 3.")
    page.keyboard.press("ArrowUp")
    expect(status(page)).to_have_text("Penutup, urutan 2 dari 3.")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    expect(status(page)).to_have_text("Urutan disimpan.")
    assert page.evaluate("document.activeElement.closest('li').dataset.name") == "Penutup"
    assert not page.locator("ol[data-order] > li").first.locator("[data-up]").is_visible()
    assert shown(page) == saved(it) == ["Penutup", "Pembukaan", "Data sensor udara"]


def test_escape_leaves_an_item_where_it_was(it, pages):
    page = pages(it.chair)
    page.goto(it.address)
    page.locator("[data-handle]").first.focus()
    for key in ("Space", "ArrowDown", "Escape"):
        page.keyboard.press(key)
    expect(status(page)).to_have_text("Pembukaan tetap di tempat semula.")
    assert shown(page) == saved(it) == list(NAMES)


def test_an_order_that_is_refused_is_taken_back_and_said(it, pages):
    page = pages(it.chair)
    page.goto(it.address)
    it.item(title="Usulan baru", position=4)
    page.locator("[data-handle]").first.focus()
    for key in ("Space", "ArrowDown", "Space"):
        page.keyboard.press(key)
    expect(status(page)).to_be_visible()
    expect(status(page)).to_contain_text("Urutan tidak tersimpan")
    assert shown(page) == list(NAMES)


def test_without_script_the_buttons_move_an_item(it, pages):
    page = pages(it.chair, script=False)
    page.goto(it.address)
    assert not page.locator("[data-handle]").first.is_visible()
    page.locator("ol[data-order] > li").first.locator(".menu > summary").click()
    page.get_by_role("button", name="Turun Pembukaan").click()
    assert saved(it) == ["Data sensor udara", "Pembukaan", "Penutup"]

"""Writing notes in the browser: without a connection, beside another writer, with names, phrases and marks."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.circles.models import Classification
from app.database import db
from forums.minutes.models import EarlierText, Passage
from tests.factories.forums import NEXT
from tests.forums.room import room
from tests.support.visitors import Visitor

pytestmark = pytest.mark.one_database

KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('selaras-kept:'))"


@pytest.fixture
def it(app, clock):
    made = room()
    clock.move_to(NEXT)
    made.open()
    made.agenda_item = made.item()
    made.taker.language = "en"
    db.session.commit()
    return made


@pytest.fixture
def open_live(pages, it):
    def open_live(person=None, **options):
        address = f"/sessions/{it.session.id}/live?item={it.agenda_item.id}"
        page = pages(person or it.taker, **options)
        page.goto(address)
        page.locator("[data-toolbar]").wait_for()
        return page

    return open_live


def texts():
    found = db.session.scalars(select(Passage.text).order_by(Passage.position)).all()
    db.session.commit()
    return found


def write(app, it, person, text, *, passage=None, version=0):
    """Save a note as the page of another writer does."""
    visitor = Visitor(app, person)
    data = {
        "passage": str(passage or uuid4()),
        "version": version,
        "part": "discussion",
        "item": str(it.agenda_item.id),
    }
    visitor.post("forums.minutes.save", {**data, "text": text}, session_id=it.session.id)


def test_ten_minutes_without_a_connection_lose_none_of_twenty_notes(app, it, open_live):
    page = open_live()
    page.clock.install()
    page.context.set_offline(True)
    for number in range(20):
        page.locator("#note").fill(f"Catatan {number} tanpa jaringan.")
        page.get_by_role("button", name="Add note").click()
    expect(page.locator("[data-waiting]")).to_have_text("Waiting for the connection: 20")
    page.clock.fast_forward(600_000)
    for number in range(5):
        write(app, it, it.facilitator, f"Catatan {number} penulis lain.")
    db.session.commit()
    page.context.set_offline(False)
    page.clock.fast_forward(20_000)
    expect(page.locator("[data-waiting]")).to_be_hidden()
    page.clock.fast_forward(20_000)
    expect(page.locator("#written")).to_contain_text("Catatan 19 tanpa jaringan.")
    own = [f"Catatan {number} tanpa jaringan." for number in range(20)]
    others = [f"Catatan {number} penulis lain." for number in range(5)]
    assert sorted(texts()) == sorted(own + others)
    assert [text for text in texts() if text in own] == own
    assert page.evaluate(KEPT) == []


def test_a_note_changed_by_two_without_a_connection_shows_both_side_by_side(app, it, open_live):
    page = open_live()
    page.locator("#note").fill("Dinkes melaporkan 12 layanan.")
    page.get_by_text("Saved at").wait_for()
    page.context.set_offline(True)
    page.locator("#note").fill("Dinkes melaporkan 14 layanan.")
    page.get_by_text("Not saved yet. Your text is safe").wait_for()
    passage, version = db.session.execute(select(Passage.id, Passage.version)).one()
    write(app, it, it.facilitator, "Dinkes melaporkan 13 layanan.", passage=passage, version=version)
    db.session.commit()
    page.context.set_offline(False)
    page.locator("#note").press("End")
    page.locator("#note").type(" Selesai.")
    expect(page.locator("[data-theirs]")).to_have_text("Dinkes melaporkan 13 layanan.")
    expect(page.locator("[data-ours]")).to_have_text("Dinkes melaporkan 14 layanan. Selesai.")
    page.get_by_role("button", name="Keep mine").click()
    page.get_by_text("Saved at").wait_for()
    assert texts() == ["Dinkes melaporkan 14 layanan. Selesai."]
    assert "Dinkes melaporkan 13 layanan." in db.session.scalars(select(EarlierText.text)).all()


def test_a_page_that_was_closed_without_a_connection_is_completed_by_the_next(it, open_live):
    page = open_live()
    page.context.set_offline(True)
    page.locator("#note").fill("Ditulis sebelum peramban ditutup.")
    page.get_by_text("Not saved yet. Your text is safe").wait_for()
    (key,) = page.evaluate(KEPT)
    entry = json.loads(page.evaluate(f"localStorage.getItem({key!r})"))
    page.evaluate(f"localStorage.setItem({key!r}, {json.dumps({**entry, 'at': 0})!r})")
    page.context.set_offline(False)
    page.reload()
    page.get_by_text("Ditulis sebelum peramban ditutup.").wait_for()
    assert texts() == ["Ditulis sebelum peramban ditutup."]
    assert page.evaluate(KEPT) == []


def test_signing_out_deletes_kept_texts_after_a_question(it, open_live):
    page = open_live()
    page.context.set_offline(True)
    page.locator("#note").fill("Hanya di sini.")
    page.get_by_text("Not saved yet. Your text is safe").wait_for()
    page.context.set_offline(False)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.evaluate("document.querySelector('form[data-forget] button').click()")
    page.wait_for_url("**/sign-in**")
    assert page.evaluate(KEPT) == []
    assert any("only in this browser" in message for message in asked) or texts() == ["Hanya di sini."]


def test_secret_sessions_leave_nothing_in_the_browser(it, open_live):
    it.forum.circle.classification = Classification.SECRET
    db.session.commit()
    page = open_live()
    page.context.set_offline(True)
    page.locator("#note").fill("Rahasia.")
    page.get_by_text("Not saved yet. Your text is safe").wait_for()
    assert page.evaluate("localStorage.length") == 0


def test_names_marks_and_phrases_are_inserted_with_the_keyboard(it, open_live, axe):
    page = open_live()
    note = page.locator("#note")
    note.focus()
    page.keyboard.type("@dink")
    expect(page.locator("#speakers [role=option]").first).to_have_text("Dinkes · Dinas Kesehatan")
    axe(page)
    page.keyboard.press("Enter")
    page.keyboard.type("melaporkan ")
    page.keyboard.press("Control+b")
    page.keyboard.type("18")
    expect(note).to_have_value("**Dinkes** melaporkan **18**")
    page.keyboard.press("End")
    page.locator("[data-phrases] summary").press("Enter")
    page.get_by_role("button", name="Tidak ada keberatan.").press("Enter")
    expect(note).to_have_value("**Dinkes** melaporkan **18** Tidak ada keberatan.")
    note.fill("satu\ndua")
    page.keyboard.press("Control+a")
    page.get_by_role("button", name="Numbered").click()
    expect(note).to_have_value("1. satu\n2. dua")
    page.get_by_role("button", name="Add note").click()
    expect(page.locator("#written ol li")).to_have_text(["satu", "dua"])


def test_at_320_pixels_nothing_is_cut_and_no_rule_of_accessibility_is_broken(open_live, axe):
    page = open_live(width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    axe(page)
    page.locator("[data-phrases] summary").click()
    page.get_by_role("button", name="Tidak ada keberatan.").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_note_that_is_finished_while_it_is_being_saved_is_saved_whole_and_once(it, open_live):
    page = open_live()
    held = []
    page.route("**/passages", lambda route: route.continue_() if held else held.append(route))
    page.locator("#note").fill("Dinkes melaporkan")
    with page.expect_request("**/passages"):
        pass
    page.locator("#note").fill("Dinkes melaporkan 12 layanan.")
    page.get_by_role("button", name="Add note").click()
    held[0].continue_()
    expect(page.locator("#written .passage p")).to_have_text(["Dinkes melaporkan 12 layanan."])
    expect(page.locator("[data-waiting]")).to_be_hidden()
    assert texts() == ["Dinkes melaporkan 12 layanan."]

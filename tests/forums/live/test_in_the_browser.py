"""The live page as people meet it: by keyboard alone, on phones, saved as typed, with others, without script."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.clock import utc_now
from app.database import db
from commitments.registry.models import Commitment
from forums.decisions.models import Decision
from forums.minutes.models import Passage
from tests.forums.room import TEMPLATE, room


@pytest.fixture
def it(app):
    """A session that began twelve minutes ago and discusses its first item."""
    made = room(template=TEMPLATE)
    began = utc_now().replace(microsecond=0) - timedelta(minutes=12)
    made.session.starts_at, made.session.ends_at = began, began + timedelta(hours=2)
    made.open(began)
    made.agenda_item = made.item(started_at=began)
    made.other = made.item(title="Data sensor udara", position=2)
    made.address = f"/sessions/{made.session.id}"
    db.session.commit()
    return made


def address(it):
    return f"{it.address}/live"


def tab_to(page, selector, most=90):
    """Press Tab until the element has the focus."""
    target = page.locator(selector).first
    for _press in range(most):
        if target.evaluate("element => element === document.activeElement"):
            return target
        page.keyboard.press("Tab")
    raise AssertionError(
        f"{selector} is not reached by Tab; the focus is on {page.evaluate('document.activeElement.outerHTML')[:200]}"
    )


def rows(model):
    db.session.expire_all()
    found = list(db.session.scalars(select(model)))
    texts = [getattr(row, "text", None) for row in found]
    db.session.commit()
    return found, texts


@pytest.mark.parametrize("width", [360, 1280])
def test_a_sentence_becomes_a_commitment_by_keyboard_alone(it, pages, axe, width):
    page = pages(it.taker, width=width)
    page.goto(address(it))
    axe(page)
    tab_to(page, "#note")
    page.keyboard.type("Dinkes menyerahkan daftar layanan.")
    expect(page.locator("#write output")).to_contain_text("Tersimpan ", timeout=15_000)
    assert rows(Passage)[1] == ["Dinkes menyerahkan daftar layanan."]
    tab_to(page, "#write button[value=decision]")
    page.keyboard.press("Enter")
    page.wait_for_url("**decide=**")
    expect(page.locator("#decision-form textarea").first).to_have_value("Dinkes menyerahkan daftar layanan.")
    axe(page)
    tab_to(page, "#without_quorum")
    page.keyboard.press("Space")
    tab_to(page, "#no_quorum_reason")
    page.keyboard.type("Disepakati yang hadir.")
    tab_to(page, "#decision-form .does button")
    page.keyboard.press("Enter")
    page.wait_for_url("**commit=**")
    axe(page)
    tab_to(page, "#responsible")
    page.keyboard.type("Dinas")
    tab_to(page, "#due")
    page.keyboard.type("11 Desember 2027")
    tab_to(page, "#criteria")
    page.keyboard.type("Memuat semua layanan")
    tab_to(page, "#commitment-form .btn-primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**#decision-**")
    expect(page.locator(".commitment-row")).to_contain_text("Dinkes")
    axe(page)
    assert rows(Decision)[1] == ["Dinkes menyerahkan daftar layanan."]
    assert len(rows(Commitment)[0]) == 1
    tab_to(page, "section form .btn:has-text('lanjut ke butir 2')")
    page.keyboard.press("Enter")
    page.wait_for_url("**#notes")
    expect(page.locator("#notes")).to_have_text("2 Data sensor udara")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_two_people_who_change_one_note_see_both_texts_and_lose_neither(it, pages):
    first, second = pages(it.taker), pages(it.coordinator)
    first.goto(address(it))
    first.locator("#note").fill("Kata notulis.")
    expect(first.locator("#write output")).to_contain_text("Tersimpan ", timeout=15_000)
    second.goto(address(it))
    second.get_by_role("link", name="Ubah catatan Notulis JSC ini").click()
    second.locator("#note").fill("Kata koordinator.")
    expect(second.locator("#write output")).to_contain_text("Tersimpan ", timeout=15_000)
    first.locator("#note").fill("Kata notulis, lebih panjang.")
    alert = first.locator("#write [role=alert]")
    expect(alert).to_contain_text("Kata koordinator.", timeout=15_000)
    expect(alert).to_contain_text("Ditulis oleh Koordinator JSC.")
    alert.locator("[data-both]").click()
    expect(first.locator("#write [role=alert]")).to_have_count(0)
    expect(first.locator("#write output")).to_contain_text("Tersimpan ")
    _found, texts = rows(Passage)
    assert len(texts) == 1
    assert "Kata koordinator." in texts[0]
    assert "Kata notulis, lebih panjang." in texts[0]


def test_what_others_write_and_where_they_write_appears_without_reloading(it, pages):
    reader, writer = pages(it.coordinator), pages(it.taker)
    reader.goto(address(it))
    writer.goto(address(it))
    writer.locator("#note").fill("Baru saja ditulis.")
    expect(writer.locator("#write output")).to_contain_text("Tersimpan ", timeout=15_000)
    expect(reader.locator("div.passage")).to_contain_text("Baru saja ditulis.", timeout=20_000)
    expect(reader.locator(".agenda")).to_contain_text("Notulis JSC menulis di sini", timeout=20_000)
    expect(writer.locator("div.passage")).to_have_count(0)


def test_without_script_everything_is_written_by_buttons(it, pages):
    page = pages(it.taker, width=320, script=False)
    page.goto(address(it))
    page.locator("#note").fill("Tanpa skrip.")
    page.get_by_role("button", name="Tambah catatan").click()
    expect(page.locator("div.passage")).to_contain_text("Tanpa skrip.")
    page.get_by_text("Catat keputusan", exact=True).click()
    expect(page.locator("#decide .alert")).to_contain_text("Kuorum tidak terpenuhi")
    page.locator("#decision-form textarea").first.fill("Diputuskan tanpa skrip.")
    page.get_by_label("Diputuskan tanpa kuorum").check()
    page.get_by_label("Mengapa tanpa kuorum?").fill("Disepakati yang hadir.")
    page.get_by_role("button", name="Catat keputusan ini").click()
    page.locator("#responsible").select_option(label="Dinas Kesehatan")
    page.locator("#due").fill("11/12/2027")
    page.locator("#criteria").fill("Lengkap")
    page.get_by_role("button", name="Usulkan komitmen").click()
    expect(page.locator(".commitment-row")).to_contain_text("Dinkes")
    page.get_by_role("link", name="Catat kehadiran").click()
    page.get_by_label("Hadir Narahubung Dinkes", exact=True).check(force=True)
    page.get_by_role("button", name="Simpan kehadiran").click()
    expect(page.locator(".band")).to_contain_text("Hadir 1 dari 3")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["id", "en"])
def test_axe_finds_nothing_on_the_pages_of_a_session(it, pages, axe, width, language):
    it.taker.language = language
    page = pages(it.taker, width=width, height=3000)  # the bar at the bottom covers nothing
    for path in ("live?part=opening", "agenda", "agenda/propose", "attendance", "attendance/record", "minutes"):
        page.goto(f"{it.address}/{path}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    page.goto("/decisions")
    axe(page)

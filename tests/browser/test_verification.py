"""A verifier examines three deliveries with the keyboard, or on a phone; without script they are plain forms."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from app.clock import utc_now
from app.database import db
from commitments.delivery import actions as delivery
from commitments.registry.rules import Delivery, Verification
from tests.commitments.conftest import town as town

pytestmark = pytest.mark.one_database

CRITERIA = "Memuat 44 puskesmas\nSetiap baris punya telepon"
TITLES = ("Daftar puskesmas", "Skema metadata", "Bukti pelatihan")


@pytest.fixture
def queue(town):
    """Three deliveries, the first the oldest."""
    made = []
    for place, title in enumerate(TITLES):
        commitment = town.promised(Delivery.IN_PROGRESS, title=title, criteria=CRITERIA)
        report = delivery.Report(progress=100, text="Lengkap.", links=["https://contoh.example/a"], criterion=1)
        delivery.submit(commitment, report, by=town.owner, at=utc_now() - timedelta(days=9 - place))
        made.append(commitment)
    db.session.commit()
    return made


def mark(page, number, finding):
    page.locator(f"[data-criterion='{number}'] input[value={finding}]").check()


def test_a_queue_of_three_is_examined_by_keyboard(town, queue, pages, axe):
    page = pages(town.verifier, width=1280, height=900)
    page.goto("/commitments/verify")
    title, reason = page.locator("#item"), page.locator("textarea[name=reason]")
    expect(title).to_have_text(TITLES[0])
    axe(page)
    page.keyboard.press("j")
    expect(title).to_have_text(TITLES[1])
    page.keyboard.press("k")
    expect(title).to_have_text(TITLES[0])
    mark(page, 1, "met")
    mark(page, 2, "partly_met")
    expect(page.locator(".act .btn-primary")).to_contain_text("Terpenuhi sebagian")
    expect(reason).to_have_value("2. Setiap baris punya telepon: Sebagian")
    page.locator("#findings-1-note").press_sequentially("tsb jk")
    expect(title).to_have_text(TITLES[0])
    expect(reason).to_have_value("2. Setiap baris punya telepon: tsb jk")
    axe(page)
    page.locator("[data-criterion='1'] input[value=met]").focus()
    page.keyboard.press("s")
    expect(title).to_have_text(TITLES[1])
    page.keyboard.press("t")
    expect(title).to_have_text(TITLES[2])
    page.get_by_role("button", name="Matikan pintasan").click()
    page.keyboard.press("t")
    expect(title).to_have_text(TITLES[2])
    page.reload()
    page.get_by_role("button", name="Nyalakan pintasan").click()
    mark(page, 1, "not_met")
    mark(page, 2, "not_met")
    page.keyboard.press("b")
    expect(page.get_by_text("Tidak ada yang menunggu verifikasi Anda")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Yang sudah diperiksa").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    axe(page)
    db.session.expire_all()
    verdicts = [one.verification for one in queue]
    assert verdicts == [Verification.PARTIALLY_MET, Verification.MET, Verification.RETURNED]


@pytest.mark.parametrize("script", [True, False])
def test_on_a_phone_the_verdict_is_given_by_buttons(town, queue, pages, axe, script):
    page = pages(town.verifier, width=360, height=780, script=script)
    page.goto("/commitments/verify")
    if script:
        axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    mark(page, 1, "met")
    mark(page, 2, "met")
    page.get_by_role("button", name="Terima").click()
    expect(page.locator("#item")).to_have_text(TITLES[1])
    mark(page, 1, "not_met")
    mark(page, 2, "met")
    page.get_by_role("button", name="Kembalikan").click()
    if not script:
        expect(page.locator("textarea[name=reason]")).to_have_value("1. Memuat 44 puskesmas: Belum")
        page.get_by_role("button", name="Kembalikan").click()
    expect(page.locator("#item")).to_have_text(TITLES[2])

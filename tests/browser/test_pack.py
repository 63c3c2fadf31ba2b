"""After a late document the renewed pack says what changed, on a phone and by mail; guests read it by a link."""

import pytest
from playwright.sync_api import expect

from app.database import db
from tests.forums.pack.conftest import document, guest_of, pdf
from tests.forums.room import room
from tests.support.mail_links import link_to

pytestmark = pytest.mark.one_database

WORDS = {
    "id": {
        "circulate": "Edarkan bahan rapat",
        "renew": "Edarkan versi 2",
        "confirm": "Edarkan",
        "pending": "Berubah sejak versi 1, belum diedarkan",
        "changed": "Berubah sejak versi 1",
        "late": "Anggaran 2027: Rincian biaya ditambahkan",
        "note": "Tulis catatan pribadi",
        "save": "Simpan catatan",
        "own": "Catatan saya:",
    },
    "en": {
        "circulate": "Circulate the pack",
        "renew": "Circulate version 2",
        "confirm": "Circulate",
        "pending": "Changed since version 1, not circulated yet",
        "changed": "Changed since version 1",
        "late": "Anggaran 2027: Rincian biaya was added",
        "note": "Write a private note",
        "save": "Save note",
        "own": "My note:",
    },
}


@pytest.mark.parametrize("language", WORDS)
def test_a_late_document_renews_the_pack_which_says_what_changed(app, clock, pages, axe, language):
    it, words = room(), WORDS[language]
    item = it.item(title="Anggaran 2027")
    document(it, item, "Usul anggaran", pdf(3))
    for person in (it.chair, it.member):
        person.language = language
    db.session.commit()
    address, member = f"/sessions/{it.session.id}/pack", it.member
    desk = pages(it.chair, width=1280, height=900)
    desk.goto(address)
    axe(desk)
    _circulate(desk, words["circulate"], words, axe)
    document(it, item, "Rincian biaya", pdf(2, 301))
    phone = pages(member, width=360, height=780)
    phone.goto(address)
    expect(phone.get_by_text(words["pending"])).to_be_visible()
    axe(phone)
    desk.goto(address)
    _circulate(desk, words["renew"], words, axe)
    phone.reload()
    expect(phone.get_by_text(words["changed"], exact=True)).to_be_visible()
    expect(phone.get_by_text(words["late"])).to_be_visible()
    phone.get_by_text(words["note"]).click()
    phone.locator("textarea[name=text]").fill("Minta satu angka")
    axe(phone)
    phone.get_by_role("button", name=words["save"]).click()
    expect(phone.get_by_text(words["own"])).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    link = link_to(member)
    db.session.commit()  # the page behind a link waits for the database
    guest = pages(width=360, height=780)
    guest.goto(f"{link}?lang={language}")
    expect(guest.get_by_text(words["late"])).to_be_visible()
    axe(guest)
    assert guest.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_guest_reads_the_pack_by_link_and_printing_is_prepared(app, clock, pages, axe):
    it, words = room(), WORDS["id"]
    document(it, it.item(title="Anggaran 2027"), "Usul anggaran", pdf(3))
    guest, chair, address = guest_of(it), it.chair, f"/sessions/{it.session.id}/pack"
    desk = pages(chair, width=1280, height=900)
    desk.goto(address)
    _circulate(desk, words["circulate"], words, axe)
    desk.locator("details.menu:has(a[href$='/pack/guests']) summary").click()
    desk.locator("a[href$='/pack/guests']").click()
    axe(desk)
    desk.get_by_role("button", name="Kirim tautan kepada 1 tamu").click()
    expect(desk.get_by_text("Tautan dikirim kepada 1 tamu.")).to_be_visible()
    link = link_to(guest)
    db.session.commit()
    phone = pages(width=360, height=780)
    phone.goto(link)
    expect(phone.get_by_text("Usul anggaran").first).to_be_visible()
    axe(phone)
    desk.reload()
    expect(desk.get_by_text("Dibuka", exact=True)).to_be_visible()
    small = pages(chair, width=320, height=700)
    for part in ("guests", "print"):
        small.goto(f"{address}/{part}")
        axe(small)
        assert small.evaluate("document.documentElement.scrollWidth") <= 320
    small.get_by_label("Jumlah salinan").fill("12")
    small.get_by_role("button", name="Hitung").click()
    expect(small.get_by_text("48", exact=True)).to_be_visible()


def _circulate(desk, begin, words, axe):
    desk.get_by_role("link", name=begin).click()
    button = desk.get_by_role("button", name=words["confirm"], exact=True)
    expect(button).to_be_visible(timeout=30_000)
    axe(desk)
    button.click()
    expect(desk.locator("#file")).to_be_visible(timeout=30_000)

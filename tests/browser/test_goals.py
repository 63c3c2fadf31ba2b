"""A goal is written and acknowledged from a mail; another party differs, and the mediation ends in a commitment."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.database import db
from commitments.registry.models import Commitment
from tests.alignment.conftest import table as table
from tests.support.mail_links import code_to, link_to

pytestmark = pytest.mark.one_database

TITLE = "Menyusun lampiran hak pakai data"


def fits(page, axe):
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_a_difference_is_mediated_to_a_commitment(table, pages, axe):
    unit, firm, slug, unit_label = table.unit.name, table.firm.name, table.forum.slug, table.unit.label
    table.partner.joined_at = None
    db.session.commit()
    for person in (table.coordinator, table.chair, table.partner):
        db.session.refresh(person)
    db.session.commit()
    coordinator, chair = pages(table.coordinator, width=1280), pages(table.chair, width=320)
    by_link = pages(width=360, script=False)
    db.session.commit()

    coordinator.goto(f"/forums/{slug}")
    coordinator.get_by_role("link", name="Tulis tujuan bersama").click()
    coordinator.get_by_role("link", name="Tulis tujuan bersama").click()
    fits(coordinator, axe)
    coordinator.get_by_label("Rumusan masalah").fill("Layanan berjalan di sistem masing-masing")
    coordinator.get_by_role("button", name="Minta pandangan para pihak").click()
    expect(coordinator.get_by_text("0 dari 2 mengakui")).to_be_visible()
    goal = coordinator.url

    link = link_to(table.partner)
    db.session.commit()
    by_link.goto(link)
    phone = pages(width=360)  # axe needs JavaScript
    phone.goto(link)
    fits(phone, axe)
    by_link.get_by_role("link", name="Akui atau sampaikan perbedaan").click()
    by_link.get_by_label("Kami mengakui").check()
    by_link.get_by_role("button", name="Simpan").click()
    expect(by_link.locator("#code")).to_be_visible()
    code = code_to(table.partner)
    db.session.commit()
    by_link.locator("#code").fill(code)
    by_link.locator("form:has(#code) button").first.click()
    expect(by_link.get_by_text("Mengakui,")).to_be_visible()

    chair.goto(goal)
    chair.get_by_role("link", name="Akui atau sampaikan perbedaan").click()
    chair.get_by_label("Kami berbeda pandangan: Rumusan masalah").check()
    chair.get_by_label("Rumusan menurut kami").fill("Hak pakai belum jelas")
    fits(chair, axe)
    chair.get_by_role("button", name="Simpan").click()
    expect(chair.locator(".holds", has_text="Hak pakai belum jelas")).to_be_visible()
    fits(chair, axe)

    coordinator.goto(goal)
    expect(coordinator.get_by_text("1 dari 2 mengakui")).to_be_visible()
    coordinator.get_by_role("link", name="Catat posisi dan kepentingan").click()
    coordinator.get_by_label("Posisi").fill("Hak pakai dahulu")
    coordinator.get_by_label("Kepentingan di baliknya").fill("Kepastian")
    coordinator.get_by_role("button", name="Simpan").click()
    coordinator.get_by_role("link", name="Tambah pilihan").click()
    coordinator.get_by_label("Apa yang dapat menyelesaikannya?").fill("Lampiran hak pakai")
    coordinator.get_by_role("button", name="Tambahkan").click()
    chair.goto(goal)
    chair.get_by_role("link", name="Tanggapi pilihan").click()
    chair.get_by_label("A. Lampiran hak pakai").check()
    chair.get_by_role("button", name="Simpan").click()
    coordinator.goto(goal)
    fits(coordinator, axe)
    expect(coordinator.get_by_text(f"Didukung {unit_label}")).to_be_visible()

    coordinator.get_by_role("link", name="Komitmen", exact=False).last.click()
    coordinator.get_by_label("Isi komitmen").fill(TITLE)
    coordinator.get_by_label("Kriteria penerimaan").fill("Disepakati semua pihak")
    coordinator.get_by_label("Penanggung jawab").select_option(label=unit)
    coordinator.get_by_label("Verifikator").select_option(label=firm)
    coordinator.get_by_label("Tenggat").fill("31/12/2027")
    coordinator.get_by_role("button", name="Usulkan").click()
    expect(coordinator.get_by_role("heading", name=TITLE)).to_be_visible()
    assert db.session.scalars(select(Commitment.title).where(Commitment.title == TITLE)).one()
    db.session.commit()
    chair.goto(goal)
    chair.locator("details.fold summary", has_text="Komitmen").click()
    expect(chair.get_by_role("link", name=TITLE)).to_be_visible()

"""A coordinator marks a regulation, carries its revision two stages on, and a party of a forum commits itself to it."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.clock import today
from app.database import db
from commitments.registry.models import Commitment
from tests.alignment.conftest import table as table
from tests.factories import RegulationFactory

pytestmark = pytest.mark.one_database


def day(days):
    return (today() + timedelta(days=days)).isoformat()


def follow(page, link, fields, button, axe):
    """Follow a link, fill in the fields by label, and press the button."""
    page.get_by_role("link", name=link).first.click()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    for label, value in fields.items():
        page.get_by_label(label).first.fill(value)
    page.get_by_role("button", name=button, exact=True).click()


def test_a_revision_moves_and_its_commitment_lives_in_a_forum(table, pages, axe):
    rule = RegulationFactory(number="DEMO/KEP/14", issuing=table.firm, issuer="Kepala DPMPTSP")
    path, title, people = f"/alignment/regulations/{rule.id}", rule.title, (table.coordinator, table.partner)
    forum, firm, unit = table.forum.name, str(table.firm.id), str(table.unit.id)
    for person in people:
        db.session.refresh(person)
    db.session.commit()
    coordinator, partner = pages(people[0], width=1280), pages(people[1], width=320)

    coordinator.goto("/alignment/regulations")
    axe(coordinator)
    coordinator.get_by_role("link", name=title).click()
    coordinator.get_by_text("Lainnya", exact=True).last.click()
    follow(coordinator, "Tandai untuk ditinjau", {"Alasan": "Tiga layanan tertahan."}, "Tandai untuk ditinjau", axe)
    expect(coordinator.get_by_text("Tiga layanan tertahan.").first).to_be_visible()
    planned = {"Diusulkan pada": day(-40), "Penetapan": day(20)}
    follow(coordinator, "Mulai perubahan", planned, "Mulai perubahan", axe)
    for days, stage in ((-30, "Penyusunan"), (-9, "Telaah hukum")):
        follow(coordinator, "Lanjut ke tahap berikutnya", {"Masuk tahap ini pada": day(days)}, "Simpan", axe)
        expect(coordinator.locator(".stages .now")).to_contain_text(stage)
    expect(coordinator.locator(".stages .now")).to_contain_text("9 hari")
    axe(coordinator)

    coordinator.get_by_role("link", name="Minta komitmen pihak").click()
    coordinator.get_by_role("link", name=forum).click()
    expect(coordinator.get_by_label("Isi komitmen")).to_have_value(re.compile("Penetapan"))
    coordinator.get_by_label("Kriteria penerimaan").fill("Keputusan diumumkan")
    coordinator.locator("[name=responsible]").select_option(firm)
    coordinator.locator("[name=verifier]").select_option(unit)
    coordinator.get_by_role("button", name="Usulkan komitmen").click()
    made = db.session.scalars(select(Commitment).where(Commitment.title.contains("Penetapan"))).one()
    code, commitment = made.code, f"/commitments/{made.id}"
    db.session.commit()

    partner.goto(commitment)
    partner.get_by_role("button", name="Terima", exact=True).click()
    partner.goto(path)
    row = partner.get_by_role("listitem").filter(has_text=code)
    expect(row.get_by_text("Diterima")).to_be_visible()
    expect(partner.get_by_role("link", name="Lanjut ke tahap berikutnya")).to_have_count(0)
    axe(partner)
    assert partner.evaluate("document.documentElement.scrollWidth") <= 320
    row.get_by_role("link").click()
    expect(partner.get_by_text(code).first).to_be_visible()

"""Two parties say who does what; where they differ becomes an agenda item, and its outcome clears the matrix."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.database import db
from forums.agenda.models import AgendaItem
from tests.alignment.conftest import table as table

pytestmark = pytest.mark.one_database

ACTIVITY = "Memeriksa mutu data"


def gives(page, path, roles, axe=None):
    """Say the role of each organisation in the one activity, given by short name."""
    page.goto(path)
    page.get_by_role("link", name="Isi pandangan kami").click()
    for name, role in roles.items():
        page.get_by_role("combobox", name=re.compile(f"{ACTIVITY}: {re.escape(name)}")).select_option(role)
    if axe:
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    page.get_by_role("button", name="Simpan pandangan kami").click()


def test_a_difference_goes_to_a_session_and_comes_back_decided(table, pages, axe):
    unit, firm, session = table.unit.name, table.firm.name, table.next.id
    forum, people = f"/forums/{table.forum.slug}/roles", (table.coordinator, table.partner, table.chair)
    for person in people:
        db.session.refresh(person)
    db.session.commit()
    coordinator, partner = pages(people[0], width=1280), pages(people[1], width=320)
    chair = pages(people[2], width=360, script=False)
    db.session.commit()

    coordinator.goto(forum)
    coordinator.get_by_role("button", name="Mulai matriks peran").click()
    axe(coordinator)
    coordinator.get_by_role("button", name="Simpan", exact=True).click()
    axe(coordinator)

    gives(partner, forum, {unit: "accountable", firm: "responsible"}, axe)
    expect(partner.get_by_text("Beda paham")).to_have_count(0)
    gives(chair, forum, {unit: "responsible", firm: "accountable"})
    partner.goto(forum)
    expect(partner.get_by_text("Beda paham")).to_be_visible()
    axe(partner)
    assert partner.evaluate("document.documentElement.scrollWidth") <= 320

    partner.get_by_role("link", name="Usulkan ke acara sesi").click()
    axe(partner)
    partner.get_by_label("Sesi").select_option(str(session))
    partner.get_by_role("button", name="Usulkan").click()
    item = db.session.scalars(select(AgendaItem).where(AgendaItem.title.contains(ACTIVITY))).one()
    assert item.session_id == session
    db.session.commit()
    coordinator.goto(f"/sessions/{session}/agenda")
    expect(coordinator.get_by_role("listitem").filter(has_text=ACTIVITY)).to_be_visible()

    chair.goto(forum)
    chair.get_by_role("link", name="Catat keputusannya").click()
    chair.get_by_label("Penanggung jawab sekarang").select_option(label=unit)
    chair.get_by_label("Sebagaimana diputuskan").fill("Disepakati di sesi")
    chair.get_by_role("button", name="Simpan").click()
    partner.goto(forum)
    expect(partner.get_by_text("Beda paham")).to_have_count(0)

"""A service on its way: entered with a target, planned, served by a commitment, and integrated, so that it counts."""

import pytest
from playwright.sync_api import expect

from alignment.services.rules import Integration, quarter_of
from app.clock import today
from app.database import db
from commitments.registry.rules import Delivery
from tests.factories import CommitmentFactory, CoordinatorFactory, OrganisationFactory, ServiceFactory

pytestmark = pytest.mark.one_database


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_a_service_becomes_integrated_and_the_coverage_rises(app, clock, pages, axe):
    person, owner = CoordinatorFactory(), OrganisationFactory(name="Dinas Perizinan", short_name="Perizinan")
    ServiceFactory(name="Posisi bus", status=Integration.INTEGRATED)
    commitment = CommitmentFactory(title="Membangun antarmuka", delivery=Delivery.ACCEPTED)
    following, code, name, address = (
        quarter_of(today()).plus(1).first.isoformat(),
        commitment.code,
        owner.name,
        f"/commitments/{commitment.id}",
    )
    db.session.refresh(person)
    db.session.commit()
    desk, phone = pages(person, width=1280), pages(person, width=320)
    plain = pages(person, width=360, script=False)
    db.session.commit()

    desk.goto("/alignment/services")
    axe(desk)
    expect(desk.get_by_role("heading", name="1 dari 1 layanan terintegrasi")).to_be_visible()
    desk.locator(".title").get_by_role("link", name="Layanan").click()
    desk.get_by_label("Layanan", exact=True).fill("Izin usaha mikro")
    desk.locator("select[name=owner]").select_option(label=name, force=True)
    desk.locator("select[name=target]").select_option(following)
    axe(desk)
    desk.get_by_role("button", name="Daftarkan").click()
    desk.get_by_role("link", name="Tambah langkah").click()
    desk.get_by_label("Langkah", exact=True).fill("Uji coba daring")
    desk.locator("select[name=begins]").select_option(following)
    desk.locator("select[name=ends]").select_option(following)
    axe(desk)
    desk.get_by_role("button", name="Simpan").click()
    service = desk.url
    axe(desk)

    phone.goto("/alignment/services")
    expect(phone.get_by_role("heading", name="1 dari 2 layanan terintegrasi")).to_be_visible()
    expect(phone.locator(".road .bar", has_text="Uji coba daring")).to_be_visible()
    assert fits(phone)
    axe(phone)
    plain.goto(address)
    plain.get_by_role("link", name="Kaitkan layanan").click()
    plain.locator("select[name=service]").select_option(label="Izin usaha mikro · Perizinan")
    plain.get_by_role("button", name="Kaitkan").click()
    expect(plain.get_by_role("link", name="Izin usaha mikro")).to_be_visible()

    phone.goto(service)
    expect(phone.get_by_text(code)).to_be_visible()
    assert fits(phone)
    axe(phone)
    phone.get_by_role("link", name="Ubah status").click()
    phone.get_by_label("Terintegrasi").check()
    axe(phone)
    phone.get_by_role("button", name="Catat").click()
    desk.goto("/alignment/services")
    expect(desk.get_by_role("heading", name="2 dari 2 layanan terintegrasi")).to_be_visible()
    expect(desk.locator(".road")).to_have_count(0)

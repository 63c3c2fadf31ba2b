"""A partner reports from a phone: in few taps, with a large photo, and over a connection that fails."""

from __future__ import annotations

import io
import os
import re

import pytest
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import select

from app.database import db
from app.files.store import content_of
from commitments.delivery.models import Evidence, Update
from commitments.registry.rules import Delivery
from tests.factories import CommitmentFactory, PersonFactory

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def photo():
    """A photo of more than five megabytes, as the camera of a phone takes it."""
    picture, exif = Image.frombytes("RGB", (2600, 1950), os.urandom(2600 * 1950 * 3)), Image.Exif()
    exif[306] = "2026:11:24 08:42:00"
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=95, exif=exif)
    assert len(made.getvalue()) > 5_000_000
    return {"name": "titik-19.jpeg", "mimeType": "image/jpeg", "buffer": made.getvalue()}


@pytest.fixture
def partner(app, clock):
    return PersonFactory()


@pytest.fixture
def promised(partner):
    return CommitmentFactory(
        title="Foto pemasangan", delivery=Delivery.IN_PROGRESS, progress=40, responsible=partner.organisation
    )


def recorded():
    db.session.expire_all()
    found = db.session.scalars(select(Update)).all(), db.session.scalars(select(Evidence)).all()
    db.session.commit()
    return found


def wait_until_sent(page):
    """Wait until no report waits on the device any more."""
    for _try in range(100):
        if not page.evaluate("localStorage.length"):
            return
        page.wait_for_timeout(100)
    raise AssertionError("a report still waits")


def test_a_report_with_a_large_photo_survives_a_killed_connection_and_is_recorded_once(
    pages, axe, partner, promised, photo
):
    page, tried, taps = pages(partner, width=360, height=780), [], []

    def tap(place):
        taps.append(place)
        place.click()

    def killed(route):
        tried.append(route.request)
        if len(tried) == 2:
            route.fetch()  # the server receives it, and its answer is lost
        if len(tried) < 3:
            route.abort()
        else:
            route.continue_()

    page.route("**/reports", killed)
    page.goto("/")
    tap(page.get_by_role("link", name=re.compile("Lapor.*Foto pemasangan")))
    axe(page)
    tap(page.get_by_role("radio", name="60 %"))
    with page.expect_file_chooser() as camera:
        tap(page.get_by_label("Ambil foto"))
    camera.value.set_files(photo)
    expect(page.locator(".shots li")).to_contain_text("24 Nov")
    axe(page)
    tap(page.get_by_role("button", name="Kirim laporan"))
    assert len(taps) <= 6
    expect(page.locator("[data-list]")).to_contain_text("60 %, 1 foto")
    axe(page)
    assert recorded() == ([], [])
    page.goto("/")  # it is sent again; the answer is lost
    page.wait_for_event("requestfailed", lambda request: len(tried) == 2)
    assert list(map(len, recorded())) == [1, 1]
    page.goto("/commitments")
    wait_until_sent(page)
    updates, evidence = recorded()
    assert [(update.progress, update.by_id) for update in updates] == [(60, partner.id)]
    assert [piece.file.name for piece in evidence] == ["titik-19.jpg"]
    assert evidence[0].taken_at.isoformat() == "2026-11-24T01:42:00+00:00"
    assert max(Image.open(io.BytesIO(content_of(evidence[0].file))).size) == 1600
    assert len(tried) == 3


def test_nothing_of_another_person_is_sent_from_a_shared_phone(pages, partner, promised):
    page = pages(partner, width=360)
    page.goto(f"/commitments/{promised.id}/report")
    page.context.set_offline(True)
    expect(page.locator("[data-no-connection]")).to_be_visible()
    page.get_by_role("button", name="Simpan, kirim saat ada jaringan").click()
    expect(page.locator("[data-list]")).to_contain_text("Foto pemasangan")
    page.context.clear_cookies()  # the session has ended; another person uses the phone
    page.context.set_offline(False)
    expect(page.locator("[data-state=signed-out]")).to_be_visible()
    colleague = pages(PersonFactory(organisation=partner.organisation))
    page.context.add_cookies(colleague.context.cookies())
    page.goto(f"/commitments/{promised.id}/report")
    page.wait_for_timeout(500)
    assert not page.locator("[data-list]").is_visible()
    assert recorded() == ([], [])
    page.context.clear_cookies()
    page.context.add_cookies(pages(partner).context.cookies())
    page.goto("/")
    wait_until_sent(page)
    assert [update.by_id for update in recorded()[0]] == [partner.id]

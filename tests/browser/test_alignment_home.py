"""A difference about roles goes from the page of alignment to the next session by one button; the 5C page prints."""

import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader
from sqlalchemy import select

from alignment.roles.models import RoleActivity, RoleMatrix, RoleView
from app.clock import utc_now
from app.database import db
from forums.agenda.models import AgendaItem
from tests.alignment.conftest import table as table

pytestmark = pytest.mark.one_database

ACTIVITY = "Memeriksa mutu data"


@pytest.fixture
def torn(table):
    """The table with a matrix about whose activity its two parties differ."""
    at, by = utc_now(), table.coordinator.id
    matrix = RoleMatrix(circle_id=table.forum.circle_id, created_at=at, created_by_id=by)
    db.session.add(matrix)
    db.session.flush()
    activity = RoleActivity(matrix_id=matrix.id, position=1, text=ACTIVITY)
    db.session.add(activity)
    db.session.flush()
    for own, other in ((table.unit, table.firm), (table.firm, table.unit)):
        view = RoleView(activity_id=activity.id, organisation_id=own.id, roles={str(other.id): "accountable"})
        view.by_id, view.at = by, at
        db.session.add(view)
    db.session.commit()
    return table


def test_a_difference_reaches_the_next_session_by_one_button(torn, pages, axe):
    coordinator = pages(torn.coordinator, width=1280)
    phone = pages(torn.partner, width=320, script=False)
    circle_id = torn.forum.circle_id
    db.session.commit()

    phone.goto("/alignment")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320
    phone.get_by_text("Bagian: Ringkasan").click()
    phone.locator(".parts").get_by_role("link", name="Tinjauan 5C").click()
    expect(phone.get_by_role("heading", name="Tinjauan 5C")).to_be_visible()
    expect(phone.get_by_text("1 dari 1 kegiatan dipahami berbeda")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320

    coordinator.goto("/alignment")
    axe(coordinator)
    coordinator.get_by_role("button", name="Usulkan ke").click()
    item = db.session.scalars(select(AgendaItem).where(AgendaItem.title.contains(ACTIVITY))).one()
    session_id = item.session_id
    db.session.commit()
    coordinator.goto(f"/sessions/{session_id}/agenda")
    expect(coordinator.locator("main strong").filter(has_text=ACTIVITY)).to_be_visible()
    coordinator.goto("/alignment")
    expect(coordinator.get_by_role("heading", name="Perlu dibicarakan")).to_be_visible()
    expect(coordinator.get_by_role("button", name="Usulkan ke")).to_have_count(0)

    coordinator.goto("/alignment/voices")
    axe(coordinator)
    coordinator.goto(f"/alignment/five-c?circle={circle_id}")
    axe(coordinator)
    coordinator.get_by_role("link", name="Tulis kalimat").first.click()
    coordinator.get_by_label("Dalam satu kalimat").fill("Forumnya ada; pembagian kerja belum.")
    coordinator.get_by_label("Arahan yang diminta").fill("Menetapkan pemilik data.")
    axe(coordinator)
    coordinator.get_by_role("button", name="Simpan").click()
    expect(coordinator.get_by_text("Menetapkan pemilik data.").first).to_be_visible()
    axe(coordinator)
    with coordinator.expect_download() as download:
        coordinator.get_by_role("link", name="Unduh PDF").click()
    text = PdfReader(io.BytesIO(download.value.path().read_bytes())).pages[0].extract_text()
    assert "Forumnya ada; pembagian kerja belum." in " ".join(text.split())

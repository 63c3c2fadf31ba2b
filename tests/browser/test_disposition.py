"""A head passes a commitment on to a colleague without an account, who answers it from the mail on a phone."""

from datetime import date

import pytest
from playwright.sync_api import expect

from app.database import db
from app.dispositions.models import Disposition
from app.dispositions.rules import DispositionState
from commitments.registry.rules import Delivery
from tests.commitments.conftest import town as town
from tests.factories import PersonFactory
from tests.support.mail_links import LINK, mails_to

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize("script", [True, False])
def test_a_disposition_is_answered_from_the_mail(town, pages, axe, script):
    worker = PersonFactory(name="Staf Gizi", organisation=town.health, joined_at=None)
    commitment = town.promised(Delivery.IN_PROGRESS, accepted_on=date(2026, 11, 1))
    worker_id, path, owner = worker.id, f"/commitments/{commitment.id}", town.owner
    db.session.refresh(owner)
    db.session.commit()
    page = pages(owner, width=1280, script=script)
    db.session.commit()
    page.goto(path)
    page.get_by_role("link", name="Buat disposisi").click()
    page.get_by_label("Kepada").select_option(str(worker_id))
    page.get_by_label("Isi disposisi").fill("Siapkan katalog sensor")
    page.get_by_label("Dijawab paling lambat").fill("30/11/2026")
    if script:
        axe(page)
    page.get_by_role("button", name="Teruskan").click()
    expect(page.get_by_text("Staf Gizi", exact=True)).to_be_visible()
    if script:
        axe(page)
    link = LINK.search(mails_to(worker)[0].text)[1]
    db.session.commit()
    phone = pages(None, width=320, script=script)
    phone.goto(link)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320
    if script:
        axe(phone)
    phone.get_by_role("button", name="Kerjakan").click()
    phone.get_by_role("link", name="Jawab").click()
    if script:
        axe(phone)
    phone.get_by_role("button", name="Kirim jawaban").click()
    expect(phone.get_by_text("Terjawab.")).to_be_visible()
    page.goto("/dispositions")
    expect(page.get_by_text("Dijawab", exact=True)).to_be_visible()
    if script:
        axe(page)
    made = db.session.query(Disposition).one()
    assert (made.state, made.answer) == (DispositionState.ANSWERED, "Selesai")

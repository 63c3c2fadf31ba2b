"""The pages of agreements in a real browser."""

import pytest
from sqlalchemy import select

from agreements.clauses.models import Right
from agreements.registry.rules import Stage
from app.database import db
from tests.factories import AgreementFactory, DocumentFactory, RightFactory

SIGNED = {
    "signed_on": "20 November 2026",
    "place": "Balai Kota",
    "effective_on": "1/12/2026",
    "expires_on": "8/1/2027",
} | {"gap": "Di arsip"}


@pytest.fixture
def signed(pact, as_user):
    """The agreement, signed, with everything that its pages show."""
    agreement = pact.at_stage(Stage.OUT_FOR_SIGNATURE, purpose="Menyajikan kualitas udara kepada warga.")
    pact.obliged()
    pact.obliged(position=2, text="Katalog metadata 24 titik sensor warga yang panjang sekali namanya")
    RightFactory(clause=pact.clause, holder_id=pact.party(pact.agency).id)
    DocumentFactory(agreement=agreement)
    AgreementFactory(title="Kesepakatan di atasnya", renews_id=agreement.id)
    as_user(pact.coordinator).post("agreements.registry.sign", SIGNED, agreement_id=agreement.id)
    return agreement


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_is_accessible(pact, signed, pages, axe, width, language):
    at, right = f"/agreements/{signed.id}", db.session.scalars(select(Right)).first()
    paths = [
        *("/agreements", "/agreements?q=entah", "/agreements/new", f"/agreements/new?renews={signed.id}"),
        *("/agreements/evaluations", f"/agreements/rights/{right.id}/receipts/record", at),
        *(f"{at}/fulfilment", f"{at}/rights", f"{at}/documents", f"{at}/documents/new", f"{at}/history"),
        *(f"{at}/edit", f"{at}/terminate", f"{at}/clauses/new"),
        f"/agreements/clauses/{pact.clause.id}/obligations/new",
        f"/agreements/parties/{pact.party(pact.unit).id}/edit",
        *(f"{at}/making", f"{at}/making/item?item=needs", f"{at}/making/hand-on"),
        f"/agreements/parties/{pact.party(pact.unit).id}/signing",
        *("/agreements/templates", "/agreements/templates/new", "/agreements/import"),
        *(f"{at}/particulars", f"{at}/particulars/funding", f"{at}/particulars/risks/new", f"{at}/documents/check"),
    ]
    pact.coordinator.language = language
    db.session.commit()
    page = pages(pact.coordinator, width=width, height=3000)  # so tall that the bar below covers nothing
    for path in paths:
        page.goto(path)
        axe(page)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} scrolls sideways at {width} px"


def test_an_agreement_is_made_by_keyboard_without_script(pact, pages):
    page = pages(pact.coordinator, script=False)
    page.goto("/agreements/new")
    page.get_by_label("Tentang").fill("Integrasi Layanan")
    for name in ("Dinas Lingkungan Hidup", "PT Tanpa Bagian"):
        page.get_by_label("Tambah pihak").select_option(label=name)
        page.get_by_role("button", name="Tambahkan", exact=True).press("Enter")
    page.get_by_label("Nomor naskah pihak ini").first.fill("DLH/77")
    page.get_by_role("button", name="Turunkan Dinas Lingkungan Hidup").press("Enter")
    page.get_by_label("Tentang").press("Enter")
    page.wait_for_url("**/agreements/*-*")
    assert page.get_by_role("heading", name="Integrasi Layanan").is_visible()
    sides = page.locator("ol.rows > li.when").all_inner_texts()
    assert "PT Tanpa Bagian" in sides[0]
    assert "DLH/77" in sides[1]


def test_a_refused_form_leads_to_its_mistakes(pact, pages, axe):
    page = pages(pact.coordinator)
    page.goto("/agreements/new")
    page.get_by_role("button", name="Simpan sebagai draf").last.click()
    assert page.title().startswith("Kesalahan:")
    page.get_by_role("link", name="Tulis tentang apa naskah ini").click()
    assert page.evaluate("document.activeElement.name") == "title"
    axe(page)

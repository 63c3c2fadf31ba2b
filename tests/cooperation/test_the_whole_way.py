"""In a browser: a request from the public form, through an audience and two agreements, to the yearly evaluation."""

import io
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect
from pypdf import PdfReader
from sqlalchemy import select

from app.circles.models import Classification
from app.clock import today, utc_now
from app.database import db
from app.mail.outbox.models import Mail
from commitments.delivery.actions import accept
from commitments.delivery.models import Source
from commitments.delivery.timeline import Behalf
from commitments.registry.models import Commitment
from forums.scheduling.models import ForumKind
from tests.browser.drivers import MouseDriver
from tests.factories import OrganisationFactory
from tests.forums.room import room

pytestmark = pytest.mark.one_database
DUTIES = {"Menyerahkan data titik": "10", "Memasang penghitung": "11", "Menyusun peta rute": "12"}
"""The obligations, with the day of December on which each is first due."""
FIRM, HEIR = "PT Data Perkotaan", "PT Data Nusantara"


def fill(page, button, **typed):
    """Fill the fields of these names, and press the button of the form."""
    for name, value in typed.items():
        place = page.locator(f"main [name={name}]:visible")
        if place.evaluate("one => one.tagName") == "SELECT":
            place.select_option(label=value)
        else:
            place.fill(value)
    page.locator("main").get_by_role("button", name=button, exact=True).last.click()


def follow(page, *labels):
    """Follow a link, or open the menu "Lainnya" and choose an entry of it."""
    if len(labels) > 1:
        page.locator("main summary", has_text=labels[0]).first.click()
    page.locator("main").get_by_role("link", name=labels[-1], exact=True).click()


def said(page, words):
    """Wait until a page says something."""
    expect(page.locator("main").get_by_text(words).filter(visible=True).first).to_be_visible()


def asked(pages, axe):
    """Send the public form without a script and without a cookie."""
    phone, applicant = pages(width=360), pages(script=False, width=360)
    phone.goto("/public/request")
    axe(phone)
    applicant.goto("/public/request")
    applicant.get_by_label("Nama lembaga").fill(FIRM)
    applicant.get_by_label("Apa yang ingin dikerjakan bersama?").fill("Data pejalan kaki dari 40 titik.")
    applicant.get_by_label("Nama", exact=True).fill("Sari Dewi")
    applicant.get_by_label("Alamat surel").fill("sari@data.example")
    applicant.get_by_label("Saya setuju").check()
    applicant.get_by_role("button", name="Kirim permohonan").click()
    said(applicant, "PMH-2026-0001")
    assert applicant.context.cookies() == []


def heard(page, axe):
    """Accept the request into an audience, and link it with a new organisation."""
    page.goto("/agreements/pipeline")
    axe(page)
    page.get_by_role("link", name="Data pejalan kaki dari 40 titik").press("Enter")
    follow(page, "Terima ke audiensi")
    fill(page, "Terima dan undang", title="Pejalan kaki")
    expect(page.locator("main .state", has_text="Audiensi").first).to_be_visible()
    axe(page)
    follow(page, "Lainnya", "Hubungkan dengan instansi")
    page.get_by_role("button", name="Hubungkan").click()


def begun(page, kind):
    """Begin an agreement of a kind from the request, and return its address."""
    page.goto("/agreements/requests")
    page.get_by_role("link", name="Pejalan kaki").click()
    follow(page, "Mulai naskah kerja sama")
    page.get_by_label(kind).check()
    page.get_by_role("button", name="Mulai draf").click()
    said(page, "Berasal dari permohonan PMH-2026-0001")
    return page.url


def worded(page):
    """Give the agreement a clause with three obligations of the firm."""
    follow(page, "Tambah pasal")
    fill(page, "Tambahkan pasal", number="Pasal 5", heading="Kewajiban", text="PIHAK KEDUA menyerahkan data.")
    for text, day in DUTIES.items():
        page.locator("main li", has_text="Pasal 5").locator("summary").first.click()
        page.get_by_role("link", name="Tambah kewajiban").click()
        duty = {"text": text, "criteria": "Ada di katalog", "first_due": f"{day} Desember 2026"}
        sides = {"debtor": f"Pihak Kedua: {FIRM}", "verifier": page.locator("[name=debtor] option").first.inner_text()}
        fill(page, "Tambahkan kewajiban", **duty, **sides)


def signed(page, address):
    """Take an agreement through its stages and record the signature."""
    page.goto(address)
    for step in ("Kirim untuk ditelaah", "Mulai perundingan", "Kirim untuk ditandatangani"):
        page.locator("main .title").get_by_role("button", name=step).filter(visible=True).click()
    follow(page, "Catat penandatanganan")
    days = {"signed_on": "24 November 2026", "effective_on": "24 November 2026", "expires_on": "31 Desember 2027"}
    fill(page, "Catat penandatanganan", **days, gap="Lembar tanda tangan ada di arsip")
    expect(page.locator("main .state", has_text="Berlaku").first).to_be_visible()


def accepted(coordinator):
    """Record that the firm accepts the commitments, so that their first due dates are agreed."""
    for commitment in db.session.scalars(select(Commitment)).all():
        accept(commitment, by=coordinator, at=utc_now(), behalf=Behalf(source=Source.LETTER, said_on=today()))
    db.session.commit()


def amended(page, address, axe):
    """Move the three obligations by an amendment."""
    page.goto(address)
    follow(page, "Lainnya", "Susun adendum")
    fill(page, "Mulai draf", title="Tenggat data", rationale="Alat terlambat datang", effective_on="25 November 2026")
    for text, day in DUTIES.items():
        page.get_by_role("link", name=f"Ubah {text}").click()
        fill(page, "Masukkan ke draf", first_due=f"{int(day) + 8} Desember 2026")
    follow(page, "Pratinjau")
    said(page, "kewajiban berubah")
    axe(page)
    page.get_by_role("button", name="Kirim kepada para pihak").click()
    page.get_by_role("button", name="Kirim untuk ditandatangani").click()
    follow(page, "Catat penandatanganan")
    fill(page, "Berlakukan adendum", signed_on="24 November 2026")
    axe(page)


def succeeded(page, address, axe):
    """Merge the firm with its heir, who becomes the party."""
    page.goto(address)
    page.locator("main").get_by_role("link", name=FIRM).first.click()
    follow(page, "Lainnya", "Gabung atau pecah")
    driver = MouseDriver(page)
    driver.pick("Pengganti", HEIR, "main")
    page.get_by_role("button", name="Tampilkan yang beralih").click()
    axe(page)
    fill(page, "Alihkan semuanya", basis="Akta 7/2026")


def evaluated(page, address, axe):
    """Download the evaluation of the year as text of the PDF and rows of the spreadsheet."""
    page.goto(f"{address}/evaluation?year=2026")
    axe(page)
    found = {}
    for name in ("PDF", "xlsx"):
        with page.expect_download() as download:
            page.get_by_role("link", name=f"Unduh {name}").click()
        found[name] = Path(download.value.path()).read_bytes()
    text = " ".join(" ".join(one.extract_text() for one in PdfReader(io.BytesIO(found["PDF"])).pages).split())
    rows = [row for sheet in load_workbook(io.BytesIO(found["xlsx"])) for row in sheet.iter_rows(values_only=True)]
    return SimpleNamespace(text=text, rows=rows)


def opened_by_link(pages, axe):
    """Open the applicant's own page by the link of the first mail."""
    mail = db.session.scalars(select(Mail).where(Mail.kind == "cooperation/requests/received")).one()
    link = re.search(r"(/public/request/own/\S+)", mail.text)[1]
    db.session.commit()
    phone = pages(width=360)
    phone.goto(link)
    said(phone, "ditandatangani 24 November 2026")
    axe(phone)


def test_a_request_becomes_an_agreement_that_is_signed_amended_succeeded_and_evaluated(pages, axe, clock):
    place = room(kind=ForumKind.BUSINESS_AUDIENCE, circle__classification=Classification.PUBLIC)
    OrganisationFactory(name=HEIR, short_name=HEIR)
    db.session.commit()
    asked(pages, axe)
    page = pages(place.coordinator)
    page.set_default_timeout(10_000)
    heard(page, axe)
    signed(page, begun(page, "Kesepakatan Bersama"))
    address = begun(page, "Perjanjian Kerja Sama")
    worded(page)
    signed(page, address)
    page.goto("/agreements/pipeline")
    running = page.locator("section[aria-labelledby=column-in_force]")
    assert running.get_by_role("link", name="Pejalan kaki").first.is_visible()
    axe(page)
    accepted(place.coordinator)
    amended(page, address, axe)
    succeeded(page, address, axe)
    found = evaluated(page, address, axe)
    assert f"{HEIR} 0 0 0 0 3" in found.text
    dues = {row[2]: (row[4], row[6].day, row[7].day) for row in found.rows if row[2] in DUTIES}
    assert dues == {text: (HEIR, int(day), int(day) + 8) for text, day in DUTIES.items()}
    opened_by_link(pages, axe)

"""In a browser: a request from the public form becomes an audience, a memorandum and a signed agreement."""

import re

import pytest
from sqlalchemy import select

from agreements.registry.models import Agreement, AgreementKind
from agreements.registry.rules import Stage
from app.circles.models import Classification
from app.clock import today
from app.database import db
from app.mail.outbox.models import Mail
from forums.scheduling.models import ForumKind
from tests.forums.room import room

pytestmark = pytest.mark.one_database


def follow(page, *labels):
    """Press a button, or open the menu "Lainnya" and choose an entry of it."""
    if len(labels) > 1:
        page.locator("main summary", has_text=labels[0]).click()
    page.get_by_role("link", name=labels[-1], exact=True).click()


def begin(page, code, kind):
    """Begin an agreement of a kind from the request, and go to its page."""
    page.goto("/agreements/requests")
    page.get_by_role("link", name="Pejalan kaki").click()
    follow(page, "Mulai naskah kerja sama")
    page.get_by_label(kind).check()
    page.get_by_role("button", name="Mulai draf").click()
    assert page.get_by_text(f"Berasal dari permohonan {code}").is_visible()


def test_a_request_from_the_public_form_becomes_an_audience_a_memorandum_and_a_signed_agreement(pages, axe, clock):
    place = room(kind=ForumKind.BUSINESS_AUDIENCE, circle__classification=Classification.PUBLIC)
    applicant, phone = pages(script=False, width=360), pages(width=360)
    phone.goto("/public/request")
    axe(phone)
    applicant.goto("/public/request")
    applicant.get_by_label("Nama lembaga").fill("PT Data Perkotaan")
    applicant.get_by_label("Apa yang ingin dikerjakan bersama?").fill("Data pejalan kaki dari 40 titik.")
    applicant.get_by_label("Nama", exact=True).fill("Sari Dewi")
    applicant.get_by_label("Alamat surel").fill("sari@data.example")
    applicant.get_by_label("Saya setuju").check()
    applicant.get_by_role("button", name="Kirim permohonan").click()
    assert applicant.get_by_text("PMH-2026-0001").is_visible()
    assert applicant.context.cookies() == []

    page = pages(place.coordinator)
    page.goto("/agreements/pipeline")
    axe(page)
    page.get_by_role("link", name="Data pejalan kaki dari 40 titik").press("Enter")
    follow(page, "Terima ke audiensi")
    page.get_by_label("Pokok bahasan").fill("Pejalan kaki")
    page.get_by_role("button", name="Terima dan undang").click()
    assert page.locator("main .state", has_text="Audiensi").first.is_visible()
    axe(page)
    follow(page, "Lainnya", "Hubungkan dengan instansi")
    page.get_by_role("button", name="Hubungkan").click()
    begin(page, "PMH-2026-0001", "Kesepakatan Bersama")
    begin(page, "PMH-2026-0001", "Perjanjian Kerja Sama")
    agreement = db.session.scalars(select(Agreement).where(Agreement.kind == AgreementKind.PERJANJIAN_KERJA_SAMA)).one()
    agreement.stage, agreement.signed_on, agreement.effective_on = Stage.SIGNED, today(), today()
    db.session.commit()
    page.goto("/agreements/pipeline")
    running = page.locator("section[aria-labelledby=column-in_force]")
    assert running.get_by_role("link", name="Pejalan kaki").is_visible()
    axe(page)

    mail = db.session.scalars(select(Mail).where(Mail.kind == "cooperation/requests/received")).one()
    link = re.search(r"(/public/request/own/\S+)", mail.text)[1]
    db.session.commit()
    phone.goto(link)
    assert phone.get_by_text("ditandatangani 24 November 2026").is_visible()
    axe(phone)

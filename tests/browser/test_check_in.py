"""A guest checks in on a phone by the code in the room, and the minute-taker confirms them."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.database import db
from forums.attendance.models import Attendance, Presence
from forums.checkin.codes import code_of
from tests.factories.forums import NEXT
from tests.forums.room import room

pytestmark = pytest.mark.one_database

WORDS = {
    "id": {
        "short": "/hadir",
        "next": "Lanjutkan",
        "here": "Saya hadir",
        "waits": "Menunggu konfirmasi",
        "done": "Anda tercatat hadir",
    },
    "en": {
        "short": "/here",
        "next": "Continue",
        "here": "I am here",
        "waits": "Waiting to be confirmed",
        "done": "You are recorded as present",
    },
}


@pytest.mark.parametrize("language", WORDS)
def test_a_guest_checks_in_on_a_phone_and_the_minute_taker_confirms(app, clock, pages, axe, language):
    it, words = room(), WORDS[language]
    clock.move_to(NEXT)
    it.open()
    it.taker.language = language
    code, taker, name = code_of(it.session), it.taker, it.member.name
    attendance = f"/sessions/{it.session.id}/attendance"
    db.session.commit()
    phone = pages(width=360, height=780)
    phone.goto(f"{words['short']}?lang={language}")
    axe(phone)
    phone.locator("[name=code]").fill(code)
    phone.get_by_role("button", name=words["next"]).click()
    for field, value in {"name": "Sari Dewanti", "position": "Analis", "organisation": "Dinkes"}.items():
        phone.locator(f"[name={field}]").fill(value)
    axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.get_by_role("button", name=words["here"]).click()
    expect(phone.get_by_text(words["waits"])).to_be_visible()
    axe(phone)
    desk = pages(taker, width=360, height=780)
    desk.goto(attendance)
    expect(desk.get_by_text("Sari Dewanti").first).to_be_visible()
    axe(desk)
    desk.get_by_role("button", name=name).filter(has_text="Konfirmasi" if language == "id" else "Confirm").click()
    phone.reload()
    expect(phone.get_by_text(words["done"])).to_be_visible()
    row = db.session.scalars(select(Attendance)).one()
    assert (row.presence, row.representative) == (Presence.REPRESENTED, "Sari Dewanti, Analis")

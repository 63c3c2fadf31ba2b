"""A register is imported on a phone: its columns are assigned by keyboard, and lines with errors are left out."""

import pytest
from playwright.sync_api import expect

from app.database import db
from tests.commitments.conftest import town

pytestmark = pytest.mark.one_database

__all__ = ["town"]

REGISTER = """Register tindak lanjut
Janji;Siapa;Kapan;Sejauh mana
Daftar layanan;dinas kesehatan;12 Nopember 2027;40%
Katalog sensor;Dinas Kesehatn;akhir November;10%
"""


def test_a_register_is_imported_by_keyboard_on_a_phone(town, pages, axe, tmp_path):
    file = tmp_path / "register.csv"
    file.write_text(REGISTER)
    circle = town.circle.name
    phone = pages(town.coordinator, width=360, height=780)
    db.session.commit()
    phone.goto("/commitments")
    phone.get_by_role("link", name="Impor register").click()
    axe(phone)
    phone.get_by_role("link", name=circle).click()
    axe(phone)
    phone.get_by_label("Register tindak lanjut").set_input_files(file)
    phone.get_by_role("button", name="Unggah").click()
    axe(phone)
    for label, column in {"Tindak lanjut": "J", "Instansi penanggung jawab": "S", "Tenggat": "K"}.items():
        phone.get_by_label(label, exact=True).focus()
        phone.keyboard.type(column)
    phone.get_by_label("Verifikator untuk baris yang tidak menyebutnya").focus()
    phone.keyboard.type("Dinas Ko")
    phone.get_by_role("button", name="Pratinjau").focus()
    phone.keyboard.press("Enter")
    expect(phone.get_by_text("Yang mirip: Dinas Kesehatan")).to_be_visible()
    axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.get_by_label("Lewati baris yang bermasalah").focus()
    phone.keyboard.press("Space")
    phone.get_by_role("button", name="Impor 1 baris").focus()
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("link", name="Daftar layanan")).to_be_visible()
    axe(phone)

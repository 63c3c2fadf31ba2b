"""The steps of docs/guide-first-day.md: from an empty instance to the first digest."""

import re
from datetime import UTC, datetime
from functools import partial

from playwright.sync_api import Page, expect

from tests.pictures import first_session
from tests.pictures.city import INDONESIAN, PASSWORD, PHONE_WIDTH, City

FIRST_DAY = datetime(2027, 1, 4, 2, tzinfo=UTC)
"""Monday, 4 January 2027, 09.00 WIB."""

ADMINISTRATOR = {
    "organisation": "Diskominfo Kota Contoh",
    "name": "Rina Wijaya",
    "position": "Kepala Seksi",
    "email": "rina@kota.example",
    "password": PASSWORD,
    "again": PASSWORD,
}
LETTERHEAD = {
    "unit": "Diskominfo Kota Contoh",
    "above": "Pemerintah Kota Contoh",
    "address": "Jalan Merdeka 1, Kota Contoh\nsekretariat@kota.example",
    "city": "Kota Contoh",
}
SHEET = {
    "id": """Instansi,Sektor,Nama,Jabatan,Alamat surel,Peran,Undang
Diskominfo Kota Contoh,,Agus Pratama,Pranata Komputer,agus@kota.example,Administrator,ya
Diskominfo Kota Contoh,,Bayu Santoso,Kepala Bidang,bayu@kota.example,Koordinator,ya
Diskominfo Kota Contoh,,Citra Lestari,Analis,citra@kota.example,,ya
Sekretariat Daerah,Pemerintah,Dewi Anggraini,Asisten,dewi@kota.example,Pimpinan,ya
Dinas Kesehatan,Pemerintah,Fitri Handayani,Kepala Seksi,fitri@kota.example,,ya
PT Mitra Solusi,Swasta,Eko Nugroho,Direktur,eko@mitra.example,,ya
""",
    "en": """Organisation,Sector,Name,Position,E-mail address,Roles,Invite
Diskominfo Kota Contoh,,Agus Pratama,Pranata Komputer,agus@kota.example,Administrator,yes
Diskominfo Kota Contoh,,Bayu Santoso,Kepala Bidang,bayu@kota.example,Coordinator,yes
Diskominfo Kota Contoh,,Citra Lestari,Analis,citra@kota.example,,yes
Sekretariat Daerah,Government,Dewi Anggraini,Asisten,dewi@kota.example,Leadership,yes
Dinas Kesehatan,Government,Fitri Handayani,Kepala Seksi,fitri@kota.example,,yes
PT Mitra Solusi,Private,Eko Nugroho,Direktur,eko@mitra.example,,yes
""",
}
SEATS = (
    ("Diskominfo Kota Contoh", "Bayu Santoso", "chair"),
    ("Diskominfo Kota Contoh", "Citra Lestari", "minute_taker"),
    ("Dinas Kesehatan", "Fitri Handayani", "member"),
    ("PT Mitra Solusi", "Eko Nugroho", "member"),
)
ADD_AN_ORGANISATION = {"id": INDONESIAN["Add an organisation"], "en": "Add an organisation"}


def play(city: City) -> None:
    """Play all steps and take the pictures."""
    admin = _the_first_administrator(city)
    _letterhead_and_test_mail(city, admin)
    _people(city, admin)
    admin.goto("/settings/health")
    city.photograph(admin, "health", height=1300)
    _the_first_forum(city)
    _the_first_answer(city)
    first_session.play(city)


def _fill(page: Page, _language: str, *, values: dict[str, str]) -> None:
    for name, value in values.items():
        page.locator(f"[name={name}]").fill(value)


def _the_first_administrator(city: City) -> Page:
    printed = city.run("accounts", "first-administrator")
    admin = city.pages()
    path = re.search(r"(/setup/\S+)", printed)
    assert path, printed
    admin.goto(city.localised(path[1]))
    city.photograph(admin, "first-administrator", partial(_fill, values=ADMINISTRATOR), height=1080)
    admin.locator("main form button").last.click()
    expect(admin.locator("#first-steps")).to_be_visible()
    return admin


def _letterhead_and_test_mail(city: City, admin: Page) -> None:
    def fill(page: Page, language: str) -> None:
        _fill(page, language, values=LETTERHEAD)
        page.locator("#timezone").click()
        page.keyboard.press("Control+a")
        page.keyboard.type("Jakarta")
        page.get_by_role("option").filter(has_text="Jakarta").first.click()

    admin.goto("/settings/organisation")
    city.photograph(admin, "letterhead", fill, height=1180)
    admin.locator("main form .does button, main form button.btn-primary").first.click()
    if admin.locator("[name=confirm_timezone]").count():
        admin.locator("[name=confirm_timezone]").check()
        admin.locator("main form button.btn-primary").first.click()
    _send_test_mail(admin)
    city.sink.refusal = "451 4.7.1 Too many messages, try again later"
    city.schedule()
    admin.goto("/settings/outbox")
    city.photograph(admin, "outgoing-mail", height=700)
    city.sink.refusal = None
    _send_test_mail(admin)
    admin.goto(city.mailed_path("rina@kota.example", r"/test-mail/\S+"))
    admin.goto("/")
    city.photograph(admin, "first-steps", height=1040)


def _send_test_mail(admin: Page) -> None:
    admin.goto("/settings/test-mail")
    admin.locator("main form button.btn-primary").click()


def _people(city: City, admin: Page) -> None:
    def upload(page: Page, language: str) -> None:
        sheet = city.files / "kota-contoh.csv"
        sheet.write_text(SHEET[language])
        page.locator("input[type=file]").set_input_files(sheet)
        page.locator("main form button.btn-primary").click()
        expect(page.locator("main table")).to_be_visible()

    admin.goto("/people/import")
    city.photograph(admin, "people", upload, height=940)
    admin.locator("main form button.btn-primary").click()
    expect(admin.locator("main table")).to_contain_text("Eko Nugroho")
    for email in ("bayu@kota.example", "citra@kota.example", "dewi@kota.example", "fitri@kota.example"):
        page = city.pages()
        page.goto(city.mailed_path(email, r"/invitation/\S+"))
        _fill(page, city.language, values={"password": PASSWORD, "again": PASSWORD})
        page.locator("main form button.btn-primary").click()
        page.wait_for_url(re.compile(r"^http://[^/]+/$"))
        city.people[email] = page


def _the_first_forum(city: City) -> None:
    def fill(page: Page, language: str) -> None:
        goal = "Warga tahu mutu udara di sekitarnya."
        day = {"name": "Forum Kualitas Udara", "goal": goal, "first_day": "13/1/2027", "time": "10.00"}
        _fill(page, language, values=day | {"place": "Balai Kota, Ruang Pola"})
        for number, (organisation, person, role) in enumerate(SEATS, 1):
            field = page.get_by_label(ADD_AN_ORGANISATION[language]).and_(page.get_by_role("combobox"))
            field.click()
            page.keyboard.type(organisation)
            page.get_by_role("option", name=organisation, exact=True).click()
            page.locator("[name=add]").click()
            row = page.locator("#places tbody tr").nth(number - 1)
            expect(row).to_be_visible()
            label = row.locator("select[name$=person] option").filter(has_text=person).first.inner_text()
            row.locator("select[name$=person]").select_option(label=label.strip())
            row.locator("select[name$=role]").select_option(role)
        page.evaluate("scrollTo(0, document.querySelector('#when').getBoundingClientRect().top + scrollY - 80)")
        expect(page.locator("#preview")).to_contain_text("13")

    page = city.at("bayu@kota.example", "/forums/new").page
    city.photograph(page, "forum", fill, height=960)
    page.locator("main form .does .btn-primary").last.click()
    expect(page.locator("main h1")).to_contain_text("Forum Kualitas Udara")
    page.locator("section[aria-labelledby=coming] a[href^='/sessions/']").first.click()
    page.wait_for_url("**/sessions/*")
    city.session = page.url.partition("?")[0].removeprefix(city.pages.address)


def _the_first_answer(city: City) -> None:
    coordinator = city.at("bayu@kota.example", f"{city.session}/invitations")
    coordinator.choose(city.text("Send the invitations"))
    city.photograph(coordinator.page, "invitations", height=600)
    coordinator.page.locator("main form button.btn-primary").last.click()
    guest = city.pages(width=PHONE_WIDTH)
    guest.goto(city.mailed_path("eko@mitra.example", r"/answer/\S+"))
    city.photograph(guest, "answer", height=900)
    guest.get_by_text(city.text("Attend in person")).first.click()
    expect(guest.get_by_text(city.text("Thank you. Your answer is recorded."))).to_be_visible()

"""The first session of the forum, its minutes, and the digest of its month."""

from datetime import UTC, datetime

from playwright.sync_api import expect

from tests.pictures.city import PHONE_WIDTH, City

SESSION_DAY = datetime(2027, 1, 13, 3, 5, tzinfo=UTC)
"""Wednesday, 13 January 2027, 10.05 WIB."""
CORRECTED = datetime(2027, 1, 19, 2, tzinfo=UTC)
"""The day after the time for corrections."""
NEXT_MONTH = datetime(2027, 2, 1, 2, tzinfo=UTC)
"""Monday, 1 February 2027: the scheduler has drafted the digest of January."""

DUE = {"en": "29 January 2027", "id": "29 Januari 2027"}

CHAIR, TAKER, MEMBER = "bayu@kota.example", "citra@kota.example", "fitri@kota.example"
PARTNER, LEADER = "eko@mitra.example", "dewi@kota.example"


def play(city: City) -> None:
    """Play the session and what follows from it."""
    _agenda(city)
    city.travel(SESSION_DAY)
    _session(city)
    _acceptance(city)
    _minutes(city)
    _corrections(city)
    city.travel(CORRECTED)
    _approval(city)
    city.travel(NEXT_MONTH)
    _digest(city)


def _agenda(city: City) -> None:
    member = city.at(MEMBER, f"{city.session}/agenda/propose")
    member.type(city.text("What is it about?"), "Katalog sensor udara")
    member.type(city.text("Minutes needed"), "30")
    member.choose(city.text("Propose"), "main form")
    coordinator = city.at(CHAIR, f"{city.session}/agenda")
    coordinator.choose(f"{city.text('Accept')} Katalog sensor udara")
    expect(coordinator.page.get_by_text(city.text("Accepted")).first).to_be_visible()


def _session(city: City) -> None:
    chair = city.at(CHAIR, city.session)
    chair.choose(city.text("Open the session"))
    expect(chair.page.get_by_text(city.text("The session is open."))).to_be_visible()
    taker = city.at(TAKER, f"{city.session}/attendance")
    taker.choose(city.text("Record attendance"))
    for name in ("Bayu Santoso", "Citra Lestari", "Eko Nugroho"):
        taker.choose(f"{city.text('Present')} {name}")
    taker.choose(f"{city.text('Excused')} Fitri Handayani")
    taker.choose(city.text("Save attendance"))
    taker.page.goto(f"{city.session}/live")
    taker.choose(city.text("Begin item 1"))
    taker.type(city.text("Notes on item 1"), "Mitra Solusi menyerahkan katalog sensor.")
    taker.choose(city.text("Make it a decision"))
    taker.choose(city.text("Write down the decision"))
    taker.type(city.text("Text of the commitment"), "Menyerahkan katalog sensor udara")
    taker.pick(city.text("Responsible"), "PT Mitra Solusi")
    contact = taker.page.locator("select[name=responsible_person]")
    contact.select_option(label=contact.locator("option").filter(has_text="Eko Nugroho").inner_text().strip())
    taker.type(city.text("Due date"), DUE[city.language])
    taker.pick(city.text("Verifier"), "Dinas Kesehatan")
    taker.type(city.text("Acceptance criteria"), "Memuat seluruh 24 sensor")
    taker.choose(city.text("Propose the commitment"))
    expect(taker.page.get_by_text("KMT-2027-0001").first).to_be_visible()
    taker.page.goto(f"{city.session}/live")
    city.photograph(taker.page, "session", height=1240)
    with taker.page.expect_response("**/passages"):
        taker.type(city.text("Notes on item 1"), "Mitra Solusi menjelaskan isi katalog sensornya.")


def _acceptance(city: City) -> None:
    partner = city.pages(width=PHONE_WIDTH)
    partner.goto(city.mailed_path(PARTNER, r"/by-link/\S+", about="Menyerahkan katalog sensor udara"))
    partner.locator("form[action$='/accept'] button").click()
    partner.locator("#code").fill(city.mailed(PARTNER, r"\b\d{6}\b"))
    partner.locator("main form .btn-primary").click()
    expect(partner.locator("form[action$='/accept']")).to_have_count(0)
    expect(partner.locator("#code")).to_have_count(0)


def _minutes(city: City) -> None:
    coordinator = city.at(CHAIR, f"{city.session}/live")
    coordinator.choose(city.text("Close the session"))
    coordinator.choose(city.text("Close the session"), ".confirm")
    coordinator.page.goto(f"{city.session}/minutes")
    coordinator.choose(city.text("Circulate"))
    coordinator.choose(city.text("Send to"))
    expect(coordinator.page.get_by_text(city.text("Circulated")).first).to_be_visible()


def _corrections(city: City) -> None:
    minutes = f"{city.session}/minutes"
    partner = city.pages(width=PHONE_WIDTH)
    partner.goto(city.mailed_path(PARTNER, r"/by-link/\S+", about=city.text("Read the minutes")))
    partner.locator("form[action$='/agree'] button").click()
    expect(partner.locator("form[action$='/agree']")).to_have_count(0)
    member = city.at(MEMBER, minutes)
    member.choose(city.text("Propose a correction"))
    form = member.page.locator("details[open] form")
    form.locator("textarea[name=wording]").fill("Mitra Solusi menjelaskan isi katalog 24 sensornya.")
    form.locator("input[name=text]").fill("Jumlah sensornya belum tercatat.")
    member.choose(city.text("Send the correction"), "details[open] form")
    taker = city.at(TAKER, minutes)
    city.photograph(taker.page, "agreement", height=1000)
    taker.choose(city.text("Answer it"))
    taker.choose(city.text("Accept"), "main form")
    taker.choose(city.text("Send the answer"))
    taker.page.goto(f"{minutes}/compare")
    city.photograph(taker.page, "comparison", height=900)


def _approval(city: City) -> None:
    chair = city.at(CHAIR, f"{city.session}/minutes")
    chair.choose(city.text("Approve"))
    chair.choose(city.text("Approve"), ".confirm")
    expect(chair.page.get_by_text(city.text("Approved")).first).to_be_visible()


def _digest(city: City) -> None:
    coordinator = city.at(CHAIR, "/digests/new")
    page = coordinator.page
    page.locator("select[name=kind]").select_option("monthly")
    page.locator("select[name=period]").select_option("2027-01")
    page.locator("main form button.btn-primary").click()
    expect(page.get_by_text("Forum Kualitas Udara").first).to_be_visible()
    coordinator.choose(city.text("Release …"))
    page.locator("main form button.btn-primary").click()
    expect(page.get_by_text(city.text("Released")).first).to_be_visible()
    reader = city.pages(width=PHONE_WIDTH)
    reader.goto(city.mailed_path(LEADER, r"/by-link/\S+", about="PDF"))
    expect(reader.get_by_text("RGK-2027-01").first).to_be_visible()
    leadership = city.at(LEADER, page.url.removeprefix(city.pages.address))
    expect(leadership.page.get_by_text("Forum Kualitas Udara").first).to_be_visible()
    city.photograph(leadership.page, "digest", height=1100)

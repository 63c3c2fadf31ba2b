"""Sign-in and the registers in a browser: by keyboard, on a phone, without JavaScript, accessible."""

import re

import pytest

from app.accounts import passwords
from app.database import db
from app.mail.outbox.models import Mail
from app.organisations.models import Contact, ContactRole
from tests.factories import AdministratorFactory, CoordinatorFactory, OrganisationFactory, PersonFactory

PASSWORD = "kuda terbang di Ancol"


@pytest.fixture
def member(app):
    return PersonFactory(
        email="narahubung@dinas.example", password_hash=passwords.hashed(PASSWORD), phone="0812 3456 7890"
    )


def test_a_member_signs_in_with_the_keyboard_alone(member, pages):
    email, name = member.email, member.name
    page = pages(width=360)
    page.goto("/profile")
    page.get_by_label("Alamat surel").focus()
    page.keyboard.type(email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/profile")
    assert page.get_by_label("Nama", exact=True).input_value() == name


def test_a_refused_sign_in_tells_what_is_wrong_first(member, pages, axe):
    page = pages()
    page.goto("/sign-in")
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.get_by_role("alert").wait_for()
    assert page.title().startswith("Kesalahan:")
    axe(page)


def test_an_invited_person_comes_in_without_script(app, pages):
    coordinator = CoordinatorFactory()
    guest = PersonFactory(joined_at=None, email="tamu@dinas.example")
    address = f"/people/{guest.id}"
    page = pages(coordinator, script=False)
    page.goto(address)
    page.get_by_role("button", name="Undang untuk masuk").click()
    page.get_by_text("Undangan untuk tamu@dinas.example sudah disiapkan").wait_for()
    mail = db.session.scalar(db.select(Mail))
    path = re.search(r"http://localhost(/\S+)", mail.text)[1]
    db.session.commit()
    page = pages(width=360, script=False)
    page.goto(path)
    page.get_by_label("Kata sandi baru").fill(PASSWORD)
    page.get_by_label("Ulangi kata sandi yang sama").fill(PASSWORD)
    page.get_by_label("English").check()
    page.get_by_role("button", name="Aktifkan akun saya").click()
    page.goto("/profile")
    assert page.get_by_role("heading", name="Profile and language").is_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_is_accessible_at_every_width(member, pages, axe, width):
    parent = OrganisationFactory()
    member.organisation.parent = parent
    db.session.add(Contact(organisation=member.organisation, role=ContactRole.HEAD, person=member))
    coordinator, administrator = CoordinatorFactory(), AdministratorFactory()
    organisation = f"/organisations/{member.organisation_id}"
    visits = {
        None: ["/sign-in", "/sign-in/link", "/password/forgotten"],
        coordinator: [
            "/organisations",
            "/organisations?q=nothing+like+it",
            "/organisations/new",
            organisation,
            f"{organisation}/sector",
            f"{organisation}/contacts",
            f"{organisation}/archive",
            "/people",
            "/people/new",
            f"/people/{member.id}",
            f"/people/{member.id}/suspend",
        ],
        administrator: ["/settings", f"/people/{member.id}/roles", "/profile", "/profile/password"],
    }
    # high enough that the bar at the foot of a phone covers nothing
    for page, addresses in [
        (pages(person, width=width, height=2400), addresses) for person, addresses in visits.items()
    ]:
        for address in addresses:
            page.goto(address)
            axe(page)
            wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
            assert not wide, f"{address} scrolls sideways at {width} px"

"""The first administrator: a one-time address, while nobody has an account."""

import re
from datetime import timedelta

import pytest

from app import clock
from app.accounts.first_run import actions
from app.accounts.first_run.models import SetupLink
from app.accounts.models import Person, SignInAttempt
from app.audit.models import AuditRow
from app.clock import utc_now
from app.database import db
from app.organisations.models import Organisation, OrganisationKind
from tests.factories import OrganisationFactory, PersonFactory

FORM = {
    "organisation": "Diskominfo Kota Contoh",
    "timezone": "Asia/Makassar",
    "name": "Rina Wijaya",
    "position": "Kepala Seksi",
    "email": "Rina@kota.example",
    "password": "kuda terbang di Ancol",
    "again": "kuda terbang di Ancol",
}


@pytest.fixture
def address(app):
    return f"/setup/{actions.issue_link(at=utc_now())}"


@pytest.fixture
def run(app):
    def run(*words):
        db.session.commit()
        return app.test_cli_runner().invoke(args=["accounts", "first-administrator", *words])

    return run


def test_the_command_prints_an_address_that_works(run, as_user):
    done = run()
    assert done.exit_code == 0
    path = re.search(r"http://localhost(/setup/\S+) ", done.stdout)[1]
    assert "Administrator pertama" in as_user().get(path).words


def test_a_new_address_replaces_the_earlier_one(run, address, as_user):
    as_user().get(address)
    run()
    as_user().get(address, status=410)
    assert db.session.scalars(db.select(SetupLink)).one().digest not in address


def test_no_address_is_made_once_anybody_has_an_account(run):
    PersonFactory(suspended_at=utc_now())
    refused = run()
    assert refused.exit_code == 1
    assert len(refused.stderr.strip().splitlines()) == 1
    unneeded = run("--if-needed")
    assert (unneeded.exit_code, unneeded.output) == (0, "")
    assert not db.session.scalar(db.select(SetupLink))


def test_the_page_creates_administrator_and_organisation_and_signs_in(address, as_user):
    visitor = as_user()
    answer = visitor.post(address, FORM, follow=True)
    assert answer.request.path == "/"
    assert "Rina Wijaya" in answer.words
    assert "Diskominfo Kota Contoh" in answer.soup.find("footer").text
    person = db.session.scalars(db.select(Person)).one()
    assert (person.roles, person.email, person.position) == (["administrator"], "rina@kota.example", "Kepala Seksi")
    assert (person.organisation.name, person.organisation.kind) == ("Diskominfo Kota Contoh", OrganisationKind.UNIT)
    assert clock.zone().key == "Asia/Makassar"
    actions_recorded = db.session.scalars(db.select(AuditRow.action)).all()
    assert actions_recorded == ["organisation.added", "person.first_administrator", "instance.changed"]


def test_the_administrator_speaks_the_language_of_the_page(address, as_user):
    as_user().post(f"{address}?lang=en", FORM)
    assert db.session.scalars(db.select(Person)).one().language == "en"


def test_the_address_works_once(address, as_user):
    as_user().post(address, FORM)
    as_user().get(address, status=410)
    as_user().post(address, FORM | {"email": "lain@kota.example"}, status=410)
    assert len(db.session.scalars(db.select(Person)).all()) == 1


def test_the_address_works_for_a_day(app, clock, as_user):
    address = f"/setup/{actions.issue_link(at=utc_now())}"
    clock.shift(timedelta(hours=23, minutes=59))
    as_user().get(address)
    clock.shift(timedelta(minutes=1))
    as_user().get(address, status=410)


def test_the_address_is_useless_once_an_administrator_exists(address, as_user):
    PersonFactory()
    as_user().get(address, status=410)
    as_user().post(address, FORM, status=410)


@pytest.mark.parametrize(
    "wrong, message",
    [
        ({"organisation": " "}, "Isi nama instansi"),
        ({"name": ""}, "Isi nama Anda"),
        ({"email": "rina"}, "surel"),
        ({"password": "Rina Wijaya", "again": "Rina Wijaya"}, "Jangan pakai nama"),
        ({"password": "rina@kota.example", "again": "rina@kota.example"}, "Jangan pakai nama"),
        ({"timezone": ""}, "Pilih zona waktu"),
        ({"timezone": "Asia/Nowhere"}, "Pilih salah satu dari daftar"),
        ({"again": "lain sama sekali"}, "berbeda"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(address, as_user, wrong, message):
    answer = as_user().post(address, FORM | wrong, status=422)
    assert message in answer.words
    for name in {"organisation", "name", "position", "email"} - wrong.keys():
        typed = FORM[name].lower() if name == "email" else FORM[name]
        assert answer.soup.find("input", attrs={"name": name})["value"] == typed
    assert not db.session.scalar(db.select(Person))
    as_user().post(address, FORM)


def test_an_organisation_and_a_contact_that_are_known_are_not_created_again(address, as_user):
    organisation = OrganisationFactory(name="diskominfo kota contoh")
    contact = PersonFactory(email="rina@kota.example", joined_at=None, organisation=OrganisationFactory())
    as_user().post(address, FORM)
    assert contact.is_active
    assert contact.organisation is organisation
    assert len(db.session.scalars(db.select(Organisation)).all()) == 2


def test_wrong_addresses_are_counted_and_refused(address, as_user):
    for _ in range(30):
        as_user().get("/setup/salah", status=410)
    as_user().post("/setup/salah", FORM, status=429)
    assert len(db.session.scalars(db.select(SignInAttempt)).all()) == 30
    as_user().get(address)  # the right one still works


def fill(page):
    for name, value in FORM.items():
        if name != "timezone":
            page.locator(f"input[name={name}]").fill(value)


def test_the_address_leads_to_the_first_steps_on_a_phone_without_script(address, pages):
    db.session.commit()
    page = pages(width=360, script=False)
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    fill(page)
    page.locator("select[name=timezone]").select_option(FORM["timezone"])
    page.get_by_role("button", name="Buat akun saya").click()
    page.get_by_role("heading", name="Langkah awal").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.locator(".does a[href='/settings/test-mail']").click()
    page.get_by_text("Server surel belum diatur").wait_for()


def test_its_pages_are_accessible_in_english(address, pages, axe):
    db.session.commit()
    page = pages(width=360)
    page.goto(f"{address}?lang=en")
    axe(page)
    page.get_by_role("button", name="Create my account").click()
    page.get_by_role("heading", name="There are").wait_for()
    axe(page)
    fill(page)
    assert page.locator("select[name=timezone]").input_value() == "Asia/Jakarta"  # of the browser
    page.get_by_role("button", name="Create my account").click()
    page.get_by_role("heading", name="First steps").wait_for()
    axe(page)
    for path in ("/settings/first-steps", "/settings/test-mail", "/forums/new"):
        page.goto(path)
        axe(page)

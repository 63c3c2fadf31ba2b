"""The frame around every page: titles, errors, the menus of each role, mails."""

import pytest
from bs4 import BeautifulSoup
from flask import render_template

from app.web.i18n import force_locale
from tests.factories.platform import AdministratorFactory, CoordinatorFactory, PersonFactory

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize("language, word", [("id", "Kesalahan: "), ("en", "Error: ")])
def test_the_title_of_a_refused_form_says_so_first(as_user, language, word):
    answer = as_user(CoordinatorFactory(language=language)).post("organisations.create", {"name": ""}, status=422)
    assert answer.soup.title.string.startswith(word)
    assert answer.soup.select_one(".errors a")["href"] == "#name"


@pytest.mark.parametrize("person", [PersonFactory, CoordinatorFactory, AdministratorFactory])
def test_everyone_finds_their_profile_and_the_way_out(as_user, person):
    menu = as_user(person()).get("/settings/components").soup.find(id="me")
    assert menu.find("a", href="/profile")
    assert menu.find("form", action="/sign-out", method="post").find("input", {"name": "csrf_token"})["value"]


def test_the_current_page_is_marked_in_the_navigation(as_user):
    rail = as_user(CoordinatorFactory()).get("organisations.index").soup.find("nav", class_="rail")
    assert {link["href"] for link in rail.select("a[aria-current=page]")} == {"/organisations"}


def test_the_pages_of_a_section_are_listed_while_it_is_open(as_user):
    visitor = as_user(CoordinatorFactory(language="en"))
    assert not visitor.get("organisations.index").soup.select(".rail .sub, .parts")
    inside = visitor.get("alignment.roles.index").soup
    assert inside.select_one(".rail a[aria-current=true]")["href"] == "/alignment"
    assert inside.select_one(".rail .sub a[aria-current=page]")["href"] == "/alignment/roles"
    assert inside.select_one(".parts summary").get_text(strip=True) == "Part: Role matrix"
    home = visitor.get("alignment.home.index").soup
    assert home.select_one(".rail a[aria-current]")["href"] == "/alignment"
    assert home.select_one(".parts a[aria-current=page]").get_text(strip=True) == "Overview"


def test_a_missing_page_says_what_to_do_inside_the_frame(as_user):
    answer = as_user(PersonFactory(language="en")).get("/nowhere", status=404)
    assert answer.soup.find("nav", class_="rail")
    assert "The address may be mistyped" in answer.words


def test_a_stranger_gets_a_plain_error_page(as_user):
    answer = as_user().get("/nowhere?lang=en", status=404)
    assert answer.soup.find("nav", class_="rail") is None
    assert answer.soup.find("meta", {"name": "robots"})["content"] == "noindex"


def test_a_page_follows_the_chosen_appearance(app, client):
    client.set_cookie("theme", "dark")
    assert client.get("/sign-in").soup.html["data-bs-theme"] == "dark"
    client.set_cookie("theme", '"><script>')
    assert client.get("/sign-in").soup.html.get("data-bs-theme") is None


@pytest.mark.parametrize("language, greeting", [("id", "Yth. Kepala JSC,"), ("en", "Dear Kepala JSC,")])
def test_a_mail_greets_its_reader_in_their_language(app, language, greeting):
    context = {"subject": "Undangan <b>", "addressee": "Kepala JSC", "preheader": "Kamis"}
    with app.test_request_context(), force_locale(language):
        soup = BeautifulSoup(render_template("mails/base.html", **context), "html5lib")
        text = render_template("mails/base.txt", **context)
    assert soup.html["lang"] == language
    assert greeting in soup.text
    assert greeting in text
    assert soup.h1.string == "Undangan <b>"


@pytest.mark.parametrize("width", [320, 700])
def test_a_page_ends_above_the_bar_of_a_phone(pages, width):
    page = pages(CoordinatorFactory(language="en"), width=width)
    page.goto("/settings/components")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert page.evaluate("""() => {
        const [foot, bar] = ["footer.foot", ".rail"].map((one) => document.querySelector(one).getBoundingClientRect());
        return foot.bottom <= bar.top && bar.bottom === innerHeight;
    }""")

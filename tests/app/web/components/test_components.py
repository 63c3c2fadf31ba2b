"""The page of all components in both languages, with and without JavaScript."""

import pytest

from tests.factories.platform import CoordinatorFactory, PersonFactory

PAGE = "/settings/components"
WIDTHS = (320, 1280)
SIDEWAYS = """() => [...document.querySelectorAll('body *')]
    .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1
        && !one.closest('.visually-hidden, .skip, [hidden], details:not([open])'))
    .map(one => one.outerHTML.slice(0, 100)).slice(0, 5)"""


@pytest.mark.one_database
def test_a_stranger_is_asked_to_sign_in(client):
    assert client.get(PAGE).status_code == 302


@pytest.mark.one_database
@pytest.mark.parametrize("language, word", [("id", "Terlambat 6 hari"), ("en", "6 days late")])
def test_the_page_speaks_the_readers_language(as_user, language, word):
    answer = as_user(PersonFactory(language=language)).get(PAGE)
    assert answer.soup.html["lang"] == language
    assert word in answer.words


@pytest.mark.one_database
def test_a_chosen_language_keeps_the_rest_of_the_address(as_user):
    answer = as_user(PersonFactory(language="id")).get(f"{PAGE}?sector=private&page=3")
    switch = answer.soup.find("a", hreflang="en")
    assert switch["href"] == f"{PAGE}?sector=private&lang=en"


@pytest.mark.one_database
def test_a_chosen_filter_is_taken_away_by_its_own_link(as_user):
    answer = as_user(PersonFactory(language="en")).get(f"{PAGE}?show=late&sector=private")
    chosen = {chip.get_text(" ", strip=True).split(" ,")[0]: chip["href"] for chip in answer.soup.select(".chip.on")}
    assert chosen["Late"] == f"{PAGE}?sector=private"
    assert chosen["Private sector"] == f"{PAGE}?show=late"


@pytest.mark.one_database
def test_a_list_says_by_which_column_it_is_sorted(as_user):
    answer = as_user(PersonFactory(language="en")).get(f"{PAGE}?sort=-due")
    sorted_by = answer.soup.select_one("th[aria-sort]")
    assert (sorted_by["aria-sort"], sorted_by.get_text(strip=True)) == ("descending", "Due")
    assert sorted_by.a["href"] == f"{PAGE}?sort=due"


@pytest.mark.one_database
def test_every_mistake_of_a_refused_form_leads_to_its_field(as_user):
    soup = as_user(PersonFactory(language="en")).get(PAGE).soup
    links = [link["href"].removeprefix("#") for link in soup.select(".errors a")]
    assert links == ["refused-due", "refused-party", "refused-method-0"]
    for target in links:
        assert soup.find(id=target) is not None
    due = soup.find(id="refused-due")
    assert due["aria-invalid"] == "true"
    assert all(soup.find(id=part) for part in due["aria-describedby"].split())


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_and_nothing_runs_sideways(pages, axe, language, width, dark):
    page = pages(PersonFactory(language=language), width=width, dark=dark)
    page.goto(PAGE)
    axe(page)
    assert page.evaluate(SIDEWAYS) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("width", WIDTHS)
def test_an_open_menu_holds_up_too(pages, axe, width):
    page = pages(PersonFactory(language="en"), width=width)
    page.goto(PAGE)
    page.locator("#me > summary").click()
    assert page.get_by_role("button", name="Dark").is_visible()
    axe(page)
    assert page.evaluate(SIDEWAYS) == []


def test_the_menu_for_new_things_stays_within_a_phone(pages):
    page = pages(CoordinatorFactory(language="id"), width=320)
    page.goto(PAGE)
    page.locator("#new > summary").click()
    box = page.locator("#new .menu-list").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    header = page.locator("header.top")
    assert header.locator("#me").bounding_box()["y"] == pytest.approx(header.locator("#new").bounding_box()["y"], abs=2)


def test_an_open_list_of_choices_holds_up_too(pages, axe):
    page = pages(PersonFactory(language="en"))
    page.goto(PAGE)
    page.locator("#sample-party").click()
    axe(page)
    assert page.locator("#sample-party-list [role=option]").count() == 12


def test_text_at_twice_its_size_still_fits(pages):
    page = pages(PersonFactory(language="id"), width=640)
    page.goto(PAGE)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_without_script_every_control_is_still_there(pages):
    page = pages(PersonFactory(language="en"), script=False)
    page.goto(PAGE)
    assert page.locator("select#sample-party").is_visible()
    page.locator("#me > summary").click()
    assert page.get_by_role("button", name="Sign out").is_visible()
    assert not page.get_by_text("Same as device").is_visible()

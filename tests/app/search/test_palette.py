"""Suggestions while typing, and the command palette."""

import pytest
from playwright.sync_api import expect

from app.circles.models import Classification
from tests.factories import CommitmentFactory, CoordinatorFactory, ForumFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize("typed", ["lin", "LH", "dlh", "hidup ling", "lingkungan"])
def test_the_beginning_of_a_name_or_code_suggests_its_object(as_user, typed):
    organisation = OrganisationFactory(name="Dinas Lingkungan Hidup", short_name="DLH LH")
    answer = as_user(PersonFactory(language="en")).get("search.suggestions", q=typed)
    (option,) = answer.soup.select("[role=option]")
    assert option["data-href"] == f"/organisations/{organisation.id}"
    assert "Organisation DLH LH" in " ".join(option.text.split())


@pytest.mark.parametrize("typed", ["", " ", '"', "zzz", "%", "'", "🙂", "é" * 500])
def test_nothing_that_fits_suggests_nothing(as_user, typed):
    OrganisationFactory(name="Dinas Lingkungan Hidup")
    assert not as_user(PersonFactory()).get("search.suggestions", q=typed).soup.select("[role=option]")


def test_at_most_eight_are_suggested_in_a_fixed_number_of_statements(as_user, queries):
    visitor = as_user(CoordinatorFactory())
    taken = []
    for _round in range(2):
        CommitmentFactory.create_batch(6, title="Laporan mutu")
        with queries(at_most=5) as statements:
            answer = visitor.get("search.suggestions", q="lapor")
        taken.append((len(answer.soup.select("[role=option]")), len(statements)))
    assert [number for number, _statements in taken] == [6, 8]
    assert taken[0][1] == taken[1][1]


def test_what_a_person_may_not_know_of_is_not_suggested(as_user):
    ForumFactory(name="Forum Rahasia", circle__classification=Classification.SECRET)
    visitor = as_user(CoordinatorFactory())
    assert not visitor.get("search.suggestions", q="rahasia").soup.select("[role=option]")


def test_without_script_the_search_page_lists_where_to_go_and_what_to_make(pages):
    page = pages(CoordinatorFactory(language="en"), script=False)
    page.goto("/search")
    expect(page.get_by_role("navigation", name="Go to").get_by_role("link", name="Commitments")).to_be_visible()
    page.get_by_role("navigation", name="New").get_by_role("link", name="Single session").click()
    page.wait_for_url("**/sessions/new")


@pytest.mark.parametrize("key", ["/", "Control+k", "Meta+k"])
def test_a_key_opens_the_palette_and_enter_leads_to_the_first_suggestion(pages, axe, key):
    href = f"/commitments/{CommitmentFactory(title='Katalog metadata sensor').id}"
    page = pages(CoordinatorFactory(language="en"))
    page.goto("/organisations")
    page.keyboard.press(key)
    field = page.get_by_role("combobox", name="Search, or choose what to do")
    expect(field).to_be_focused()
    expect(page.get_by_role("option", name="Forums")).to_be_visible()
    axe(page)
    page.keyboard.type("metad")
    expect(page.get_by_role("option", name="Katalog metadata sensor")).to_have_attribute("aria-selected", "true")
    axe(page)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{href}")


def test_the_palette_acts_on_the_page_and_remembers_what_was_opened(pages):
    href = f"/commitments/{CommitmentFactory(title='Katalog metadata sensor').id}"
    page = pages(CoordinatorFactory(language="en"), width=360)
    page.goto(href)
    page.goto("/organisations")
    page.keyboard.press("/")
    page.keyboard.type("katalog")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("group", name="Recently opened").get_by_role("option")).to_have_text(
        "Katalog metadata sensor"
    )
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("/")
    page.keyboard.type("forum")
    page.get_by_role("group", name="New").get_by_role("option", name="Forum").click()
    page.wait_for_url("**/forums/new")
    page.get_by_text("Sign out").evaluate("button => button.form.requestSubmit()")
    page.wait_for_url("**/sign-in*")
    assert page.evaluate("sessionStorage.length") == 0


def test_enter_without_a_choice_searches_the_texts(pages):
    page = pages(PersonFactory(language="en"))
    page.goto("/organisations")
    page.keyboard.press("/")
    page.keyboard.type("qqq zzz")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=qqq+zzz")

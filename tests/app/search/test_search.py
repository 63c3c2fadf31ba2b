"""The quick lookup by name or code."""

import pytest

from tests.factories.platform import OrganisationFactory, PersonFactory


def test_a_part_of_a_name_finds_the_thing(as_user):
    OrganisationFactory(name="Dinas Lingkungan Hidup", short_name="DLH")
    answer = as_user(PersonFactory(language="id")).get("search.results", q="lingkungan")
    assert answer.soup.find("a", string="Dinas Lingkungan Hidup")
    assert "1 hasil untuk “lingkungan”" in answer.words


def test_a_whole_code_leads_straight_to_its_thing(as_user):
    organisation = OrganisationFactory(name="Dinas Lingkungan Hidup", short_name="DLH")
    answer = as_user(PersonFactory()).get("search.results", q="dlh", status=302)
    assert answer.location == f"/organisations/{organisation.id}"


def test_nothing_found_says_what_to_try(as_user):
    answer = as_user(PersonFactory(language="en")).get("search.results", q="zzz")
    assert "Nothing was found" in answer.words
    assert answer.soup.find(id="words")["value"] == "zzz"


@pytest.mark.one_database
@pytest.mark.parametrize("text", ["", "   ", "%", "_", "'", "<script>", "é" * 500, "🙂"])
def test_odd_questions_get_a_page(as_user, text):
    answer = as_user(PersonFactory()).get("search.results", q=text)
    assert "<script>alert" not in answer.get_data(as_text=True)


@pytest.mark.one_database
def test_a_stranger_is_asked_to_sign_in(as_user):
    as_user().get("search.results", q="a", status=302)


@pytest.mark.one_database
def test_the_number_of_queries_does_not_grow_with_what_is_found(as_user, queries):
    OrganisationFactory.create_batch(9)
    visitor = as_user(PersonFactory())
    with queries(at_most=2):
        visitor.get("search.results", q="dinas")


def test_the_page_is_accessible(pages, axe):
    OrganisationFactory(name="Dinas Lingkungan Hidup", short_name="DLH")
    for width in (320, 1280):
        page = pages(PersonFactory(), width=width)
        page.goto("/search?q=dinas")
        axe(page)

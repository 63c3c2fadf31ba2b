"""Empty pages say what to do first: those who can act get the action, everyone else reads who can."""

import pytest

from tests.factories import (
    AdministratorFactory,
    AgreementFactory,
    CoordinatorFactory,
    ForumFactory,
    LeadershipFactory,
    PersonFactory,
)

pytestmark = pytest.mark.one_database

PAGES = ("/forums", "/sessions", "/commitments", "/agreements", "/decisions", "/commitments/new")
READERS = (AdministratorFactory, LeadershipFactory, PersonFactory)


@pytest.fixture
def coordinator():
    """The only coordinator of an instance without data."""
    return CoordinatorFactory(name="Kartika Sari", language="en")


def empty_part(visitor, path):
    """Return the text of the empty list on a page, and the pages to which its actions lead."""
    (found,) = visitor.get(path).soup.select("main .empty")
    return " ".join(found.get_text(" ").split()), [link["href"] for link in found.select("a.btn")]


@pytest.mark.parametrize(
    "path, first",
    [
        ("/forums", "/forums/new"),
        ("/sessions", "/sessions/new"),
        ("/sessions/new", "/forums/new"),
        ("/agreements", "/agreements/new"),
        ("/decisions", "/sessions"),
        ("/digests", "/digests/new"),
    ],
)
def test_a_coordinator_gets_the_first_action(as_user, coordinator, path, first):
    visitor = as_user(coordinator)
    _words, actions = empty_part(visitor, path)
    assert actions == [first]
    visitor.get(first)


@pytest.mark.parametrize("path", ["/commitments", "/commitments/new"])
def test_a_coordinator_first_creates_what_commitments_belong_to(as_user, coordinator, path):
    words, actions = empty_part(as_user(coordinator), path)
    assert actions == []
    assert "First create a forum or an agreement" in words
    assert "Your organisation has no seat" not in words


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("reader", READERS, ids=lambda factory: factory.__name__)
def test_others_read_who_can_act(as_user, coordinator, reader, path):
    visitor = as_user(reader(language="en"))
    words, actions = empty_part(visitor, path)
    assert "Kartika Sari" in words or actions, words
    for action in actions:
        visitor.get(action)


def test_without_a_coordinator_an_empty_page_says_so(as_user):
    words, actions = empty_part(as_user(PersonFactory(language="en")), "/forums")
    assert actions == []
    assert "Nobody here is a coordinator yet." in words


def test_leadership_reads_who_makes_digests(as_user, coordinator):
    words, actions = empty_part(as_user(LeadershipFactory(language="en")), "/digests")
    assert actions == []
    assert "Kartika Sari" in words


def test_a_forum_without_sessions_offers_one_to_those_who_may_add_it(as_user, coordinator):
    forum = ForumFactory()
    leader = LeadershipFactory(language="en")
    page = f"/forums/{forum.slug}"
    assert empty_part(as_user(coordinator), page)[1] == [f"{page}/sessions/new"]
    words, actions = empty_part(as_user(leader), page)
    assert actions == []
    assert "Add" not in words
    assert empty_part(as_user(coordinator), f"{page}/members")[1] == [f"{page}/seats/add"]
    words, actions = empty_part(as_user(leader), f"{page}/members")
    assert actions == []
    assert "Kartika Sari" in words


def test_an_agreement_without_files_offers_them_to_those_who_may_add_them(as_user, coordinator):
    agreement = AgreementFactory()
    page = f"/agreements/{agreement.id}/documents"
    assert empty_part(as_user(coordinator), page)[1] == [f"{page}/new"]
    words, actions = empty_part(as_user(LeadershipFactory(language="en")), page)
    assert actions == []
    assert "once they have been added" in words


@pytest.mark.parametrize("path", ["/forums", "/sessions", "/commitments", "/agreements", "/decisions"])
def test_the_choice_of_a_language_is_no_filter(as_user, coordinator, path):
    words, _actions = empty_part(as_user(coordinator), f"{path}?lang=en")
    assert "filter" not in words
    words, _actions = empty_part(as_user(coordinator), f"{path}?sector=private")
    assert "filter" in words

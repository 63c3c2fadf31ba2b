"""Guides: every page has one, their links resolve, and they name buttons as the interface does."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from app.help import registry
from app.web.panels import registry as panels
from tests.factories import AdministratorFactory, CoordinatorFactory, PersonFactory
from tests.support.repository import ROOT, tracked

pytestmark = pytest.mark.one_database

TEMPLATES = sorted(Path(ROOT / "templates").glob("**/help/*.html"))
LABEL = re.compile(r"\bui\(\"([^\"]+)\"\)")
NO_PAGES = ("static", "health", "api_description")
"""Blueprints without pages for people."""
NEW_WORDS = ("help",)
"""The pages of help explain themselves."""


@pytest.fixture(params=["en", "id"])
def language(request):
    return request.param


def interface_texts() -> dict[str, str]:
    """Return the translations of all texts of the interface."""
    found: dict[str, str] = {}
    for path in tracked("*/translations/id/LC_MESSAGES/messages.po"):
        with path.open("rb") as file:
            found |= {str(one.id): str(one.string) for one in read_po(file) if isinstance(one.id, str)}
    return found


def test_the_help_lists_every_guide_by_role_and_by_page(app, as_user, language):
    soup = as_user().get(f"/help?lang={language}").soup
    listed = {link["href"].split("?")[0] for link in soup.select("main li a")}
    assert listed == {f"/help/{guide.name}" for guide in registry.guides(app)}
    roles = {link["href"] for link in soup.select('section[aria-labelledby="roles"] a')}
    assert roles == {f"/help/{guide.name}" for guide in registry.guides(app) if guide.is_for_role}
    assert len(roles) == 7


def test_guides_are_readable_without_an_account_and_unknown_ones_are_not_found(app, as_user, language):
    for guide in registry.guides(app):
        words = as_user().get(f"/help/{guide.name}?lang={language}").words
        assert 40 < len(words.split()) < 420, guide.name
    as_user().get("/help/unknown", status=404)


def test_every_page_of_the_navigation_links_to_its_guide(app, as_user):
    person = CoordinatorFactory(language="en")
    for entry in panels(app).navigation:
        with app.test_request_context():
            path = entry.href
        (link,) = as_user(person).get(path).soup.select("header.top a[href^='/help']")
        assert link.get_text(strip=True).startswith("Help")
        assert link["href"].startswith("/help/"), path


def test_every_page_has_a_guide(app):
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and not rule.rule.startswith("/api/v1") and rule.endpoint.split(".")[0] not in NO_PAGES
    }
    assert len(pages) > 100
    without = {page for page in pages if registry.explanation_of(app, page) is None}
    assert {page for page in without if not page.startswith(NEW_WORDS)} == set()


def test_the_longest_prefix_decides_which_section_explains_a_page(app):
    def explained(endpoint):
        guide, section = registry.explanation_of(app, endpoint)
        return guide.name, section

    assert explained("forums.replies.propose") == ("sessions", "invitations")
    assert explained("forums.replies.by_link") == ("without-an-account", "answer")
    assert explained("commitments.registry.index") == ("commitments", "")
    assert explained("commitments.registry.propose") == ("commitments", "propose")


def test_a_guide_has_every_section_to_which_pages_link(app, as_user):
    for guide in registry.guides(app):
        soup = as_user().get(f"/help/{guide.name}").soup
        assert soup.select("main h2"), guide.name
        for section in filter(None, guide.explains.values()):
            assert soup.find(id=section) is not None, (guide.name, section)


def test_links_of_guides_resolve(app, as_user):
    links = {
        link["href"].split("#")[0]
        for path in ["/help", "/accessibility", *(f"/help/{guide.name}" for guide in registry.guides(app))]
        for link in as_user().get(path).soup.select("a[href^='/']")
    }
    assert len(links) > 20
    for link in links - {"/"}:
        as_user().get(link)


def test_guides_name_buttons_and_pages_as_the_interface_does(app, as_user, language):
    texts = interface_texts()
    shown = set(texts) if language == "en" else set(texts.values())
    for guide in registry.guides(app):
        bold = {
            one.get_text() for one in as_user().get(f"/help/{guide.name}?lang={language}").soup.select("main strong")
        }
        assert bold - shown == set(), guide.name
    named = {label for path in TEMPLATES for label in LABEL.findall(path.read_text())}
    assert len(named) > 80
    assert named - set(texts) == set()


def test_pages_without_sign_in_link_to_help_and_accessibility(as_user):
    soup = as_user().get("/sign-in").soup
    assert soup.select_one("a[href='/help/account#sign-in']") is not None
    assert soup.select_one("footer a[href='/accessibility']") is not None
    soup = as_user(PersonFactory()).get("/").soup
    assert soup.select_one("footer a[href='/accessibility']") is not None


def test_a_page_that_does_not_exist_links_to_all_guides(as_user):
    soup = as_user(AdministratorFactory()).get("/does-not-exist", status=404).soup
    assert soup.select_one("header.top a[href='/help']") is not None

"""What the study asks for is on the pages that docs/study.md names."""

import re

import pytest

from tests.support.repository import ROOT
from tests.support.world.world import build_world

DOCUMENT = (ROOT / "docs/study.md").read_text()
ADDRESS = re.compile(r"`(/[^`]*)`")


@pytest.fixture
def addresses(app, clock):
    """The addresses of the document for the public forum of the world, and the coordinator who opens them."""
    world = build_world()
    rules = {
        re.sub(r"<\w+:(\w+)>", r"{\1}", rule.rule): rule for rule in app.url_map.iter_rules() if "GET" in rule.methods
    }
    named = set(ADDRESS.findall(DOCUMENT))
    assert named <= rules.keys()
    found = []
    for one in named & rules.keys():
        policy = getattr(app.view_functions[rules[one].endpoint], "policy", None)
        name = next(iter(world.objects[policy.model.__name__])) if policy and policy.model else None
        found.append(world.address(app, rules[one], name))
    return world.people["coordinator"], sorted(found)


def test_every_row_names_a_page_and_what_it_changes():
    rows = [line for line in DOCUMENT.splitlines() if line.startswith("|")][2:]
    assert len(rows) == 28
    for row in rows:
        asked, page, changed = (cell.strip() for cell in row.strip("|").split("|"))
        assert asked, row
        assert changed, row
        assert ADDRESS.search(page), row


def test_every_page_that_the_study_asks_for_opens(addresses, as_user):
    person, found = addresses
    visitor = as_user(person)
    assert len(found) > 20
    assert {one: visitor.client.get(one, follow_redirects=True).status_code for one in found} == dict.fromkeys(
        found, 200
    )

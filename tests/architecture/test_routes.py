"""Every route has a policy, typed parameters and a plain path."""

import re

import pytest
from flask import Flask, Response

from app.web import panels
from app.web.policies import check_routes
from tests.support.repository import matches_snapshot

pytestmark = pytest.mark.one_database

PARAMETER = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")


def rules(app: Flask):
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods or ())))


def test_every_route_names_its_policy(app):
    open_doors = [
        rule.rule
        for rule in rules(app)
        if not rule.endpoint.endswith("static") and not hasattr(app.view_functions[rule.endpoint], "policy")
    ]
    assert open_doors == []


def test_the_application_does_not_start_with_a_route_without_a_policy(app):
    unguarded = Flask("unguarded", static_folder=None)
    unguarded.add_url_rule("/secrets", "secrets", lambda: Response("all of them"))
    with pytest.raises(RuntimeError, match="/secrets"):
        check_routes(unguarded)


def test_every_parameter_has_a_type(app):
    untyped = [rule.rule for rule in rules(app) for kind, _name in PARAMETER.findall(rule.rule) if not kind]
    assert untyped == []


def test_identities_are_uuids(app):
    loose = [
        rule.rule
        for rule in rules(app)
        for kind, name in PARAMETER.findall(rule.rule)
        if name.endswith("_id") and kind != "uuid"
    ]
    assert loose == []


def test_every_address_is_kebab_case(app):
    words = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)?")
    odd = [
        rule.rule
        for rule in rules(app)
        for part in PARAMETER.sub("x", rule.rule).strip("/").split("/")
        if part and not words.fullmatch(part)
    ]
    assert odd == []


def test_the_list_of_routes_is_what_reviewers_saw(app):
    listing = "".join(
        f"{','.join(sorted((rule.methods or set()) - {'HEAD', 'OPTIONS'})):9} {rule.rule}  {rule.endpoint}\n"
        for rule in rules(app)
    )
    assert matches_snapshot("tests/architecture/routes.txt", listing), (
        "routes changed: look at them with UPDATE_SNAPSHOTS=1"
    )


OUTSIDE = (
    "answer",
    "calendar",
    "check-in",
    "here",
    "hadir",
    "profile",
    "public",
    "register",
    "settings",
    "suggestions",
)
"""Where pages of the package forums stand that belong to a person or need no account."""


def test_every_page_of_a_forum_belongs_to_one_place(app):
    with app.app_context():
        places = panels.registry(app).navigation
        lost = {
            rule.rule: [place.endpoint for place in places if place.holds(rule.endpoint)]
            for rule in rules(app)
            if rule.endpoint.startswith("forums.") and "GET" in (rule.methods or ())
            if rule.rule.split("/")[1] not in OUTSIDE and not rule.rule.endswith(".ics")
        }
    assert {rule: held for rule, held in lost.items() if len(held) != 1} == {}

"""Addresses are Flask's, put together faster."""

import re
from uuid import UUID

import pytest
from flask import Flask, url_for

pytestmark = pytest.mark.one_database
VALUES = {"uuid": UUID("6f1f5a3e-0b5c-4f5a-9d3e-1f0e3f0a7c11"), "int": 7, "string": "integrasi-data", "path": "a/b.css"}


def example(rule):
    return {name: VALUES[kind] for kind, name in re.findall(r"<(\w+):(\w+)>", rule.rule)}


@pytest.mark.parametrize("root", ["", "/selaras"])
def test_every_route_has_the_address_that_flask_gives_it(app, root):
    with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root}):
        for rule in app.url_map.iter_rules():
            values = example(rule)
            assert app.url_for(rule.endpoint, **values) == Flask.url_for(app, rule.endpoint, **values)


@pytest.mark.parametrize("slug", ["a b", "a/b", "é", "%", "?", "", "a.b~c"])
def test_unusual_values_are_written_as_flask_writes_them(app, slug):
    with app.test_request_context("/"):
        assert app.url_for("forums.scheduling.show", slug=slug) == Flask.url_for(
            app, "forums.scheduling.show", slug=slug
        )


@pytest.mark.parametrize("value", ["2026-11", "a b", "é&x=1", "", 7, -1, True, None, ["a", "b"], VALUES["uuid"]])
def test_queries_are_written_as_flask_writes_them(app, value):
    with app.test_request_context("/"):
        for endpoint, given in (
            ("forums.scheduling.index", {}),
            ("forums.scheduling.show", {"slug": "integrasi-data"}),
        ):
            values = {"month": "2026-11", "x": value, **given}
            assert app.url_for(endpoint, **values) == Flask.url_for(app, endpoint, **values)


@pytest.mark.parametrize("anchor", ["rows", "clause-7", "a b", "é", "#", "", None])
def test_anchors_are_written_as_flask_writes_them(app, anchor):
    with app.test_request_context("/"):
        for values in ({}, {"page": 2}):
            wanted = Flask.url_for(app, "forums.scheduling.index", _anchor=anchor, **values)
            assert app.url_for("forums.scheduling.index", _anchor=anchor, **values) == wanted


def test_queries_anchors_and_full_addresses_are_flasks(app):
    with app.test_request_context("/forums"):
        assert url_for(".index", page=2, _anchor="rows") == "/forums?page=2#rows"
        assert url_for(".index") == "/forums"
        assert url_for("forums.scheduling.index", _external=True) == "http://localhost/forums"


def test_what_python_asks_for_is_as_quick_as_what_templates_ask_for(app, monkeypatch):
    monkeypatch.setattr(Flask, "url_for", lambda *_names, **_values: pytest.fail("Werkzeug was asked"))
    with app.test_request_context("/forums"):
        assert url_for("forums.scheduling.show", slug="integrasi-data") == "/forums/integrasi-data"
        assert url_for(".index", _external=None) == "/forums"
        assert url_for(".index", month="2026-11", page=2) == "/forums?month=2026-11&page=2"

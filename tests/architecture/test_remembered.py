"""Rows that are remembered say the same to everyone: what draws them asks for nothing but their values."""

import re

import pytest
from jinja2 import nodes

from tests.support.repository import ROOT, name_of, tracked
from tests.support.templates import beyond, beyond_macro, drawn, environment, parsed

REMEMBERED = [
    (name, macro)
    for name in (name_of(path).removeprefix("templates/") for path in tracked("templates/*.html"))
    if "remembered(" in (ROOT / "templates" / name).read_text()
    for macro in drawn(parsed(name))
]
NAMED = re.compile(r'drawn_row\("([^"]+)", "(\w+)"')
IN_PYTHON = [found for path in tracked("*.py") for found in NAMED.findall((ROOT / name_of(path)).read_text())]


@pytest.mark.parametrize("template, macro", [*REMEMBERED, *IN_PYTHON])
def test_a_remembered_row_follows_from_its_values(template, macro):
    assert list(beyond(macro, template)) == []


@pytest.mark.parametrize(
    "asked", ["current_user.name", "can('x')", "here()", "now()", "request.path", "csrf_token()", "row|random"]
)
def test_who_reads_where_and_when_would_be_seen(asked):
    macro = next(
        environment.parse("{% macro line(row) %}{{ row.a }}{{ " + asked + " }}{% endmacro %}").find_all(nodes.Macro)
    )
    assert len(list(beyond_macro(macro, "base.html"))) == 1

"""Rows that are remembered say the same to everyone: what draws them asks for nothing but their values."""

import re

import pytest
from jinja2 import Environment, nodes
from jinja2.ext import do

from tests.support.repository import ROOT, name_of, tracked

FOLLOWS = {
    "_",
    "act_look",
    "agreement_kind",
    "answer_state",
    "answer_via",
    "asset",
    "blank_decision",
    "blank_remark",
    "blank_report",
    "blocker_word",
    "control",
    "day_name",
    "days_off",
    "decision_rule",
    "described",
    "design",
    "dict",
    "document_kind",
    "due_points",
    "entry_hours",
    "form_token",
    "forum_kind",
    "forum_role",
    "frequency_word",
    "fulfilment_mark",
    "has_files",
    "holiday_name",
    "icon",
    "information_word",
    "invitee",
    "language",
    "largest_file",
    "late_mark",
    "look",
    "loop",
    "may_be_empty",
    "mistakes",
    "month_name",
    "ngettext",
    "office",
    "organisation_kind",
    "party_name",
    "period_name",
    "purpose_name",
    "quarter_names",
    "quorum_missing",
    "renewal_word",
    "repetition",
    "role_names",
    "searching",
    "session_name",
    "session_place",
    "session_tab_label",
    "source_word",
    "source_words",
    "today",
    "url_for",
    "weekday_names",
    "whatsapp",
    "whole_list",
}
"""What templates may ask for in a remembered row: it follows from values, the day and the language."""

FILTERS = {
    "ago",
    "day",
    "dialled",
    "due",
    "filesizeformat",
    "first",
    "hour",
    "iso_day",
    "iso_moment",
    "join",
    "length",
    "list",
    "lower",
    "min",
    "moment",
    "plain_day",
    "replace",
    "select",
    "selectattr",
    "short",
    "short_day",
    "truncate",
    "urlencode",
    "xmlattr",
}
"""Filters that say the same of the same values on the same day, in one language."""

environment = Environment(extensions=[do], autoescape=True)


def parsed(name):
    return environment.parse((ROOT / "templates" / name).read_text())


def drawn(tree):
    """Yield the names of the macros whose rows a template remembers."""
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "remembered":
            assert isinstance(call.args[0], nodes.Name), "the macro is named, so that it can be read here"
            yield call.args[0].name


def beyond(name, template):
    """Yield what a template's name leads to that does not follow from values."""
    tree = parsed(template)
    for macro in tree.find_all(nodes.Macro):
        if macro.name == name:
            yield from beyond_macro(macro, template)
            return
    for given in tree.body:
        if isinstance(given, nodes.Assign) and getattr(given.target, "name", None) == name:
            for used in given.node.find_all(nodes.Name):
                yield from beyond(used.name, template)
            return
    for source in tree.find_all(nodes.FromImport):
        names = dict((one, one) if isinstance(one, str) else reversed(one) for one in source.names)
        if name in names:
            yield from beyond(names[name], source.template.value)
            return
    if name not in FOLLOWS:
        yield f"{template}: {name}"


def beyond_macro(macro, template):
    known = {"caller", "loop", *(one.name for one in macro.find_all(nodes.Name) if one.ctx in {"store", "param"})}
    for used in macro.find_all(nodes.Name):
        if used.ctx == "load" and used.name not in known and used.name != macro.name:
            yield from beyond(used.name, template)
    yield from (f"{template}: |{one.name}" for one in macro.find_all(nodes.Filter) if one.name not in FILTERS)


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

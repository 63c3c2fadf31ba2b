"""What templates ask for beside what they are given, read from their source: "file: name", "file: |filter"."""

from functools import cache

from jinja2 import Environment, nodes
from jinja2.ext import do

from tests.support.repository import ROOT

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
    return _parsed(ROOT / "templates" / name)


@cache
def _parsed(path):
    return environment.parse(path.read_text())


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
    """Yield likewise what a macro asks for."""
    known = {"caller", "loop", *(one.name for one in macro.find_all(nodes.Name) if one.ctx in {"store", "param"})}
    yield from _asked(list(_below(macro)), template, known | {macro.name})


def beyond_page(template):
    """Yield likewise what a whole page asks for, with what it stands in."""
    outside = list(_below(parsed(template), without=nodes.Macro))
    known = {"caller", "loop", *(one.name for one in outside if isinstance(one, nodes.Name) and one.ctx == "store")}
    yield from _asked(outside, template, known)
    for one in outside:
        if isinstance(one, nodes.Extends | nodes.Include):
            yield from beyond_page(one.template.value)


def _asked(within, template, known):
    attributes = {id(one.node): f".{one.attr}" for one in within if isinstance(one, nodes.Getattr)}
    questions = {
        id(one.node): f"({one.args[0].value})"
        for one in within
        if isinstance(one, nodes.Call) and getattr(one.node, "name", "") == "can" and len(one.args) == 1
    }
    for one in within:
        if isinstance(one, nodes.Filter) and one.name not in FILTERS:
            yield f"{template}: |{one.name}"
        if isinstance(one, nodes.Name) and one.ctx == "load" and one.name not in known:
            for found in beyond(one.name, template):
                own = found == f"{template}: {one.name}"
                yield found + (attributes.get(id(one)) or questions.get(id(one), "")) if own else found


def _below(node, without=()):
    for one in node.iter_child_nodes():
        if not isinstance(one, without):
            yield one
            yield from _below(one, without)

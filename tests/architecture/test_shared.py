"""Pages that are shared say the same to all who get them: what they ask for beside their values is compared, too."""

import ast
import re
from types import SimpleNamespace

import pytest

from app.policy import every_policy
from tests.support.repository import ROOT, name_of, tracked
from tests.support.templates import beyond_page


def calls():
    """Yield each template that views share, with the names that they give it."""
    for name in map(name_of, tracked("*.py")):
        text = (ROOT / name).read_text()
        for call in ast.walk(ast.parse(text)) if "shared_page(" in text and not name.startswith("tests/") else ():
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "shared_page":
                yield ast.literal_eval(call.args[0]), {one.arg for one in call.keywords}


GIVEN = dict(calls())
SHARED = sorted(GIVEN)

OF_THE_ADDRESS = {"calendar_address", "carried_filters", "here", "request.args", "session_views"}
OF_THE_READER = {
    "base.html: current_user.is_authenticated",  # they are: nobody else is answered by a list
    "base.html: current_user.name",  # unless `reader` stands in for it
    "base.html: new_menu",
    "base.html: rail",
    "base.html: request.cookies",  # the theme
    "components/messages.html: get_flashed_messages",  # without any; else it is not shared
}
OF_THE_INSTANCE = {
    "agreement_kinds",
    "clock_name",
    "config.DEMO",
    "decision_rule_choices",
    "forum_kinds",
    "holiday_kind",
    "languages",
    "mode_choices",
    "month_choices",
    "sector_choices",
    "settings.unit_name",
    "stage_choices",
    "validity_choices",
}
OF_THE_FORM = {"csrf_token"}
"""It says what stands in for the reader's."""
PLAIN = {"namespace", "remembered", "|clock_time", "|default", "|string", "|upper"}
ALWAYS = OF_THE_ADDRESS | OF_THE_INSTANCE | OF_THE_FORM | PLAIN
ROLES = ("is_administrator", "is_coordinator", "is_leadership")
QUESTION = re.compile(r"can\((.+)\)")


@pytest.mark.one_database
@pytest.mark.parametrize("template", SHARED)
def test_a_shared_page_asks_for_nothing_that_is_not_compared(app, template):
    everywhere = set(app.jinja_env.globals) | {"csrf_token", "current_user", "g", "request", "session"}
    for found in set(beyond_page(template)) - OF_THE_READER:
        what = found.partition(": ")[2]
        if what.startswith("|") or re.split(r"[.(]", what)[0] in everywhere - GIVEN[template]:
            assert what in ALWAYS or QUESTION.fullmatch(what), found


@pytest.mark.one_database
def test_what_a_shared_page_asks_whether_its_reader_may_follows_from_their_roles(app):
    policies = {one.name: one for one in every_policy()}
    asked = {name for template in SHARED for one in beyond_page(template) for name in QUESTION.findall(one)}
    assert asked
    for name in asked:
        for role in (None, *ROLES):
            policies[name].check(SimpleNamespace(is_active=True, **{one: one == role for one in ROLES}))


@pytest.mark.parametrize("asked", ["now()", "current_user.email", "can('session:begin', it)", "request.path", "g.x"])
def test_what_is_not_compared_would_be_seen(tmp_path, monkeypatch, asked):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/list.html").write_text("{% block main %}{{ " + asked + " }}{% endblock %}")
    monkeypatch.setattr("tests.support.templates.ROOT", tmp_path)
    (found,) = [one for one in beyond_page("list.html") if ": it" not in one]
    assert found.partition(": ")[2] not in ALWAYS
    assert not QUESTION.fullmatch(found.partition(": ")[2])

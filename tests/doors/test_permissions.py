"""Every route, asked by every role for its own, foreign and absent things, answers as people decided."""

from itertools import groupby

import pytest

from app.api.access import PREFIX
from app.web.policies import every_policy
from tests.doors.table import rows
from tests.support.programs import Program
from tests.support.visitors import Visitor

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("plain")]

TABLE = {name: list(told) for name, told in groupby(rows(), key=lambda row: row.policy)}


def doors(app, *, guarded=True):
    """Return the routes behind a policy (or those without one) with each of their methods."""
    return [
        (rule, method, app.view_functions[rule.endpoint].policy)
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
        if not rule.endpoint.endswith("static") and bool(app.view_functions[rule.endpoint].policy) is guarded
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


class Asking(Visitor):
    """A visitor who only wants to know the status."""

    def __init__(self, app, person=None):
        super().__init__(app, person)
        self.token = {"X-CSRFToken": self._csrf_token()}
        self.program = Program(app, person)

    def asks(self, method, path):
        if path.startswith(f"{PREFIX}/"):
            told = self.program.client.open(path, method=method, headers=self.program.headers | {"If-Match": "*"})
        else:
            told = self.client.open(path, method=method, headers=self.token)
        if told.status_code == 401 or (told.status_code == 302 and "/sign-in" in (told.location or "")):
            return "sign in"
        return str(told.status_code) if told.status_code in {403, 404} or told.status_code >= 500 else "may"


@pytest.fixture(scope="module")
def visitors(house):
    return {role: Asking(house.app, person) for role, person in house.world.people.items()}


def questions(house, *, method):
    """Yield what is asked: all rows of its policy at every route, own things and foreign ones."""
    for rule, how, policy in doors(house.app):
        if how == method:
            yield from ((rule, row) for row in TABLE[policy.name])


def differences(house, visitors, *, method):
    for rule, row in questions(house, method=method):
        path = house.world.address(house.app, rule, row.thing)
        for role, expected in row.answers.items():
            met = visitors[role].asks(method, path)
            if met != expected:
                yield f"{method} {rule.rule}: {row.policy} of {row.thing} as {role}: {met}, not {expected}"


def summary(lines):
    found = list(lines)
    return "\n".join(["", *found[:60], f"{len(found)} in all"]) if found else ""


def test_every_policy_of_a_route_stands_in_the_table(house):
    used = {policy.name for _rule, _method, policy in doors(house.app)}
    assert sorted(used - TABLE.keys()) == []


def test_the_table_names_no_policy_that_went_away(house):
    assert sorted(TABLE.keys() - {policy.name for policy in every_policy()}) == []


def test_every_policy_about_a_thing_is_asked_about_a_foreign_one():
    foreign = {"elsewhere", "elsewhere draft", "elsewhere circulated", "official", "agency", "restricted", "dead"}
    alone = [name for name, told in TABLE.items() if told[0].thing and not foreign & {row.thing for row in told}]
    assert sorted(set(alone) - {"digest:edit", "holiday:change", "holiday:read"}) == []


def test_pages_answer_every_role_as_the_table_says(house, visitors):
    assert summary(differences(house, visitors, method="GET")) == ""


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
def test_acts_answer_every_role_as_the_table_says(house, visitors, method):
    assert summary(differences(house, visitors, method=method)) == ""


def test_what_does_not_exist_answers_everyone_alike(house, visitors):
    told = [
        f"{method} {rule.rule} as {role}: {met}"
        for rule, method, policy in doors(house.app)
        if policy.model
        for role in ("administrator", "coordinator", "chair", "responsible", "other")
        if (
            met := visitors[role].asks(
                method, house.world.address(house.app, rule, TABLE[policy.name][0].thing, absent=True)
            )
        )
        != "404"
    ]
    assert summary(told) == ""


def test_strangers_are_sent_to_sign_in_whatever_they_ask_for(house):
    stranger = Asking(house.app)
    told = [
        f"{method} {path}: {met}"
        for rule, method, policy in doors(house.app)
        for absent in (False, True)
        for path in [house.world.address(house.app, rule, TABLE[policy.name][0].thing, absent=absent)]
        if (met := stranger.asks(method, path)) != "sign in"
    ]
    assert summary(told) == ""


def test_doors_that_are_open_to_everyone_open(house):
    stranger = Asking(house.app)
    told = [
        f"{rule.rule}: {met}"
        for rule, method, _policy in doors(house.app, guarded=False)
        if method == "GET" and not rule.rule.startswith("/demo/") and rule.rule != "/readyz"  # no scheduler runs here
        if (met := stranger.asks(method, house.world.address(house.app, rule))) not in {"may", "sign in"}
    ]
    assert summary(told) == ""

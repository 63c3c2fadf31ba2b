"""Every route answers every role as the permission matrix says, for its own, foreign and absent objects."""

import pytest

from app.web.policies import every_policy
from tests.permissions.matrix import MATRIX
from tests.permissions.routes import guarded_routes, public_routes
from tests.support.probes import Probe

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("plain")]


def differences(instance, visitors, matrix, *, method):
    """Yield where routes answer something else than the matrix says: every row of its policy at every route."""
    for rule, how, policy in guarded_routes(instance.app):
        for row in matrix[policy.name] if how == method else ():
            path = instance.world.address(instance.app, rule, row.target)
            for role, expected in row.answers.items():
                outcome = visitors[role].outcome(method, path)
                if outcome != expected:
                    yield f"{method} {rule.rule}: {row.policy} of {row.target} as {role}: {outcome}, not {expected}"


def summary(lines):
    found = list(lines)
    return "\n".join(["", *found[:60], f"{len(found)} in all"]) if found else ""


def test_every_policy_of_a_route_stands_in_the_matrix(instance):
    used = {policy.name for _rule, _method, policy in guarded_routes(instance.app)}
    assert sorted(used - MATRIX.keys()) == []


def test_the_matrix_names_no_policy_that_does_not_exist(instance):
    assert sorted(MATRIX.keys() - {policy.name for policy in every_policy()}) == []


def test_every_policy_about_an_object_is_asked_about_a_foreign_one():
    foreign = {
        "elsewhere",
        "elsewhere draft",
        "elsewhere circulated",
        "official",
        "agency",
        "restricted",
        "dead",
        "usable",
    }
    alone = [name for name, rows in MATRIX.items() if rows[0].target and not foreign & {row.target for row in rows}]
    everywhere = {"cooperation:answer", "cooperation:read", "digest:edit", "holiday:change", "holiday:read"}
    assert sorted(set(alone) - everywhere) == []


def test_pages_answer_every_role_as_the_matrix_says(instance, visitors):
    assert summary(differences(instance, visitors, MATRIX, method="GET")) == ""


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
def test_actions_answer_every_role_as_the_matrix_says(instance, visitors, method):
    assert summary(differences(instance, visitors, MATRIX, method=method)) == ""


def test_absent_objects_are_not_found_by_anyone(instance, visitors):
    wrong = [
        f"{method} {rule.rule} as {role}: {outcome}"
        for rule, method, policy in guarded_routes(instance.app)
        if policy.model
        for role in ("administrator", "coordinator", "chair", "responsible", "other")
        for path in [instance.world.address(instance.app, rule, MATRIX[policy.name][0].target, absent=True)]
        if (outcome := visitors[role].outcome(method, path)) != "404"
    ]
    assert summary(wrong) == ""


def test_strangers_are_sent_to_sign_in_whatever_they_ask_for(instance):
    stranger = Probe(instance.app)
    wrong = [
        f"{method} {path}: {outcome}"
        for rule, method, policy in guarded_routes(instance.app)
        for absent in (False, True)
        for path in [instance.world.address(instance.app, rule, MATRIX[policy.name][0].target, absent=absent)]
        if (outcome := stranger.outcome(method, path)) != "sign in"
    ]
    assert summary(wrong) == ""


def test_public_pages_are_open_to_everyone(instance):
    stranger = Probe(instance.app)
    wrong = [
        f"{rule.rule}: {outcome}"
        for rule, method, _policy in public_routes(instance.app)
        if method == "GET" and not rule.rule.startswith("/demo/") and rule.rule != "/readyz"  # no scheduler runs here
        if (outcome := stranger.outcome(method, instance.world.address(instance.app, rule))) not in {"may", "sign in"}
    ]
    assert summary(wrong) == ""

"""Schemathesis against the API: no crash, and no response that the description does not document.

`SCHEMATHESIS_EXAMPLES` says how many cases each operation gets; the same ones on each run.
"""

import os
from contextvars import Context
from functools import partial

import pytest
import schemathesis
import schemathesis.openapi
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.api.access import PREFIX
from tests.support.programs import Program
from tests.support.world.world import build_world

EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "8"))
STRANGER = "nobody"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
BOUNDED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def town(app, clock, monkeypatch):
    """The world with real commits and empty PDFs, and an API client for every role."""
    monkeypatch.setattr("app.pdf.pdf.render", lambda *_given, **_named: b"%PDF-1.7")
    monkeypatch.setattr("app.pdf.merging.MergeJob.print", lambda *_given: b"%PDF-1.7")
    world = build_world()
    return world, {role: Program(app, world.people.get(role)) for role in (*world.people, STRANGER)}


def known_places(app, world):
    """Return the URL values of operations from the world, by path and name of the parameter."""
    places = {}
    for rule in app.url_map.iter_rules():
        policy = getattr(app.view_functions[rule.endpoint], "policy", None)
        if rule.rule.startswith(f"{PREFIX}/") and policy and rule.arguments:
            path = rule.rule.removeprefix(PREFIX)
            for kind in ("<uuid:", "<string:", "<int:"):
                path = path.replace(kind, "{")
            obj = next(iter(world.objects[policy.model.__name__])) if policy.model else None
            values = world.values(app, rule, obj)
            places[path.replace(">", "}")] = {name: str(value) for name, value in values.items()}
    return places


@pytest.mark.filterwarnings("ignore:Exception ignored in. <_io:pytest.PytestUnraisableExceptionWarning")  # its client's
def test_no_program_meets_a_crash_or_an_answer_that_nobody_described(app, town):
    world, programs = town
    places = known_places(app, world)
    schema = Context().run(partial(schemathesis.openapi.from_wsgi, f"{PREFIX}/openapi.json", app))
    tried, told = 0, []
    for found in schema.get_all_operations():
        operation = found.ok()
        tried += 1
        try:
            attempt(operation, places.get(operation.path, {}), programs)
        except (Exception, FailureGroup) as failure:  # one operation's faults must not hide another's
            told.append(f"{operation.label}: {_words(failure)}")
    assert "\n\n".join(told) == ""
    assert tried > 50


def _words(failure):
    within = getattr(failure, "exceptions", [failure])
    return "\n".join(str(one)[:1_000] for one in within)


def attempt(operation, place, programs):
    @BOUNDED
    @given(case=operation.as_strategy(), role=st.sampled_from(list(programs)), elsewhere=st.integers(0, 7))
    def once(case, role, elsewhere):
        if elsewhere:
            case.path_parameters = dict(case.path_parameters or {}) | place
        headers = programs[role if elsewhere != 1 else "administrator"].headers | {"If-Match": "*"}
        answer = Context().run(partial(case.call, headers=headers))
        case.validate_response(answer, checks=CHECKS)

    once()

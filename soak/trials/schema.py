"""All operations of the API, requested by every role and sector: no 5xx, and every response is described."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from contextvars import Context
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

import hypothesis
import schemathesis
import schemathesis.openapi
import structlog
from flask import Flask
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st
from hypothesis.errors import Flaky
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import select

from app.accounts.actions import issue_api_token
from app.accounts.models import Person
from app.api.access import PREFIX
from app.api.operations import PARAMETER, every_operation
from app.database import db
from app.database.transactions import transaction
from app.organisations.models import Organisation
from demo.parties import ACCOUNTS
from forums.scheduling.models import Forum
from soak.findings import Finding, contradictory
from soak.instance import DATABASES, Instance
from soak.trial import Plan, Report, as_figures, trial

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
KNOWN = 60
"""The most objects of a kind whose ids are used."""
CASES = 6
"""Requests per operation."""
WALKS, STEPS = 12, 8
"""Walks along links in a round, and the steps of each."""
LONGEST = 600
"""Characters of a finding."""


@trial("schema", share=2)
def schema(plan: Plan) -> list[Report]:
    """The demo's people as programs, on both databases."""
    return [_on(database, plan) for database in DATABASES]


def _on(database: str, plan: Plan) -> Report:
    began, report = time.monotonic(), Report(f"schema {database}")
    instance = plan.environment.instance(f"schema-{database}", database, plan.stack)
    log = plan.stack.enter_context((instance.folder / "log").open("a"))
    app = instance.app
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(log))  # requests are made in this process
    loaded = app.test_cli_runner().invoke(args=["demo", "load"])
    assert loaded.exit_code == 0, loaded.output
    crowd = Crowd(instance, plan.random(f"schema {database}"))
    until = began + plan.seconds / len(DATABASES)
    while time.monotonic() < until:
        crowd.walk(until)
        crowd.request_everything(until)
    report.findings += crowd.findings
    report.check(instance)
    report.acts = crowd.counts["accepted"]
    report.figures |= as_figures(crowd.counts, "asked", "refused", "walks")
    report.seconds = time.monotonic() - began
    return report


class Crowd:
    """API clients of all people of the demo, which send generated requests."""

    def __init__(self, instance: Instance, random: Random) -> None:
        self.instance, self.random = instance, random
        self.counts: Counter[str] = Counter()
        self.response: dict[str, Finding] = {}
        with instance.opened():
            now = datetime.now(UTC)
            with transaction():
                lifetime = timedelta(days=30)
                self.tokens = {
                    one: issue_api_token(one, name="soak", lifetime=lifetime, at=now) for one in sorted(ACCOUNTS)
                }
            self.known = _known()
            self.places = dict(_places(instance.app))
        self.schema = Context().run(partial(schemathesis.openapi.from_wsgi, f"{PREFIX}/openapi.json", instance.app))
        self.operations = [found.ok().label for found in self.schema.get_all_operations()]  # type: ignore[union-attr]

    @property
    def findings(self) -> list[Finding]:
        """The findings, one for each operation and kind."""
        return list(self.response.values())

    def request_everything(self, until: float) -> None:
        """Request each operation a few times, with ids of existing objects as often as with others."""
        for found in self.schema.get_all_operations():
            if time.monotonic() > until:
                return
            self._ask(found.ok())  # type: ignore[union-attr]

    def walk(self, until: float) -> None:
        """Follow links from one response to the next request, among half of the operations.

        Hypothesis looks for a first step in 10,000 rules, and all operations together have more links than that.
        """
        half = frozenset(self.random.sample(self.operations, len(self.operations) // 2))
        some = self.schema.include(lambda context: context.operation.label in half)
        crowd, machine = self, some.as_state_machine()

        class Walk(machine):  # type: ignore[misc, valid-type]
            def setup(self) -> None:
                crowd.counts["walks"] += 1
                self.who = crowd.random.choice(list(crowd.tokens))

            def call(self, case: Any, **_named: Any) -> Any:
                return crowd.send(case, self.who)

            def validate_response(self, response: Any, case: Any, **_named: Any) -> None:
                crowd.check(case, response, self.who)

        settings = _settings(WALKS, stateful_step_count=STEPS)
        with suppress(Flaky):  # the data change during these walks, so a repeated step may have another result
            if time.monotonic() < until:
                Walk.run(settings=settings)

    def send(self, case: Any, who: str) -> Any:
        """Send a case as one of the people, with `If-Match: *`."""
        headers = {"Authorization": f"Bearer {self.tokens[who]}", "If-Match": "*"}
        self.counts["asked"] += 1
        return Context().run(partial(case.call, headers=headers))

    def check(self, case: Any, response: Any, who: str) -> None:
        """Record what the description does not allow."""
        self.counts["accepted" if response.status_code < 400 else "refused"] += 1
        try:
            case.validate_response(response, checks=CHECKS)
        except (FailureGroup, AssertionError) as failure:
            for one in getattr(failure, "exceptions", [failure]):
                key = f"{case.operation.label} {type(one).__name__}"
                self.response.setdefault(key, contradictory(f"{key} as {who}: {str(one)[:LONGEST]}"))

    def _ask(self, operation: Any) -> None:
        crowd, places = self, self.places.get(operation.path, [])

        @hypothesis.seed(self.random.getrandbits(32))
        @_settings(CASES)
        @given(case=operation.as_strategy(), who=st.sampled_from(sorted(self.tokens)), chance=st.randoms())
        def once(case: Any, who: str, chance: Random) -> None:
            if places and chance.random() < 0.9:
                case.path_parameters = dict(case.path_parameters or {}) | chance.choice(places)
            case.body = crowd.named(case.body, chance)
            crowd.check(case, crowd.send(case, who), who)

        once()

    def named(self, body: Any, chance: Random) -> Any:
        """Return a body, mostly with ids of existing objects."""
        if isinstance(body, dict):
            return {name: self.named(one, chance) for name, one in body.items()}
        if isinstance(body, list):
            return [self.named(one, chance) for one in body]
        return chance.choice(self.known) if _is_id(body) and chance.random() < 0.8 else body


def _settings(examples: int, **more: Any) -> hypothesis.settings:
    return hypothesis.settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        **more,
    )


def _is_id(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(UUID(value))
    except ValueError:
        return False


def _known() -> list[str]:
    """Return ids of people and organisations, the most frequent ones in bodies."""
    queries = (select(model.id).limit(KNOWN) for model in (Person, Organisation))
    return [str(one) for query in queries for one in db.session.scalars(query)]


def _places(app: Flask) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Yield ids of existing objects for the parameters of each path."""
    for operation in every_operation(app).values():
        parameters, model = PARAMETER.findall(operation.path), operation.policy.model
        if not parameters or model is None:
            continue
        column = Forum.slug if parameters[0] == "slug" else model.id
        found = [str(one) for one in db.session.scalars(select(column).limit(KNOWN))]
        rest = dict.fromkeys(parameters[1:], "1")
        yield PARAMETER.sub(r"{\1}", operation.path), [{parameters[0]: one} | rest for one in found]

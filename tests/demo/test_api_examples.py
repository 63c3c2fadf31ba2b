"""The examples of the API guide run in order, as written."""

import json
import re
from datetime import timedelta

import pytest

from app.accounts.people.queries import by_email
from app.api.examples import EXAMPLES
from app.clock import utc_now
from app.database import db
from demo.agreements import add_agreements
from demo.parties import add_parties

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("clock")]


def kept(answer, place):
    if place in answer.headers:
        return answer.headers[place].strip('"')
    value = answer.json
    for step in place.split("."):
        value = value[int(step)] if step.isdigit() else value[step]
    return value


def test_every_example_answers_as_it_says(app, as_program):
    add_agreements(add_parties(utc_now() - timedelta(days=500)), utc_now())
    db.session.commit()
    program, names = as_program(by_email("koordinator@jsc.example")), {}

    def filled(text):
        return re.sub(r"\$([A-Z]+)", lambda found: names[found[1]], text)

    for example in EXAMPLES:
        body = example.body and {"data": filled(json.dumps(example.body)), "content_type": "application/json"}
        headers = {name: filled(value) for name, value in example.headers.items()}
        path, _mark, query = filled(example.path).partition("?")
        answer = program.ask(
            example.method, path, status=example.status, headers=headers, query_string=query, **(body or {})
        )
        names |= {name: kept(answer, place) for name, place in example.keeps.items()}
    assert set(names) == {"NEXT", "CIRCLE", "OWNER", "VERIFIER", "COMMITMENT", "ETAG"}


def test_the_shell_writes_what_is_run():
    for example in EXAMPLES:
        assert f"$SELARAS/api/v1{example.path}" in example.shell
        assert all(f'"{name}: {value}"' in example.shell for name, value in example.headers.items())
        assert ("--json" in example.shell) == (example.body is not None)

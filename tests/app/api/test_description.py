"""The description of the API says what it does: every address, every method, nothing else."""

import pytest

from app.api.description import described
from app.api.operations import every_operation
from app.doors import PROGRAMS

pytestmark = pytest.mark.one_database


@pytest.fixture
def description(app):
    return described(app)


def test_the_description_is_for_everyone_and_cached(client):
    answer = client.get("/api/v1/openapi.json")
    assert answer.json["openapi"].startswith("3.1")
    assert client.get("/api/v1/openapi.json", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_every_address_for_programs_is_described_and_no_other(app, description):
    opened = {
        (
            rule.rule.removeprefix(PROGRAMS)
            .replace("<uuid:", "{")
            .replace("<string:", "{")
            .replace("<int:", "{")
            .replace(">", "}"),
            method.lower(),
        )
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(f"{PROGRAMS}/") and not rule.rule.endswith("openapi.json")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    told = {(path, method) for path, methods in description["paths"].items() for method in methods}
    assert opened == told
    assert opened


def test_every_operation_says_what_it_does_in_a_sentence_and_has_a_name_of_its_own(app, description):
    operations = [one for methods in description["paths"].values() for one in methods.values()]
    assert [one["operationId"] for one in operations if not one["summary"].endswith(".")] == []
    assert len({one["operationId"] for one in operations}) == len(operations) == len(every_operation(app))


def test_every_reference_leads_to_something(description):
    def references(node):
        if isinstance(node, dict):
            if "$ref" in node:
                yield node["$ref"]
            for inner in node.values():
                yield from references(inner)
        elif isinstance(node, list):
            for inner in node:
                yield from references(inner)

    known = {f"#/components/schemas/{name}" for name in description["components"]["schemas"]}
    assert set(references(description)) <= known

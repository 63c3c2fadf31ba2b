"""API responses in the demo have exactly the fields of their schemas."""

import jsonschema_rs
import pytest
from sqlalchemy import select

from app.accounts.people.queries import by_email
from app.api.access import PREFIX
from app.api.description import described
from app.api.operations import PARAMETER, every_operation
from app.database import db
from demo.parties import ACCOUNTS
from forums.scheduling.models import Forum
from tests.support.programs import Program

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("clock")]

OF_A_KIND = 6
"""The most objects of a kind that are read, each by two people with access."""
READERS = sorted(ACCOUNTS)


def strict(node):
    """Return a schema that requires all its fields and allows no others."""
    if isinstance(node, list):
        return [strict(one) for one in node]
    if not isinstance(node, dict):
        return node
    inner = {name: strict(one) for name, one in node.items()}
    if isinstance(inner.get("properties"), dict) and inner.get("type") == "object":
        inner |= {"additionalProperties": False, "required": sorted(inner["properties"])}
    return inner


def addresses(operation):
    """Yield paths of an operation with ids of existing objects."""
    parameters, model = PARAMETER.findall(operation.path), operation.policy.model
    if not parameters:
        yield operation.path
    else:
        column = Forum.slug if parameters[0] == "slug" else model.id
        for value in db.session.scalars(select(column).order_by(model.id).limit(OF_A_KIND)):
            yield PARAMETER.sub(str(value), operation.path, count=1)


def two_responses(programs, path):
    """Return the responses of the first two people who have access to a path."""
    found = []
    for program in programs:
        answer = program.client.get(PREFIX + path, headers=program.headers)
        if answer.status_code == 200:
            found.append(answer.json)
        if len(found) == 2:
            break
    return found


def test_every_read_answers_the_fields_of_its_schema_and_no_other(app):
    assert app.test_cli_runner().invoke(args=["demo", "load"]).exit_code == 0
    description = strict(described(app))
    programs = [Program(app, by_email(email)) for email in READERS]
    read, unread = 0, []
    for name, operation in sorted(every_operation(app).items()):
        if operation.method != "GET" or operation.gives is None:
            continue
        found = description["paths"][PARAMETER.sub(r"{\1}", operation.path)]["get"]["responses"]["200"]
        schema = found["content"]["application/json"]["schema"] | {"components": description["components"]}
        validator = jsonschema_rs.validator_for(schema, validate_formats=True)
        answers = [one for path in list(addresses(operation)) for one in two_responses(programs, path)]
        for answer in answers:
            validator.validate(answer)
        filled = any(answer.get("items", True) for answer in answers)
        read += filled
        unread += [] if filled else [name.removeprefix("api.")]
    assert read >= 50, unread

"""What the description says about bodies is what the API accepts: required fields, ids and examples."""

import json

import jsonschema_rs
import pytest

from app.api.description import described

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("empty_papers")]


@pytest.fixture(scope="module")
def description(instance):
    return described(instance.app)


DEPENDS = {
    "agreements.amendments.apply": "the amendment of the world is a draft",
    "agreements.amendments.record_position": "the amendment of the world is a draft",
    "agreements.amendments.take_position": "the amendment of the world is a draft",
    "agreements.clauses.edit_obligation": "the text of the agreement of the world changes by its amendment",
    "agenda.resolve": "the item must have been carried over three times",
    "agreements.imports.confirm": "the register of the world has no line",
    "basis.enter": "the document names at least one member",
    "redactions.mark": "the minutes must be approved and the forum public",
    "versions.reword": "a new version of the minutes must be open",
    **dict.fromkeys(("circular.edit", "circular.add_document"), "the circular of the world was circulated"),
    "papers.agreement_record": "the session of the world has no decisions to agree on",
    "papers.report": "the minutes of the world are not those that the report is about",
    "agenda.edit": "the session must not be over",
    "alignment.barriers.add_effect": "exactly one of service, commitment and agreement must be given",
    "alignment.barriers.raise_from": "the commitment of the world is not blocked",
    "alignment.regulations.begin_revision": "the regulation of the world is being revised",
    "alignment.regulations.commit": "the forum or agreement is named in the query",
    "alignment.goals.begin_for_forum": "the forum of the world has a shared goal",
    "alignment.capacity.evaluate": "the participant of the world evaluated the training before",
    "alignment.roles.circulate": "the matrix of the world was circulated as it is",
    "commitments.delivery.accept": "coordinators name the source of the answer",
    **dict.fromkeys(
        (
            "commitments.disputes.agree",
            "commitments.disputes.decline",
            "commitments.disputes.reword",
            "commitments.disputes.take_position",
        ),
        "the dispute of the world is settled",
    ),
    "commitments.disputes.follow_up": "the organisations of the commitment of the world have no seat in its circle",
    "commitments.receipts.write": "the delivery of the world is not submitted",
    "commitments.verification.confirm": "the delivery of the world is not submitted",
    "commitments.waiting.begin": "a commitment is chosen or its code is given",
    "changes.merge": "there must be a next session",
    "changes.relocate": "something must change",
    "changes.reschedule": "`first` is one of the sessions to come, and the forum of the world has none",
    "changes.shift": "one of days, weekday and time must be given",
    **dict.fromkeys(
        ("dossier.add_assignment", "dossier.add_photo", "dossier.replace"), "the file is looked at after the fields"
    ),
    "digests.answer": "an option, words or both must be given",
    "forums.create": "a place is needed unless the forum meets online",
    "messages.apply": "the session is named in the query",
    "minutes.circulate": "without recorded attendance the client must agree to circulate",
    "minutes.publish": "the forum must be public",
    **dict.fromkeys(
        ("outcomes.agenda_item", "outcomes.commitment", "outcomes.decision"), "the forum is named in the query"
    ),
    "organisation_succession.rename": "the page opens with the present name, which a new one must replace",
    "organisations.correct_sector": "the page opens with the sector, which a correction must change",
    "papers.add_signed": "the file is looked at after the fields",
    "people_import.confirm": "the file is refused as a whole",
    "registration.check": "registration must be open",
    "registration.open": "the forum must be public",
    "seat_import.confirm": "the file is refused as a whole",
}
"""Operations of which an empty body is refused for other reasons than missing fields."""


def test_the_fields_that_an_empty_body_lacks_are_the_required_ones(attempts):
    wrong = {}
    for name, tried in ((name, tried) for name, tried in attempts.items() if tried[0].operation.takes):
        required = set(tried[0].operation.required)
        found = []
        for attempt in tried:
            found.append(attempt.refused({}))
            if found[-1] == required:
                break
        else:
            wrong[name] = (required, found)
    assert {name: told for name, told in wrong.items() if name not in DEPENDS} == {}
    assert set(wrong) == set(DEPENDS)


def bodies(description):
    """Yield the name of each operation that takes a body, its media types, and its schema."""
    for methods in description["paths"].values():
        for operation in methods.values():
            for kind, content in operation.get("requestBody", {}).get("content", {}).items():
                named = content["schema"]["$ref"].rpartition("/")[2]
                yield operation["operationId"], kind, content, description["components"]["schemas"][named]


def test_the_description_says_which_fields_are_required(attempts, description):
    for name, _kind, _content, schema in bodies(description):
        assert set(schema.get("required", ())) == set(attempts[name][0].operation.required), name
    assert "x-required" not in str(description)


def test_a_change_of_an_object_requires_no_field(description):
    changes = [one for methods in description["paths"].values() for method, one in methods.items() if method == "patch"]
    assert len(changes) > 10
    assert [one["operationId"] for one in changes if one["requestBody"]["required"]] == []


def test_a_file_is_a_named_part_of_a_multipart_body(description):
    uploads = {name: schema for name, kind, _content, schema in bodies(description) if kind == "multipart/form-data"}
    assert uploads["agreements.documents.add"]["properties"]["file"] == {
        "type": "string",
        "format": "binary",
        "title": "File",
        "description": "PDF, pictures or office documents; at most 20 MB.",
    }
    assert uploads["agreements.documents.add"]["required"] == ["file"]
    assert uploads["commitments.delivery.report"]["properties"]["files"]["items"]["format"] == "binary"
    for name, schema in uploads.items():
        assert schema["properties"].keys() - {"file", "files", "emblem"} or name.endswith(
            ("import.add", "basis.add_file", "receipts.add_signed")
        )
        assert all(part["title"] for part in schema["properties"].values()), name


def test_a_body_with_a_required_file_is_never_json(description):
    kinds = {}
    for name, kind, _content, _schema in bodies(description):
        kinds.setdefault(name, set()).add(kind)
    assert kinds["imports.add"] == {"multipart/form-data"}
    assert kinds["commitments.delivery.report"] == {"application/json", "multipart/form-data"}


def properties(node):
    """Yield all properties of schemas, by name."""
    if isinstance(node, dict):
        yield from node.get("properties", {}).items() if isinstance(node.get("properties"), dict) else ()
        for inner in node.values():
            yield from properties(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from properties(inner)


def test_every_id_says_of_what_it_is(description):
    ids = [(name, field.get("items", field)) for name, field in properties(description)]
    ids = [(name, field) for name, field in ids if field.get("format") == "uuid"]
    assert [name for name, field in ids if not field.get("description", "").startswith("The id of ")] == []
    assert len(ids) > 100
    asked = [
        parameter
        for methods in description["paths"].values()
        for operation in methods.values()
        for parameter in operation["parameters"]
        if parameter.get("schema", {}).get("format") == "uuid"
    ]
    assert [one["name"] for one in asked if not one["description"].startswith("The id of ")] == []


def test_examples_fit_their_schemas(description):
    components = {"components": description["components"]}
    for _name, _kind, content, schema in bodies(description):
        if "example" in content:
            jsonschema_rs.validator_for(schema | components, validate_formats=True).validate(content["example"])
    given = [(name, field, value) for name, field in properties(description) for value in field.get("examples", ())]
    for _name, field, value in given:
        jsonschema_rs.validator_for(field | components, validate_formats=True).validate(value)
    assert len(given) > 500


def ids_in(schema):
    """Return the names of the properties that contain ids, with those of nested objects."""
    return {
        name for name, field in schema["properties"].items() if '"uuid"' in json.dumps(field) or "$ref" in str(field)
    }


STATE = {
    "alignment.capacity.plan": "the session is one of those that are offered",
    "agreements.sign": "the agreement of the world is signed",
    "alignment.regulations.commit": "the forum or agreement is named in the query",
    "commitments.waiting.begin": "no commitment of the world has this code",
    "papers.agreement_record": "the session of the world has no decisions to agree on",
    "circular.extend": "the vote of the world ends on another day",
    "commitments.reminders.snooze": "reminders are snoozed for two weeks at most, from the day of the world",
    **dict.fromkeys(
        ("outcomes.agenda_item", "outcomes.commitment", "outcomes.decision"), "the forum is named in the query"
    ),
    "agreements.move": "the agreement of the world is signed",
    "minutes.circulate": "attendance is not recorded",
}
"""Operations whose example is refused in the state of the world's object."""


def test_the_api_accepts_the_examples_of_its_description(attempts, description):
    """Ids are not compared, because no object has those of examples, nor refusals of the whole, at the path ""."""
    wrong = {}
    for name, _kind, content, schema in bodies(description):
        if "example" in content:
            faults = (attempt.refused(content["example"]) - ids_in(schema) - {""} for attempt in attempts[name])
            wrong[name] = next((set() for found in faults if not found), content["example"])
    assert {name for name, example in wrong.items() if example} == set(STATE)
    assert len(wrong) > 80

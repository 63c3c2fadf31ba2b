"""Refusals are in the language that the client accepts, also those of libraries."""

import io
import json

import pytest

from app.api.form_schemas import files_in, parts_of
from app.api.operations import every_operation
from tests.factories import CoordinatorFactory
from tests.support.programs import Program

pytestmark = pytest.mark.one_database

WRONG = ({}, -(10**12), "\ud83d no", ["x"], None)


@pytest.fixture(scope="module")
def program(instance):
    return Program(instance.app, instance.world.people["coordinator"])


@pytest.mark.parametrize(
    "accepted, expected",
    [
        (None, "id"),
        ("en", "en"),
        ("en-GB,en;q=0.9,id;q=0.5", "en"),
        ("id-ID", "id"),
        ("fr", "id"),
        ("fr, en;q=0.1", "en"),
        ("*", "id"),
        ("en;q=0", "id"),
        ("en-US, *;q=0.1", "en"),
        ("nonsense;;q=x", "id"),
    ],
)
def test_the_client_chooses_the_language(program, accepted, expected):
    headers = {"Accept-Language": accepted} if accepted else {}
    told = program.get("/commitments/0197f3c2-7a1e-7c4b-9d52-3f6e8a2b1c0d", status=404, headers=headers)
    assert told.headers["Content-Language"] == expected
    assert told.json["title"] == {"id": "Tidak ditemukan", "en": "Not found"}[expected]
    assert "Accept-Language" in told.headers["Vary"]


def test_without_a_choice_the_language_is_that_of_the_person(instance):
    told = Program(instance.app, CoordinatorFactory(language="en")).get("/commitments", limit="x", status=422)
    assert told.headers["Content-Language"] == "en"


def test_without_a_token_the_language_is_chosen_too(instance):
    nobody = Program(instance.app)
    assert (
        nobody.get("/commitments", status=401, headers={"Accept-Language": "en"}).json["title"] == "Not authenticated"
    )
    assert nobody.get("/commitments", status=401).json["title"] == "Belum terautentikasi"


def test_answers_name_their_language_too(program):
    told = program.get("/forums", headers={"Accept-Language": "en"})
    assert told.headers["Content-Language"] == "en"
    assert {"Accept-Language", "Authorization"} <= set(told.headers["Vary"].split(", "))


def test_the_description_is_in_english(program):
    told = program.client.get("/api/v1/openapi.json", headers={"Accept-Language": "id"})
    assert told.headers["Content-Language"] == "en"


def faults(answer):
    """Return title, detail and errors of problem details, by their place; nothing for other answers."""
    if answer.mimetype != "application/problem+json":
        return {}
    texts = {"title": answer.json["title"], "detail": answer.json["detail"]}
    return texts | {fault["path"]: fault["detail"] for fault in answer.json.get("errors", ())}


def untranslated(attempt, **sent):
    """Return the texts of a refusal that are the same in both languages."""
    known = [faults(attempt.send(language=language, **sent)) for language in ("id", "en")]
    assert known[0].keys() == known[1].keys()
    return {place: text for place, text in known[0].items() if text == known[1][place]}


def test_no_refusal_of_a_query_is_in_another_language(instance, attempts):
    told = 0
    for operation in (one for one in every_operation(instance.app).values() if one.query):
        for wrong in ("", "no", "-5", "9" * 300):
            asked = dict.fromkeys((field.data_key or name for name, field in operation.query().fields.items()), wrong)
            attempt = attempts[operation.name][0]
            assert untranslated(attempt, query_string=asked) == {}, (operation.name, asked)
            told += len(faults(attempt.send(query_string=asked)))
    assert told > 300


def test_no_refusal_of_a_body_is_in_another_language(attempts):
    told = 0
    for name, (attempt, *_others) in attempts.items():
        form = attempt.operation.takes
        for wrong in WRONG if form and not attempt.takes_a_file else ():
            body = dict.fromkeys([*(parts_of(form).keys() - files_in(form)), "colour"], wrong)
            known = [faults(attempt.send(body, language=language)) for language in ("id", "en")]
            assert not set(known[0].values()) & set(known[1].values()), (name, wrong)
            told += len(known[0])
    assert told > 1_000


@pytest.mark.parametrize("body", [[], 7, "x", None])
def test_no_refusal_of_a_body_that_is_no_object_is_in_another_language(attempts, body):
    assert (
        untranslated(attempts["commitments.propose"][0], data=json.dumps(body), content_type="application/json") == {}
    )


def test_no_refusal_of_a_multipart_body_is_in_another_language(attempts):
    told = 0
    for name, (attempt, *_others) in attempts.items():
        form = attempt.operation.takes
        for wrong in ("no", "-5", "", b"\0") if form and files_in(form) else ():
            known = []
            for language in ("id", "en"):
                sent = {
                    field: (io.BytesIO(b"\0"), "no.exe") if field in files_in(form) or wrong == b"\0" else wrong
                    for field in parts_of(form)
                }
                known.append(faults(attempt.send(language=language, data=sent)))
            assert not set(known[0].values()) & set(known[1].values()), name
            told += len(known[0])
    assert told > 50

"""Search through the API."""

import pytest

from tests.factories import CommitmentFactory, CoordinatorFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.every_database


def test_what_every_kind_of_thing_offers_is_found(as_program):
    organisation = OrganisationFactory(name="Dinas Lingkungan Hidup", short_name="DLH")
    PersonFactory(name="Lingkungan Sari")
    found = as_program(CoordinatorFactory()).get("/search", q="lingkungan").json["items"]
    assert (found[0]["code"], found[0]["href"]) == ("DLH", f"/organisations/{organisation.id}")
    assert len(found) == 2
    assert [one["title"] for one in as_program(PersonFactory()).get("/search", q="lingkungan").json["items"]] == [
        "Dinas Lingkungan Hidup"
    ]


def test_a_question_without_words_is_refused(as_program):
    program = as_program(CoordinatorFactory())
    for query in ({}, {"q": ""}, {"q": "x" * 101}, {"q": "x", "page": "2"}):
        (fault,) = program.get("/search", status=422, **query).json["errors"]
        assert (fault["path"], fault["location"]) == ("page" if "page" in query else "q", "query")


def test_a_token_for_other_areas_finds_nothing(as_program):
    as_program(CoordinatorFactory(), scopes=("organisations:read",)).get("/search", q="x", status=403)
    as_program(CoordinatorFactory(), scopes=("search:read",)).get("/search", q="x")


def test_each_kind_says_how_many_there_are_and_gives_all_in_pages(as_program):
    for number in range(12):
        OrganisationFactory(name=f"Dinas Uji {number:02}")
    program = as_program(CoordinatorFactory())
    found = program.get("/search", q="dinas uji").json
    assert (len(found["items"]), found["total"], found["capped"], found["next"]) == (8, 12, False, None)
    totals = {one["kind"]: one["total"] for one in found["kinds"]}
    assert totals["organisations"] == 12
    assert totals["commitments"] == 0
    names, cursor = [], {}
    for _page in range(3):
        page = program.get("/search", q="dinas uji", kind="organisations", limit=5, **cursor).json
        names += [one["title"] for one in page["items"]]
        cursor = {"after": page["next"]}
    assert names == [f"Dinas Uji {number:02}" for number in range(12)]
    assert page["next"] is None
    assert page["items"][0]["facts"][0] == "Pemerintah"
    assert page["items"][0]["kind"] == "organisations"


def test_commitments_come_with_the_newest_first_in_pages_as_well(as_program):
    made = CommitmentFactory.create_batch(5, title="Laporan mutu")
    program = as_program(CoordinatorFactory())
    first = program.get("/search", q="laporan", kind="commitments", limit=3).json
    second = program.get("/search", q="laporan", kind="commitments", limit=3, after=first["next"]).json
    codes = [one["code"] for one in [*first["items"], *second["items"]]]
    assert codes == sorted((one.code for one in made), reverse=True)


def test_a_kind_that_the_reader_does_not_have_and_a_cursor_without_a_kind_are_refused(as_program):
    program = as_program(PersonFactory())
    for query in ({"kind": "people"}, {"kind": "x"}, {"after": "x"}):
        (fault,) = program.get("/search", status=422, q="a", **query).json["errors"]
        assert fault["path"] == "kind"
    (fault,) = program.get("/search", status=422, q="a", kind="forums", after="x").json["errors"]
    assert fault["path"] == "after"

"""Search through the API."""

from datetime import date

import pytest

from tests.factories import CommitmentFactory, CoordinatorFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.every_database


def test_what_the_user_may_read_is_found(as_program):
    organisation = OrganisationFactory(name="Dinas Lingkungan Hidup", short_name="DLH")
    PersonFactory(name="Lingkungan Sari")
    found = as_program(CoordinatorFactory()).get("/search", q="lingkungan").json["items"]
    assert {one["kind"] for one in found} == {"organisations", "people"}
    (mine,) = [one for one in found if one["kind"] == "organisations"]
    assert (mine["code"], mine["href"]) == ("DLH", f"/organisations/{organisation.id}")
    assert [one["title"] for one in as_program(PersonFactory()).get("/search", q="lingkungan").json["items"]] == [
        "Dinas Lingkungan Hidup"
    ]


def test_a_search_without_words_is_refused(as_program):
    program = as_program(CoordinatorFactory())
    for query in ({}, {"q": ""}, {"q": "x" * 101}, {"q": "x", "page": "2"}):
        (fault,) = program.get("/search", status=422, **query).json["errors"]
        assert (fault["path"], fault["location"]) == ("page" if "page" in query else "q", "query")


def test_a_token_for_other_areas_finds_nothing(as_program):
    as_program(CoordinatorFactory(), scopes=("organisations:read",)).get("/search", q="x", status=403)
    as_program(CoordinatorFactory(), scopes=("search:read",)).get("/search", q="x")


def test_all_results_come_in_pages_with_the_counts_of_facets(as_program, clock):
    for number in range(12):
        CommitmentFactory(title=f"Laporan mutu {number:02}", criteria="Lengkap", current_due=date(2027, 1, 1 + number))
    OrganisationFactory(name="Pusat Laporan")
    program = as_program(CoordinatorFactory(language="en"))
    names, cursor = [], {}
    for _page in range(3):
        page = program.get("/search", q="laporan", kind="commitments", limit=5, **cursor).json
        assert (page["total"], page["capped"]) == (12, False)
        names += [one["title"] for one in page["items"]]
        cursor = {"after": page["next"]}
    assert names == [f"Laporan mutu {number:02}" for number in range(12)]
    assert page["next"] is None
    counts = {facet["name"]: {one["label"]: one["total"] for one in facet["choices"]} for facet in page["facets"]}
    assert counts["kind"] == {"Commitments": 12, "Organisations": 1}
    assert page["items"][0]["on"] == "2027-01-11"
    assert page["items"][0]["excerpt"] == "Lengkap"


def test_a_kind_that_the_reader_does_not_have_and_a_foreign_cursor_are_refused(as_program):
    program = as_program(PersonFactory())
    for query in ({"kind": "people"}, {"kind": "x"}):
        (fault,) = program.get("/search", status=422, q="a", **query).json["errors"]
        assert fault["path"] == "kind"
    for after in ("x", "-1", "99", "1e3", "²", "9" * 40):
        (fault,) = program.get("/search", status=422, q="a", after=after).json["errors"]
        assert fault["path"] == "after"

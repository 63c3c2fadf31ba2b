"""The quick lookup by programs."""

from tests.factories import CoordinatorFactory, OrganisationFactory, PersonFactory


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

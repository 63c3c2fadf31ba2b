"""The audit trail through the API."""

import pytest

from app import audit
from app.circles.models import Classification
from app.clock import utc_now
from tests.factories import (
    AdministratorFactory,
    CircleFactory,
    CoordinatorFactory,
    NamedPersonFactory,
    OrganisationFactory,
    PersonFactory,
)

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def administrator():
    return AdministratorFactory(name="Admin")


@pytest.fixture
def acts(administrator):
    """Two actions on an organisation, the second without an actor, and one on another."""
    first, second = OrganisationFactory(), OrganisationFactory()
    audit.record("organisation.archived", first, by=administrator, at=utc_now(), reason="Bubar")
    audit.record("organisation.restored", first, by=None, at=utc_now())
    audit.record("organisation.archived", second, by=administrator, at=utc_now())
    return first, second


def actions(answer):
    return [one["action"] for one in answer.json["items"]]


def test_acts_are_read_in_their_order_with_who_did_them(as_program, administrator, acts):
    first, second, third = as_program(administrator).get("/record").json["items"]
    assert (first["action"], first["by"]) == (
        "organisation.archived",
        {"id": str(administrator.id), "name": "Admin"},
    )
    assert (first["at"], first["details"], first["subject_id"]) == (
        "2026-11-24T02:00:00Z",
        {"reason": "Bubar"},
        str(acts[0].id),
    )
    assert second["by"] is None
    assert first["id"] < second["id"] < third["id"]


def test_the_record_is_narrowed_as_asked(as_program, administrator, acts):
    program = as_program(administrator)
    assert actions(program.get("/record", subject=str(acts[1].id))) == ["organisation.archived"]
    assert actions(program.get("/record", action="organisation.restored")) == ["organisation.restored"]
    assert len(actions(program.get("/record", actor=str(administrator.id)))) == 2
    assert actions(program.get("/record", until="2026-11-24T02:00:00Z")) == []
    assert len(actions(program.get("/record", since="2026-11-24T02:00:00Z", subject_type="Organisation"))) == 3
    assert actions(program.get("/record", sort="-id", limit=1)) == ["organisation.archived"]
    for query in ({"since": "2026-11-24"}, {"subject": "x"}, {"q": "x"}):
        program.get("/record", status=422, **query)


def test_coordinators_read_what_happened_in_circles_that_are_open_to_them(as_program, administrator, acts):
    for classification in (Classification.INTERNAL, Classification.SECRET):
        circle = CircleFactory(classification=classification)
        audit.record("circle.opened", circle, by=administrator, at=utc_now(), circle_id=circle.id)
    assert actions(as_program(CoordinatorFactory()).get("/record")) == ["circle.opened"]
    as_program(PersonFactory()).get("/record", status=403)


def test_what_happened_in_a_secret_circle_is_hidden_from_whom_it_does_not_name(as_program, administrator):
    secret, actor = CircleFactory(classification=Classification.SECRET), PersonFactory()
    named = CoordinatorFactory()
    NamedPersonFactory(circle_id=secret.id, person_id=named.id)
    audit.record("seat.taken", secret, by=actor, at=utc_now(), circle_id=secret.id, reason="Alasan", since="2026-12-01")
    (row,) = as_program(administrator).get("/record").json["items"]
    assert (row["action"], row["what"], row["hidden"]) == ("seat.taken", "memberi kursi kepada … sejak …", True)
    assert (row["by"], row["on_behalf_of"], row["subject_id"], row["details"]) == (None, None, None, {})
    for query in ({"subject": str(secret.id)}, {"subject_type": "Circle"}, {"actor": str(actor.id)}):
        assert actions(as_program(administrator).get("/record", **query)) == []
        assert actions(as_program(named).get("/record", **query)) == ["seat.taken"]
    (row,) = as_program(named).get("/record").json["items"]
    assert (row["details"]["reason"], row["hidden"]) == ("Alasan", False)


def test_a_page_takes_the_same_few_statements_whatever_its_length(as_program, administrator, acts, queries):
    program = as_program(administrator)
    with queries(at_most=5) as few:
        program.get("/record", limit=1)
    with queries(at_most=len(few)):
        program.get("/record")

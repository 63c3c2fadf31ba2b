"""Naming a contact and requesting a date for several commitments, after a preview."""

from datetime import date

import pytest
from sqlalchemy import select

from app.circles.models import Classification
from app.database import db
from commitments.bulk.rules import Refusal, refusal_to_extend, refusal_to_name
from commitments.extensions.models import Extension
from commitments.registry.rules import Delivery, Verification
from tests.factories import NamedPersonFactory, PersonFactory

B = "commitments.bulk"


@pytest.fixture
def several(town):
    """Two commitments in progress, one that was submitted, and one of another organisation."""
    made = [town.promised(Delivery.IN_PROGRESS, title=title, current_due=date(2026, 12, 8)) for title in ("A", "B")]
    made.append(town.promised(Delivery.SUBMITTED, title="C"))
    other = town.promised(Delivery.IN_PROGRESS, title="D")
    other.responsible_id, other.verifier_id = town.community.id, town.it.id
    db.session.commit()
    return [*made, other]


def codes(several):
    return [one.code for one in several]


def test_a_contact_is_named_where_it_fits_and_the_rest_is_said(town, as_user, several):
    worker = PersonFactory(name="Staf Gizi", organisation=town.health)
    page = as_user(town.coordinator).get(f"{B}.name_contact", pick=codes(several))
    assert "4 dari 4 dapat diubah" in page.words
    typed = {"pick": codes(several), "person": str(worker.id)}
    page = as_user(town.coordinator).post(f"{B}.name_contact", typed, follow=True)
    assert "Berhasil untuk 3 komitmen; 1 dilewati" in page.words
    assert [one.responsible_person_id == worker.id for one in several] == [True, True, True, False]


def test_a_date_is_requested_for_what_is_owed_by_ones_own_organisation(town, as_user, several):
    assert "2 dari 4 dapat diubah" in as_user(town.owner).get(f"{B}.request_date", pick=codes(several)).words
    assert "0 dari 4" in as_user(town.coordinator).get(f"{B}.request_date", pick=codes(several)).words
    typed = {"pick": codes(several), "due": "2027-01-15", "reason": "Menunggu alat"}
    as_user(town.owner).post(f"{B}.request_date", {**typed, "due": "2020-01-01"})  # left out: not later
    assert db.session.scalars(select(Extension)).all() == []
    as_user(town.owner).post(f"{B}.request_date", typed)
    assert len(db.session.scalars(select(Extension)).all()) == 2
    page = as_user(town.owner).post(f"{B}.request_date", typed, follow=True)
    assert "Berhasil untuk 0 komitmen; 4 dilewati" in page.words


@pytest.mark.parametrize("act", ["request_date", "name_contact"])
def test_the_preview_takes_the_same_statements_for_many(town, as_user, several, queries, act):
    with queries(at_most=12) as few:
        as_user(town.owner).get(f"{B}.{act}", pick=codes(several)[:1])
    with queries(at_most=len(few)):
        as_user(town.owner).get(f"{B}.{act}", pick=codes(several))


def test_a_person_who_is_not_named_becomes_no_contact_of_a_secret_commitment(town, as_user, several):
    town.circle.classification = Classification.SECRET
    town.coordinator.organisation_id = town.health.id
    db.session.commit()
    worker = PersonFactory(name="Staf Gizi", organisation=town.health)
    for person in (town.coordinator, town.owner):
        NamedPersonFactory(circle_id=town.circle.id, person_id=person.id)
    as_user(town.coordinator).post(f"{B}.name_contact", {"pick": codes(several), "person": str(worker.id)})
    assert all(one.responsible_person_id is None for one in several)
    as_user(town.coordinator).post(f"{B}.name_contact", {"pick": codes(several), "person": str(town.owner.id)})
    assert several[0].responsible_person_id == town.owner.id


@pytest.mark.parametrize(
    "values, expected",
    [
        ({"may": False}, Refusal.NOT_YOURS),
        ({"delivery": Delivery.SUBMITTED}, Refusal.NOT_OWED),
        ({"verification": Verification.DISPUTED}, Refusal.NOT_OWED),
        ({"asked": True}, Refusal.ASKED),
        ({"later": False}, Refusal.NOT_LATER),
        ({}, None),
    ],
)
def test_why_a_date_is_not_requested(values, expected):
    usual = {"delivery": Delivery.BLOCKED, "verification": Verification.RETURNED, "may": True, "asked": False}
    assert refusal_to_extend(**{**usual, "later": True, **values}) is expected


@pytest.mark.parametrize(
    "values, expected",
    [
        ({"may": False}, Refusal.NOT_YOURS),
        ({"delivery": Delivery.CLOSED}, Refusal.ENDED),
        ({"fits": False}, Refusal.OTHER_ORGANISATION),
        ({}, None),
    ],
)
def test_why_a_contact_is_not_named(values, expected):
    assert refusal_to_name(**{"delivery": Delivery.PROPOSED, "may": True, "fits": True, **values}) is expected

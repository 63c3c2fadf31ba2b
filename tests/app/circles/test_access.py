"""Who may know of what belongs to a circle: the Python rule and the SQL condition agree."""

from datetime import date
from itertools import product

import pytest
from sqlalchemy import select

from app.accounts.models import Person
from app.circles.actions import name_people
from app.circles.models import Circle, Classification, NamedPerson
from app.circles.queries import belongs_in, has_place, knows, knows_of
from app.database import db
from tests.factories import CircleFactory, NamedPersonFactory, OrganisationFactory, PersonFactory, SeatFactory

pytestmark = pytest.mark.every_database

TODAY = date(2026, 11, 24)
ROLES = ({}, {"is_coordinator": True}, {"is_leadership": True}, {"is_administrator": True})
SEATS = (None, {}, {"observer": True}, {"until": date(2026, 11, 23)}, {"since": date(2026, 11, 25)})
BY_ROLE = {
    "is_coordinator": {Classification.PUBLIC, Classification.INTERNAL, Classification.RESTRICTED},
    "is_leadership": {Classification.PUBLIC, Classification.INTERNAL},
}


def places():
    """Yield a circle and a person for every classification, role, seat, and whether they are named."""
    for classification, role, seat, named in product(Classification, ROLES, SEATS, (False, True)):
        organisation = OrganisationFactory()
        person, circle = PersonFactory(organisation=organisation, **role), CircleFactory(classification=classification)
        if seat is not None:
            SeatFactory(circle=circle, organisation=organisation, **seat)
        if named:
            NamedPersonFactory(circle_id=circle.id, person_id=person.id)
        seated = seat is not None and not {"until", "since"} & seat.keys()
        by_role = any(classification in BY_ROLE.get(name, ()) for name in role)
        belongs = named or (seated and classification is not Classification.SECRET)
        yield person, circle, belongs, belongs or by_role


def test_the_rule_and_the_condition_agree_for_every_place_in_every_circle(app):
    for person, circle, belongs, knowing in places():
        case = (circle.classification, person.roles, belongs)
        assert has_place(person, circle, TODAY) is belongs, case
        assert knows(person, circle, TODAY) is knowing, case
        for condition, expected in ((belongs_in, belongs), (knows_of, knowing)):
            found = db.session.scalars(select(Circle.id).where(condition(Circle.id, person, TODAY)))
            assert set(found) == ({circle.id} if expected else set()) | others(condition, person, circle), case


def others(condition, person, circle):
    """Return the other circles that are open to a person by role alone: they have a place in one circle."""
    if condition is belongs_in:
        return set()
    opened = {one for name, levels in BY_ROLE.items() if getattr(person, name) for one in levels}
    circles = db.session.scalars(select(Circle).where(Circle.id != circle.id))
    return {one.id for one in circles if one.classification in opened}


def test_naming_people_adds_the_new_and_removes_the_old(app):
    circle, (one, two, three) = CircleFactory(), PersonFactory.create_batch(3)
    name_people(circle.id, {one.id, two.id})
    kept = db.session.scalar(select(NamedPerson.id).where(NamedPerson.person_id == two.id))
    name_people(circle.id, {two.id, three.id})
    named = select(Person.id).join(NamedPerson, NamedPerson.person_id == Person.id)
    assert set(db.session.scalars(named)) == {two.id, three.id}
    assert db.session.get(NamedPerson, kept)

"""Several people, or one in a hurry, at the same door at the same moment."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func

from app.accounts import passwords
from app.accounts.models import Person
from app.audit.models import AuditRow
from app.database import db
from app.mail.outbox.models import Mail
from tests.factories import CoordinatorFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.every_database


def all_at_once(acts):
    """Run every act in a thread of its own and return what they return."""
    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(act) for act in acts]]


def statuses(visitors, send):
    db.session.commit()
    return sorted(all_at_once([lambda visitor=visitor: send(visitor).status_code for visitor in visitors]))


def test_a_link_lets_one_of_many_in(app, as_user):
    member = PersonFactory()
    as_user().post("accounts.ask_link", {"email": member.email}, status=200)
    mail = db.session.scalar(db.select(Mail))
    path = re.search(r"http://localhost(/\S+)", mail.text)[1]
    visitors = [as_user() for _number in range(6)]
    headers = {visitor: {"X-CSRFToken": visitor.csrf_token()} for visitor in visitors}
    answers = statuses(visitors, lambda visitor: visitor.client.post(path, headers=headers[visitor]))
    assert answers[0] == 303
    assert set(answers[1:]) <= {410, 422}
    assert db.session.scalar(db.select(func.count()).where(AuditRow.action == "person.signed_in")) == 1


def test_guesses_at_the_same_moment_are_counted_all(app, as_user):
    member = PersonFactory(password_hash=passwords.hashed("kuda terbang di Ancol"))
    values = {"email": member.email, "password": "not this one"}
    visitors = [as_user() for _number in range(8)]
    headers = {visitor: {"X-CSRFToken": visitor.csrf_token()} for visitor in visitors}
    answers = statuses(visitors, lambda visitor: visitor.client.post("/sign-in", data=values, headers=headers[visitor]))
    assert answers == [422] * 5 + [429] * 3


def test_one_address_is_given_to_one_person(app, as_user):
    coordinator, organisation = CoordinatorFactory(), OrganisationFactory()
    values = {"organisation_id": str(organisation.id), "email": "satu@dinas.example", "language": "id"}
    visitors = [as_user(coordinator) for _number in range(4)]
    headers = {visitor: {"X-CSRFToken": visitor.csrf_token()} for visitor in visitors}
    answers = statuses(
        visitors,
        lambda visitor: visitor.client.post("/people/new", data={**values, "name": "Satu"}, headers=headers[visitor]),
    )
    assert answers == [303, 422, 422, 422]
    assert db.session.scalar(db.select(func.count()).where(Person.email == "satu@dinas.example")) == 1

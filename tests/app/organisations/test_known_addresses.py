"""Nobody learns by entering an address whether somebody whom they may not list has it."""

import pytest
from sqlalchemy import select

from app.accounts.models import Person, TokenPurpose
from app.accounts.sign_in import actions as sign_in
from app.accounts.tokens import find, issue
from app.clock import utc_now
from app.database import db
from app.errors import RuleViolation
from app.mail.outbox.models import Mail
from tests.factories import CoordinatorFactory, OrganisationFactory, PersonFactory

KNOWN, UNKNOWN = "kepala@lain.example", "siapa@lain.example"


@pytest.fixture
def health(app, clock):
    return OrganisationFactory(name="Dinas Kesehatan")


@pytest.fixture
def member(health):
    return PersonFactory(organisation=health, language="en")


@pytest.fixture
def elsewhere(health):
    """Somebody of another organisation, whom members of this one may not list."""
    return PersonFactory(name="Kepala Lain", email=KNOWN)


def added(email):
    """Return the contact that was added last with this address, without an account."""
    return db.session.scalars(select(Person).where(Person.email == email, Person.joined_at.is_(None))).one()


def test_adding_a_contact_answers_alike_whether_or_not_others_have_the_address(as_user, health, member, elsewhere):
    visitor = as_user(member)
    told = {}
    for email in (KNOWN, UNKNOWN):
        values = {"name": "Sekretaris", "email": email}
        answer = visitor.post("organisations.add_contact", values, organisation_id=health.id, follow=True)
        page = visitor.get("people.show", person_id=added(email).id)
        told[email] = (answer.words.replace("Sekretaris", ""), page.words.replace(email, ""))
        db.session.delete(added(email))
        db.session.commit()
    assert told[KNOWN] == told[UNKNOWN]


def test_programs_are_answered_alike_too(as_program, health, member, elsewhere):
    program, shapes = as_program(member), []
    for email in (KNOWN, UNKNOWN):
        made = program.post(
            f"/organisations/{health.id}/contacts", {"name": "Sekretaris", "email": email}, status=201
        ).json
        shapes.append({name: value for name, value in made.items() if name not in {"id", "email", "version"}})
        assert made["email"] == email
    assert shapes[0] == shapes[1]


def test_correcting_a_contact_answers_alike(as_program, health, member, elsewhere):
    contact = PersonFactory(organisation=health, joined_at=None, email="lama@dinkes.example")
    program = as_program(member)
    for email in (KNOWN, UNKNOWN):
        assert program.patch(f"/people/{contact.id}", {"email": email}).json["email"] == email


def test_one_organisation_has_one_person_of_an_address(as_program, health, member):
    again = {"name": "Sekali lagi", "email": member.email}
    refused = as_program(member).post(f"/organisations/{health.id}/contacts", again, status=422)
    assert [one["path"] for one in refused.json["errors"]] == ["/email"]


def test_people_who_may_list_everyone_read_that_an_address_is_known(as_program, health, elsewhere):
    body = {"name": "Sekretaris", "email": KNOWN}
    as_program(CoordinatorFactory()).post(f"/organisations/{health.id}/contacts", body, status=422)


def test_the_account_of_an_address_is_unchanged(as_user, as_program, health, member, elsewhere):
    as_program(member).post(f"/organisations/{health.id}/contacts", {"name": "Palsu", "email": KNOWN}, status=201)
    as_user().post("accounts.ask_link", {"email": KNOWN}, status=200)
    mail = db.session.scalars(select(Mail).where(Mail.recipient == KNOWN)).one()
    assert mail.person_id == elsewhere.id


def test_an_address_has_one_account(as_program, health, member, elsewhere):
    as_program(member).post(f"/organisations/{health.id}/contacts", {"name": "Palsu", "email": KNOWN}, status=201)
    contact = added(KNOWN)
    refused = as_program(CoordinatorFactory()).post(f"/people/{contact.id}/invite", {}, status=422)
    assert "account" in refused.get_data(as_text=True) or "akun" in refused.get_data(as_text=True)
    secret = issue(contact, TokenPurpose.INVITATION, at=utc_now(), lifetime=None)
    db.session.commit()
    token = find(secret, TokenPurpose.INVITATION, at=utc_now())
    with pytest.raises(RuleViolation):
        sign_in.join(token, password="kuda terbang di Ancol", language="id", at=utc_now())

"""Platform roles: given to others at once, taken for oneself only with another administrator."""

from datetime import UTC, datetime

import pytest

from app.accounts.people.queries import account_state
from app.accounts.roles.models import RoleRequest
from app.accounts.roles.rules import needing_second, taken
from app.audit.models import AuditRow
from app.database import db
from app.mail.outbox.models import Mail
from tests.factories import AdministratorFactory, CoordinatorFactory, LeadershipFactory, PersonFactory

pytestmark = pytest.mark.every_database

INDEX, CONFIRM, DECLINE = "roles.index", "roles.confirm", "roles.decline"


@pytest.fixture
def administrator(app, clock):
    return AdministratorFactory(name="Admin Satu", language="en")


@pytest.fixture
def other(administrator):
    return AdministratorFactory(name="Admin Dua", language="en")


@pytest.fixture
def ask(as_user, administrator):
    """`ask("coordinator", …)` lets the administrator take these roles beside their own, and returns the request."""

    def send(*roles, status=None):
        values = {"roles": ["administrator", *roles], "version": administrator.version}
        as_user(administrator).post("people.roles", values, person_id=administrator.id, status=status)
        return db.session.scalars(db.select(RoleRequest).where(RoleRequest.closed_at.is_(None))).first()

    return send


def mails(kind):
    return list(db.session.scalars(db.select(Mail).where(Mail.kind == f"accounts/{kind}")))


def acts(person):
    rows = db.select(AuditRow.action).where(AuditRow.subject_id == person.id).order_by(AuditRow.id)
    return list(db.session.scalars(rows))


@pytest.mark.one_database
def test_only_roles_that_read_content_and_that_one_takes_oneself_need_a_second():
    wanted = {"administrator", "coordinator", "leadership"}
    assert needing_second({"administrator"}, wanted, own=True, has_second=True) == {"coordinator", "leadership"}
    assert needing_second({"administrator", "coordinator"}, wanted, own=True, has_second=True) == {"leadership"}
    assert needing_second({"administrator"}, wanted, own=False, has_second=True) == set()
    assert needing_second({"administrator"}, wanted, own=True, has_second=False) == set()
    assert taken({"administrator"}, wanted, own=True) == {"coordinator", "leadership"}


def test_a_role_of_ones_own_waits_until_another_administrator_confirms(as_user, administrator, other, ask):
    LeadershipFactory(email="pimpinan@x.example")
    request = ask("coordinator")
    assert (administrator.roles, request.roles) == (["administrator"], ["coordinator"])
    assert [mail.recipient for mail in mails("roles-asked")] == [other.email]
    assert "Coordinator" in mails("roles-asked")[0].text
    assert "waiting for another administrator" in as_user(administrator).get(f"/people/{administrator.id}").words
    as_user(administrator).post(CONFIRM, role_request_id=request.id, status=403)
    page = as_user(other).get(INDEX)
    assert "Admin Satu" in page.words
    as_user(other).post(CONFIRM, role_request_id=request.id)
    assert administrator.roles == ["administrator", "coordinator"]
    assert acts(administrator)[-2:] == ["person.roles_asked", "person.roles_changed"]
    told = {mail.recipient for mail in mails("roles-announced")}
    assert told == {administrator.email, other.email, "pimpinan@x.example"}
    assert "Admin Dua confirmed it" in next(
        one.text for one in mails("roles-announced") if one.recipient == other.email
    )
    assert "No request is waiting" in as_user(other).get(INDEX).words


def test_the_only_administrator_takes_a_role_at_once_and_everyone_with_a_role_is_told(administrator, ask):
    AdministratorFactory(suspended_at=datetime(2026, 2, 1, tzinfo=UTC))
    coordinator = CoordinatorFactory(language="en")
    assert ask("leadership") is None
    assert administrator.roles == ["administrator", "leadership"]
    assert acts(administrator)[-1] == "person.roles_changed"
    assert {mail.recipient for mail in mails("roles-announced")} == {administrator.email, coordinator.email}
    assert "the only administrator" in mails("roles-announced")[0].text


def test_a_request_is_made_once_and_decided_once(as_user, administrator, other, ask):
    request = ask("coordinator")
    ask("leadership", status=409)
    as_user(administrator).post(DECLINE, role_request_id=request.id)
    as_user(other).post(CONFIRM, role_request_id=request.id, status=409)
    as_user(other).post(DECLINE, role_request_id=request.id, status=409)
    assert administrator.roles == ["administrator"]
    assert acts(administrator)[-1] == "person.roles_declined"
    again = ask("leadership")
    as_user(other).post(CONFIRM, role_request_id=again.id)
    assert administrator.roles == ["administrator", "leadership"]


def test_what_somebody_asked_who_is_no_longer_an_administrator_is_not_given(as_user, administrator, other, ask):
    request = ask("coordinator")
    values = {"roles": [], "version": administrator.version}
    as_user(other).post("people.roles", values, person_id=administrator.id)
    as_user(other).post(CONFIRM, role_request_id=request.id, status=409)
    assert administrator.roles == []
    as_user(other).post(DECLINE, role_request_id=request.id)


def test_giving_up_a_role_and_being_an_administrator_need_nobody(as_user, administrator, other):
    administrator.is_coordinator = True
    db.session.commit()
    values = {"roles": ["administrator"], "version": administrator.version}
    as_user(administrator).post("people.roles", values, person_id=administrator.id)
    assert administrator.roles == ["administrator"]
    assert mails("roles-asked") == mails("roles-announced") == mails("roles-changed") == []


def test_others_are_given_roles_at_once_and_are_told(as_user, administrator, other):
    person = PersonFactory(language="id")
    contact = PersonFactory(joined_at=None)
    for one in (person, contact):
        values = {"roles": ["coordinator"], "version": one.version}
        as_user(administrator).post("people.roles", values, person_id=one.id)
        assert one.roles == ["coordinator"]
        assert account_state(one, invited=False) == ("active" if one is person else "none")
    (mail,) = mails("roles-changed")
    assert (mail.recipient, "Koordinator" in mail.text) == (person.email, True)
    as_user(administrator).post("people.roles", {"version": person.version}, person_id=person.id)
    assert len(mails("roles-changed")) == 2


def test_programs_ask_and_confirm(as_program, administrator, other):
    program, second = as_program(administrator), as_program(other)
    sent = {"roles": ["administrator", "coordinator"]}
    program.ask("POST", f"/people/{administrator.id}/roles", status=200, json=sent, headers={"If-Match": "*"})
    (item,) = second.get("/role-requests").json["items"]
    assert (item["person"]["name"], item["roles"]) == ("Admin Satu", ["coordinator"])
    program.post(f"/role-requests/{item['id']}/confirm", {}, status=403)
    assert second.post(f"/role-requests/{item['id']}/confirm", {}).json["is_granted"] is True
    second.post(f"/role-requests/{item['id']}/confirm", {}, status=409)
    assert administrator.roles == ["administrator", "coordinator"]
    assert second.get("/role-requests").json["items"] == []


@pytest.mark.one_database
def test_the_page_takes_as_many_statements_for_many_requests(as_user, administrator, queries):
    def request():
        db.session.add(
            RoleRequest(person=AdministratorFactory(), roles=["coordinator"], asked_at=administrator.joined_at)
        )
        db.session.commit()

    request()
    visitor = as_user(administrator)
    visitor.get(INDEX)
    with queries(at_most=8) as few:
        visitor.get(INDEX)
    for _number in range(5):
        request()
    with queries(at_most=8) as many:
        visitor.get(INDEX)
    assert len(many) == len(few)

"""People and the own profile through the API."""

from datetime import timedelta

import pytest

from app.accounts.models import Person
from app.audit.models import AuditRow
from app.database import db
from app.mail.outbox.models import Mail
from tests.factories import AdministratorFactory, CoordinatorFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def program(as_program):
    return as_program(CoordinatorFactory(name="Zulaikha"))


@pytest.fixture
def agency():
    return OrganisationFactory(name="Dinas Kesehatan")


def new(agency, **changes):
    facts = {"name": "Budi", "organisation_id": str(agency.id), "email": "budi@dinas.example", "language": "id"}
    return facts | changes


def acts(person_id):
    query = db.select(AuditRow.action).where(AuditRow.subject_id == person_id).order_by(AuditRow.id)
    return list(db.session.scalars(query))


def names(answer):
    return [one["name"] for one in answer.json["items"]]


def test_the_list_is_narrowed_as_asked(program, agency):
    PersonFactory(name="Ani", organisation=agency, joined_at=None)
    PersonFactory(name="Budi", organisation=agency)
    PersonFactory(name="Candra", is_leadership=True)
    assert names(program.get("/people", sort="-name")) == ["Zulaikha", "Candra", "Budi", "Ani"]
    assert names(program.get("/people", organisation=str(agency.id))) == ["Ani", "Budi"]
    assert names(program.get("/people", account="none")) == ["Ani"]
    assert names(program.get("/people", role="leadership")) == ["Candra"]
    assert names(program.get("/people", q="kesehatan", account="active")) == ["Budi"]
    told = program.get("/people", status=422, account="dormant").json["errors"]
    assert [(fault["path"], fault["location"]) for fault in told] == [("account", "query")]


def test_a_list_takes_the_same_few_statements_whatever_its_length(program, queries, agency):
    PersonFactory(organisation=agency, joined_at=None)
    with queries(at_most=4) as few:
        program.get("/people")
    for _number in range(20):
        PersonFactory(joined_at=None)
    with queries(at_most=len(few)):
        program.get("/people")


def test_a_person_is_added_and_invited(program, agency):
    made = program.post("/people", new(agency, position="Kepala Bidang"), status=201)
    assert (made.json["account"], made.json["organisation"]["name"]) == ("invited", "Dinas Kesehatan")
    assert made.json["invitation"] == {"sent_at": "2026-11-24T02:00:00Z", "expires_at": "2026-12-01T02:00:00Z"}
    assert made.headers["Location"].endswith(f"/people/{made.json['id']}")
    assert program.get(f"/people/{made.json['id']}").json == made.json
    assert db.session.scalars(db.select(Mail)).one().recipient == "budi@dinas.example"
    (listed,) = program.get("/people", account="invited").json["items"]
    assert (listed["id"], listed["account"]) == (made.json["id"], "invited")


def test_a_person_may_stay_a_contact(program, agency):
    made = program.post("/people", new(agency, email=None, invite=False), status=201).json
    assert (made["account"], made["email"], made["invitation"]) == ("none", None, None)
    assert db.session.scalars(db.select(Mail)).all() == []


@pytest.mark.parametrize(
    "changes, path",
    [
        ({"name": " "}, "/name"),
        ({"email": None}, "/email"),
        ({"email": "nobody"}, "/email"),
        ({"email": "TAKEN@dinas.example"}, "/email"),
        ({"organisation_id": None}, "/organisation_id"),
        ({"phone": "call me"}, "/phone"),
        ({"language": "fr"}, "/language"),
        ({"is_administrator": True}, "/is_administrator"),
    ],
)
def test_what_is_wrong_with_a_new_one_is_named(program, agency, changes, path):
    PersonFactory(email="taken@dinas.example")
    told = program.post("/people", new(agency, **changes), status=422).json["errors"]
    assert [fault["path"] for fault in told] == [path]
    assert db.session.scalars(db.select(Person).where(Person.name == "Budi")).all() == []


def test_a_change_keeps_what_it_leaves_out(program, agency):
    person = PersonFactory(name="Ani", phone="0812 1111", joined_at=None)
    path = f"/people/{person.id}"
    seen = program.get(path).headers["ETag"]
    changed = program.patch(path, {"organisation_id": str(agency.id), "position": "Sekretaris"}, match=seen).json
    assert (changed["name"], changed["phone"], changed["position"]) == ("Ani", "0812 1111", "Sekretaris")
    assert changed["organisation"] == {"id": str(agency.id), "name": "Dinas Kesehatan"}
    program.patch(path, {"name": "Ana"}, match=seen, status=412)
    told = program.patch(path, {"email": "nobody"}, status=422).json["errors"]
    assert [fault["path"] for fault in told] == ["/email"]
    assert acts(person.id) == ["person.changed"]


def test_an_invitation_is_sent_and_revoked(program, agency, clock):
    person = PersonFactory(joined_at=None, organisation=agency)
    path = f"/people/{person.id}"
    assert program.post(f"{path}/invite").json["account"] == "invited"
    clock.shift(timedelta(days=1))
    assert program.post(f"{path}/invite").json["invitation"]["sent_at"] == "2026-11-25T02:00:00Z"
    assert program.post(f"{path}/revoke-invitation").json["account"] == "none"
    program.post(f"{path}/revoke-invitation", status=422)
    program.post(f"/people/{PersonFactory().id}/invite", status=422)


def test_an_account_is_suspended_and_let_in_again(as_program, program):
    person = PersonFactory()
    own = as_program(person)
    path = f"/people/{person.id}"
    assert program.post(f"{path}/suspend").json["account"] == "suspended"
    own.get("/profile", status=401)
    program.post(f"{path}/suspend", status=422)
    assert program.post(f"{path}/restore").json["account"] == "active"
    assert acts(person.id) == ["person.suspended", "person.restored"]


def test_administrators_give_roles_and_keep_one_of_theirs(as_program, program):
    administrator, person = AdministratorFactory(), PersonFactory()
    office = as_program(administrator)
    given = office.post(f"/people/{person.id}/roles", {"roles": ["coordinator", "leadership"]}).json
    assert given["roles"] == ["coordinator", "leadership"]
    told = office.post(f"/people/{administrator.id}/roles", {"roles": []}, status=422).json["errors"]
    assert [fault["path"] for fault in told] == ["/roles"]
    told = office.post(f"/people/{person.id}/roles", {"roles": ["king"]}, status=422).json["errors"]
    assert [fault["path"].partition("/")[2].partition("/")[0] for fault in told] == ["roles"]
    program.post(f"/people/{person.id}/roles", {"roles": []}, status=403)


def test_colleagues_are_seen_and_strangers_are_not(as_program, agency):
    person = PersonFactory(organisation=agency)
    colleague = as_program(PersonFactory(organisation=agency))
    colleague.get("/people", status=403)
    assert colleague.get(f"/people/{person.id}").json["email"] == person.email
    as_program(PersonFactory()).get(f"/people/{person.id}", status=404)
    colleague.patch(f"/people/{person.id}", {"name": "Lain"}, status=403)


def test_members_correct_contacts_but_do_not_move_them(as_program, agency):
    contact = PersonFactory(organisation=agency, joined_at=None)
    member = as_program(PersonFactory(organisation=agency))
    changed = member.patch(
        f"/people/{contact.id}", {"position": "Staf", "organisation_id": str(OrganisationFactory().id)}
    )
    assert (changed.json["position"], changed.json["organisation"]["id"]) == ("Staf", str(agency.id))


def test_one_s_own_profile_is_read_and_corrected(as_program):
    person = PersonFactory(name="Ani", phone="0812 1111")
    own = as_program(person)
    read = own.get("/profile")
    assert (read.json["id"], read.json["account"]) == (str(person.id), "active")
    changed = own.patch("/profile", {"position": "Sekretaris", "language": "en"}, match=read.headers["ETag"])
    assert (changed.json["name"], changed.json["position"], changed.json["language"]) == ("Ani", "Sekretaris", "en")
    assert own.get("/profile").json == changed.json
    own.patch("/profile", {"name": "Ana"}, match=read.headers["ETag"], status=412)
    own.patch("/profile", {"name": "Ana"}, match=None, status=428)
    told = own.patch("/profile", {"name": "", "roles": ["administrator"]}, status=422).json["errors"]
    assert [fault["path"] for fault in told] == ["/roles"]
    assert acts(person.id) == ["person.changed"]

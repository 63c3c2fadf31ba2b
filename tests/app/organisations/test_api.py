"""What programs do with organisations."""

import pytest

from app.audit.models import AuditRow
from app.database import db
from app.organisations.models import Contact, ContactRole, Organisation, Sector, SectorChange
from tests.factories import AdministratorFactory, CoordinatorFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.usefixtures("clock")

NEW = {"name": "PT Mitra Kota", "short_name": "Mitra", "kind": "company", "sector": "private"}


@pytest.fixture
def program(as_program):
    return as_program(CoordinatorFactory())


@pytest.fixture
def health():
    return OrganisationFactory(name="Dinas Kesehatan", short_name="Dinkes", phone="021 345678", parent=None)


def acts(organisation_id):
    query = db.select(AuditRow.action).where(AuditRow.subject_id == organisation_id).order_by(AuditRow.id)
    return list(db.session.scalars(query))


def names(answer):
    return [one["name"] for one in answer.json["items"]]


def test_the_list_is_narrowed_and_ordered_as_asked(program, health):
    OrganisationFactory(name="PT Kesehatan Kota", sector=Sector.PRIVATE, parent=health)
    assert names(program.get("/organisations", q="KESEHATAN")) == ["Dinas Kesehatan", "PT Kesehatan Kota"]
    assert names(program.get("/organisations", q="kesehatan", sort="-name", limit=1)) == ["PT Kesehatan Kota"]
    (private,) = program.get("/organisations", sector="private").json["items"]
    assert private["parent"] == {"id": str(health.id), "name": "Dinas Kesehatan"}


def test_pages_by_sector_follow_each_other(program):
    for number in range(6):
        OrganisationFactory(sector=list(Sector)[number % 3])
    seen, after = [], {}
    while True:
        page = program.get("/organisations", sort="-sector", limit=2, **after).json
        seen += page["items"]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    sectors = [one["sector"] for one in seen]
    assert len({one["id"] for one in seen}) == len(seen) == 7
    assert sectors == sorted(sectors, reverse=True)


def test_a_list_takes_the_same_few_statements_whatever_its_length(program, queries, health):
    with queries(at_most=4) as few:
        program.get("/organisations")
    for _number in range(20):
        OrganisationFactory(parent=health)
    with queries(at_most=len(few)):
        program.get("/organisations")


def test_one_is_shown_with_all_that_its_page_says(program, queries, health):
    head = PersonFactory(organisation=health, name="Sri", position="Kepala Dinas", email="sri@dinas.example")
    db.session.add(Contact(organisation=health, role=ContactRole.HEAD, person=head))
    child = OrganisationFactory(parent=health)
    with queries(at_most=8):
        shown = program.get(f"/organisations/{health.id}").json
    assert shown["contacts"]["head"] == {
        "id": str(head.id),
        "name": "Sri",
        "position": "Kepala Dinas",
        "email": "sri@dinas.example",
        "phone": None,
    }
    assert shown["contacts"]["alternate"] is None
    assert [one["name"] for one in shown["people"]] == ["Sri"]
    assert [one["id"] for one in shown["children"]] == [str(child.id)]
    assert shown["phone"] == "021 345678"


def test_numbers_and_addresses_are_for_those_who_may_reach_people_there(as_program, health):
    PersonFactory(organisation=health, name="Sri", email="sri@dinas.example", phone="0812 1111")
    path = f"/organisations/{health.id}"
    outside = as_program(PersonFactory()).get(path).json
    assert (outside["phone"], outside["people"][0]["email"], outside["people"][0]["phone"]) == (None, None, None)
    inside = as_program(PersonFactory(organisation=health, name="Zul")).get(path).json
    assert (inside["phone"], inside["people"][0]["email"]) == ("021 345678", "sri@dinas.example")


def test_an_organisation_is_added_and_read_back(program):
    made = program.post("/organisations", NEW, status=201)
    assert (made.json["sector"], made.json["kind"], made.json["short_name"]) == ("private", "company", "Mitra")
    assert made.headers["Location"].endswith(f"/organisations/{made.json['id']}")
    assert program.get(f"/organisations/{made.json['id']}").json == made.json
    assert acts(db.session.scalars(db.select(Organisation.id).where(Organisation.name == NEW["name"])).one()) == [
        "organisation.added"
    ]


@pytest.mark.parametrize(
    "changes, path",
    [
        ({"name": ""}, "/name"),
        ({"name": "DINAS kesehatan"}, "/name"),
        ({"sector": None}, "/sector"),
        ({"sector": "sixth"}, "/sector"),
        ({"kind": "club"}, "/kind"),
        ({"parent_id": "00000000-0000-4000-8000-000000000000"}, "/parent_id"),
        ({"website": "javascript:alert(1)"}, "/website"),
        ({"secretariat_email": "x"}, "/secretariat_email"),
    ],
)
def test_what_is_wrong_with_a_new_one_is_named(program, health, changes, path):
    told = program.post("/organisations", NEW | changes, status=422).json["errors"]
    assert [fault["path"] for fault in told] == [path]


def test_a_change_keeps_what_it_leaves_out(program, health):
    above = OrganisationFactory()
    path = f"/organisations/{health.id}"
    seen = program.get(path).headers["ETag"]
    changed = program.patch(path, {"parent_id": str(above.id), "website": "https://dinkes.example"}, match=seen).json
    assert (changed["name"], changed["phone"]) == ("Dinas Kesehatan", "021 345678")
    assert changed["parent"] == {"id": str(above.id), "name": above.name}
    program.patch(path, {"name": "Lain"}, match=seen, status=412)
    program.patch(path, {"name": "Lain"}, match=None, status=428)
    told = program.patch(path, {"parent_id": str(health.id)}, status=422).json["errors"]
    assert [fault["path"] for fault in told] == ["/parent_id"]
    assert acts(health.id) == ["organisation.changed"]


def test_the_sector_is_corrected_with_a_reason(program, health):
    path = f"/organisations/{health.id}/sector"
    told = program.post(path, {"sector": "academia"}, status=422).json["errors"]
    assert [fault["path"] for fault in told] == ["/reason"]
    body = {"sector": "academia", "reason": "Menjadi universitas", "effective_on": "2026-12-01"}
    corrected = program.post(path, body).json
    assert corrected["sector"] == "academia"
    assert corrected["sector_changes"] == [
        {"before": "government", "after": "academia", "reason": "Menjadi universitas", "effective_on": "2026-12-01"}
    ]
    assert len(db.session.scalars(db.select(SectorChange)).all()) == 1
    again = program.post(path, body, status=422).json["errors"]
    assert [fault["path"] for fault in again] == ["/sector"]


def test_contacts_are_named_and_others_of_the_house_only(program, health):
    head, stranger = PersonFactory(organisation=health), PersonFactory()
    path = f"/organisations/{health.id}/contacts"
    shown = program.patch(path, {"head": str(head.id), "secretariat_email": "tu@dinas.example"}).json
    assert shown["contacts"]["head"]["id"] == str(head.id)
    assert shown["secretariat_email"] == "tu@dinas.example"
    told = program.patch(path, {"alternate": str(stranger.id)}, status=422).json["errors"]
    assert [fault["path"] for fault in told] == ["/alternate"]
    kept = program.patch(path, {"phone": None}).json
    assert (kept["contacts"]["head"]["id"], kept["phone"]) == (str(head.id), None)


def test_members_name_the_contacts_of_their_own_organisation(as_program, health):
    member = as_program(PersonFactory(organisation=health))
    made = member.post(f"/organisations/{health.id}/contacts", {"name": "Budi", "phone": "0812 2222"}, status=201)
    assert (made.json["name"], made.json["account"], made.json["organisation"]["id"]) == (
        "Budi",
        "none",
        str(health.id),
    )
    assert made.headers["Location"].endswith(f"/people/{made.json['id']}")
    member.patch(f"/organisations/{health.id}/contacts", {"alternate": made.json["id"]})
    as_program(PersonFactory()).patch(f"/organisations/{health.id}/contacts", {}, status=403)


def test_an_archived_organisation_leaves_the_list_and_comes_back(program, health):
    path = f"/organisations/{health.id}"
    assert program.post(f"{path}/archive").json["archived_at"] == "2026-11-24T02:00:00Z"
    assert "Dinas Kesehatan" not in names(program.get("/organisations"))
    assert names(program.get("/organisations", archived="true")) == ["Dinas Kesehatan"]
    program.post(f"{path}/archive", status=422)
    assert program.post(f"{path}/restore").json["archived_at"] is None
    program.post(f"{path}/restore", status=422)
    assert acts(health.id) == ["organisation.archived", "organisation.restored"]


def test_only_those_who_keep_the_register_change_it(as_program, health):
    member = as_program(PersonFactory(organisation=health))
    member.post("/organisations", NEW, status=403)
    member.patch(f"/organisations/{health.id}", {"name": "Lain"}, status=403)
    as_program(AdministratorFactory()).patch(f"/organisations/{health.id}", {"short_name": "DK"})
    reader = as_program(CoordinatorFactory(), scopes=("organisations:read",))
    reader.get("/organisations")
    reader.post("/organisations", NEW, status=403)

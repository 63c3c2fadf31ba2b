"""Saved views: tabs of a list, of one person or for everyone."""

import pytest
from sqlalchemy import select

from app.audit.models import AuditRow
from app.database import db
from app.saved_views.models import SavedView
from tests.factories import CommitmentFactory, CoordinatorFactory, PersonFactory

LIST = "/commitments"


def view_names(page):
    return [link.contents[0].strip() for link in page.soup.select(".views a") if "/views/" not in link["href"]]


def save(visitor, address, **values):
    link = visitor.get(address).soup.select_one('.views a[href*="/views/new"]')
    visitor.post(link["href"], {"name": "Swasta terlambat", **values})
    return db.session.scalars(select(SavedView).order_by(SavedView.saved_at.desc())).first()


@pytest.mark.every_database
def test_filters_are_saved_under_a_name_renamed_and_deleted(app, clock, as_user):
    person = PersonFactory()
    visitor = as_user(person)
    view = save(visitor, f"{LIST}?state=overdue&sector=private&page=1&lang=id")
    assert (view.list_name, view.query, view.is_shared) == ("commitments", "sector=private&state=overdue", False)
    page = visitor.get(f"{LIST}?state=overdue&sector=private")
    assert page.soup.select_one(".views [aria-current]").contents[0].strip() == "Swasta terlambat"
    assert page.soup.select_one('.views a[href*="/views/new"]') is None
    visitor.post(f"/views/{view.id}", {"name": "Swasta"})
    assert "Swasta" in view_names(visitor.get(LIST))
    assert "Swasta" not in view_names(as_user(PersonFactory()).get(LIST))
    as_user(PersonFactory()).get(f"/views/{view.id}", status=404)
    visitor.post(f"/views/{view.id}/delete")
    assert "Swasta" not in view_names(visitor.get(LIST))
    actions = db.session.scalars(select(AuditRow.action).order_by(AuditRow.id)).all()
    assert sorted(actions) == ["saved_view.changed", "saved_view.deleted", "saved_view.saved"]


def test_coordinators_share_views_in_which_each_reader_sees_what_they_may_read(app, clock, as_user):
    coordinator, person = CoordinatorFactory(), PersonFactory()
    CommitmentFactory(title="Bukan untuk semua")
    view = save(as_user(coordinator), f"{LIST}?q=bukan", is_shared="y")
    assert view.is_shared
    page = as_user(person).get(LIST)
    tab = next(link for link in page.soup.select(".views a") if "Swasta terlambat" in link.text)
    assert tab.select_one(".note").text.strip() == "0"
    assert "Bukan untuk semua" not in as_user(person).get(tab["href"]).words
    as_user(person).get(f"/views/{view.id}", status=403)
    as_user(person).post(f"/views/{view.id}/delete", status=403)
    assert "Bukan untuk semua" in as_user(coordinator).get(tab["href"]).words


def test_others_cannot_share(app, clock, as_user):
    assert not save(as_user(PersonFactory()), f"{LIST}?q=x", is_shared="y").is_shared


def test_refusals_are_explained(app, clock, as_user):
    visitor = as_user(PersonFactory())
    address = "/views/new/commitments?state=overdue"
    assert "Tulis nama" in visitor.post(address, {"name": " "}, status=422).words
    visitor.post("/views/new/nothing", {"name": "X"}, status=404)
    assert "terlalu banyak" in visitor.post(f"{address}&q={'x' * 1_100}", {"name": "X"}, status=422).words
    for number in range(20):
        visitor.post(address, {"name": f"Tampilan {number}"})
    assert "sudah punya 20" in visitor.post(address, {"name": "Lagi"}, status=422).words


@pytest.mark.parametrize(
    "path,name,query",
    [
        ("/decisions", "decisions", "how=vote&year=2026"),
        ("/agreements", "agreements", "stage=signed&validity=expiring"),
        ("/forums", "forums", "late=1&sector=private"),
    ],
)
def test_other_lists_have_views_of_their_own(app, clock, as_user, path, name, query):
    visitor = as_user(PersonFactory())
    view = save(visitor, f"{path}?{query}")
    assert (view.list_name, view.query) == (name, query)
    assert "Swasta terlambat" in view_names(visitor.get(path))
    assert "Swasta terlambat" not in view_names(visitor.get(LIST))


def test_more_views_take_no_more_statements(app, clock, as_user, queries):
    person = PersonFactory()
    CommitmentFactory(responsible=person.organisation)
    visitor = as_user(person)
    with queries(at_most=5) as few:
        visitor.get(LIST)
    for number in range(6):
        visitor.post(f"/views/new/commitments?q=data{number}", {"name": f"Tampilan {number}"})
    with queries(at_most=5) as many:
        visitor.get(LIST)
    assert len(few) == len(many)


def test_programs_list_and_read_their_own_and_shared_views(app, as_user, as_program):
    owner, other = PersonFactory(), PersonFactory()
    as_user(owner).post("/views/new/commitments?state=overdue", {"name": "Terlambat kami"})
    (listed,) = as_program(owner).get("/views").json["items"]
    assert (listed["name"], listed["query"]) == ("Terlambat kami", "state=overdue")
    assert as_program(owner).get(f"/views/{listed['id']}").json == listed
    assert as_program(other).get("/views").json["items"] == []
    as_program(other).get(f"/views/{listed['id']}", status=404)


def test_programs_save_change_and_delete_views(app, clock, as_program):
    program, lead = as_program(PersonFactory()), as_program(CoordinatorFactory())
    body = {"name": "Swasta terlambat", "query": "?state=overdue&sector=private&page=3&nothing=1"}
    made = program.post("/lists/commitments/views", body, status=201).json
    assert (made["query"], made["is_shared"]) == ("sector=private&state=overdue", False)
    changed = program.patch(f"/views/{made['id']}", {"query": "state=overdue"}).json
    assert (changed["name"], changed["query"]) == ("Swasta terlambat", "state=overdue")
    program.post("/lists/nothing/views", body, status=404)
    program.post("/lists/commitments/views", {"query": "state=overdue"}, status=422)
    program.post("/lists/commitments/views", body | {"query": f"q={'x' * 1_100}"}, status=422)
    program.patch(f"/views/{made['id']}", {"query": f"q={'x' * 1_100}"}, status=422)
    program.post("/lists/commitments/views", body | {"is_shared": True}, status=422)
    shared = lead.post("/lists/commitments/views", body | {"is_shared": True}, status=201).json
    assert shared["is_shared"]
    program.delete(f"/views/{shared['id']}", status=403)
    lead.delete(f"/views/{made['id']}", status=404)
    program.delete(f"/views/{made['id']}")
    assert [one["id"] for one in program.get("/views").json["items"]] == [shared["id"]]

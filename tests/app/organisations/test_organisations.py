"""The register of organisations."""

from datetime import date

import pytest

from app.audit.models import AuditRow
from app.database import db
from app.organisations.models import Contact, ContactRole, Organisation, Sector, SectorChange
from tests.factories import (
    AdministratorFactory,
    CoordinatorFactory,
    LeadershipFactory,
    OrganisationFactory,
    PersonFactory,
)

FILLED = {"name": "Dinas Baru", "short_name": "DB", "kind": "agency", "sector": "government"}


@pytest.fixture
def coordinator(app):
    return CoordinatorFactory(language="en")


@pytest.fixture
def health(app):
    return OrganisationFactory(name="Dinas Kesehatan", short_name="Dinkes")


def acts(subject):
    rows = db.select(AuditRow.action).where(AuditRow.subject_id == subject.id).order_by(AuditRow.id)
    return list(db.session.scalars(rows))


def edited(organisation, **changes):
    values = {"name": organisation.name, "short_name": organisation.short_name, "kind": organisation.kind.value}
    return {**values, "version": organisation.version, **changes}


# Finding


def test_the_list_is_narrowed_by_sector_and_words(coordinator, as_user, health):
    OrganisationFactory(name="PT Kesehatan Kota", sector=Sector.PRIVATE)
    visitor = as_user(coordinator)
    names = [link.text for link in visitor.get("organisations.index", q="KESEHATAN").soup.select("tbody th a")]
    assert names == ["Dinas Kesehatan", "PT Kesehatan Kota"]
    page = visitor.get("organisations.index", q="dinkes", sector="government")
    assert [link.text for link in page.soup.select("tbody th a")] == ["Dinas Kesehatan"]
    assert page.soup.select_one("a.chip.on").text.startswith("Government")


def test_the_list_says_at_once_what_changed(coordinator, as_user, health):
    child = OrganisationFactory(name="Puskesmas", short_name="", parent=health)
    visitor = as_user(coordinator)

    def row():
        return visitor.get("organisations.index", q=child.name).soup.select_one("tbody tr").get_text(" ", strip=True)

    assert "Dinkes" in row()
    health.short_name = ""
    assert "Dinas Kesehatan" in row()
    child.sector, child.name = Sector.ACADEMIA, "Puskesmas & Klinik"
    assert "Academia" in row()
    child.parent = None
    assert row().endswith("–")


@pytest.mark.parametrize(
    "query", ["page=abc", "page=-3", "page=99999999999", "sector=nonsense", "q=%25_%5C", "archived=x"]
)
def test_odd_filters_give_a_page(coordinator, as_user, health, query):
    assert "Organisations" in as_user(coordinator).get(f"/organisations?{query}").words


def test_a_percent_sign_is_looked_for_as_such(coordinator, as_user, health):
    assert "No organisation found" in as_user(coordinator).get("organisations.index", q="%").words


def test_a_page_shows_twenty_five(coordinator, as_user):
    for _number in range(30):
        OrganisationFactory()
    visitor = as_user(coordinator)
    first, second = (visitor.get("organisations.index", page=number) for number in (1, 2))
    assert len(first.soup.select("tbody tr")) == 25
    assert "1–25 of 31" in first.words
    assert len(second.soup.select("tbody tr")) == 6


def test_lists_and_pages_ask_as_often_whatever_their_size(coordinator, as_user, queries, health):
    for _number in range(30):
        PersonFactory(organisation=health)
        OrganisationFactory(parent=health)
    visitor = as_user(coordinator)
    with queries(at_most=4):
        visitor.get("organisations.index")
    with queries(at_most=12):
        page = visitor.get("organisations.show", organisation_id=health.id)
    assert len(page.soup.select("tbody tr")) == 25


# Who may


@pytest.mark.parametrize(
    "factory, own, edit, contacts",
    [
        (AdministratorFactory, False, 200, 200),
        (CoordinatorFactory, False, 200, 200),
        (LeadershipFactory, False, 403, 403),
        (PersonFactory, False, 403, 403),
        (PersonFactory, True, 403, 200),
        (None, False, 302, 302),
    ],
)
def test_every_role_gets_the_answer_of_the_table(app, as_user, health, factory, own, edit, contacts):
    person = factory and factory(**({"organisation": health} if own else {}))
    visitor = as_user(person)
    read = 200 if person else 302
    visitor.get("organisations.index", status=read)
    visitor.get("organisations.show", organisation_id=health.id, status=read)
    visitor.get("organisations.create", status=edit)
    for endpoint in ("edit", "correct_sector", "archive"):
        visitor.get(f"organisations.{endpoint}", organisation_id=health.id, status=edit)
    for endpoint in ("edit_contacts", "add_contact"):
        visitor.get(f"organisations.{endpoint}", organisation_id=health.id, status=contacts)
    for endpoint in ("archive", "restore"):
        wanted = {200: 303}.get(edit, edit)
        visitor.post(f"organisations.{endpoint}", organisation_id=health.id, status=wanted)


def test_an_absent_organisation_is_not_found(coordinator, as_user):
    visitor = as_user(coordinator)
    for endpoint in ("show", "edit", "edit_contacts"):
        absent = "00000000-0000-4000-8000-000000000000"
        assert visitor.get(f"organisations.{endpoint}", organisation_id=absent, status=404)
    assert visitor.get("/organisations/not-an-id", status=404)


def test_addresses_of_people_are_for_those_who_write_to_them(as_user, health):
    PersonFactory(organisation=health, email="kepala@dinkes.example")
    health.secretariat_email = "sekretariat@dinkes.example"
    outside = as_user(PersonFactory()).get("organisations.show", organisation_id=health.id)
    assert "@dinkes.example" not in outside.text
    inside = as_user(PersonFactory(organisation=health)).get("organisations.show", organisation_id=health.id)
    assert "kepala@dinkes.example" in inside.text
    assert "sekretariat@dinkes.example" in inside.text


# Changing


def test_a_coordinator_adds_an_organisation(coordinator, as_user, health):
    values = {**FILLED, "parent_id": str(health.id), "secretariat_email": "Surat@Baru.example"}
    answer = as_user(coordinator).post("organisations.create", values, follow=True)
    assert "Dinas Baru has been added." in answer.words
    made = db.session.scalar(db.select(Organisation).where(Organisation.name == "Dinas Baru"))
    assert (made.parent_id, made.secretariat_email) == (health.id, "surat@baru.example")
    assert acts(made) == ["organisation.added"]


@pytest.mark.parametrize(
    "wrong, says",
    [
        ({"name": "   "}, "Fill in the name"),
        ({"name": "dinas KESEHATAN"}, "already"),
        ({"name": "x" * 201}, "at most 200"),
        ({"name": "x" * 1_048_576}, "at most 200"),
        ({"sector": "martian"}, "choose one"),
        ({"kind": "\x00"}, "choose one"),
        ({"parent_id": "00000000-0000-4000-8000-000000000000"}, "Choose one from the list"),
        ({"parent_id": "not an id"}, "Choose one from the list"),
        ({"secretariat_email": "not an address"}, "name@organisation"),
        ({"website": "javascript:alert(1)"}, "https://"),
        ({"phone": "call me"}, "digits"),
    ],
)
def test_bad_input_keeps_what_was_typed_and_says_what_to_do(coordinator, as_user, health, wrong, says):
    answer = as_user(coordinator).post("organisations.create", {**FILLED, "address": "Jl. 🦋 5", **wrong}, status=422)
    assert says.lower() in answer.soup.select_one(".errors").text.lower()
    assert answer.soup.select_one("textarea[name=address]").text.strip() == "Jl. 🦋 5"
    assert answer.soup.title.text.startswith("Error:")


def test_an_edit_is_recorded_with_what_changed(coordinator, as_user, health):
    values = edited(health, short_name="Dinkes DKI")
    as_user(coordinator).post("organisations.edit", values, organisation_id=health.id)
    assert health.short_name == "Dinkes DKI"
    row = db.session.scalar(db.select(AuditRow).where(AuditRow.action == "organisation.changed"))
    assert row.details == {"changes": {"short_name": ["Dinkes", "Dinkes DKI"]}}


def test_the_second_of_two_edits_sees_both_texts_and_loses_nothing(coordinator, as_user, health):
    first, second = edited(health, short_name="Theirs"), edited(health, short_name="Mine")
    visitor = as_user(coordinator)
    visitor.post("organisations.edit", first, organisation_id=health.id)
    answer = visitor.post("organisations.edit", second, organisation_id=health.id, status=409)
    assert "Short name: Theirs" in answer.words
    assert "Short name: Mine" in answer.words
    newer = answer.soup.find("a", string="Open the newer text")["href"]
    assert visitor.get(newer).soup.select_one("input[name=short_name]")["value"] == "Theirs"
    assert health.short_name == "Theirs"


def test_an_organisation_is_never_its_own_ancestor(coordinator, as_user, health):
    child = OrganisationFactory(parent=health)
    grandchild = OrganisationFactory(parent=child)
    visitor = as_user(coordinator)
    for wrong in (health, child, grandchild):
        values = edited(health, parent_id=str(wrong.id))
        answer = visitor.post("organisations.edit", values, organisation_id=health.id, status=422)
        assert "its own parent" in answer.words


def test_a_corrected_sector_keeps_its_reason_and_day(coordinator, as_user, health):
    values = {"sector": "civil_society", "reason": "Tercatat keliru", "effective_on": "1 Desember 2026"}
    where = {"organisation_id": health.id}
    visitor = as_user(coordinator)
    visitor.post("organisations.correct_sector", {**values, "version": health.version}, **where)
    change = db.session.scalar(db.select(SectorChange))
    assert (change.before, change.after) == (Sector.GOVERNMENT, Sector.CIVIL_SOCIETY)
    assert (change.effective_on, change.changed_by_id) == (date(2026, 12, 1), coordinator.id)
    assert "Tercatat keliru" in visitor.get("organisations.show", **where).words
    same = {**values, "version": health.version}
    assert "already" in visitor.post("organisations.correct_sector", same, status=422, **where).words
    nameless = {**same, "sector": "private", "reason": " "}
    assert "Give the reason" in visitor.post("organisations.correct_sector", nameless, status=422, **where).words


def test_an_archived_organisation_leaves_lists_and_choices_until_it_is_restored(coordinator, as_user, health):
    visitor = as_user(coordinator)
    visitor.post("organisations.archive", organisation_id=health.id)
    assert "Archived" in visitor.get("organisations.show", organisation_id=health.id).words
    assert "Dinas Kesehatan" not in visitor.get("organisations.index").words
    assert "Dinas Kesehatan" in visitor.get("organisations.index", archived=1).words
    assert "Dinas Kesehatan" not in visitor.get("people.create").text
    visitor.post("organisations.restore", organisation_id=health.id)
    assert "Dinas Kesehatan" in visitor.get("organisations.index").words
    assert acts(health) == ["organisation.archived", "organisation.restored"]


# Contacts


def test_a_member_names_the_contacts_of_the_own_organisation(as_user, health):
    member = PersonFactory(organisation=health)
    head = PersonFactory(organisation=health, joined_at=None)
    where = {"organisation_id": health.id}
    values = {"head": str(head.id), "focal_point": str(member.id), "alternate": ""}
    visitor = as_user(member)
    visitor.post("organisations.edit_contacts", {**values, "version": health.version}, **where)
    held = {contact.role: contact.person_id for contact in db.session.scalars(db.select(Contact))}
    assert held == {ContactRole.HEAD: head.id, ContactRole.FOCAL_POINT: member.id}
    visitor.post("organisations.edit_contacts", {**values, "head": "", "version": health.version}, **where)
    assert [contact.role for contact in db.session.scalars(db.select(Contact))] == [ContactRole.FOCAL_POINT]


def test_a_contact_belongs_to_the_organisation(coordinator, as_user, health):
    values = {"head": str(PersonFactory().id), "version": health.version}
    answer = as_user(coordinator).post("organisations.edit_contacts", values, organisation_id=health.id, status=422)
    assert "someone of this organisation" in answer.words


def test_two_who_name_contacts_at_once_do_not_overwrite_each_other(coordinator, as_user, health):
    one, two = (PersonFactory(organisation=health) for _number in range(2))
    where, seen = {"organisation_id": health.id}, health.version
    visitor = as_user(coordinator)
    visitor.post("organisations.edit_contacts", {"head": str(one.id), "version": seen}, **where)
    visitor.post("organisations.edit_contacts", {"head": str(two.id), "version": seen}, status=409, **where)
    assert db.session.scalar(db.select(Contact)).person_id == one.id


def test_a_member_adds_a_contact_without_account(as_user, health):
    visitor = as_user(PersonFactory(organisation=health, language="en"))
    values = {"name": "Sekretaris", "email": "sekretaris@dinkes.example"}
    answer = visitor.post("organisations.add_contact", values, organisation_id=health.id, follow=True)
    assert "Sekretaris has been added" in answer.words
    offered = [option.text for option in answer.soup.select("select[name=head] option")]
    assert any(option.startswith("Sekretaris") for option in offered)


def test_organisations_are_found_by_the_quick_lookup(coordinator, as_user, health):
    assert "Dinas Kesehatan" in as_user(coordinator).get("/search?q=dinkes", follow=True).text

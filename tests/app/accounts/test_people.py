"""The register of people: contacts, invitations, roles, suspension."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from app.accounts import passwords, tokens
from app.accounts.models import Person, Token, TokenPurpose
from app.audit.models import AuditRow
from app.clock import utc_now
from app.database import db
from app.mail.outbox.models import Mail
from app.organisations.models import Contact, ContactRole
from tests.factories import (
    AdministratorFactory,
    CoordinatorFactory,
    LeadershipFactory,
    OrganisationFactory,
    PersonFactory,
)

PASSWORD = "kuda terbang di Ancol"


@pytest.fixture
def organisation(app):
    return OrganisationFactory(name="Dinas Kesehatan", short_name="Dinkes")


@pytest.fixture
def administrator(app):
    return AdministratorFactory(language="en")


@pytest.fixture
def coordinator(app):
    return CoordinatorFactory(language="en")


@pytest.fixture
def contact(organisation):
    return PersonFactory(
        name="Kepala Dinkes", organisation=organisation, joined_at=None, email="kepala@dinkes.example", language="en"
    )


def acts(subject):
    rows = db.select(AuditRow.action).where(AuditRow.subject_id == subject.id).order_by(AuditRow.id)
    return list(db.session.scalars(rows))


def mails():
    return list(db.session.scalars(db.select(Mail).order_by(Mail.created_at)))


def link_in(mail):
    return re.search(r"http://localhost(/\S+)", mail.text)[1]


def filled(person, **changes):
    names = ("name", "position", "email", "phone", "language", "version")
    values = {name: getattr(person, name) or "" for name in names}
    return {**values, "organisation_id": str(person.organisation_id), **changes}


# Finding


def test_the_list_is_narrowed_by_words_organisation_role_and_account(coordinator, as_user, contact):
    visitor = as_user(coordinator)

    def listed(**filters):
        return [link.text for link in visitor.get("people.index", **filters).soup.select("tbody th a")]

    assert listed(q="DINKES") == ["Kepala Dinkes"]
    assert listed(organisation=contact.organisation_id) == ["Kepala Dinkes"]
    assert listed(role="coordinator") == [coordinator.name]
    assert listed(account="none") == ["Kepala Dinkes"]
    visitor.post("people.invite", person_id=contact.id)
    assert listed(account="none") == []
    assert listed(account="invited") == ["Kepala Dinkes"]


def test_the_list_says_at_once_what_changed(coordinator, as_user, contact):
    visitor = as_user(coordinator)

    def row():
        return visitor.get("people.index", q="Kepala").soup.select_one("tbody tr").get_text(" ", strip=True)

    assert row().endswith("Dinkes kepala@dinkes.example No account")
    visitor.post("people.invite", person_id=contact.id)
    assert row().endswith("Invited")
    contact.joined_at, contact.is_leadership = utc_now(), True
    contact.organisation.short_name = ""
    assert row().endswith("Dinas Kesehatan kepala@dinkes.example Active Leadership")
    contact.suspended_at, contact.is_leadership, contact.email = utc_now(), False, None
    assert row().endswith("Dinas Kesehatan – Suspended")


@pytest.mark.parametrize("query", ["role=king", "account=x", "organisation=nonsense", "page=0", "q=%25"])
def test_odd_filters_give_a_page(coordinator, as_user, query):
    assert "People" in as_user(coordinator).get(f"/people?{query}").words


def test_lists_and_pages_ask_as_often_whatever_their_size(coordinator, as_user, queries, contact):
    for _number in range(30):
        PersonFactory()
    visitor = as_user(coordinator)
    with queries(at_most=4):
        page = visitor.get("people.index")
    assert "1–25 of 32" in page.words
    visitor.post("people.invite", person_id=contact.id)
    with queries(at_most=8):
        visitor.get("people.show", person_id=contact.id)
    with queries(at_most=4):
        visitor.get("profile.edit")


def test_people_are_found_by_the_quick_lookup_of_those_who_manage_them(coordinator, as_user, contact):
    assert "Kepala Dinkes" in as_user(coordinator).get("search.results", q="kepala dinkes").words
    others = as_user(PersonFactory()).get("search.results", q="kepala dinkes")
    assert not others.soup.select("ol.hits > li")


# Who may


@pytest.mark.parametrize(
    "factory, inside, register, read, edit, invite, roles",
    [
        (AdministratorFactory, False, 200, 200, 200, 303, 200),
        (CoordinatorFactory, False, 200, 200, 200, 303, 403),
        (LeadershipFactory, False, 403, 404, 404, 404, 404),
        (PersonFactory, False, 403, 404, 404, 404, 404),
        (PersonFactory, True, 403, 200, 200, 403, 403),
        (None, False, 302, 302, 302, 302, 302),
    ],
)
def test_every_role_gets_the_answer_of_the_table(
    app, as_user, contact, organisation, factory, inside, register, read, edit, invite, roles
):
    visitor = as_user(factory and factory(**({"organisation": organisation} if inside else {})))
    for endpoint in ("index", "create"):
        visitor.get(f"people.{endpoint}", status=register)
    visitor.get("people.show", person_id=contact.id, status=read)
    visitor.get("people.edit", person_id=contact.id, status=edit)
    visitor.get("people.roles", person_id=contact.id, status=roles)
    visitor.get("people.suspend", person_id=contact.id, status={303: 200}.get(invite, invite))
    for endpoint in ("invite", "revoke_invitation", "suspend", "restore"):
        visitor.post(f"people.{endpoint}", person_id=contact.id, status=invite)
    visitor.get("settings.index", status=register)
    visitor.get("profile.edit", status=302 if factory is None else 200)


@pytest.mark.parametrize("factory", [AdministratorFactory, CoordinatorFactory, LeadershipFactory])
def test_a_coordinator_changes_nobody_who_holds_a_platform_role(coordinator, as_user, factory):
    other, visitor = factory(), as_user(coordinator)
    visitor.get("people.show", person_id=other.id)
    for endpoint in ("edit", "suspend", "roles"):
        visitor.get(f"people.{endpoint}", person_id=other.id, status=403)
    for endpoint in ("edit", "suspend", "restore", "invite", "roles"):
        assert visitor.post(f"people.{endpoint}", person_id=other.id, status=403)


def test_a_member_changes_contacts_of_the_own_organisation_but_no_account(as_user, organisation, contact):
    visitor = as_user(PersonFactory(organisation=organisation))
    colleague = PersonFactory(organisation=organisation)
    visitor.get("people.edit", person_id=colleague.id, status=403)
    elsewhere = OrganisationFactory()
    moved = filled(contact, position="Kepala", organisation_id=str(elsewhere.id))
    visitor.post("people.edit", moved, person_id=contact.id)
    assert (contact.position, contact.organisation_id) == ("Kepala", organisation.id)


def test_an_absent_person_is_not_found(administrator, as_user):
    absent = "00000000-0000-4000-8000-000000000000"
    for endpoint in ("show", "edit", "roles", "suspend"):
        assert as_user(administrator).get(f"people.{endpoint}", person_id=absent, status=404)


# Adding and changing


def test_a_coordinator_adds_a_contact_without_inviting(coordinator, as_user, organisation):
    values = {"name": "Sekretaris", "organisation_id": str(organisation.id), "language": "id"}
    as_user(coordinator).post("people.create", values)
    made = db.session.scalar(db.select(Person).where(Person.name == "Sekretaris"))
    assert (made.is_active, made.email, acts(made), mails()) == (False, None, ["person.added"], [])


@pytest.mark.parametrize(
    "wrong, says",
    [
        ({"name": " "}, "Fill in the name"),
        ({"name": "x" * 1_048_576}, "at most 200"),
        ({"organisation_id": ""}, "Choose the organisation"),
        ({"organisation_id": "00000000-0000-4000-8000-000000000000"}, "Choose one from the list"),
        ({"organisation_id": "\x00"}, "Choose one from the list"),
        ({"email": "KEPALA@dinkes.example"}, "already on record"),
        ({"email": "a@b"}, "name@organisation"),
        ({"email": ""}, "Fill in an e-mail address first"),
        ({"phone": "🦋"}, "digits"),
        ({"language": "tlh"}, "choose one"),
    ],
)
def test_bad_input_keeps_what_was_typed_and_says_what_to_do(coordinator, as_user, contact, wrong, says):
    values = {
        "name": "Sekretaris",
        "organisation_id": str(contact.organisation_id),
        "email": "sekretaris@dinkes.example",
        "position": "Sekretaris 🦋",
        "language": "id",
        "invite": "y",
    }
    answer = as_user(coordinator).post("people.create", {**values, **wrong}, status=422)
    assert says.lower() in answer.soup.select_one(".errors").text.lower()
    assert answer.soup.select_one("input[name=position]")["value"] == "Sekretaris 🦋"
    assert db.session.scalar(db.select(db.func.count()).select_from(Person)) == 2


def test_a_change_is_recorded_with_personal_values_apart(coordinator, as_user, contact):
    as_user(coordinator).post("people.edit", filled(contact, phone="0812 3456 7890"), person_id=contact.id)
    row = db.session.scalar(db.select(AuditRow).where(AuditRow.action == "person.changed"))
    assert row.details == {"fields": ["phone"]}
    assert row.personal_digest


def test_the_second_of_two_edits_sees_both_texts(coordinator, as_user, contact):
    first, second = filled(contact, position="Theirs"), filled(contact, position="Mine")
    visitor = as_user(coordinator)
    visitor.post("people.edit", first, person_id=contact.id)
    answer = visitor.post("people.edit", second, person_id=contact.id, status=409)
    assert "Position: Theirs" in answer.words
    assert "Position: Mine" in answer.words


def test_who_moves_is_no_contact_of_the_earlier_organisation_any_more(coordinator, as_user, contact):
    db.session.add(Contact(organisation_id=contact.organisation_id, role=ContactRole.HEAD, person=contact))
    new = OrganisationFactory()
    as_user(coordinator).post("people.edit", filled(contact, organisation_id=str(new.id)), person_id=contact.id)
    assert contact.organisation is new
    assert not db.session.scalar(db.select(Contact))


# Invitations


def test_an_invited_person_chooses_password_and_language_and_is_in(coordinator, as_user, organisation):
    values = {
        "name": "Kepala Bidang",
        "organisation_id": str(organisation.id),
        "email": "Kabid@dinkes.example",
        "language": "id",
        "invite": "y",
    }
    as_user(coordinator).post("people.create", values)
    person = db.session.scalar(db.select(Person).where(Person.email == "kabid@dinkes.example"))
    (mail,) = mails()
    assert (mail.recipient, mail.language) == ("kabid@dinkes.example", "id")
    guest, path = as_user(), link_in(mail)
    for _scanner in range(2):
        assert "Dinas Kesehatan" in guest.get(path).words
    assert not person.is_active
    weak = guest.post(path, {"password": "short", "again": "short", "language": "en"}, status=422)
    assert weak.soup.select_one("input[name=language][value=en]").has_attr("checked")
    guest.post(path, {"password": PASSWORD, "again": PASSWORD, "language": "en"})
    assert person.is_active
    assert person.language == "en"
    assert passwords.matches(PASSWORD, person.password_hash)
    assert "Kepala Bidang" in guest.get("profile.edit").text
    assert acts(person) == ["person.added", "person.invited", "person.joined"]
    as_user().get(path, status=410)


def test_an_invitation_works_for_seven_days(clock, coordinator, as_user, contact):
    as_user(coordinator).post("people.invite", person_id=contact.id)
    path = link_in(mails()[-1])
    clock.shift(timedelta(days=7, seconds=-1))
    as_user().get(path)
    clock.shift(timedelta(seconds=1))
    as_user().get(path, status=410)


def test_an_invitation_sent_again_replaces_the_earlier_one(coordinator, as_user, contact):
    visitor = as_user(coordinator)
    visitor.post("people.invite", person_id=contact.id)
    visitor.post("people.invite", person_id=contact.id)
    first, second = (link_in(mail) for mail in mails())
    as_user().get(first, status=410)
    as_user().get(second)


def test_a_revoked_invitation_no_longer_works(coordinator, as_user, contact):
    visitor = as_user(coordinator)
    visitor.post("people.invite", person_id=contact.id)
    visitor.post("people.revoke_invitation", person_id=contact.id)
    as_user().get(link_in(mails()[-1]), status=410)
    again = visitor.post("people.revoke_invitation", person_id=contact.id, follow=True)
    assert "no open invitation" in again.words


def test_who_has_an_account_is_not_invited(coordinator, as_user):
    member = PersonFactory()
    answer = as_user(coordinator).post("people.invite", person_id=member.id, follow=True)
    assert "already has an account" in answer.words
    assert mails() == []


# Suspension and roles


def test_a_suspended_person_is_out_at_once_and_can_be_let_in_again(coordinator, as_user, app):
    member = PersonFactory(password_hash=passwords.hashed(PASSWORD))
    inside = as_user(member)
    tokens.issue(member, TokenPurpose.API, at=utc_now(), lifetime=None)
    inside.get("profile.edit")
    visitor = as_user(coordinator)
    visitor.post("people.suspend", person_id=member.id)
    inside.get("profile.edit", status=302)
    assert db.session.scalar(db.select(Token)).revoked_at
    as_user().post("accounts.sign_in", {"email": member.email, "password": PASSWORD}, status=422)
    visitor.post("people.restore", person_id=member.id)
    inside.get("profile.edit", status=302)
    as_user().post("accounts.sign_in", {"email": member.email, "password": PASSWORD})
    assert acts(member)[:2] == ["person.suspended", "person.restored"]


def test_nobody_suspends_oneself(administrator, as_user):
    AdministratorFactory()
    as_user(administrator).post("people.suspend", person_id=administrator.id, status=403)
    assert administrator.is_active


def test_an_administrator_gives_and_takes_roles(administrator, as_user, contact):
    visitor = as_user(administrator)
    wanted = {"roles": ["coordinator", "leadership"], "version": contact.version}
    visitor.post("people.roles", wanted, person_id=contact.id)
    assert contact.roles == ["coordinator", "leadership"]
    visitor.post("people.roles", {"version": contact.version}, person_id=contact.id)
    assert contact.roles == []
    visitor.post("people.roles", {"roles": ["king"], "version": contact.version}, person_id=contact.id, status=422)
    changed = db.select(AuditRow).where(AuditRow.action == "person.roles_changed").order_by(AuditRow.id)
    rows = db.session.scalars(changed).all()
    assert [row.details["after"] for row in rows] == [["coordinator", "leadership"], []]


def test_the_last_administrator_stays(administrator, as_user):
    AdministratorFactory(suspended_at=datetime(2026, 2, 1, tzinfo=UTC))
    values = {"roles": ["coordinator"], "version": administrator.version}
    answer = as_user(administrator).post("people.roles", values, person_id=administrator.id, status=422)
    assert "last administrator" in answer.words
    assert administrator.is_administrator


# One's own profile


def test_people_correct_their_own_facts_and_language(as_user, organisation):
    member = PersonFactory(organisation=organisation, language="en")
    values = {"name": "Nama Baru", "position": "Plt. Kepala", "phone": "021-555", "language": "id"}
    as_user(member).post("profile.edit", {**values, "version": member.version, "is_administrator": "1"})
    assert (member.name, member.position, member.phone, member.language) == (
        "Nama Baru",
        "Plt. Kepala",
        "021-555",
        "id",
    )
    assert member.roles == []


def test_a_stale_profile_is_not_saved_over_a_newer_one(as_user):
    member = PersonFactory(language="en")
    values = {"name": "Mine", "language": "en", "version": member.version}
    member.name = "Theirs"
    answer = as_user(member).post("profile.edit", values, status=409)
    assert "Name: Theirs" in answer.words
    assert "Name: Mine" in answer.words


def test_settings_show_who_runs_the_instance_and_what_expired(clock, administrator, coordinator, as_user, contact):
    visitor = as_user(administrator)
    visitor.post("people.invite", person_id=contact.id)
    clock.shift(timedelta(days=8))
    page = as_user(administrator).get("settings.index")
    assert "1 invitation has expired" in page.words
    assert {administrator.name, coordinator.name} <= {link.text for link in page.soup.select("tbody th a")}


# A person with roles and invitation in one step


def test_one_page_adds_a_person_with_roles_and_invites_them(administrator, as_user, organisation):
    visitor = as_user(administrator)
    page = visitor.get("people.create")
    assert page.soup.select_one("input[name=invite]").has_attr("checked")
    assert len(page.soup.select("input[name=roles]")) == 3
    values = {"name": "Koordinator Baru", "organisation_id": str(organisation.id), "email": "baru@dinkes.example"}
    visitor.post("people.create", {**values, "language": "en", "roles": ["coordinator"], "invite": "y"})
    person = db.session.scalar(db.select(Person).where(Person.email == "baru@dinkes.example"))
    assert person.roles == ["coordinator"]
    assert acts(person) == ["person.added", "person.roles_changed", "person.invited"]
    (mail,) = mails()
    assert "Your roles there: Coordinator." in mail.text


def test_coordinators_add_people_without_roles(coordinator, as_user, as_program, organisation):
    assert as_user(coordinator).get("people.create").soup.select("input[name=roles]") == []
    values = {"name": "Baru", "organisation_id": str(organisation.id), "language": "en", "roles": ["coordinator"]}
    as_user(coordinator).post("people.create", values)
    assert db.session.scalar(db.select(Person).where(Person.name == "Baru")).roles == []
    sent = {"name": "Lain", "organisation_id": str(organisation.id), "invite": False, "roles": ["coordinator"]}
    as_program(coordinator).post("/people", sent, status=422)

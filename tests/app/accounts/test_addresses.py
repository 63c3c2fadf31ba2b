"""The address of an account changes with the consent of its owner, or of administrators, and can be stopped."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import joinedload

from app.accounts.addresses.models import AddressChange
from app.accounts.addresses.rules import AddressState
from app.accounts.jobs import settle_addresses, tidy
from app.accounts.models import AccountSession
from app.audit.models import AuditRow
from app.circles.models import Steward, StewardRole
from app.database import db
from app.mail.outbox.models import Mail
from commitments.registry.rules import Delivery
from tests.app.accounts.door import PASSWORD, is_in, sign_in
from tests.app.accounts.test_account_sessions import change_password, reset_password, suspend
from tests.app.accounts.test_at_once import statuses
from tests.factories import (
    AdministratorFactory,
    CircleFactory,
    CommitmentFactory,
    CoordinatorFactory,
    LeadershipFactory,
    PersonFactory,
    SessionFactory,
)

pytestmark = pytest.mark.usefixtures("hurry", "clock")

NEW = "baru@dinas.example"
OLD = "narahubung@dinas.example"


@pytest.fixture
def administrator(app):
    return AdministratorFactory(language="en", name="Administrator Satu")


@pytest.fixture
def second(app):
    return AdministratorFactory(language="en", name="Administrator Dua")


@pytest.fixture
def chair(member):
    db.session.add(Steward(circle_id=CircleFactory().id, person_id=member.id, role=StewardRole.CHAIR))
    return member


def change_of(person):
    found = db.select(AddressChange).where(AddressChange.person_id == person.id)
    return db.session.scalars(
        found.order_by(AddressChange.ended_at.is_not(None), AddressChange.asked_at.desc())
    ).first()


def mails(kind):
    wanted = db.select(Mail).where(Mail.kind == f"accounts/{kind}").order_by(Mail.created_at, Mail.recipient)
    return db.session.scalars(wanted).all()


def link_in(kind):
    return re.search(r"http://localhost(/address/\S+)", mails(kind)[-1].text)[1]


def acts(person):
    query = db.select(AuditRow.action).where(AuditRow.subject_id == person.id).order_by(AuditRow.id)
    return db.session.scalars(query).all()


def recorded(condition):
    return db.session.scalars(db.select(AuditRow).where(condition).options(joinedload(AuditRow.personal))).all()


def ask_own(visitor, address=NEW, password=PASSWORD, status=303):
    return visitor.post("addresses.own", {"email": address, "password": password}, status=status)


def ask_for(visitor, person, address=NEW, reason="Pindah kantor", status=303):
    wanted = {"email": address, "reason": reason}
    return visitor.post("addresses.change", wanted, person_id=person.id, status=status)


# By the owner


def test_the_owner_changes_the_address_by_a_link_to_the_new_one(member, as_user, as_program):
    visitor, program = as_user(member), as_program(member)
    ask_own(visitor)
    assert member.email == OLD
    assert [mail.recipient for mail in mails("address-confirm")] == [NEW]
    assert [mail.recipient for mail in mails("address-asked")] == [OLD]
    link, reader = link_in("address-confirm"), as_user()
    for _scanner in range(3):
        assert "Opening this page changed nothing" in reader.get(f"{link}?lang=en").words
    assert member.email == OLD
    assert reader.post(link).location == "/sign-in"
    assert member.email == NEW
    assert not is_in(visitor)
    program.get("/profile", status=401)
    sign_in(as_user(), NEW)
    sign_in(as_user(), OLD, status=422)
    reader.get(link, status=410)
    assert [mails(kind)[0].recipient for kind in ("address-changed", "address-yours")] == [OLD, NEW]
    assert acts(member)[:2] == ["person.address_asked", "person.address_changed"]


def test_addresses_are_only_in_the_erasable_part_of_the_audit_row(member, as_user):
    ask_own(as_user(member))
    as_user().post(link_in("address-confirm"))
    rows = recorded(AuditRow.action.startswith("person.address"))
    assert len(rows) == 2
    for row in rows:
        assert "@" not in str(row.details)
        assert row.personal.details["after"] == NEW


@pytest.mark.parametrize(
    "address, password, says",
    [(NEW, "not this one", "not your present password"), (OLD, PASSWORD, "already"), ("a@b", PASSWORD, "name@")],
)
def test_what_is_wrong_with_a_wish_is_said_beside_the_field(member, as_user, address, password, says):
    answer = as_user(member).post("addresses.own", {"email": address, "password": password}, status=422)
    assert says in answer.soup.select_one(".errors").text
    assert answer.soup.select_one("input[name=email]")["value"] == address
    assert change_of(member) is None


def test_guessing_the_password_is_slowed_down_here_too(member, as_user):
    visitor = as_user(member)
    for _try in range(5):
        ask_own(visitor, password="not this one", status=422)
    ask_own(visitor, status=429)


def test_whether_an_address_is_known_is_not_told(member, as_user):
    PersonFactory(email=NEW)
    visitor = as_user(member)
    known = ask_own(visitor)
    assert mails("address-confirm") == []
    unknown = ask_own(visitor, "lain@dinas.example")
    assert known.location == unknown.location
    assert len(mails("address-confirm")) == 1


def test_the_link_to_the_new_address_works_for_a_day(member, as_user, clock):
    ask_own(as_user(member))
    link = link_in("address-confirm")
    clock.shift(timedelta(hours=24))
    as_user().get(link, status=410)
    as_user().post(link, status=410)
    settle_addresses()
    assert (member.email, change_of(member).state) == (OLD, AddressState.EXPIRED)
    assert acts(member)[-1] == "person.address_expired"


def test_the_earlier_address_stops_the_change(member, as_user):
    ask_own(as_user(member))
    stop, confirm, reader = link_in("address-asked"), link_in("address-confirm"), as_user()
    for _scanner in range(3):
        reader.get(stop)
    assert change_of(member).state is AddressState.UNCONFIRMED
    reader.post(stop)
    reader.get(confirm, status=410)
    reader.post(confirm, status=410)
    reader.get(stop, status=410)
    assert (member.email, change_of(member).state) == (OLD, AddressState.STOPPED)
    assert acts(member)[-1] == "person.address_stopped"


def test_the_earlier_address_takes_back_what_took_effect_for_a_day(member, as_user, clock):
    ask_own(as_user(member))
    stop = link_in("address-asked")
    as_user().post(link_in("address-confirm"))
    thief = as_user()
    sign_in(thief, NEW)
    ask_own(thief, "lebih-baru@dinas.example", status=409)
    clock.shift(timedelta(hours=23))
    as_user().get(stop)
    assert member.email == NEW
    assert as_user().post(stop).location == "/password/forgotten"
    assert (member.email, member.password_hash) == (OLD, None)
    assert not is_in(thief)
    sign_in(as_user(), OLD, status=422)
    assert mails("address-undone")[0].recipient == OLD
    as_user().get(stop, status=410)


def test_after_a_day_nothing_is_taken_back(member, as_user, clock):
    ask_own(as_user(member))
    as_user().post(link_in("address-confirm"))
    clock.shift(timedelta(hours=24))
    as_user().get(link_in("address-asked"), status=410)
    as_user().post(link_in("address-asked"), status=410)
    assert member.email == NEW


def test_a_second_wish_of_the_owner_replaces_the_first(member, as_user):
    visitor = as_user(member)
    ask_own(visitor)
    first = link_in("address-confirm")
    ask_own(visitor, "lain@dinas.example")
    as_user().get(first, status=410)
    assert "lain@dinas.example" in visitor.get("addresses.own").words
    visitor.post("addresses.stop_change", address_change_id=change_of(member).id)
    assert "lain@dinas.example" not in visitor.get("addresses.own").words


@pytest.mark.parametrize("makes_safe", [change_password, reset_password, suspend])
def test_what_makes_an_account_safe_stops_a_wish_that_somebody_else_made(member, as_user, makes_safe):
    ask_own(as_user(member))
    link = link_in("address-confirm")
    makes_safe(member, as_user)
    as_user().get(link, status=410)
    as_user().post(link, status=410)
    assert (member.email, change_of(member).state) == (OLD, AddressState.STOPPED)


def test_a_suspension_does_not_stop_what_an_administrator_asked_for(chair, administrator, second, as_user):
    ask_for(as_user(administrator), chair)
    suspend(chair, as_user)
    assert change_of(chair).state is AddressState.NEEDS_SECOND


def test_one_of_many_who_confirm_at_the_same_moment_changes_the_address(member, as_user):
    ask_own(as_user(member))
    link = link_in("address-confirm")
    visitors = [as_user() for _number in range(4)]
    headers = {visitor: {"X-CSRFToken": visitor.csrf_token()} for visitor in visitors}
    answers = statuses(visitors, lambda visitor: visitor.client.post(link, headers=headers[visitor]))
    assert answers[0] == 303
    assert set(answers[1:]) <= {409, 410}
    assert acts(member).count("person.address_changed") == 1


# By an administrator


def test_a_coordinator_changes_neither_address_nor_anything_else_of_an_account(member, as_user, as_program):
    coordinator = CoordinatorFactory()
    visitor, program = as_user(coordinator), as_program(coordinator)
    visitor.get("people.edit", person_id=member.id, status=403)
    visitor.post("people.edit", {"email": NEW, "version": member.version}, person_id=member.id, status=403)
    visitor.get("addresses.change", person_id=member.id, status=403)
    ask_for(visitor, member, status=403)
    program.patch(f"/people/{member.id}", {"email": NEW}, status=403)
    program.post(f"/people/{member.id}/address", {"email": NEW, "reason": "x"}, status=403)
    assert (member.email, change_of(member)) == (OLD, None)


def test_a_coordinator_corrects_the_address_of_a_contact_and_earlier_links_end(as_user):
    contact = PersonFactory(joined_at=None, email="kontak@dinas.example")
    visitor = as_user(CoordinatorFactory())
    visitor.post("people.invite", person_id=contact.id)
    invitation = re.search(r"http://localhost(/invitation/\S+)", db.session.scalars(db.select(Mail)).one().text)[1]
    values = {"name": contact.name, "organisation_id": str(contact.organisation_id), "language": "id"}
    visitor.post("people.edit", {**values, "email": NEW, "version": contact.version}, person_id=contact.id)
    assert contact.email == NEW
    as_user().get(invitation, status=410)


def test_an_administrator_edits_an_account_without_its_address(member, administrator, as_user, as_program):
    visitor = as_user(administrator)
    page = visitor.get("people.edit", person_id=member.id)
    assert page.soup.select_one("input[name=email]") is None
    values = {"name": "Nama Baru", "organisation_id": str(member.organisation_id), "language": "id"}
    visitor.post("people.edit", {**values, "email": NEW, "version": member.version}, person_id=member.id)
    assert (member.name, member.email) == ("Nama Baru", OLD)
    told = as_program(administrator).patch(f"/people/{member.id}", {"email": NEW}, status=422).json["errors"]
    assert [fault["path"] for fault in told] == ["/email"]


def test_an_administrator_changes_the_address_of_somebody_without_a_duty_at_once(member, administrator, as_user):
    inside = as_user(member)
    inside.get("profile.edit")
    ask_for(as_user(administrator), member, reason="", status=422)
    ask_for(as_user(administrator), member)
    assert member.email == NEW
    assert not is_in(inside)
    assert db.session.scalars(db.select(AccountSession).where(AccountSession.person_id == member.id)).all() == []
    assert [mail.recipient for mail in mails("address-changed")] == [OLD]
    (row,) = recorded(AuditRow.action == "person.address_changed")
    assert (row.actor_id, row.personal.details["reason"]) == (administrator.id, "Pindah kantor")
    assert "Pindah" not in str(row.details)


def test_an_administrator_changes_the_own_address_in_the_profile_alone(administrator, as_user):
    as_user(administrator).get("addresses.change", person_id=administrator.id, status=403)


def test_an_address_of_somebody_else_is_refused(member, administrator, as_user):
    PersonFactory(email=NEW)
    answer = ask_for(as_user(administrator), member, status=422)
    assert "already on record" in answer.soup.select_one(".errors").text


def with_role(member):
    member.is_leadership = True


def as_steward(member):
    db.session.add(Steward(circle_id=CircleFactory().id, person_id=member.id, role=StewardRole.MINUTE_TAKER))


def as_presider(member):
    SessionFactory(presider_id=member.id)


def as_verifier(member):
    CommitmentFactory(verifier=member.organisation, delivery=Delivery.SUBMITTED)


@pytest.mark.parametrize("duty", [with_role, as_steward, as_presider, as_verifier])
def test_of_somebody_with_a_duty_a_second_administrator_confirms(member, administrator, second, as_user, duty):
    duty(member)
    first = as_user(administrator)
    assert "Another administrator" in first.post(
        "addresses.change", {"email": NEW, "reason": "Pindah"}, person_id=member.id, follow=True
    ).get_data(as_text=True)
    change = change_of(member)
    assert (member.email, change.state) == (OLD, AddressState.NEEDS_SECOND)
    assert [mail.recipient for mail in mails("address-second")] == [second.email]
    assert [mail.recipient for mail in mails("address-asked")] == [OLD]
    first.post("addresses.confirm_as_second", address_change_id=change.id, status=403)
    as_user(CoordinatorFactory()).post("addresses.confirm_as_second", address_change_id=change.id, status=404)
    as_user(member).post("addresses.confirm_as_second", address_change_id=change.id, status=403)
    assert "Pindah" in as_user(second).get("addresses.show", address_change_id=change.id).words
    as_user(second).post("addresses.confirm_as_second", address_change_id=change.id)
    assert (member.email, change_of(member).second_id) == (NEW, second.id)
    as_user(second).post("addresses.confirm_as_second", address_change_id=change.id, status=409)


def test_a_commitment_that_ended_gives_no_duty(member, administrator, second, as_user):
    CommitmentFactory(verifier=member.organisation, delivery=Delivery.CLOSED)
    ask_for(as_user(administrator), member)
    assert member.email == NEW


def test_two_administrators_who_confirm_at_the_same_moment_change_it_once(chair, administrator, second, as_user):
    ask_for(as_user(administrator), chair)
    path = f"/address-changes/{change_of(chair).id}/confirm"
    visitors = [as_user(person) for person in (second, AdministratorFactory(), AdministratorFactory())]
    headers = {visitor: {"X-CSRFToken": visitor.csrf_token()} for visitor in visitors}
    answers = statuses(visitors, lambda visitor: visitor.client.post(path, headers=headers[visitor]))
    assert answers == [303, 409, 409]
    assert acts(chair).count("person.address_changed") == 1


def test_two_wishes_at_the_same_moment_become_one(chair, administrator, second, as_user):
    visitors = [as_user(administrator), as_user(second)]
    headers = {visitor: {"X-CSRFToken": visitor.csrf_token()} for visitor in visitors}
    wanted = {"email": NEW, "reason": "Pindah"}
    path = f"/people/{chair.id}/address"
    answers = statuses(visitors, lambda visitor: visitor.client.post(path, data=wanted, headers=headers[visitor]))
    assert answers == [303, 409]
    assert len(db.session.scalars(db.select(AddressChange)).all()) == 1


def test_the_earlier_address_stops_what_waits_for_a_second(chair, administrator, second, as_user):
    ask_for(as_user(administrator), chair)
    change = change_of(chair)
    as_user().post(link_in("address-asked"))
    as_user(second).post("addresses.confirm_as_second", address_change_id=change.id, status=409)
    assert chair.email == OLD
    assert [mail.recipient for mail in mails("address-stopped")] == [administrator.email]


def test_what_nobody_confirms_expires_after_a_week(chair, administrator, second, as_user, clock):
    ask_for(as_user(administrator), chair)
    clock.shift(timedelta(days=7))
    as_user(second).post("addresses.confirm_as_second", address_change_id=change_of(chair).id, status=409)
    settle_addresses()
    assert (chair.email, change_of(chair).state) == (OLD, AddressState.EXPIRED)


def test_who_asked_must_still_be_an_administrator(chair, administrator, second, as_user):
    ask_for(as_user(administrator), chair)
    administrator.suspended_at = datetime(2026, 11, 24, tzinfo=UTC)
    as_user(second).post("addresses.confirm_as_second", address_change_id=change_of(chair).id, status=409)
    assert chair.email == OLD


def test_the_only_administrator_waits_a_day_and_all_role_holders_are_told(chair, administrator, as_user, clock):
    coordinator, leader = CoordinatorFactory(), LeadershipFactory()
    AdministratorFactory(suspended_at=datetime(2026, 11, 1, tzinfo=UTC))
    ask_for(as_user(administrator), chair)
    assert change_of(chair).state is AddressState.WAITING
    told = {mail.recipient for mail in mails("address-announced")}
    assert told == {administrator.email, coordinator.email, leader.email}
    assert not [mail for mail in mails("address-announced") if NEW in mail.text or OLD in mail.text]
    clock.shift(timedelta(hours=23, minutes=59))
    settle_addresses()
    assert chair.email == OLD
    clock.shift(timedelta(minutes=1))
    settle_addresses()
    settle_addresses()
    assert chair.email == NEW
    assert acts(chair).count("person.address_changed") == 1


def test_within_that_day_the_earlier_address_stops_it(chair, administrator, as_user, clock):
    ask_for(as_user(administrator), chair)
    link = link_in("address-asked")
    clock.shift(timedelta(hours=23))
    as_user().get(link)
    assert change_of(chair).state is AddressState.WAITING
    as_user().post(link)
    clock.shift(timedelta(hours=2))
    settle_addresses()
    assert (chair.email, change_of(chair).state) == (OLD, AddressState.STOPPED)


def suspended(administrator):
    administrator.suspended_at = datetime(2026, 11, 24, tzinfo=UTC)


def taken(_administrator):
    PersonFactory(email=NEW)


@pytest.mark.parametrize("happens", [suspended, taken])
def test_what_waited_comes_to_nothing_when_it_may_not_be_any_more(chair, administrator, as_user, clock, happens):
    ask_for(as_user(administrator), chair)
    happens(administrator)
    clock.shift(timedelta(hours=24))
    settle_addresses()
    assert (chair.email, change_of(chair).state) == (OLD, AddressState.STOPPED)


def test_the_person_sees_and_stops_what_an_administrator_asked_for(chair, administrator, as_user):
    visitor = as_user(chair)
    ask_for(as_user(administrator), chair)
    assert NEW in visitor.get("addresses.own").words
    ask_own(visitor, "lain@dinas.example", status=409)
    visitor.post("addresses.stop_change", address_change_id=change_of(chair).id)
    visitor.post("addresses.stop_change", address_change_id=change_of(chair).id, status=409)
    assert chair.email == OLD


def test_the_page_of_a_person_tells_administrators_of_an_open_change(chair, administrator, second, as_user):
    ask_for(as_user(administrator), chair)
    page = as_user(second).get("people.show", person_id=chair.id)
    assert page.soup.select_one(f"a[href='/address-changes/{change_of(chair).id}']")
    assert NEW not in as_user(CoordinatorFactory()).get("people.show", person_id=chair.id).words


def test_programs_of_administrators_do_the_same(chair, administrator, second, as_program):
    first, other = as_program(administrator), as_program(second)
    made = first.post(f"/people/{chair.id}/address", {"email": NEW, "reason": "Pindah"}, status=201)
    assert (made.json["state"], made.json["address"], made.json["earlier"]) == ("needs_second", NEW, OLD)
    path = f"/address-changes/{made.json['id']}"
    assert other.get(path).json == made.json
    first.post(f"{path}/confirm", status=403)
    confirmed = other.post(f"{path}/confirm", match=other.get(path).headers["ETag"]).json
    assert (confirmed["state"], confirmed["second"]["name"]) == ("done", "Administrator Dua")
    other.post(f"{path}/stop", status=409)
    told = first.post(f"/people/{chair.id}/address", {"email": "x", "reason": ""}, status=422).json["errors"]
    assert {fault["path"] for fault in told} == {"/email", "/reason"}
    as_program(CoordinatorFactory()).get(path, status=404)


def test_ended_changes_are_deleted_with_their_addresses_after_a_month(member, administrator, as_user, clock):
    ask_for(as_user(administrator), member)
    clock.shift(timedelta(days=29))
    tidy()
    assert change_of(member)
    clock.shift(timedelta(days=2))
    tidy()
    assert change_of(member) is None


@pytest.mark.parametrize("kind", ["confirm", "stop"])
@pytest.mark.parametrize("secret", ["x" * 43, "..%2f", "🦋", "x" * 5000])
def test_an_invented_link_is_gone(as_user, kind, secret):
    assert as_user().client.get(f"/address/{kind}/{secret}").status_code in {404, 410, 414}


@pytest.mark.parametrize("language", ["id", "en"])
def test_mails_are_in_the_language_of_their_recipient(chair, administrator, as_user, language, clock):
    chair.language = administrator.language = language
    ask_for(as_user(administrator), chair)
    english = {mail.kind for mail in db.session.scalars(db.select(Mail)) if "address" in mail.subject}
    assert bool(english) == (language == "en")


@pytest.mark.one_database
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_pages_fit_narrow_screens_in_both_languages(
    pages, axe, member, administrator, second, as_user, width, language
):
    member.language = administrator.language = second.language = language
    member.is_leadership = True
    member.email = "seseorang.dengan.alamat.yang.sangat.panjang@dinas-komunikasi.example"
    ask_for(as_user(administrator), member, "alamat.baru.yang.juga.sangat.panjang.sekali@dinas-komunikasi.example")
    change, stop = change_of(member).id, link_in("address-asked")
    seen = [
        (member, "/profile/address"),
        (second, f"/people/{member.id}/address"),
        (second, f"/people/{member.id}"),
        (second, f"/address-changes/{change}"),
        (None, f"{stop}?lang={language}"),
    ]
    for person, path in seen:
        page = pages(person, width=width)
        page.goto(path)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path

"""Produces the mails of accounts, of links in mails, and the test mail."""

import re

from sqlalchemy import select

from app.accounts.addresses import actions as addresses
from app.accounts.jobs import settle_addresses
from app.accounts.models import Person
from app.accounts.people import actions as people
from app.accounts.roles import actions as roles
from app.accounts.succession import actions as succession
from app.clock import utc_now
from app.database import db
from app.mail.outbox.models import Mail
from app.organisations.succession.actions import Decision, held, pass_on
from app.settings.first_steps.actions import send_test_mail
from commitments.registry import notices
from tests.app.accounts.door import PASSWORD, STORED
from tests.factories import AdministratorFactory, CoordinatorFactory, OrganisationFactory, PersonFactory
from tests.mails.stage import Stage, produces
from tests.support.mail_links import code_to, link_to

OLD, NEW = "narahubung@dinas.example", "baru@dinas.example"


def _member() -> Person:
    return PersonFactory(email=OLD, password_hash=STORED)


def _own(it: Stage) -> None:
    """Request another address as the owner of an account."""
    wanted = {"email": NEW, "password": PASSWORD}
    it.visitor(_member()).post("addresses.own", wanted)


def _link_in(kind: str) -> str:
    """Return the path of the link in a mail of this kind."""
    text = db.session.scalars(select(Mail.text).where(Mail.kind == f"accounts/{kind}")).one()
    found = re.search(r"http://localhost(/address/\S+)", text)
    assert found
    return found[1]


@produces("accounts/address-confirm")
def address_confirm(it: Stage) -> str:
    _own(it)
    return NEW


@produces("accounts/address-asked")
def address_asked(it: Stage) -> str:
    _own(it)
    return OLD


@produces("accounts/address-changed")
def address_changed(it: Stage) -> str:
    _own(it)
    it.visitor().post(_link_in("address-confirm"))
    return OLD


@produces("accounts/address-yours")
def address_yours(it: Stage) -> str:
    address_changed(it)
    return NEW


@produces("accounts/address-undone")
def address_undone(it: Stage) -> str:
    address_changed(it)
    it.visitor().post(_link_in("address-asked"))
    return OLD


def _for_coordinator(administrator: Person) -> None:
    person = CoordinatorFactory(email=OLD)
    addresses.ask_for(person, NEW, reason="Pindah kantor", by=administrator, at=utc_now())


@produces("accounts/address-second")
def address_second(it: Stage) -> Person:
    administrator, second = AdministratorFactory(), AdministratorFactory()
    _for_coordinator(administrator)
    return second


@produces("accounts/address-announced")
def address_announced(it: Stage) -> Person:
    administrator = AdministratorFactory()
    _for_coordinator(administrator)
    return administrator


@produces("accounts/address-stopped")
def address_stopped(it: Stage) -> Person:
    administrator = AdministratorFactory()
    _for_coordinator(administrator)
    administrator.is_administrator, administrator.is_coordinator = False, True
    it.later(days=2)
    list(settle_addresses() or ())
    return administrator


@produces("accounts/invitation")
def invitation(it: Stage) -> Person:
    person = PersonFactory(joined_at=None)
    people.invite(person, by=CoordinatorFactory(), at=utc_now())
    return person


@produces("accounts/password-link")
def password_link(it: Stage) -> Person:
    person = _member()
    it.visitor().post("accounts.forgotten", {"email": OLD}, status=200)
    return person


@produces("accounts/sign-in-link")
def sign_in_link(it: Stage) -> Person:
    person = _member()
    it.visitor().post("accounts.ask_link", {"email": OLD}, status=200)
    return person


@produces("accounts/password-changed")
def password_changed(it: Stage) -> Person:
    person = _member()
    new = "layang-layang di Monas"
    it.visitor(person).post("profile.password", {"current": PASSWORD, "password": new, "again": new})
    return person


@produces("accounts/roles-asked")
def roles_asked(it: Stage) -> Person:
    administrator, other = AdministratorFactory(), AdministratorFactory()
    roles.give(administrator, ["administrator", "coordinator"], by=administrator, at=utc_now())
    return other


@produces("accounts/roles-announced")
def roles_announced(it: Stage) -> Person:
    administrator, holder = AdministratorFactory(), CoordinatorFactory()
    roles.give(administrator, ["administrator", "coordinator"], by=administrator, at=utc_now())
    return holder


@produces("accounts/roles-changed")
def roles_changed(it: Stage) -> Person:
    person = PersonFactory()
    roles.give(person, ["coordinator"], by=AdministratorFactory(), at=utc_now())
    return person


@produces("accounts/handed-over")
def handed_over(it: Stage) -> Person:
    successor = PersonFactory(organisation=it.town.health)
    it.town.promised(responsible_person=it.town.owner)
    succession.hand_over(it.town.owner, successor, basis="", by=it.town.coordinator, at=utc_now())
    return successor


@produces("organisations/succeeded")
def organisation_succeeded(it: Stage) -> Person:
    new, mover = OrganisationFactory(name="Dinas Gabungan"), PersonFactory(organisation=it.town.health)
    receivers = {obj.id: new.id for _kind, objects in held(it.town.health, it.town.coordinator) for obj in objects}
    decision = Decision(successors=[new], receivers=receivers, basis="Pergub 12/2026")
    pass_on(it.town.health, decision, by=it.town.coordinator, at=utc_now())
    return mover


@produces("links/code")
def code(it: Stage) -> Person:
    notices.proposed(it.town.promised(), by=it.town.coordinator)
    it.visitor().post(f"{link_to(it.town.owner)}/accept", status=200)
    return it.town.owner


@produces("links/disowned")
def disowned(it: Stage) -> Person:
    notices.proposed(it.town.promised(), by=it.town.coordinator)
    it.visitor().post(f"{link_to(it.town.owner)}/not-me", status=200)
    return it.town.coordinator


@produces("links/passed-on")
def passed_on(it: Stage) -> Person:
    colleague = PersonFactory(name="Rekan Dinkes", organisation=it.town.health, joined_at=None)
    notices.proposed(it.town.promised(), by=it.town.coordinator)
    path, sent, visitor = f"{link_to(it.town.owner)}/pass-on", {"person": str(colleague.id)}, it.visitor()
    visitor.post(path, sent, status=200)
    visitor.post(path, {**sent, "link_code": code_to(it.town.owner)})
    return colleague


@produces("settings/test-mail")
def first_mail(it: Stage) -> Person:
    it.fixture("smtp_sink")
    administrator = AdministratorFactory()
    send_test_mail(administrator, at=utc_now())
    return administrator

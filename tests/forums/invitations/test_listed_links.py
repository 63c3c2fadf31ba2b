"""Answer links are listed, revoked, disowned and shown as opened like the other links in mails."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.clock import utc_now
from app.database import db
from app.mail.links.models import MailLink
from app.mail.outbox.models import Mail
from forums.invitations.actions import invite, send_again
from forums.invitations.links import secret
from forums.invitations.models import Invitation
from tests.factories import AdministratorFactory, CoordinatorFactory, OrganisationFactory, PersonFactory, SeatFactory
from tests.factories.forums import NEXT
from tests.forums.room import room
from tests.support.visitors import Visitor


@pytest.fixture
def reader(app):
    """A browser in which nobody is signed in."""
    return Visitor(app)


@pytest.fixture
def it(app, clock):
    """A session with invitations; the partner has no account."""
    made = room()
    made.partner.joined_at = None
    invite(made.session, by=made.coordinator, at=NEXT - timedelta(days=2))
    db.session.commit()
    return made


def invitation_of(it) -> Invitation:
    query = select(Invitation).where(Invitation.person_id == it.partner.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def path_of(it) -> str:
    return f"/answer/{secret(invitation_of(it))}"


def link_of(it) -> MailLink:
    query = select(MailLink).where(MailLink.person_id == it.partner.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def test_an_administrator_lists_and_revokes_an_answer_link(it, reader, as_user):
    visitor, path = as_user(AdministratorFactory()), path_of(it)
    page = visitor.get("mail_links.index", query_string={"person": it.partner.id})
    assert "undangan" in page.words
    assert link_of(it).expires_at == it.session.ends_at
    visitor.post("mail_links.revoke", mail_link_id=link_of(it).id)
    reader.get(path, status=404)
    assert it.partner.name not in visitor.get("mail_links.index").words
    reader.get(path_of(it))


def test_opening_the_answer_link_is_recorded_and_shown_to_those_who_lead_the_session(it, reader, as_user):
    assert link_of(it).opened_at is None
    reader.get(path_of(it))
    assert link_of(it).opened_at is not None
    mail = db.session.scalars(select(Mail).where(Mail.person_id == it.partner.id)).one()
    assert link_of(it).mail_id == mail.id
    assert mail.is_unread, "a scanner of mail may have opened it"
    panel = as_user(it.chair).get("forums.sessions.show", session_id=it.session.id)
    assert "Tautan dibuka" in panel.soup.select_one("section[aria-labelledby=mails]").get_text(" ")


def test_somebody_else_says_that_the_invitation_is_not_for_them(it, reader):
    path = path_of(it)
    form = reader.get(path).soup.select_one("a[href$='/not-me']")["href"]
    assert it.partner.name in reader.get(form).words
    assert link_of(it).disowned_at is None, "reading changes nothing"
    reader.post(form, status=200)
    assert link_of(it).disowned_at is not None
    reader.get(path, status=404)
    assert db.session.scalars(select(Mail).where(Mail.kind == "links/disowned")).all()


def test_an_invitee_without_an_account_asks_for_one_at_the_end_of_the_page(it, reader):
    path = path_of(it)
    act = reader.get(path).soup.select_one("a[href$='/account']")
    assert act.get_text(strip=True) == "Buat kata sandi agar tak perlu tautan"
    assert reader.post(act["href"]).location == path
    kinds = db.session.scalars(select(Mail.kind).where(Mail.person_id == it.partner.id)).all()
    assert "accounts/invitation" in kinds


OFFICE = "sekretariat@bappeda.example"


@pytest.fixture
def office(app, clock):
    """An invitation that was sent to the mailbox of an organisation without a participant."""
    made = room()
    organisation = OrganisationFactory(name="Bappeda", secretariat_email=OFFICE)
    SeatFactory(circle=made.forum.circle, organisation=organisation, position=5)
    invite(made.session, by=made.coordinator, at=NEXT - timedelta(days=2))
    db.session.commit()
    return made


def invitation_of_office() -> Invitation:
    query = select(Invitation).where(Invitation.organisation_id.is_not(None))
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def test_an_administrator_lists_and_revokes_the_link_of_a_mailbox(office, reader, as_user):
    visitor, invitation = as_user(AdministratorFactory()), invitation_of_office()
    path = f"/answer/{secret(invitation)}"
    assert "1 tautan" in visitor.get("mail_links.index").words
    page = visitor.get("forums.mailbox_links.index", query_string={"organisation": invitation.organisation_id})
    assert "Bappeda" in page.words
    assert OFFICE in page.words
    assert office.forum.name not in page.words, "administrators do not see what links are about"
    reader.get(path)
    visitor.post("forums.mailbox_links.revoke", invitation_id=invitation.id)
    reader.get(path, status=404)
    assert "Bappeda" not in visitor.get("forums.mailbox_links.index").words


def test_a_later_mail_to_a_mailbox_has_a_new_link_that_is_listed(office, reader, as_user, clock):
    visitor = as_user(AdministratorFactory())
    visitor.post("forums.mailbox_links.revoke", invitation_id=invitation_of_office().id)
    clock.shift(60)
    send_again(invitation_of_office(), by=office.coordinator, at=utc_now())
    db.session.commit()
    assert OFFICE in visitor.get("forums.mailbox_links.index").words
    reader.get(f"/answer/{secret(invitation_of_office())}")


def test_links_that_no_longer_work_are_not_listed(office, as_user, clock):
    visitor = as_user(AdministratorFactory())
    clock.move_to(office.session.ends_at)
    assert OFFICE not in visitor.get("forums.mailbox_links.index").words


def test_the_list_of_mailboxes_takes_the_same_statements_whatever_its_length(office, as_user, queries):
    visitor = as_user(AdministratorFactory())
    for number in range(3):
        organisation = OrganisationFactory(secretariat_email=f"kantor{number}@bappeda.example")
        SeatFactory(circle=office.forum.circle, organisation=organisation, position=6 + number)
    invite(office.session, by=office.coordinator, at=NEXT - timedelta(days=2))
    db.session.commit()
    with queries(at_most=5):
        assert "kantor2@bappeda.example" in visitor.get("forums.mailbox_links.index").words


@pytest.mark.parametrize("factory", [CoordinatorFactory, PersonFactory])
def test_only_administrators_list_and_revoke_links_of_mailboxes(office, as_user, factory):
    visitor = as_user(factory())
    visitor.get("forums.mailbox_links.index", status=403)
    visitor.post("forums.mailbox_links.revoke", invitation_id=invitation_of_office().id, status=404)

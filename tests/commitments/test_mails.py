"""The list of mails on the page of a commitment, and the mails of coordinators that did not arrive."""

from datetime import timedelta

import pytest

from app.circles.models import Classification, NamedPerson, Steward, StewardRole
from app.clock import utc_now
from app.database import db
from app.mail.links.models import MailLink
from app.mail.outbox.models import Mail, MailState
from commitments.registry import notices
from tests.factories import AdministratorFactory, CoordinatorFactory, LeadershipFactory, PersonFactory
from tests.support.mail_links import link_to, mails_to
from tests.support.visitors import Visitor

SHOW = "commitments.registry.show"


@pytest.fixture
def asked(town):
    """A commitment was proposed, and the responsible contact was written to; the verifier was reminded."""
    commitment = town.promised()
    notices.proposed(commitment, by=town.coordinator)
    notices.write("verify", commitment, town.verifier)
    db.session.commit()
    return commitment


def mail_to(person, kind="proposed") -> Mail:
    return next(mail for mail in mails_to(person) if mail.kind == f"commitments/{kind}")


def panel(visitor, commitment) -> str:
    """Return the words of the panel; "" if there is none."""
    page = visitor.get(SHOW, commitment_id=commitment.id)
    found = page.soup.select_one("section[aria-labelledby=mails]")
    return " ".join(found.get_text(" ").split()) if found else ""


def bounce(mail, reason="5.1.1 550 <narahubung@dinkes.example> User unknown"):
    mail.state, mail.sent_at = MailState.SENT, utc_now()
    mail.bounced_at, mail.bounce_reason = utc_now(), reason
    db.session.commit()


def test_a_coordinator_sees_who_was_written_to_and_what_became_of_it(town, asked, as_user):
    words = panel(as_user(town.coordinator), asked)
    assert f"Diusulkan Menunggu Narahubung Dinkes, Dinas Kesehatan · {town.owner.email}" in words
    assert "Masih menunggu verifikasi Menunggu Verifikator, Dinas Kominfotik" in words
    bounce(mail_to(town.owner))
    words = panel(as_user(town.coordinator), asked)
    assert "Diusulkan Kembali Narahubung Dinkes" in words
    assert "Alamatnya tidak ada. 5.1.1 550 <narahubung@dinkes.example> User unknown" in words


@pytest.mark.parametrize(
    "state, shown",
    [(MailState.FAILED, "Gagal, dicoba lagi"), (MailState.DEAD, "Tidak dicoba lagi")],
)
def test_a_failed_mail_says_why_to_coordinators_alone(town, asked, as_user, state, shown):
    mail = mail_to(town.owner)
    mail.state, mail.last_error = state, "451 rahasia-server"
    db.session.commit()
    words = panel(as_user(town.coordinator), asked)
    assert shown in words
    assert "rahasia-server" in words
    own = panel(as_user(town.owner), asked)
    assert shown in own
    assert "rahasia-server" not in own


def test_an_opened_link_is_shown_with_the_time(town, asked, app, as_user):
    Visitor(app).get(link_to(town.owner))
    assert "Tautan dibuka Narahubung Dinkes" in panel(as_user(town.coordinator), asked)
    link = db.session.scalars(db.select(MailLink).where(MailLink.person_id == town.owner.id)).one()
    link.disowned_at = utc_now()
    db.session.commit()
    assert "Diterima orang lain Narahubung Dinkes" in panel(as_user(town.coordinator), asked)


def test_who_sees_which_mails(town, asked, as_user):
    colleague = PersonFactory(organisation=town.health)
    chair = PersonFactory(organisation=town.community)
    db.session.add(Steward(circle_id=town.circle.id, person_id=chair.id, role=StewardRole.CHAIR))
    bounce(mail_to(town.owner))
    seen = {
        "coordinator": panel(as_user(town.coordinator), asked),
        "chair": panel(as_user(chair), asked),
        "owner": panel(as_user(town.owner), asked),
        "colleague": panel(as_user(colleague), asked),
        "verifier": panel(as_user(town.verifier), asked),
        "leadership": panel(as_user(LeadershipFactory()), asked),
        "member": panel(as_user(town.member), asked),
    }
    both = {"coordinator", "chair"}
    assert {who for who, words in seen.items() if "Narahubung Dinkes" in words} == both | {"owner", "colleague"}
    assert {who for who, words in seen.items() if "Verifikator" in words} == both | {"verifier"}
    assert {who for who, words in seen.items() if words} == both | {"owner", "colleague", "verifier"}
    assert {who for who, words in seen.items() if "@" in words} == {"coordinator"}
    assert "Alamatnya tidak ada." in seen["chair"]


def test_mail_to_an_office_is_shown_to_the_office(town, asked, as_user):
    town.health.secretariat_email = "Sekretariat@dinkes.example"
    notices.write("T+7", asked, "sekretariat@dinkes.example")
    db.session.commit()
    assert "Pengingat, terlambat seminggu Menunggu Dinas Kesehatan" in panel(as_user(town.owner), asked)
    assert "terlambat seminggu" not in panel(as_user(town.verifier), asked)
    assert "Dinas Kesehatan" in panel(as_user(town.coordinator), asked)


def test_the_page_behind_a_link_does_not_list_mails(town, asked, app):
    page = Visitor(app).get(link_to(town.owner))
    assert page.soup.select_one("section[aria-labelledby=mails]") is None


@pytest.mark.every_database
def test_the_newest_twenty_take_as_many_statements_as_one(town, asked, as_user, queries):
    with queries(at_most=12) as few:
        as_user(town.member).get(SHOW, commitment_id=asked.id)
    for _ in range(30):
        notices.write("verify", asked, town.verifier)
    db.session.commit()
    for reader in (town.coordinator, town.verifier):
        with queries(at_most=len(few) + 1):
            page = as_user(reader).get(SHOW, commitment_id=asked.id)
        assert len(page.soup.select("section[aria-labelledby=mails] li")) == 20


@pytest.mark.every_database
def test_coordinators_list_what_did_not_arrive(town, asked, as_user, queries):
    bounce(mail_to(town.owner))
    with queries(at_most=7):
        page = as_user(town.coordinator).get("mails.index", state="undelivered")
    assert f"{asked.code} {asked.title}" in page.words
    assert town.owner.email in page.words
    assert town.verifier.email not in page.words
    assert town.verifier.email in as_user(town.coordinator).get("/mails").words
    of_one = f"/mails?about=Commitment&id={asked.id}"
    assert town.verifier.email in as_user(town.coordinator).get(of_one).words
    for person in (town.owner, AdministratorFactory(), LeadershipFactory()):
        as_user(person).get("mails.index", status=403)


def test_mails_about_a_secret_commitment_are_for_those_named_in_it(town, asked, as_user):
    bounce(mail_to(town.owner))
    town.circle.classification = Classification.SECRET
    db.session.add(NamedPerson(circle_id=town.circle.id, person_id=town.owner.id))
    db.session.commit()
    other = CoordinatorFactory()
    coordinator = as_user(other)
    coordinator.get(SHOW, commitment_id=asked.id, status=404)
    for address in ("/mails", "/mails?state=undelivered", f"/mails?about=Commitment&id={asked.id}", "/"):
        words = coordinator.get(address).words
        assert town.owner.email not in words
        assert asked.title not in words
    assert "tidak sampai" not in coordinator.get("/").words
    db.session.add(NamedPerson(circle_id=town.circle.id, person_id=other.id))
    db.session.commit()
    assert town.owner.email in coordinator.get("/mails?state=undelivered").words


def test_the_home_of_a_coordinator_names_lost_mail_until_the_address_is_corrected(town, asked, as_user, clock):
    coordinator = as_user(town.coordinator)
    assert "tidak sampai" not in coordinator.get("/").words
    bounce(mail_to(town.owner))
    page = coordinator.get("/")
    assert "1 surel tidak sampai" in page.words
    assert page.soup.find("a", href="/mails?state=undelivered")
    assert "tidak sampai" not in as_user(town.owner).get("/").words
    town.owner.email = "baru@dinkes.example"
    db.session.commit()
    assert "tidak sampai" not in coordinator.get("/").words


def test_lost_mail_that_asks_nothing_or_is_old_is_no_task(town, asked, as_user, clock):
    notices.cancelled(asked, by=town.coordinator, reason="Batal")
    db.session.flush()
    mail_to(town.owner, "cancelled").state = MailState.DEAD
    db.session.commit()
    assert "tidak sampai" not in as_user(town.coordinator).get("/").words
    bounce(mail_to(town.owner))
    assert "1 surel tidak sampai" in as_user(town.coordinator).get("/").words
    clock.shift(timedelta(days=15))
    assert "tidak sampai" not in as_user(town.coordinator).get("/").words


@pytest.mark.parametrize("width", [320, 1280])
def test_the_list_and_the_panel_are_accessible(town, asked, pages, axe, width):
    bounce(mail_to(town.owner), reason="5.1.1 " + "x" * 250)
    coordinator, path = town.coordinator, f"/commitments/{asked.id}"
    db.session.commit()
    page = pages(coordinator, width=width)
    for address in (path, "/mails"):
        page.goto(address)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width

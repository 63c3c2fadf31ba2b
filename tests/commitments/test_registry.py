"""Proposing, reading and finding commitments."""

from datetime import date

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditRow
from app.circles.models import Classification
from app.database import db
from app.mail.outbox.models import Mail
from app.organisations.models import Contact, ContactRole
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery, Visibility
from tests.factories import AdministratorFactory, CommitmentFactory, LeadershipFactory, SeatFactory

SHOW = "commitments.registry.show"
LIST = "commitments.registry.index"


def wish(town, **changes):
    return {
        "title": "Menyerahkan daftar layanan",
        "criteria": "Memuat 9 layanan",
        "responsible": town.health.id,
        "verifier": town.it.id,
        "due": "11 Desember 2026",
        "weight": "4",
        "evidence_required": "y",
        "visibility": "circle",
        **changes,
    }


@pytest.mark.every_database
def test_a_proposal_is_recorded_and_the_responsible_party_is_asked(town, as_user):
    as_user(town.coordinator).post("commitments.registry.propose", wish(town), circle_id=town.circle.id)
    commitment = db.session.scalars(select(Commitment)).one()
    assert commitment.code == "KMT-2026-0001"
    assert commitment.delivery is Delivery.PROPOSED
    assert commitment.first_due == commitment.current_due
    assert commitment.first_due.isoformat() == "2026-12-11"
    assert db.session.scalars(select(AuditRow.action)).all() == ["commitment.proposed"]
    mail = db.session.scalars(select(Mail)).one()
    assert mail.recipient == town.owner.email
    assert mail.subject == "Mohon dijawab: Menyerahkan daftar layanan"
    assert "/by-link/" in mail.text


def test_a_proposal_to_an_organisation_without_contacts_says_that_nobody_was_notified(town, as_user):
    for contact in db.session.scalars(select(Contact).where(Contact.organisation_id == town.health.id)):
        db.session.delete(contact)
    db.session.commit()
    coordinator = as_user(town.coordinator)
    coordinator.post("commitments.registry.propose", wish(town), circle_id=town.circle.id)
    commitment = db.session.scalars(select(Commitment)).one()
    assert db.session.scalars(select(Mail)).all() == []
    shown = coordinator.get(SHOW, commitment_id=commitment.id)
    assert "Belum ada yang dikabari." in shown.words
    assert shown.soup.find("a", href=f"/organisations/{town.health.id}", class_="btn")
    db.session.add(Contact(organisation_id=town.health.id, person_id=town.owner.id, role=ContactRole.FOCAL_POINT))
    db.session.commit()
    assert "Belum ada yang dikabari." not in coordinator.get(SHOW, commitment_id=commitment.id).words


@pytest.mark.parametrize(
    "changes,message",
    [
        ({"title": "   "}, "Tulis isi komitmennya"),
        ({"due": "31 November 2026"}, "bukan tanggal"),
        ({"due": "1/1/2020"}, "sudah lewat"),
        ({"weight": "9"}, "1 sampai 5"),
        ({"title": "x" * 1_000_000}, "maksimal 200"),
    ],
)
def test_a_refused_proposal_keeps_what_was_typed(town, as_user, changes, message):
    typed = wish(town, criteria="Kriteria yang panjang", **changes)
    answer = as_user(town.coordinator).post("commitments.registry.propose", typed, circle_id=town.circle.id, status=422)
    assert message in answer.words
    assert answer.soup.find("textarea", {"name": "criteria"}).string.strip() == "Kriteria yang panjang"
    assert answer.soup.title.string.strip().startswith("Kesalahan:")
    assert db.session.scalar(select(func.count()).select_from(Commitment)) == 0


def test_nobody_verifies_itself(town, as_user):
    answer = as_user(town.coordinator).post(
        "commitments.registry.propose",
        wish(town, verifier=town.health.id),
        circle_id=town.circle.id,
        status=422,
    )
    assert "Pilih verifikator lain" in answer.words


def test_organisations_without_a_seat_cannot_be_chosen(town, as_user):
    as_user(town.coordinator).post(
        "commitments.registry.propose", wish(town, responsible=town.company.id), circle_id=town.circle.id, status=422
    )


def test_who_may_propose(town, as_user):
    where = {"circle_id": town.circle.id}
    as_user(town.member).get("commitments.registry.propose", **where)
    as_user(town.stranger).get("commitments.registry.propose", status=404, **where)
    observer = SeatFactory(circle=town.circle, organisation=town.company, observer=True)
    assert observer.observer
    as_user(town.stranger).get("commitments.registry.propose", status=404, **where)


def test_an_administrator_who_is_also_coordinator_proposes(town, as_user):
    as_user(AdministratorFactory()).get("commitments.registry.propose", circle_id=town.circle.id, status=404)
    both = AdministratorFactory(is_coordinator=True)
    as_user(both).post("commitments.registry.propose", wish(town), circle_id=town.circle.id)
    commitment = db.session.scalars(select(Commitment)).one()
    assert (commitment.proposed_by_id, commitment.delivery) == (both.id, Delivery.PROPOSED)


@pytest.mark.every_database
def test_who_may_read_by_visibility(town, as_user):
    town.circle.classification = Classification.PUBLIC
    for visibility, member, stranger in (
        (Visibility.PARTIES, 404, 404),
        (Visibility.CIRCLE, 200, 404),
        (Visibility.PUBLIC, 200, 200),
    ):
        commitment = town.promised(visibility=visibility)
        for person, status in (
            (town.owner, 200),
            (town.verifier, 200),
            (town.coordinator, 200),
            (town.member, member),
            (town.stranger, stranger),
            (AdministratorFactory(organisation=town.company), stranger),
        ):
            as_user(person).get(SHOW, commitment_id=commitment.id, status=status)


def test_secret_circles_stay_hidden_from_roles(town, as_user):
    leader = LeadershipFactory(organisation=town.company)
    for classification, coordinator, leadership in (
        (Classification.INTERNAL, 200, 200),
        (Classification.RESTRICTED, 200, 404),
        (Classification.SECRET, 404, 404),
    ):
        commitment = CommitmentFactory(circle__classification=classification)
        as_user(town.coordinator).get(SHOW, commitment_id=commitment.id, status=coordinator)
        as_user(leader).get(SHOW, commitment_id=commitment.id, status=leadership)


def test_strangers_are_sent_to_sign_in_and_unknown_ones_are_not_found(town, as_user):
    commitment = town.promised()
    as_user().get(SHOW, commitment_id=commitment.id, status=302)
    as_user(town.owner).get(SHOW, commitment_id="00000000-0000-4000-8000-000000000000", status=404)


@pytest.mark.every_database
def test_the_list_holds_what_the_person_may_read(town, as_user):
    town.promised(title="Standar data")
    CommitmentFactory(title="Rahasia lain", circle__classification=Classification.SECRET)
    words = as_user(town.member).get(LIST).words
    assert "Standar data" in words
    assert "Rahasia lain" not in words


def test_the_list_says_at_once_what_changed(town, as_user):
    commitment = town.promised(Delivery.IN_PROGRESS, title="Standar data", first_due=date(2026, 11, 30), progress=10)
    owner = as_user(town.owner)
    for changed, said in [
        (lambda: setattr(commitment, "title", "Standar <data>"), "Standar <data>"),
        (lambda: setattr(commitment, "progress", 35), "35 %"),
        (lambda: setattr(commitment, "current_due", date(2026, 11, 4)), "Terlambat 20 hari"),
        (lambda: setattr(town.health, "name", "Dinas Kesehatan Kota"), "Dinas Kesehatan Kota"),
        (lambda: setattr(commitment, "delivery", Delivery.BLOCKED), "Terkendala"),
    ]:
        assert said not in owner.get(LIST).soup.select_one("main tbody").text
        changed()
        assert said in owner.get(LIST).soup.select_one("main tbody").text


@pytest.mark.every_database
def test_what_one_reader_saw_in_the_list_is_not_shown_to_another_who_may_not_read_it(town, as_user):
    commitment = town.promised(title="Standar data", visibility=Visibility.CIRCLE)
    assert "Standar data" in as_user(town.member).get(LIST).words
    assert "Standar data" not in as_user(town.stranger).get(LIST).words
    commitment.visibility = Visibility.PARTIES
    assert "Standar data" not in as_user(town.member).get(LIST).words


@pytest.mark.every_database
def test_filters_narrow_the_list(town, as_user):
    town.promised(Delivery.IN_PROGRESS, title="Sudah lewat", first_due=date(2026, 11, 4))
    town.promised(Delivery.IN_PROGRESS, title="Masih jauh")
    town.promised(Delivery.CLOSED, title="Sudah selesai")
    owner = as_user(town.owner)
    words = owner.get("/commitments?state=overdue").words
    assert "Sudah lewat" in words
    assert "Masih jauh" not in words
    assert "Sudah selesai" in owner.get("/commitments?state=ended").words
    assert "Masih jauh" in owner.get("/commitments?mine=1").words
    assert "Masih jauh" not in as_user(town.member).get("/commitments?mine=1").words
    assert "Tidak ada yang cocok" in owner.get("/commitments?q=entah-apa").words


@pytest.mark.every_database
def test_the_list_takes_five_statements_however_long_it_is(town, as_user, queries):
    visitor = as_user(town.member)
    for _ in range(3):
        town.promised()
    with queries(at_most=5) as few:
        visitor.get(LIST)
    for _ in range(30):
        town.promised()
    with queries(at_most=5) as many:
        visitor.get(LIST)
    assert len(few) == len(many)


def test_the_page_takes_twelve_statements_at_most(town, as_user, queries):
    commitment = town.promised(Delivery.IN_PROGRESS)
    for reader in (town.member, town.owner, town.coordinator):
        with queries(at_most=12):
            as_user(reader).get(SHOW, commitment_id=commitment.id)


def test_all_errors_of_a_proposal_are_shown_at_once(town, as_user):
    typed = wish(town, title="", due="1/1/2020", verifier=town.health.id, weight="9")
    answer = as_user(town.coordinator).post("commitments.registry.propose", typed, circle_id=town.circle.id, status=422)
    targets = {link["href"] for link in answer.soup.select(".errors a")}
    assert targets == {"#title", "#due", "#verifier", "#weight"}

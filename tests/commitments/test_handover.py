"""Handing a commitment over to another organisation, with its consent."""

from datetime import date

import pytest

from app.database import db
from app.organisations.models import Contact, ContactRole
from commitments.handover.models import Handover, HandoverState
from commitments.registry.rules import Delivery, Visibility
from tests.commitments.test_delivery import told
from tests.factories import PersonFactory

H = "commitments.handover"


@pytest.fixture
def asked(town, as_user):
    """A commitment in progress that its owner asks the community to take over."""
    db.session.add(Contact(organisation=town.community, role=ContactRole.FOCAL_POINT, person=town.member))
    db.session.commit()
    commitment = town.promised(Delivery.IN_PROGRESS, accepted_on=date(2026, 11, 1), responsible_person=town.owner)
    typed = {"organisation": town.community.id, "reason": "Tugas berpindah"}
    as_user(town.owner).post(f"{H}.ask", typed, commitment_id=commitment.id)
    return commitment


def only() -> Handover:
    return db.session.query(Handover).one()


def test_the_present_organisation_stays_responsible_while_it_is_open(town, as_user, asked):
    assert asked.responsible_id == town.health.id
    assert told() == ["Ambil alih? Menyerahkan katalog metadata sensor udara"]
    page = as_user(town.member).get("commitments.registry.show", commitment_id=asked.id)
    assert "Tugas berpindah" in page.words
    as_user(town.owner).post(f"{H}.accept", handover_id=only().id, status=403)


def test_the_receiver_becomes_responsible_and_the_dates_stay(town, as_user, asked):
    first, current = asked.first_due, asked.current_due
    colleague = PersonFactory(organisation=town.community, name="Pelaksana")
    as_user(town.member).post(f"{H}.accept", {"person": str(colleague.id)}, handover_id=only().id)
    assert (asked.responsible_id, asked.responsible_person_id) == (town.community.id, colleague.id)
    assert (asked.first_due, asked.current_due) == (first, current)
    assert town.health in asked.contributors
    assert only().state is HandoverState.ACCEPTED
    assert told().count("Dialihkan") == 3  # the former side, the verifier and the new contact person
    as_user(town.owner).post("commitments.delivery.report", {"progress": "10"}, commitment_id=asked.id, status=403)


def test_the_receiver_declines_and_nothing_changes(town, as_user, asked):
    as_user(town.member).post(f"{H}.decline", {"reason": "Bukan tugas kami"}, handover_id=only().id)
    assert (only().state, asked.responsible_id) == (HandoverState.DECLINED, town.health.id)
    as_user(town.member).post(f"{H}.accept", handover_id=only().id, status=422)


def test_a_submitted_commitment_offers_no_answer_to_pending_requests(town, as_user, asked):
    typed = {"due": "2027-01-15", "reason": "Menunggu alat"}
    as_user(town.owner).post("commitments.extensions.ask", typed, commitment_id=asked.id)
    page = as_user(town.verifier).get("commitments.registry.show", commitment_id=asked.id)
    assert "Menunggu alat" in page.soup.select_one(".alert").text
    asked.delivery = Delivery.SUBMITTED
    db.session.commit()
    for person in (town.verifier, town.member):
        page = as_user(person).get("commitments.registry.show", commitment_id=asked.id)
        assert not page.soup.select("a[href*='/extensions/'], a[href*='/handovers/'], form[action*='/extensions/']")


def test_it_is_withdrawn_by_who_is_responsible_or_with_the_commitment(town, as_user, asked):
    as_user(town.member).post(f"{H}.withdraw", handover_id=only().id, status=403)
    as_user(town.coordinator).post("commitments.registry.cancel", {"reason": "Batal"}, commitment_id=asked.id)
    assert only().state is HandoverState.WITHDRAWN


def test_it_is_withdrawn_when_the_commitment_is_met(town, as_user, asked):
    asked.delivery = Delivery.SUBMITTED
    db.session.commit()
    as_user(town.verifier).post("commitments.verification.confirm", commitment_id=asked.id)
    assert (asked.delivery, only().state) == (Delivery.CLOSED, HandoverState.WITHDRAWN)


@pytest.mark.parametrize("who", ["it", "health", "company"])
def test_only_seated_organisations_besides_both_sides_are_asked(town, as_user, who):
    commitment = town.promised(Delivery.IN_PROGRESS)
    typed = {"organisation": getattr(town, who).id, "reason": "Tugas berpindah"}
    as_user(town.owner).post(f"{H}.ask", typed, commitment_id=commitment.id, status=422)


def test_an_organisation_that_may_not_read_the_commitment_is_not_asked(town, as_user):
    commitment = town.promised(Delivery.IN_PROGRESS, visibility=Visibility.PARTIES)
    page = as_user(town.owner).get(f"{H}.ask", commitment_id=commitment.id)
    assert "Tidak ada yang dapat ditanyai" in page.words
    typed = {"organisation": town.community.id, "reason": "Tugas berpindah"}
    as_user(town.owner).post(f"{H}.ask", typed, commitment_id=commitment.id, status=422)


def test_a_contact_of_another_organisation_is_refused(town, as_user, asked):
    as_user(town.member).post(f"{H}.accept", {"person": str(town.stranger.id)}, handover_id=only().id, status=422)


def test_programs_hand_over(town, as_program, asked):
    (entry,) = as_program(town.member).get(f"/commitments/{asked.id}/hand-overs").json["items"]
    assert as_program(town.member).post(f"/commitments/hand-overs/{entry['id']}/accept", {}).json["responsible"] == {
        "id": str(town.community.id),
        "name": "Komunitas Warga",
    }

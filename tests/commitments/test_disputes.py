"""Disputing a finding, and mediating until both sides agree."""

from datetime import date, timedelta

import pytest

from app.circles.models import Steward, StewardRole
from app.clock import utc_now
from app.database import db
from commitments.disputes.jobs import remind_mediators
from commitments.disputes.models import Dispute
from commitments.disputes.rules import DisputeState
from commitments.extensions.models import Extension
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery, Verification
from commitments.reminders.jobs import nudge
from tests.commitments.test_delivery import told
from tests.factories import PersonFactory

D = "commitments.disputes"
CLAIM = {"question": "Apakah jeda 60 detik memenuhi kriteria?", "holds": "Ya, 60 detik cukup", "reason": "Tanpa angka"}
TEXT = "Jeda paling lama 60 detik"


@pytest.fixture
def disputed(town, as_user):
    """A returned delivery that its owner disputes; a facilitator of neither side can mediate."""
    town.facilitator = PersonFactory(name="Fasilitator", organisation=town.community)
    db.session.add(Steward(circle_id=town.circle.id, person_id=town.facilitator.id, role=StewardRole.FACILITATOR))
    db.session.commit()
    commitment = town.promised(
        Delivery.IN_PROGRESS, verification=Verification.RETURNED, accepted_on=date(2026, 11, 1), evidence_required=False
    )
    as_user(town.owner).post(f"{D}.dispute", CLAIM, commitment_id=commitment.id)
    return commitment


def found() -> Dispute:
    return db.session.query(Dispute).one()


def both_agree(town, as_user, commitment, kind, **more):
    """The mediator proposes an outcome, and both sides agree to it."""
    where = {"commitment_id": commitment.id}
    as_user(town.facilitator).post(f"{D}.propose_outcome", {"kind": kind, "text": TEXT, **more}, **where)
    for person in (town.owner, town.verifier):
        as_user(person).post(f"{D}.agree", {"number": 1}, **where)


def test_the_responsible_organisation_disputes_and_others_are_told(town, as_user, disputed):
    assert (disputed.delivery, disputed.verification) == (Delivery.SUBMITTED, Verification.DISPUTED)
    assert sorted(told()) == ["Disengketakan", "Untuk ditengahi"]
    as_user(town.verifier).post("commitments.verification.confirm", commitment_id=disputed.id, status=422)
    as_user(town.verifier).post(f"{D}.dispute", CLAIM, commitment_id=disputed.id, status=403)
    as_user(town.owner).post(f"{D}.dispute", CLAIM, commitment_id=disputed.id, status=422)


def test_only_a_returned_or_partly_met_delivery_is_disputed(town, as_user):
    commitment = town.promised(Delivery.IN_PROGRESS)
    as_user(town.owner).post(f"{D}.dispute", CLAIM, commitment_id=commitment.id, status=422)
    assert commitment.verification is Verification.UNVERIFIED


def test_each_side_writes_its_own_position_and_supports_options(town, as_user, disputed):
    where = {"commitment_id": disputed.id}
    theirs = {"holds": "Belum, perlu 30 detik", "interests": "Warga membandingkan"}
    as_user(town.verifier).post(f"{D}.take_position", theirs, **where)
    as_user(town.facilitator).post(f"{D}.take_position", theirs, **where, status=403)
    as_user(town.facilitator).post(f"{D}.add_option", {"text": "60 detik sekarang"}, **where)
    as_user(town.owner).post(f"{D}.support", {"option": "A"}, **where)
    as_user(town.owner).post(f"{D}.support", {"option": "B"}, **where, status=422)
    as_user(town.verifier).post(f"{D}.support", {"option": "A"}, **where)
    page = as_user(town.owner).get(f"{D}.show", **where)
    for text in (CLAIM["holds"], *theirs.values(), "60 detik sekarang", "Didukung keduanya", "Fasilitator"):
        assert text in page.words
    as_user(town.owner).post(f"{D}.support", {"option": "A", "withdraws": "y"}, **where)
    assert "Didukung keduanya" not in as_user(town.owner).get(f"{D}.show", **where).words


def test_the_record_is_read_by_the_sides_and_those_who_mediate(town, as_user, disputed):
    for person in (town.owner, town.verifier, town.facilitator, town.coordinator):
        as_user(person).get(f"{D}.show", commitment_id=disputed.id)
    as_user(town.member).get(f"{D}.show", commitment_id=disputed.id, status=403)
    as_user(town.stranger).get(f"{D}.show", commitment_id=disputed.id, status=404)


def test_a_mediator_is_of_neither_side_unless_both_agree(town, as_user, disputed):
    insider = PersonFactory(organisation=town.it)
    steward = db.session.query(Steward).one()
    steward.person_id = insider.id
    town.coordinator.is_coordinator = False
    db.session.commit()
    where = {"commitment_id": disputed.id}
    rewording = {"question": "Apa arti waktu nyata?"}
    as_user(insider).post(f"{D}.reword", rewording, **where, status=403)
    for person in (town.owner, town.verifier):
        as_user(person).post(f"{D}.take_position", {"holds": "Begitu", "accepts_insider": "y"}, **where)
    as_user(insider).post(f"{D}.reword", rewording, **where)
    assert found().question == rewording["question"]


def test_an_outcome_takes_effect_once_both_sides_agree(town, as_user, disputed):
    where = {"commitment_id": disputed.id}
    as_user(town.facilitator).post(f"{D}.propose_outcome", {"kind": "criterion", "text": TEXT}, **where)
    as_user(town.owner).post(f"{D}.agree", {"number": 1}, **where)
    assert disputed.verification is Verification.DISPUTED
    as_user(town.verifier).post(f"{D}.agree", {"number": 1}, **where)
    assert found().state is DisputeState.SETTLED
    assert (disputed.delivery, disputed.verification) == (Delivery.SUBMITTED, Verification.UNVERIFIED)
    assert disputed.criteria_lines[-1] == TEXT


def test_one_side_declines_and_the_mediation_goes_on(town, as_user, disputed):
    where = {"commitment_id": disputed.id}
    as_user(town.owner).post(f"{D}.propose_outcome", {"kind": "met", "text": TEXT}, **where)
    as_user(town.verifier).post(f"{D}.decline", {"number": 1, "reason": "Warga menunggu"}, **where)
    as_user(town.verifier).post(f"{D}.agree", {"number": 1}, **where, status=422)
    assert found().state is DisputeState.OPEN
    assert "Warga menunggu" in as_user(town.owner).get(f"{D}.show", **where).words
    as_user(town.verifier).post(f"{D}.propose_outcome", {"kind": "stays", "text": "Tetap"}, **where)
    as_user(town.owner).post(f"{D}.agree", {"number": 2}, **where)
    assert (disputed.delivery, disputed.verification) == (Delivery.IN_PROGRESS, Verification.RETURNED)


def test_a_new_date_is_an_extension_and_the_first_due_date_stays(town, as_user, disputed):
    first = disputed.first_due
    both_agree(town, as_user, disputed, "date", due="29 Januari 2027")
    assert (disputed.first_due, disputed.current_due) == (first, date(2027, 1, 29))
    assert db.session.query(Extension).one().to_due == date(2027, 1, 29)
    assert disputed.delivery is Delivery.IN_PROGRESS


@pytest.mark.parametrize("kind, due", [("date", ""), ("date", "1 Desember 2026"), ("stays", "29 Januari 2027")])
def test_the_date_of_an_outcome_fits_its_kind(town, as_user, disputed, kind, due):
    typed = {"kind": kind, "text": TEXT, "due": due}
    answer = as_user(town.owner).post(f"{D}.propose_outcome", typed, commitment_id=disputed.id, status=422)
    assert answer.soup.select("#due-error")


def test_an_outcome_of_met_is_the_finding_of_the_verifier(town, as_user, disputed):
    both_agree(town, as_user, disputed, "met")
    assert (disputed.delivery, disputed.verification) == (Delivery.CLOSED, Verification.MET)
    assert disputed.met_on


def test_a_follow_up_is_proposed_from_a_prefilled_form(town, as_user, disputed):
    both_agree(town, as_user, disputed, "follow_up")
    assert (disputed.delivery, disputed.verification) == (Delivery.CLOSED, Verification.PARTIALLY_MET)
    form = as_user(town.verifier).get(f"{D}.follow_up", commitment_id=disputed.id)
    assert TEXT in form.soup.select_one("#criteria").text
    typed = {"title": "Jeda 30 detik", "criteria": TEXT, "responsible": town.health.id, "verifier": town.it.id}
    typed |= {"due": "29 Januari 2027", "weight": "3", "visibility": "circle"}
    as_user(town.verifier).post(f"{D}.follow_up", typed, commitment_id=disputed.id)
    assert found().follow_up.title == "Jeda 30 detik"
    as_user(town.verifier).get(f"{D}.follow_up", commitment_id=disputed.id, status=422)


def test_programs_propose_a_follow_up_with_what_the_form_opens_with(town, as_user, as_program, disputed):
    both_agree(town, as_user, disputed, "follow_up")
    path = f"/commitments/{disputed.id}/mediation/follow-up"
    made = as_program(town.verifier).post(path, {"due": "2027-03-01"}, match=None, status=201).json
    assert (made["title"], made["criteria"]) == (disputed.title, TEXT)
    assert made["responsible"]["id"] == str(disputed.responsible_id)


def test_the_dispute_is_withdrawn(town, as_user, disputed):
    as_user(town.verifier).post(f"{D}.withdraw", {"reason": "x"}, commitment_id=disputed.id, status=403)
    as_user(town.owner).post(f"{D}.withdraw", {"reason": "Kami perbaiki"}, commitment_id=disputed.id)
    assert (disputed.delivery, disputed.verification) == (Delivery.IN_PROGRESS, Verification.RETURNED)
    assert found().state is DisputeState.WITHDRAWN


def test_a_cancelled_commitment_leaves_no_open_dispute(town, as_user, disputed):
    as_user(town.coordinator).post("commitments.registry.cancel", {"reason": "Batal"}, commitment_id=disputed.id)
    assert found().state is DisputeState.ENDED
    assert disputed.verification is Verification.RETURNED


def test_the_verifier_is_not_asked_to_verify_what_is_disputed(town, disputed, clock):
    disputed.submitted_at = utc_now()
    db.session.commit()
    clock.shift(timedelta(days=6))
    list(nudge())
    db.session.commit()
    assert "Masih menunggu verifikasi" not in told()
    assert len(told()) == 2


def test_mediators_are_reminded_once_per_pause(town, as_user, disputed, clock):
    for days, mails in ((4, 0), (2, 1), (3, 1)):
        clock.shift(timedelta(days=days))
        remind_mediators()
        db.session.commit()
        assert told().count("Mediasi terhenti") == mails
    as_user(town.owner).post(f"{D}.add_option", {"text": "Bertahap"}, commitment_id=disputed.id)
    clock.shift(timedelta(days=6))
    remind_mediators()
    db.session.commit()
    assert told().count("Mediasi terhenti") == 2


def test_the_page_takes_as_many_statements_with_many_options(town, as_user, queries, disputed):
    where = {"commitment_id": disputed.id}

    def statements():
        with queries(at_most=14) as ran:
            as_user(town.owner).get(f"{D}.show", **where)
        return len(ran)

    as_user(town.facilitator).post(f"{D}.add_option", {"text": "Bertahap"}, **where)
    as_user(town.facilitator).post(f"{D}.propose_outcome", {"kind": "stays", "text": TEXT}, **where)
    before = statements()
    for number in range(3):
        as_user(town.owner).post(f"{D}.add_option", {"text": f"Pilihan {number}"}, **where)
        as_user(town.facilitator).post(f"{D}.propose_outcome", {"kind": "stays", "text": TEXT}, **where)
    assert statements() == before


def test_programs_mediate_too(town, as_program, disputed):
    path = f"/commitments/{disputed.id}"
    as_program(town.verifier).post(f"{path}/mediation/position", {"holds": "Belum"})
    as_program(town.facilitator).post(f"{path}/mediation/outcome", {"kind": "stays", "text": TEXT})
    as_program(town.owner).post(f"{path}/mediation/agree", {"number": 1})
    as_program(town.verifier).post(f"{path}/mediation/agree", {"number": 1})
    (entry,) = as_program(town.owner).get(f"{path}/disputes").json["items"]
    assert entry["state"] == "settled"
    assert len(entry["outcomes"][0]["agreed_by"]) == 2
    assert db.session.get_one(Commitment, disputed.id).delivery is Delivery.IN_PROGRESS

"""What programs do with commitments, from proposal to verification."""

import io

import pytest

from app.database import db
from commitments.delivery.models import Act, Update
from commitments.registry.rules import Delivery
from tests.factories import CommitmentFactory, CoordinatorFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def parties():
    """The responsible and the verifying person of a commitment, and its path."""
    owner, checker = PersonFactory(), PersonFactory()
    commitment = CommitmentFactory(responsible=owner.organisation, verifier=checker.organisation)
    return owner, checker, f"/commitments/{commitment.id}"


def test_a_commitment_goes_from_acceptance_to_verification(as_program, parties):
    owner, checker, path = parties
    party, verifier = as_program(owner), as_program(checker)
    assert party.post(f"{path}/accept", {}).json["delivery"] == "accepted"
    report = {"progress": 60, "text": "Formulir dipakai di dua loket", "link": "https://jakarta.example/formulir"}
    assert party.post(f"{path}/report", report).json["progress"] == 60
    assert party.post(f"{path}/submit", report | {"progress": 100}).json["delivery"] == "submitted"
    assert verifier.post(f"{path}/return", {"reason": "Loket ketiga belum"}).json["verification"] == "returned"
    party.post(f"{path}/submit", report | {"progress": 100})
    done = verifier.post(f"{path}/verify").json
    assert (done["delivery"], done["verification"], done["met_on"]) == ("closed", "met", "2026-11-24")
    told = [entry["act"] for entry in party.get(f"{path}/updates", sort="at").json["items"]]
    assert sorted(told) == sorted(["accepted", "progress", "submitted", "returned", "submitted", "met"])


def test_evidence_comes_as_a_file_and_goes_back_the_same(as_program, parties):
    owner, checker, path = parties
    party = as_program(owner)
    party.post(f"{path}/accept", {})
    sent = {"progress": "50", "text": "Lihat lampiran", "files": (io.BytesIO(b"a;b\n1;2\n"), "data.csv")}
    party.ask(
        "POST",
        f"{path}/report",
        status=200,
        headers={"If-Match": "*"},
        data=sent,
        content_type="multipart/form-data",
    )
    (evidence,) = next(one for one in party.get(f"{path}/updates").json["items"] if one["act"] == "progress")[
        "evidence"
    ]
    assert evidence["name"] == "data.csv"
    verifier = as_program(checker)
    assert verifier.client.get(evidence["href"], headers=verifier.headers).get_data() == b"a;b\n1;2\n"


def test_a_later_date_is_asked_for_and_granted(as_program, parties):
    owner, checker, path = parties
    party = as_program(owner)
    first = party.post(f"{path}/accept", {}).json["current_due"]
    party.post(f"{path}/extend", {"due": "2027-06-01", "reason": "Menunggu anggaran"})
    (asked,) = party.get(f"{path}/extensions").json["items"]
    granted = as_program(checker).post(f"/commitments/extensions/{asked['id']}/approve").json
    assert (granted["first_due"], granted["current_due"]) == (first, "2027-06-01")


def test_a_barrier_is_reported_and_removed(as_program, parties):
    owner, _checker, path = parties
    party = as_program(owner)
    party.post(f"{path}/accept", {})
    assert party.post(f"{path}/block", {"kind": "budget", "text": "DPA belum sah"}).json["delivery"] == "blocked"
    assert party.post(f"{path}/unblock", {"note": "DPA sah"}).json["delivery"] == "in_progress"
    (told,) = party.get(f"{path}/blockers").json["items"]
    assert (told["kind"], told["text"], told["removed_at"]) == ("budget", "DPA belum sah", "2026-11-24T02:00:00Z")


def test_another_date_is_offered_and_taken(as_program, parties):
    owner, _checker, path = parties
    offered = as_program(owner).post(f"{path}/counter-propose", {"due": "2027-03-01", "reason": "Libur"}).json
    assert (offered["delivery"], offered["counter_due"]) == ("counter_proposed", "2027-03-01")
    agreed = as_program(CoordinatorFactory()).post(f"{path}/agree-to-date").json
    assert (agreed["delivery"], agreed["current_due"]) == ("accepted", "2027-03-01")


def test_what_a_coordinator_records_for_a_party_says_how_it_was_told(as_program, parties):
    _owner, _checker, path = parties
    program = as_program(CoordinatorFactory())
    told = program.post(f"{path}/accept", {}, status=422).json["errors"]
    assert [fault["path"] for fault in told] == ["/source", "/said_on"]
    program.post(f"{path}/accept", {"source": "telephone", "said_on": "2026-11-23"})
    update = db.session.scalars(db.select(Update).where(Update.act == Act.ACCEPTED)).one()
    assert update.source is not None
    assert update.by_id == db.session.get_one(Update, update.id).by.id


def test_nobody_verifies_their_own_delivery_through_a_program_either(as_program):
    owner = PersonFactory()
    commitment = CommitmentFactory(responsible=owner.organisation, delivery=Delivery.SUBMITTED)
    as_program(owner).post(f"/commitments/{commitment.id}/verify", status=403)


def test_an_act_out_of_turn_is_refused_and_changes_nothing(as_program, parties):
    owner, _checker, path = parties
    party = as_program(owner)
    before = party.get(path)
    party.post(f"{path}/submit", {"progress": 100, "text": "Selesai"}, status=422)
    assert party.get(path).headers["ETag"] == before.headers["ETag"]


def test_the_list_is_narrowed_as_asked(as_program):
    coordinator, mine = CoordinatorFactory(), OrganisationFactory()
    wanted = CommitmentFactory(responsible=mine, delivery=Delivery.SUBMITTED, title="Peta jalan integrasi")
    CommitmentFactory(delivery=Delivery.SUBMITTED)
    CommitmentFactory(responsible=mine)
    found = as_program(coordinator).get("/commitments", responsible=str(mine.id), state="submitted", q="peta").json
    assert [one["id"] for one in found["items"]] == [str(wanted.id)]

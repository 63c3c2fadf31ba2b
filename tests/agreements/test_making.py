"""The making of an agreement: its checklist, who has it in hand, and the signing log."""

from datetime import date, timedelta
from typing import Any

import pytest

from agreements.documents.models import DocumentKind
from agreements.making.rules import STEPS_OF, USUAL, ItemState, Position, Step, left_open, step_at
from agreements.registry.rules import Stage
from agreements.signing.queries import of_party
from agreements.signing.rules import Lapse, Line, lapse
from app.circles.models import Classification
from app.database import db
from app.mail.outbox.models import Mail
from tests.agreements.forms import LIST, MOVE, SHOW, SIGN, SIGNED
from tests.factories import DocumentFactory

MAKING, SETTLE, PASS_ON = "agreements.making.show", "agreements.making.settle", "agreements.making.pass_on"
WRITE = "agreements.signing.write"
OPEN, DONE = ItemState.OPEN, ItemState.DONE


def items(**states: ItemState) -> list[Position]:
    """Return items by the name of their step."""
    return [Position(Step(name), state) for name, state in states.items()]


@pytest.mark.parametrize(
    "stage,found,step",
    [
        (Stage.DRAFT, items(preparation=OPEN, offer=OPEN), Step.PREPARATION),
        (Stage.DRAFT, items(preparation=DONE, offer=ItemState.NOT_NEEDED, drafting=OPEN), Step.DRAFTING),
        (Stage.DRAFT, [], Step.DRAFTING),
        (Stage.NEGOTIATION, items(preparation=OPEN), Step.DISCUSSION),
        (Stage.OUT_FOR_SIGNATURE, items(discussion=OPEN), Step.SIGNING),
        (Stage.SIGNED, items(filing=OPEN), Step.FILING),
        (Stage.SIGNED, items(filing=DONE), Step.REPORTING),
        (Stage.CANCELLED, items(filing=OPEN), None),
    ],
)
def test_the_step_follows_from_stage_and_open_items(stage, found, step):
    assert step_at(stage, found) is step


def test_what_earlier_steps_left_open_is_counted():
    found = items(preparation=OPEN, offer=DONE, drafting=OPEN, discussion=OPEN)
    assert [left_open(stage, found) for stage in (Stage.DRAFT, Stage.REVIEW, Stage.OUT_FOR_SIGNATURE)] == [0, 2, 3]
    assert left_open(Stage.CANCELLED, found) == 0
    assert set(STEPS_OF) == set(Stage)
    assert list(USUAL) == list(Step)


@pytest.mark.parametrize(
    "signed_on,until,found",
    [
        (date(2026, 11, 20), date(2026, 11, 19), Lapse.BEFORE_SIGNING),
        (date(2026, 11, 20), date(2026, 11, 20), None),
        (None, date(2026, 11, 23), Lapse.LAPSED),
        (None, date(2026, 12, 8), Lapse.SOON),
        (None, date(2026, 12, 9), None),
        (None, None, None),
    ],
)
def test_an_authority_that_lapses_before_signing_is_named(signed_on, until, found):
    assert lapse(Line(None, None, signed_on, until), date(2026, 11, 24)) is found


def test_items_are_done_not_needed_with_a_reason_and_opened_again(pact, as_user):
    at, coordinator = {"agreement_id": pact.agreement.id}, as_user(pact.coordinator)
    paper = DocumentFactory(agreement=pact.agreement, title="Telaah awal")
    done: dict[str, Any] = {"item": "first_review", "state": "done", "done_on": "20/11/2026", "document": paper.id}
    coordinator.post(SETTLE, done, **at)
    refused = coordinator.post(SETTLE, {"item": "needs", "state": "not_needed"}, status=422, **at)
    assert "mengapa tidak diperlukan" in refused.words
    coordinator.post(SETTLE, {"item": "needs", "state": "not_needed", "note": "Sudah dipetakan bersama"}, **at)
    coordinator.post("agreements.making.add", {"step": "offer", "text": "Paparan di kantor mitra"}, **at)
    words = as_user(pact.citizen).get(MAKING, **at).words
    assert "Telaah awal" in words
    assert "Sudah dipetakan bersama" in words
    assert "Paparan di kantor mitra" in words
    coordinator.post(SETTLE, {"item": "needs", "state": "open"}, **at)
    coordinator.post(SETTLE, {"item": "own-1", "state": "done"}, **at)
    coordinator.post(SETTLE, {"item": "nothing", "state": "done"}, status=422, **at)
    assert (
        "menandai butir selesai: Paparan di kantor mitra" in coordinator.get("agreements.registry.history", **at).words
    )
    as_user(pact.citizen).post(SETTLE, done, status=403, **at)


def test_a_file_of_one_side_is_not_named_to_others_in_the_checklist(pact, as_user):
    own = DocumentFactory(agreement=pact.agreement, party_id=pact.party(pact.agency).id, title="Kajian dalam")
    at = {"agreement_id": pact.agreement.id}
    as_user(pact.coordinator).post(SETTLE, {"item": "basis", "state": "done", "document": own.id}, **at)
    assert "Kajian dalam" in as_user(pact.official).get(MAKING, **at).words
    assert "Kajian dalam" not in as_user(pact.citizen).get(MAKING, **at).words


def test_moving_on_names_what_is_open_and_says_since_when(pact, as_user, clock):
    at, coordinator = {"agreement_id": pact.agreement.id}, as_user(pact.coordinator)
    moved = coordinator.post(MOVE, {"stage": "review"}, follow=True, **at)
    assert "7 butir dari langkah sebelumnya masih terbuka" in moved.words
    clock.shift(timedelta(days=5))
    assert "5 hari di tahap ini" in coordinator.get(SHOW, **at).words
    assert "5 hari di tahap ini" in coordinator.get(LIST).words


def test_whoever_has_it_in_hand_is_told_and_passes_it_on(pact, as_user, clock):
    at = {"agreement_id": pact.agreement.id}
    asked = {"organisation": pact.agency.id, "desk": "Bagian Hukum", "word": "Mohon telaah"}
    as_user(pact.official).post(PASS_ON, asked, status=403, **at)
    as_user(pact.coordinator).post(PASS_ON, asked, **at)
    again = as_user(pact.coordinator).post(PASS_ON, asked, status=422, **at)
    assert "sudah ada di sana" in again.words
    mail = db.session.scalars(db.select(Mail).where(Mail.person_id == pact.official.id)).one()
    assert mail.kind == "agreements/passed_on"
    clock.shift(timedelta(days=12))
    assert "Di tangan DLH, 12 hari" in as_user(pact.coordinator).get(LIST).words
    as_user(pact.official).post(PASS_ON, {"organisation": pact.unit.id, "word": "Selesai ditelaah"}, **at)
    words = as_user(pact.citizen).get(MAKING, **at).words
    assert "Selesai ditelaah" in words
    assert "DLH, Bagian Hukum" in words


def test_an_office_that_may_not_read_it_is_named_but_not_told(pact, as_user):
    at = {"agreement_id": pact.agreement.id}
    asked = {"organisation": pact.company.id, "word": "Mohon paraf"}
    answer = as_user(pact.coordinator).post(PASS_ON, asked, follow=True, **at)
    assert "beri tahu sendiri" in answer.words
    assert db.session.scalars(db.select(Mail).where(Mail.kind == "agreements/passed_on")).all() == []


SENT = {"method": "wet", "sent_on": "10/11/2026"}
SIGNS = {"signatory_name": "Sri", "signatory_position": "Kepala Dinas"}


@pytest.mark.parametrize(
    "typed,message",
    [
        ({"signed_on": "9/11/2026", **SIGNS}, "lebih akhir"),
        ({"signed_on": "12/11/2026"}, "siapa yang menandatangani"),
        ({"authority_on": "1/11/2026", "authority_until": "1/10/2026"}, "tidak boleh mendahului"),
    ],
)
def test_a_line_of_the_log_that_cannot_be_true_is_refused(pact, as_user, typed, message):
    party = pact.party(pact.agency)
    assert message in as_user(pact.official).post(WRITE, {**SENT, **typed}, party_id=party.id, status=422).words
    assert of_party(party.id) is None


def test_it_is_signed_with_every_party_in_the_log_or_a_reason(pact, as_user):
    pact.at_stage(Stage.OUT_FOR_SIGNATURE)
    at, coordinator = {"agreement_id": pact.agreement.id}, as_user(pact.coordinator)
    for organisation in (pact.unit, pact.agency):
        line = {**SENT, **SIGNS, "signed_on": "12/11/2026"}
        coordinator.post(WRITE, line, party_id=pact.party(organisation).id)
    bare = {name: value for name, value in SIGNED.items() if name != "gap"}
    assert "Forum Warga Digital" in coordinator.post(SIGN, bare, status=422, **at).words
    line = {**SENT, **SIGNS, "signed_on": "21/11/2026", "authority_number": "SK/7", "authority_until": "15/11/2026"}
    coordinator.post(WRITE, line, party_id=pact.party(pact.community).id)
    assert "tanda tangan yang lebih akhir" in coordinator.post(SIGN, bare, status=422, **at).words
    coordinator.post(SIGN, {**bare, "signed_on": "21/11/2026"}, **at)
    words = coordinator.get(MAKING, **at).words
    assert "3 dari 3 pihak" in words
    assert "sudah tidak berlaku saat penandatanganan" in words
    seen = as_user(pact.official).get(MAKING, **at).words
    assert "SK/7" not in seen
    assert "sudah tidak berlaku" not in seen


def test_the_power_of_attorney_is_linked_for_those_who_may_download_it(pact, as_user, as_program):
    party = pact.party(pact.agency)
    paper = DocumentFactory(agreement=pact.agreement, party_id=party.id, kind=DocumentKind.POWER_OF_ATTORNEY)
    line = {**SENT, **SIGNS, "authority_number": "SK/7", "authority_on": "1/11/2026", "authority_document_id": paper.id}
    as_user(pact.official).post(WRITE, line, party_id=party.id)
    for person, number, linked in (
        (pact.official, True, True),
        (pact.coordinator, True, True),
        (pact.leader, True, False),
        (pact.citizen, False, False),
    ):
        page = as_user(person).get(MAKING, agreement_id=pact.agreement.id)
        assert ("SK/7" in page.words) is ("1 November 2026" in page.words) is number
        assert bool(page.soup.select(f"a[href$='{paper.id}']")) is linked
        found = as_program(person).get(f"/agreements/parties/{party.id}/signing").json
        assert (found["authority_number"] is not None) is number
        assert (found["authority_document_id"] is not None) is linked


def test_the_page_of_a_secret_agreement_stays_hidden(pact, as_user):
    pact.agreement.circle.classification = Classification.SECRET
    db.session.commit()
    as_user(pact.leader).get(MAKING, agreement_id=pact.agreement.id, status=404)
    as_user(pact.stranger).get(PASS_ON, agreement_id=pact.agreement.id, status=404)


def test_programs_read_and_settle_the_checklist(pact, as_program, clock):
    path = f"/agreements/{pact.agreement.id}/making"
    program = as_program(pact.coordinator)
    program.post(f"{path}/item", {"item": "needs", "state": "done"})
    program.post(f"{path}/hand-on", {"organisation": str(pact.agency.id), "word": "Mohon telaah"})
    found = program.get(path).json
    assert (found["step"], found["held"]["organisation"]["name"]) == ("preparation", "DLH")
    assert found["stage_since"]
    assert found["items"][0]["state"] == "done"
    line = program.patch(f"/agreements/parties/{pact.party(pact.agency).id}/signing", {"sent_on": "2026-11-16"}).json
    assert (line["sent_on"], line["signed_on"]) == ("2026-11-16", None)


def test_the_making_needs_few_statements(pact, as_user, queries):
    at = {"agreement_id": pact.agreement.id}
    for key in ("needs", "basis", "team"):
        as_user(pact.coordinator).post(SETTLE, {"item": key, "state": "done"}, **at)
    with queries(at_most=14):
        as_user(pact.coordinator).get(MAKING, **at)


def test_the_home_page_names_what_the_readers_organisation_has_in_hand(pact, as_user, clock):
    asked = {"organisation": pact.agency.id, "word": "Mohon telaah hukum"}
    as_user(pact.coordinator).post(PASS_ON, asked, agreement_id=pact.agreement.id)
    clock.shift(timedelta(days=12))
    words = as_user(pact.official).get("/").words
    assert "Di tangan Anda" in words
    assert "12 hari: Mohon telaah hukum" in words
    assert "Mohon telaah hukum" not in as_user(pact.citizen).get("/").words

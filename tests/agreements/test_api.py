"""What programs do with agreements, and what each side is shown."""

import hashlib
from datetime import date
from io import BytesIO

import pytest

from agreements.clauses.models import Clause, Obligation, Right
from agreements.documents.models import DocumentKind
from agreements.registry.models import Agreement, AgreementKind
from agreements.registry.rules import Stage
from app.audit.models import AuditRow
from app.circles.models import Classification
from app.database import db
from tests.agreements.conftest import parties
from tests.factories import (
    AgreementFactory,
    ClauseFactory,
    CommitmentFactory,
    DocumentFactory,
    PartyFactory,
    RightFactory,
)

PDF = b"%PDF-1.7\nnaskah\n%%EOF"


@pytest.fixture
def program(pact, as_program):
    return as_program(pact.coordinator)


@pytest.fixture
def path(pact):
    return f"/agreements/{pact.agreement.id}"


def wish(*organisations, **changes):
    sides = [{"organisation": str(one.id), "reference_number": f"NO/{n}"} for n, one in enumerate(organisations)]
    return {
        "kind": "kesepakatan_bersama",
        "title": "Integrasi Layanan",
        "purpose": "Menjajaki integrasi",
        "sides": sides,
        "effective_on": "2027-01-09",
        "expires_on": "2028-01-08",
        "notice_days": 45,
        "renewal": "tacit",
    } | changes


def titles(answer):
    return [one["title"] for one in answer.json["items"]]


def told(answer):
    return [fault["path"] for fault in answer.json["errors"]]


def acts(agreement):
    query = db.select(AuditRow.action).where(AuditRow.subject_id == agreement.id).order_by(AuditRow.id)
    return list(db.session.scalars(query))


# Finding and reading


def test_the_list_is_narrowed_and_ordered_as_asked(pact, program, as_program):
    AgreementFactory(title="Tanpa akhir", expires_on=None, stage=Stage.SIGNED, kind=AgreementKind.INTERNAL_NOTE)
    AgreementFactory(title="Berakhir lebih dulu", expires_on=date(2026, 12, 31), stage=Stage.SIGNED)
    AgreementFactory(title="Sudah berakhir", expires_on=date(2026, 2, 1), stage=Stage.SIGNED)
    ordered = ["Sudah berakhir", "Berakhir lebih dulu", "Data Kualitas Udara", "Tanpa akhir"]
    assert titles(program.get("/agreements")) == ordered
    assert titles(program.get("/agreements", sort="-ends")) == ordered[::-1]
    assert titles(program.get("/agreements", validity="expiring")) == ["Berakhir lebih dulu"]
    assert titles(program.get("/agreements", stage="draft")) == ["Data Kualitas Udara"]
    assert titles(program.get("/agreements", stage="draft", validity="expired")) == []
    assert titles(program.get("/agreements", kind="internal_note")) == ["Tanpa akhir"]
    assert titles(program.get("/agreements", party=str(pact.agency.id))) == ["Data Kualitas Udara"]
    assert titles(program.get("/agreements", q="DLH/12")) == ["Data Kualitas Udara"]
    assert titles(as_program(pact.leader).get("/agreements", mine="true")) == []


def test_pages_by_their_end_follow_each_other_without_gap(program):
    for number in range(6):
        AgreementFactory(expires_on=date(2027, 1, 1 + number % 2) if number % 3 else None)
    for sort in ("ends", "-ends", "title", "-created_at"):
        seen, after = [], {}
        while True:
            page = program.get("/agreements", sort=sort, limit=2, **after).json
            seen += [one["id"] for one in page["items"]]
            if page["next"] is None:
                break
            after = {"after": page["next"]}
        assert len(seen) == len(set(seen)) == 7


def test_lists_take_the_same_few_statements_whatever_their_length(pact, program, path, queries):
    pact.obliged(commitments=[CommitmentFactory()])
    RightFactory(clause=pact.clause, holder_id=pact.party(pact.agency).id)
    DocumentFactory(agreement=pact.agreement)
    addresses = ["/agreements", *(f"{path}/{part}" for part in ("clauses", "obligations", "rights", "documents"))]
    few = {}
    for address in addresses:
        with queries(at_most=5) as asked:
            program.get(address)
        few[address] = len(asked)
    for number in range(2, 12):
        clause = ClauseFactory(agreement=pact.agreement, position=number)
        pact.obliged(clause=clause, commitments=[CommitmentFactory()])
        RightFactory(clause=clause, holder_id=pact.party(pact.community).id)
        DocumentFactory(agreement=pact.agreement, number=number)
        PartyFactory(agreement=AgreementFactory())
    for address in addresses:
        with queries(at_most=few[address]):
            program.get(address)


def test_each_side_sees_its_own_number_alone(pact, as_program, path):
    shown = {
        person.name: [side["reference_number"] for side in as_program(person).get(path).json["parties"]]
        for person in (pact.coordinator, pact.leader, pact.official, pact.citizen)
    }
    assert shown == {
        "Koordinator JSC": ["PKS/03", "DLH/12", "FWD/04"],
        "Pimpinan": ["PKS/03", "DLH/12", "FWD/04"],
        "Narahubung DLH": [None, "DLH/12", None],
        "Narahubung FWD": [None, None, "FWD/04"],
    }
    (listed,) = as_program(pact.official).get("/agreements").json["items"]
    assert listed == as_program(pact.official).get(path).json


def test_others_read_the_summary_of_a_public_one_and_nothing_else(pact, as_program, path):
    stranger = as_program(pact.stranger)
    stranger.get(path, status=404)
    assert titles(stranger.get("/agreements")) == []
    pact.agreement.circle.classification = Classification.PUBLIC
    pact.at_stage(Stage.SIGNED, end_reason="Alasan")
    summary = stranger.get(path).json
    assert (summary["title"], summary["validity"]) == ("Data Kualitas Udara", "expiring")
    assert {summary[name] for name in ("classification", "circle_id", "created_at", "end_reason")} == {None}
    assert {side["reference_number"] for side in summary["parties"]} == {None}
    assert titles(stranger.get("/agreements")) == ["Data Kualitas Udara"]
    assert titles(stranger.get("/agreements", q="DLH/12")) == []
    for part in ("clauses", "obligations", "rights", "documents", "family"):
        stranger.get(f"{path}/{part}", status=403)
    assert as_program(pact.official).get(path).json["end_reason"] == "Alasan"


def test_the_family_holds_what_may_be_read(pact, as_program, path):
    AgreementFactory(title="Perpanjangan", renews_id=pact.agreement.id)
    AgreementFactory(title="Adendum", kind=AgreementKind.ADDENDUM, parent_id=pact.agreement.id)
    found = as_program(pact.coordinator).get(f"{path}/family").json["items"]
    assert {one["title"]: one["relation"] for one in found} == {"Perpanjangan": "renewed_by", "Adendum": "amended_by"}
    assert as_program(pact.official).get(f"{path}/family").json["items"] == []


# Making and changing


def test_an_agreement_is_made_with_its_parties_in_order(pact, program):
    made = program.post("/agreements", wish(pact.community, pact.unit), status=201)
    assert [one["organisation"]["name"] for one in made.json["parties"]] == [pact.community.name, pact.unit.name]
    assert [one["reference_number"] for one in made.json["parties"]] == ["NO/0", "NO/1"]
    assert (made.json["stage"], made.json["notice_on"], made.json["classification"]) == (
        "draft",
        "2027-11-24",
        "internal",
    )
    assert made.headers["Location"].endswith(f"/agreements/{made.json['id']}")
    assert program.get(f"/agreements/{made.json['id']}").json == made.json
    assert acts(db.session.scalars(db.select(Agreement).where(Agreement.title == "Integrasi Layanan")).one()) == [
        "agreement.created"
    ]


@pytest.mark.parametrize(
    "changes, path",
    [
        ({"title": " "}, "/title"),
        ({"kind": "perkara"}, "/kind"),
        ({"expires_on": "2026-01-01"}, "/expires_on"),
        ({"expires_on": "soon"}, "/expires_on"),
        ({"notice_days": 367}, "/notice_days"),
        ({"parent_id": "00000000-0000-4000-8000-000000000000"}, "/parent_id"),
        ({"classification": "hidden"}, "/classification"),
        ({"sides": []}, "/sides"),
        ({"sides": [{"organisation": "00000000-0000-4000-8000-000000000000"}]}, "/sides/0/organisation"),
        ({"sides": [{"organisation": "x"}]}, "/sides/0/organisation"),
        ({"sides": [{"name": "x"}]}, "/sides/0/name"),
        ({"organisation": "x"}, "/organisation"),
    ],
)
def test_what_is_wrong_with_a_new_one_is_named(pact, program, changes, path):
    answer = program.post("/agreements", wish(pact.agency, pact.community, **changes), status=422)
    assert set(told(answer)) == {path}
    assert db.session.scalars(db.select(Agreement).where(Agreement.title == "Integrasi Layanan")).all() == []


def test_a_change_keeps_what_it_leaves_out(pact, program, path):
    seen = program.get(path).headers["ETag"]
    changed = program.patch(path, {"purpose": "Berbagi data", "expires_on": None}, match=seen).json
    assert (changed["title"], changed["purpose"], changed["expires_on"]) == (
        "Data Kualitas Udara",
        "Berbagi data",
        None,
    )
    assert [one["reference_number"] for one in changed["parties"]] == ["PKS/03", "DLH/12", "FWD/04"]
    program.patch(path, {"title": "Lain"}, match=seen, status=412)
    program.patch(path, {"title": "Lain"}, match=None, status=428)
    assert acts(pact.agreement) == ["agreement.changed"]


def test_the_parties_are_sent_as_a_whole(pact, program, path):
    sides = [
        {"organisation": str(one.id), "reference_number": f"{one.short_name}/1"} for one in (pact.agency, pact.unit)
    ]
    changed = program.patch(path, {"sides": [*sides, {"organisation": str(pact.company.id)}]}).json["parties"]
    assert [(one["position"], one["organisation"]["name"], one["reference_number"]) for one in changed] == [
        (1, pact.agency.name, "DLH/1"),
        (2, pact.unit.name, "JSC/1"),
        (3, pact.company.name, ""),
    ]
    pact.at_stage(Stage.SIGNED)
    assert told(program.patch(path, {"sides": sides}, status=422)) == ["/sides"]
    program.patch(path, {"purpose": "Tetap bisa"})


def test_a_renewal_takes_from_the_earlier_one_what_the_body_leaves_out(pact, program, path):
    pact.at_stage(Stage.SIGNED)
    made = program.post(f"/agreements?renews={pact.agreement.id}", {"expires_on": "2027-12-31"}, status=201).json
    assert (made["title"], made["effective_on"], made["expires_on"]) == (
        "Data Kualitas Udara",
        "2027-01-09",
        "2027-12-31",
    )
    assert len(made["parties"]) == 3
    (related,) = program.get(f"{path}/family").json["items"]
    assert (related["id"], related["relation"]) == (made["id"], "renewed_by")
    (taken,) = program.get(f"/agreements/{made['id']}/clauses").json["items"]
    assert taken["number"] == "Pasal 5"
    nobody = "00000000-0000-4000-8000-000000000000"
    program.post(f"/agreements?renews={nobody}", wish(pact.unit, pact.agency), status=404)
    assert program.post("/agreements?renews=x", {}, status=422).json["errors"][0]["location"] == "query"


def test_one_goes_from_draft_to_its_end(pact, program, path):
    obligation = pact.obliged()
    assert program.post(f"{path}/move", {"stage": "review"}).json["stage"] == "review"
    assert told(program.post(f"{path}/move", {"stage": "signed"}, status=422)) == ["/stage"]
    assert told(program.post(f"{path}/move", {"stage": "review"}, status=422)) == ["/stage"]
    program.post(f"{path}/move", {"stage": "out_for_signature"})
    assert told(program.post(f"{path}/sign", {"signed_on": "2027-01-01"}, status=422)) == ["/signed_on"]
    signed = program.post(f"{path}/sign", {"signed_on": "2026-11-20", "place": "Balai Kota", "gap": "Arsip"}).json
    assert (signed["stage"], signed["validity"], signed["signed_on"]) == ("signed", "expiring", "2026-11-20")
    (owed,) = program.get(f"{path}/obligations").json["items"]
    assert (owed["id"], [one["delivery"] for one in owed["commitments"]]) == (str(obligation.id), ["proposed"])
    ending = {"last_day": "2026-12-31", "reason": "Sepakat"}
    program.post(f"{path}/terminate", ending, status=422)
    settled = [{"commitment": owed["commitments"][0]["id"], "outcome": "carried"}]
    ended = program.post(f"{path}/terminate", {**ending, "settled": settled}).json
    assert (ended["stage"], ended["ended_on"], ended["end_reason"]) == ("terminated", "2026-12-31", "Sepakat")
    program.post(f"{path}/cancel", {"reason": "Terlambat"}, status=422)


def test_one_is_signed_with_its_text(pact, program, path):
    pact.at_stage(Stage.OUT_FOR_SIGNATURE)
    sent = {"signed_on": "2026-11-20", "gap": "Arsip", "file": (BytesIO(PDF), "naskah.pdf")}
    program.ask("POST", f"{path}/sign", status=200, headers={"If-Match": "*"}, data=sent)
    (filed,) = program.get(f"{path}/documents").json["items"]
    assert (filed["kind"], filed["party"], filed["name"]) == ("signed", None, "naskah.pdf")


def test_one_is_given_up_before_it_is_signed(pact, program, path):
    assert told(program.post(f"{path}/cancel", {}, status=422)) == ["/reason"]
    assert program.post(f"{path}/cancel", {"reason": "Batal"}).json["stage"] == "cancelled"


def test_only_coordinators_make_and_change_agreements(pact, as_program, path):
    party = as_program(pact.official)
    party.post("/agreements", wish(pact.unit, pact.agency), status=403)
    party.patch(path, {"title": "Lain"}, status=403)
    party.post(f"{path}/move", {"stage": "review"}, status=403)
    party.post(f"{path}/clauses", {"number": "Pasal 6", "heading": "Lain"}, status=403)
    as_program(pact.stranger).patch(path, {"title": "Lain"}, status=404)
    as_program(pact.coordinator, scopes=("agreements:read",)).patch(path, {"title": "Lain"}, status=403)


# Sides, clauses, obligations, rights


def test_a_side_writes_its_own_number_and_signatory(pact, as_program):
    own, other = pact.party(pact.agency), pact.party(pact.community)
    official = as_program(pact.official)
    changed = official.patch(f"/agreements/parties/{own.id}", {"signatory_name": "Sri"}).json
    assert (changed["reference_number"], changed["signatory_name"]) == ("DLH/12", "Sri")
    official.patch(f"/agreements/parties/{other.id}", {"signatory_name": "Sri"}, status=403)
    assert official.get(f"/agreements/parties/{other.id}").json["reference_number"] is None
    as_program(pact.stranger).get(f"/agreements/parties/{own.id}", status=404)
    assert [one.signatory_name for one in parties(pact.agreement)] == ["", "Sri", ""]


def test_clauses_are_added_changed_moved_and_removed(pact, program, path):
    body = {"number": "Pasal 6", "heading": "Penyajian", "text": "Kepada warga"}
    made = program.post(f"{path}/clauses", body, status=201)
    one = f"/agreements/clauses/{made.json['id']}"
    assert made.headers["Location"].endswith(one)
    assert told(program.post(f"{path}/clauses", body, status=422)) == ["/number"]
    changed = program.patch(one, {"heading": "Penyajian data"}).json
    assert (changed["heading"], changed["text"], changed["position"]) == ("Penyajian data", "Kepada warga", 2)
    assert program.post(f"{one}/move-up").json["position"] == 1
    assert [clause["number"] for clause in program.get(f"{path}/clauses").json["items"]] == ["Pasal 6", "Pasal 5"]
    assert program.post(f"{one}/move-down").json["position"] == 2
    program.delete(one)
    program.get(one, status=404)
    assert [clause.number for clause in db.session.scalars(db.select(Clause))] == ["Pasal 5"]


def test_obligations_are_added_changed_and_removed(pact, program, path):
    body = {
        "text": "Laporan mutu",
        "criteria": "Lengkap",
        "debtor": str(pact.party(pact.community).id),
        "verifier": str(pact.party(pact.agency).id),
        "frequency": "quarterly",
        "first_due": "2027-03-31",
    }
    address = f"/agreements/clauses/{pact.clause.id}/obligations"
    made = program.post(address, body, status=201).json
    assert (made["debtor"]["organisation"]["name"], made["frequency"]) == (pact.community.name, "quarterly")
    assert made["commitments"] == []
    one = f"/agreements/obligations/{made['id']}"
    assert program.patch(one, {"text": "Laporan mutu data"}).json["text"] == "Laporan mutu data"
    assert told(program.patch(one, {"verifier": body["debtor"]}, status=422)) == ["/verifier"]
    assert told(program.post(address, {**body, "debtor": None}, status=422)) == ["/debtor"]
    assert told(program.post(address, {**body, "first_due": None}, status=422)) == ["/first_due"]
    assert [row["id"] for row in program.get(f"{path}/obligations").json["items"]] == [made["id"]]
    program.delete(one)
    assert db.session.scalars(db.select(Obligation)).all() == []


def test_an_obligation_with_commitments_stays(pact, program):
    obligation = pact.obliged(commitments=[CommitmentFactory()])
    program.delete(f"/agreements/obligations/{obligation.id}", status=422)
    program.delete(f"/agreements/clauses/{pact.clause.id}", status=422)


def test_commitments_of_obligations_are_those_that_may_be_read(pact, as_program, path):
    pact.obliged(commitments=[CommitmentFactory()])
    shown = {
        person.name: len(as_program(person).get(f"{path}/obligations").json["items"][0]["commitments"])
        for person in (pact.coordinator, pact.official)
    }
    assert shown == {"Koordinator JSC": 1, "Narahubung DLH": 0}


def test_rights_are_added_and_removed(pact, program, path):
    holder = pact.party(pact.agency)
    address = f"/agreements/clauses/{pact.clause.id}/rights"
    made = program.post(address, {"holder": str(holder.id), "text": "Memakai data"}, status=201).json
    assert (made["holder"]["organisation"]["name"], made["text"]) == (pact.agency.name, "Memakai data")
    assert told(program.post(address, {"text": "Memakai data"}, status=422)) == ["/holder"]
    assert program.get(f"{path}/rights").json["items"] == [made]
    assert program.get(f"/agreements/rights/{made['id']}").json == made
    program.delete(f"/agreements/rights/{made['id']}")
    assert db.session.scalars(db.select(Right)).all() == []


# Files


def test_a_file_comes_and_goes_back_the_same(pact, program, as_program, path):
    sent = {"file": (BytesIO(PDF), "naskah.pdf"), "kind": "annex", "title": "Lampiran"}
    made = program.ask("POST", f"{path}/documents", status=201, data=sent)
    assert (made.json["kind"], made.json["title"], made.json["party"]) == ("annex", "Lampiran", None)
    assert made.json["sha256"] == hashlib.sha256(PDF).hexdigest()
    party = as_program(pact.citizen)
    assert party.client.get(made.json["href"], headers=party.headers).get_data() == PDF
    as_program(pact.stranger).get(f"/agreements/documents/{made.json['id']}", status=404)
    assert told(program.post(f"{path}/documents", {"kind": "annex"}, status=422)) == ["/file"]


def test_a_part_without_a_name_is_refused_beside_its_empty_name(pact, program, path):
    part = b"--x\r\nContent-Disposition: form-data\r\n\r\nannex\r\n--x--\r\n"
    for act in ("documents", "sign"):
        answer = program.ask(
            "POST",
            f"{path}/{act}",
            status=422,
            data=part,
            content_type="multipart/form-data; boundary=x",
            headers={"If-Match": "*"},
        )
        assert told(answer) == ["/"]


def test_a_file_of_one_side_is_for_that_side_and_coordinators(pact, as_program, path):
    own = pact.party(pact.agency)
    official = as_program(pact.official)
    sent = {"file": (BytesIO(PDF), "kuasa.pdf"), "kind": "power_of_attorney", "side": str(own.id)}
    made = official.ask("POST", f"{path}/documents", status=201, data=sent).json
    assert made["party"]["organisation"]["name"] == pact.agency.name
    for person, seen in ((pact.official, 1), (pact.coordinator, 1), (pact.leader, 0), (pact.citizen, 0)):
        program = as_program(person)
        assert len(program.get(f"{path}/documents").json["items"]) == seen
        program.get(f"/agreements/documents/{made['id']}/file", status=200 if seen else 404)
    other = sent | {"file": (BytesIO(PDF), "kuasa.pdf"), "side": str(pact.party(pact.community).id)}
    assert told(official.ask("POST", f"{path}/documents", status=422, data=other)) == ["/side"]
    shared = {"file": (BytesIO(PDF), "kuasa.pdf")}
    assert told(official.ask("POST", f"{path}/documents", status=422, data=shared)) == ["/side"]
    assert {one.kind for one in db.session.scalars(db.select(DocumentFactory._meta.model))} == {
        DocumentKind.POWER_OF_ATTORNEY
    }

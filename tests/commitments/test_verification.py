"""The verifier's queue, findings for each criterion, and what others see of them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.audit.models import AuditRow
from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from app.mail.outbox.models import Mail
from commitments.delivery import actions as delivery
from commitments.delivery.models import CriterionFinding, Evidence, Update
from commitments.registry.rules import Delivery, Verification
from tests.factories import CommitmentFactory
from tests.support.mail_links import code_to, link_to
from tests.support.visitors import Visitor

V = "commitments.verification"
SHOW = "commitments.registry.show"
CRITERIA = "Memuat 44 puskesmas\nSetiap baris punya telepon\nTampil di JAKI"


@pytest.fixture
def submit(town):
    """Submit a commitment of three criteria, some days ago."""

    def submitted(title="Daftar puskesmas", *, days=0, criterion=None, **more):
        commitment = town.promised(Delivery.IN_PROGRESS, title=title, criteria=CRITERIA, **more)
        again(commitment, days=days, criterion=criterion)
        return commitment

    def again(commitment, *, days=0, criterion=None):
        report = delivery.Report(
            progress=100, text="Sudah lengkap.", links=["https://contoh.example/bukti"], criterion=criterion
        )
        delivery.submit(commitment, report, by=town.owner, at=utc_now() - timedelta(days=days))
        db.session.commit()

    submitted.again = again
    return submitted


def found(*findings, **more):
    """Return the fields of the form for these findings of criteria 1, 2, …; None leaves one unmarked."""
    fields = dict(more)
    for place, finding in enumerate(findings):
        fields |= {f"findings-{place}-criterion": str(place + 1), f"findings-{place}-note": ""}
        if finding:
            fields[f"findings-{place}-finding"] = finding
    return fields


def findings_of(commitment):
    query = select(CriterionFinding).join(Update, Update.id == CriterionFinding.update_id)
    rows = db.session.scalars(query.where(Update.commitment_id == commitment.id).order_by(CriterionFinding.number))
    return [(row.number, row.wording, row.finding.value) for row in rows]


def queued(page):
    return [one.strong.text for one in page.soup.select(".queued a")]


def test_the_queue_is_that_of_the_readers_organisation_oldest_first_and_says_for_how_long(town, submit, as_user):
    newest, oldest = submit("Yang baru"), submit("Yang lama", days=8)
    CommitmentFactory(title="Milik instansi lain", delivery=Delivery.SUBMITTED)
    town.promised(Delivery.IN_PROGRESS, title="Belum diserahkan")
    page = as_user(town.verifier).get(f"{V}.queue")
    assert queued(page) == ["Yang lama", "Yang baru"]
    assert "6 hari kerja, sasaran 5" in page.words
    assert page.soup.select_one("#item").text.strip() == "Yang lama"
    chosen = as_user(town.verifier).get(f"{V}.queue", commitment=newest.id)
    assert chosen.soup.select_one("#item").text.strip() == "Yang baru"
    for person in (town.owner, town.member, town.coordinator):
        empty = as_user(person).get(f"{V}.queue", commitment=oldest.id)
        assert queued(empty) == []
        assert "Yang lama" not in empty.words


def test_a_disputed_delivery_and_a_secret_one_of_others_do_not_wait(town, submit, as_user):
    disputed, secret = submit("Disengketakan"), submit("Rahasia")
    disputed.verification = Verification.DISPUTED
    assert queued(as_user(town.verifier).get(f"{V}.queue")) == ["Rahasia"]
    secret.circle.classification = Classification.SECRET
    assert queued(as_user(town.verifier).get(f"{V}.queue")) == []


def test_the_queue_takes_as_many_statements_for_many_deliveries(town, submit, as_user, queries):
    for number in range(4):
        submit(f"Penyerahan {number}", days=number)
    with queries(at_most=10):
        as_user(town.verifier).get(f"{V}.queue")


def test_a_verdict_opens_the_next_delivery_and_is_listed_as_examined(town, submit, as_user):
    first, second = submit("Pertama", days=3), submit("Kedua", days=1)
    verifier = as_user(town.verifier)
    form = verifier.get(f"{V}.queue").soup.select_one("form[data-verdict]")
    fields = found("met", "met", "met", next=form.select_one("[name=next]")["value"])
    answer = verifier.post(f"{V}.confirm", fields, commitment_id=first.id)
    assert answer.location.endswith(f"/commitments/verify?commitment={second.id}")
    assert (first.delivery, first.verification) == (Delivery.CLOSED, Verification.MET)
    assert queued(verifier.get(f"{V}.queue")) == ["Kedua"]
    assert "Pertama" in verifier.get(f"{V}.examined").words
    assert "Pertama" not in as_user(town.member).get(f"{V}.examined").words


def test_acceptance_says_which_criteria_are_not_met_and_keeps_what_was_marked(town, submit, as_user):
    commitment = submit()
    verifier, where = as_user(town.verifier), {"commitment_id": commitment.id}
    refused = verifier.post(f"{V}.confirm", found("met", "partly_met", "not_met"), status=422, **where)
    assert "Kriteria 2, 3 belum terpenuhi" in refused.words
    checked = [one["value"] for one in refused.soup.select("input[type=radio][checked]")]
    assert checked == ["met", "partly_met", "not_met"]
    unmarked = verifier.post(f"{V}.confirm", found("met", None, "met"), status=422, **where)
    assert "Belum ada temuan untuk kriteria 2" in unmarked.words
    assert commitment.delivery is Delivery.SUBMITTED
    assert findings_of(commitment) == []


def test_the_reason_is_filled_in_from_what_is_missing_for_the_verifier_to_check(town, submit, as_user):
    commitment = submit()
    verifier, where = as_user(town.verifier), {"commitment_id": commitment.id}
    fields = found("met", "not_met", "met", reason="") | {"findings-1-note": "Baris 17 kosong"}
    refused = verifier.post(f"{V}.find_partly_met", fields, status=422, **where)
    reason = refused.soup.select_one("textarea[name=reason]").text.strip()
    assert reason == "2. Setiap baris punya telepon: Baris 17 kosong"
    assert commitment.delivery is Delivery.SUBMITTED
    verifier.post(f"{V}.find_partly_met", fields | {"reason": reason}, **where)
    assert (commitment.delivery, commitment.verification) == (Delivery.IN_PROGRESS, Verification.PARTIALLY_MET)
    assert findings_of(commitment) == [
        (1, "Memuat 44 puskesmas", "met"),
        (2, "Setiap baris punya telepon", "not_met"),
        (3, "Tampil di JAKI", "met"),
    ]
    mail = db.session.scalars(select(Mail).where(Mail.recipient == town.owner.email)).one()
    assert "Baris 17 kosong" in mail.text
    row = db.session.scalars(select(AuditRow).where(AuditRow.action == "commitment.partially_met")).one()
    assert row.details["findings"] == ["met", "not_met", "met"]


@pytest.mark.parametrize(
    "act, findings",
    [
        ("find_partly_met", ("met", "met", "met")),
        ("find_partly_met", ("not_met", "not_met", "not_met")),
        ("send_back", ("met", "met", "met")),
    ],
)
def test_a_verdict_that_the_findings_contradict_is_refused(town, submit, as_user, act, findings):
    commitment = submit()
    fields = found(*findings, reason="Kurang")
    as_user(town.verifier).post(f"{V}.{act}", fields, status=422, commitment_id=commitment.id)
    assert commitment.delivery is Delivery.SUBMITTED


def test_the_responsible_party_gives_no_findings_about_itself(town, submit, as_user):
    commitment = submit()
    for act in ("confirm", "find_partly_met", "send_back"):
        for person in (town.owner, town.coordinator, town.member):
            fields = found("met", "met", "met", reason="x")
            as_user(person).post(f"{V}.{act}", fields, status=403, commitment_id=commitment.id)
    assert commitment.verification is Verification.UNVERIFIED


def test_the_page_shows_each_criterion_with_its_evidence_and_last_finding_and_the_timeline_all(town, submit, as_user):
    commitment = submit(criterion=2)
    fields = found("met", "partly_met", "met", reason="Telepon")
    as_user(town.verifier).post(f"{V}.send_back", fields, commitment_id=commitment.id)
    page = as_user(town.member).get(SHOW, commitment_id=commitment.id)
    lines = [one.get_text(" ", strip=True) for one in page.soup.select("[aria-labelledby=criteria] ol > li")]
    assert [("Terpenuhi" in one, "Sebagian" in one, "contoh.example" in one) for one in lines] == [
        (True, False, False),
        (False, True, True),
        (True, False, False),
    ]
    told = [" ".join(one.get_text(" ", strip=True).split()) for one in page.soup.select(".timeline li")]
    assert any("2. Setiap baris punya telepon: Sebagian" in one for one in told)
    submit.again(commitment, criterion=2)
    queue = as_user(town.verifier).get(f"{V}.queue")
    assert "Penyerahan ke-2" in queue.words
    assert "Terakhir: Sebagian" in queue.words


def test_a_report_names_the_criterion_that_its_evidence_shows(town, as_user):
    commitment = town.promised(Delivery.IN_PROGRESS, criteria=CRITERIA)
    report = {"progress": "50", "text": "Separuh", "link": "https://contoh.example/a"}
    owner, where = as_user(town.owner), {"commitment_id": commitment.id}
    owner.post("commitments.delivery.report", {**report, "criterion": "4"}, status=422, **where)
    owner.post("commitments.delivery.report", {**report, "criterion": "3"}, **where)
    owner.post("commitments.delivery.report", {**report, "criterion": "0"}, **where)
    assert sorted(str(one.criterion) for one in db.session.scalars(select(Evidence))) == ["3", "None"]
    single = town.promised(Delivery.IN_PROGRESS, criteria="Satu saja")
    assert not owner.get("commitments.delivery.report", commitment_id=single.id).soup.select("[name=criterion]")


def test_programs_give_findings_and_read_them(town, submit, as_program):
    commitment = submit(criterion=1)
    verifier, path = as_program(town.verifier), f"/commitments/{commitment.id}"
    met = [{"criterion": number, "finding": "met"} for number in (1, 2)]
    missing = {"criterion": 3, "finding": "not_met", "note": "Belum tampil"}
    verifier.post(f"{path}/verify", {"findings": met}, status=422)
    verifier.post(f"{path}/verify", {"findings": [*met, {"criterion": 9, "finding": "met"}]}, status=422)
    verifier.post(f"{path}/return", {"reason": "Belum tampil", "findings": [*met, missing]})
    updates = as_program(town.owner).get(f"{path}/updates").json["items"]
    (verdict,) = [one for one in updates if one["act"] == "returned"]
    assert verdict["findings"][2] == {"wording": "Tampil di JAKI", **missing}
    assert [one["criterion"] for update in updates for one in update["evidence"]] == [1]


def test_by_link_the_verifier_sees_the_same_and_decides_with_a_code(app, town, submit):
    town.verifier.joined_at = None
    commitment = submit(criterion=1)
    reader, path = Visitor(app), link_to(town.verifier)
    page = reader.get(path)
    assert len(page.soup.select("[data-criterion]")) == 3
    assert page.soup.select_one(".proof a[href^='https://contoh.example']")
    refused = reader.post(f"{path}/partly-met", found("met", "not_met", "met", reason="Telepon"), status=200)
    assert commitment.delivery is Delivery.SUBMITTED
    carried = {one["name"]: one["value"] for one in refused.soup.select("main form input[type=hidden]")}
    carried.pop("csrf_token")
    reader.post(f"{path}/partly-met", {**carried, "link_code": code_to(town.verifier)})
    assert commitment.verification is Verification.PARTIALLY_MET
    assert [one[2] for one in findings_of(commitment)] == ["met", "not_met", "met"]

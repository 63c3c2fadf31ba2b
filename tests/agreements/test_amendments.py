"""Amendments: drafted, read by the parties, signed, and applied in one act exactly as the preview showed."""

from datetime import date

import pytest
from sqlalchemy import select

from agreements.amendments.models import Addendum, AmendmentPosition, ClauseChange
from agreements.clauses import actions as clauses
from agreements.clauses.models import Clause, ClauseVersion, Obligation, Right, obligation_commitments
from agreements.clauses.rules import Frequency
from agreements.registry.models import Agreement
from agreements.registry.rules import Stage
from app.clock import utc_now
from app.database import db
from app.mail.outbox.models import Mail
from app.web.policies import load
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery
from tests.factories import RightFactory
from tests.support.mail_links import code_to, link_to
from tests.support.visitors import Visitor

PATH = "agreements.amendments"
FRAME = {
    "title": "Laporan bulanan dan titik baru",
    "rationale": "Laporan triwulanan terlalu jarang.",
    "basis": "KEP-2026-014",
    "document_id": "",
    "effective_on": "1 Desember 2026",
    "changes_end": "y",
    "new_end": "8 Januari 2028",
}


@pytest.fixture
def signed(pact):
    """The agreement is signed, with a one-off obligation and a quarterly one that became commitments."""
    pact.once = pact.obliged(text="Katalog metadata 24 titik", first_due=date(2026, 12, 4))
    pact.often = pact.obliged(
        text="Laporan mutu data", frequency=Frequency.QUARTERLY, first_due=date(2026, 12, 31), position=2
    )
    pact.at_stage(Stage.SIGNED)
    agreement = load(Agreement, "agreement_id", pact.agreement.id)
    clauses.begin_obligations(agreement, by=pact.coordinator, at=utc_now())
    pact.right = RightFactory(clause=pact.clause, holder_id=pact.party(pact.agency).id)
    db.session.commit()
    return pact


def drafted(pact, visitor, **changes):
    """Return a new draft."""
    visitor.post(f"{PATH}.begin", {**FRAME, **changes}, agreement_id=pact.agreement.id)
    return db.session.scalars(select(Addendum).order_by(Addendum.drafted_at.desc())).first()


def terms(pact, obligation, **changes):
    return {
        "obligation": str(obligation.id) if obligation else "",
        "change": "",
        "place": str(pact.clause.id),
        "text": obligation.text if obligation else "Pemeliharaan sensor",
        "criteria": "Memuat kelengkapan data",
        "debtor": str(pact.party(pact.community).id),
        "verifier": str(pact.party(pact.agency).id),
        "frequency": obligation.frequency.value if obligation else "once",
        "first_due": obligation.first_due.isoformat() if obligation else "2027-06-30",
        **changes,
    }


def position(amendment, stance):
    db.session.refresh(amendment)
    return {"version": str(amendment.version), "stance": stance, "clause": "", "words": ""}


def made_of(obligation_id):
    made = obligation_commitments.c
    query = select(Commitment, made.period).join(
        obligation_commitments, (made.commitment_id == Commitment.id) & (made.obligation_id == obligation_id)
    )
    return db.session.execute(query.order_by(made.period, Commitment.code)).all()


def out_for_signature(visitor, amendment):
    at = {"amendment_id": amendment.id}
    visitor.post(f"{PATH}.send", {}, **at)
    visitor.post(f"{PATH}.send_for_signature", {}, **at)
    return visitor.get(f"{PATH}.apply", **at).soup.find("input", {"name": "seen"})["value"]


def test_an_amendment_is_drafted_read_bargained_and_applied_in_one_act(signed, as_user, clock):
    pact, coordinator = signed, as_user(signed.coordinator)
    amendment = drafted(pact, coordinator)
    at = {"amendment_id": amendment.id}
    (first, _period) = made_of(pact.once.id)[0]
    first.delivery, first.accepted_on = Delivery.ACCEPTED, date(2026, 11, 20)
    db.session.commit()
    before = {"clause": str(pact.clause.id), "change": "", "number": "Pasal 5", "heading": "Katalog dan mutu"}
    coordinator.post(f"{PATH}.change_clause", {**before, "text": "Laporan setiap bulan"}, **at)
    coordinator.post(
        f"{PATH}.change_clause",
        {"clause": "", "change": "", "number": "Pasal 5a", "heading": "Pemeliharaan", "text": "Sekali setahun"},
        **at,
    )
    once = terms(pact, pact.once, text="Katalog metadata 30 titik", first_due="2027-01-15")
    coordinator.post(f"{PATH}.change_obligation", once, **at)
    coordinator.post(
        f"{PATH}.change_obligation", terms(pact, pact.often, frequency="monthly", first_due="2026-12-31"), **at
    )
    added = db.session.scalars(select(ClauseChange).where(ClauseChange.clause_id.is_(None))).one()
    coordinator.post(f"{PATH}.change_obligation", terms(pact, None, place=str(added.id)), **at)
    coordinator.post(
        f"{PATH}.add_right",
        {"place": str(added.id), "holder": str(pact.party(pact.community).id), "text": "Suku cadang"},
        **at,
    )
    coordinator.post(f"{PATH}.end_right", {"right": str(pact.right.id)}, **at)
    as_user(pact.official).get(f"{PATH}.show", status=404, **at)
    words = coordinator.get(f"{PATH}.show", **at).words
    assert "Belum ada yang berubah." in words
    assert "+ 365 hari" in words
    assert "9 Desember 2027" in words
    assert "Suku cadang" in words
    coordinator.get(f"{PATH}.draft", **at)
    seen = out_for_signature(coordinator, amendment)
    coordinator.get(f"{PATH}.paper", **at)
    coordinator.post(f"{PATH}.apply", {"signed_on": "24 November 2026", "seen": "other"}, status=409, **at)
    assert db.session.get_one(Agreement, pact.agreement.id).expires_on == date(2027, 1, 8)
    coordinator.post(f"{PATH}.apply", {"signed_on": "24 November 2026", "seen": seen}, **at)
    db.session.expire_all()
    assert pact.agreement.expires_on == date(2028, 1, 8)
    assert pact.agreement.term.notice_on == date(2027, 12, 9)
    (kept, _period) = made_of(pact.once.id)[0]
    assert (kept.title, kept.first_due, kept.current_due) == (
        "Katalog metadata 30 titik",
        date(2026, 12, 4),
        date(2027, 1, 15),
    )
    assert pact.often.ended_on == date(2026, 12, 1)
    assert [one.delivery for one, _ in made_of(pact.often.id)] == [Delivery.SUPERSEDED]
    monthly = db.session.scalars(select(Obligation).where(Obligation.replaces_id == pact.often.id)).one()
    assert [period for _, period in made_of(monthly.id)] == [date(2026, 12, 31)]
    assert monthly.next_due == date(2027, 1, 31)
    new = db.session.scalars(select(Clause).where(Clause.number == "Pasal 5a")).one()
    assert (new.position, new.text) == (2, "Sekali setahun")
    versions = db.session.execute(select(ClauseVersion.number, ClauseVersion.version, ClauseVersion.text)).all()
    assert sorted(versions) == [
        ("Pasal 5", 1, ""),
        ("Pasal 5", 2, "Laporan setiap bulan"),
        ("Pasal 5a", 1, "Sekali setahun"),
    ]
    assert db.session.get_one(Right, pact.right.id).ended_on == date(2026, 12, 1)
    applied = coordinator.get(f"{PATH}.show", **at).words
    assert "Pasal 5a" in applied
    page = coordinator.get("agreements.clauses.versions", clause_id=pact.clause.id).words
    assert "sejak adendum 1" in page
    coordinator.get("agreements.registry.show", agreement_id=pact.agreement.id)
    coordinator.post(
        "agreements.clauses.add", {"number": "Pasal 9", "heading": "x"}, agreement_id=pact.agreement.id, status=409
    )


def test_parties_take_positions_in_the_app_and_by_link_until_the_draft_changes(signed, as_user, app, clock):
    pact, coordinator = signed, as_user(signed.coordinator)
    amendment = drafted(pact, coordinator)
    at = {"amendment_id": amendment.id}
    pact.citizen.joined_at = None
    db.session.commit()
    clock.shift(60)
    coordinator.post(f"{PATH}.send", {}, **at)
    page = Visitor(app).get(link_to(pact.citizen))
    assert "Data Kualitas Udara" in page.words
    assert page.soup.select_one("main a.btn-primary")["href"].endswith("/position")
    official = as_user(pact.official)
    bargain = position(amendment, "bargains")
    assert "Tulis usul Anda" in official.post(f"{PATH}.take_position", bargain, status=422, **at).words
    official.post(f"{PATH}.take_position", {**bargain, "words": "Setelah anggaran 2027"}, **at)
    as_user(pact.stranger).post(f"{PATH}.take_position", bargain, status=404, **at)
    assert "Setelah anggaran 2027" in coordinator.get(f"{PATH}.show", **at).words
    told = db.session.scalars(select(Mail).where(Mail.recipient == pact.coordinator.email)).all()
    assert any("Setelah anggaran 2027" in one.text for one in told)
    coordinator.post(f"{PATH}.send_for_signature", {}, status=422, **at)
    clock.shift(60)
    official.post(f"{PATH}.take_position", position(amendment, "agrees"), **at)
    read = position(amendment, "agrees")
    coordinator.post(f"{PATH}.send_for_signature", {}, **at)
    coordinator.post(f"{PATH}.take_back", {}, **at)
    coordinator.post(f"{PATH}.send", {}, **at)
    official.post(f"{PATH}.take_position", read, status=409, **at)
    words = coordinator.get(f"{PATH}.show", **at).words
    assert "draf 2" in words
    assert "Setuju" not in words
    coordinator.post(f"{PATH}.withdraw", {"reason": "Tidak jadi"}, **at)
    official.post(f"{PATH}.take_position", position(amendment, "agrees"), status=409, **at)


def test_what_changed_meanwhile_is_never_overwritten(signed, as_user):
    pact, coordinator = signed, as_user(signed.coordinator)
    amendment = drafted(pact, coordinator)
    at = {"amendment_id": amendment.id}
    coordinator.post(f"{PATH}.change_obligation", terms(pact, pact.once, text="Katalog 30 titik"), **at)
    again = {**FRAME, "title": "Lagi"}
    assert "masih terbuka" in coordinator.post(f"{PATH}.begin", again, agreement_id=pact.agreement.id, status=409).words
    seen = out_for_signature(coordinator, amendment)
    (commitment, _period) = made_of(pact.once.id)[0]
    commitment.delivery, commitment.accepted_on = Delivery.SUBMITTED, date(2026, 11, 20)
    db.session.commit()
    page = coordinator.post(f"{PATH}.apply", {"signed_on": "24/11/2026", "seen": seen}, status=409, **at)
    assert "menunggu verifikasi" in page.words
    corrected = {"number": "Pasal 5", "heading": "Katalog", "text": "", "reason": ""}
    edit = {"clause_id": pact.clause.id}
    assert "salah catat" in coordinator.post("agreements.clauses.edit", corrected, status=422, **edit).words
    coordinator.post("agreements.clauses.edit", {**corrected, "reason": "Salah ketik"}, **edit)
    seen = page.soup.find("input", {"name": "seen"})["value"]
    coordinator.post(f"{PATH}.apply", {"signed_on": "24/11/2026", "seen": seen}, status=409, **at)
    coordinator.post(f"{PATH}.take_back", {}, **at)
    seen = out_for_signature(coordinator, amendment)
    coordinator.post(f"{PATH}.apply", {"signed_on": "24/11/2026", "seen": seen}, **at)
    db.session.expire_all()
    assert (commitment.title, pact.once.text) == ("Katalog metadata 24 titik", "Katalog metadata 24 titik")
    assert pact.agreement.expires_on == date(2028, 1, 8)
    assert [one.reason for one in db.session.scalars(select(ClauseVersion).order_by(ClauseVersion.version))] == [
        "",
        "Salah ketik",
    ]


def test_whoever_begins_another_amendment_is_led_to_the_one_that_is_open(signed, as_user):
    coordinator = as_user(signed.coordinator)
    amendment = drafted(signed, coordinator)
    page = coordinator.get(f"{PATH}.begin", agreement_id=signed.agreement.id)
    assert "masih terbuka" in page.words
    assert page.soup.select_one(".alert a")["href"].endswith(str(amendment.id))
    assert page.soup.select("main input[name=title], main button[type=submit]") == []
    criteria = terms(signed, signed.once, criteria="Memuat 24 sensor\nDiperiksa BPBD")
    coordinator.post(f"{PATH}.change_obligation", criteria, amendment_id=amendment.id)
    assert "Memuat 24 sensor · Diperiksa BPBD" in coordinator.get(f"{PATH}.show", amendment_id=amendment.id).words


def test_a_withdrawn_amendment_holds_nothing_back_and_its_page_stays(signed, as_user):
    pact, coordinator = signed, as_user(signed.coordinator)
    at = {"amendment_id": drafted(pact, coordinator).id}
    removed = {"clause": str(pact.clause.id), "change": "", "number": "Pasal 5", "heading": "Katalog", "removes": "y"}
    coordinator.post(f"{PATH}.change_clause", removed, **at)
    added = {"clause": "", "change": "", "number": "Pasal 6", "heading": "Sensor", "text": "Sekali setahun"}
    coordinator.post(f"{PATH}.change_clause", added, **at)
    place = db.session.scalars(select(ClauseChange.id).where(ClauseChange.clause_id.is_(None))).one()
    coordinator.post(f"{PATH}.change_obligation", terms(pact, None, place=str(place)), **at)
    coordinator.post(f"{PATH}.end_right", {"right": str(pact.right.id)}, **at)
    before = coordinator.get(f"{PATH}.show", **at).words
    coordinator.post(f"{PATH}.withdraw", {"reason": "Tidak jadi"}, **at)
    as_user(pact.official).get(f"{PATH}.show", status=404, **at)
    coordinator.post("agreements.clauses.remove_right", {}, right_id=pact.right.id)
    coordinator.post(
        "agreements.clauses.edit", {"number": "Pasal 5b", "heading": "x", "reason": "x"}, clause_id=pact.clause.id
    )
    after = coordinator.get(f"{PATH}.show", **at).words
    for shown in ("Pasal 6", "Pemeliharaan sensor", "Sekali setahun", "Memakai data sensor", "8 Januari 2028"):
        assert (shown in before, shown in after) == (True, True), shown
    coordinator.get(f"{PATH}.paper", **at)


def test_agreeing_by_link_takes_a_code(signed, as_user, app, clock):
    amendment = drafted(signed, as_user(signed.coordinator))
    signed.citizen.joined_at = None
    db.session.commit()
    clock.shift(60)
    as_user(signed.coordinator).post(f"{PATH}.send", {}, amendment_id=amendment.id)
    visitor, path = Visitor(app), link_to(signed.citizen)
    visitor.post(f"{path}/position", position(amendment, "agrees"), status=200)
    assert db.session.scalar(select(AmendmentPosition.id)) is None
    assert code_to(signed.citizen)


def test_the_page_of_an_amendment_takes_the_same_few_statements_whatever_its_length(signed, as_user, queries):
    coordinator = as_user(signed.coordinator)
    amendment = drafted(signed, coordinator)
    at = {"amendment_id": amendment.id}
    for number in range(3):
        wording = {"clause": "", "change": "", "number": f"Pasal {20 + number}", "heading": "Baru", "text": "Bunyi"}
        coordinator.post(f"{PATH}.change_clause", wording, **at)
        coordinator.post(f"{PATH}.change_obligation", terms(signed, None, text=f"Kewajiban {number}"), **at)
    with queries(at_most=25):
        coordinator.get(f"{PATH}.show", **at)


def test_the_page_of_rights_removes_none_once_an_amendment_exists(signed, as_user):
    coordinator = as_user(signed.coordinator)
    removal = f"/agreements/rights/{signed.right.id}/remove"
    page = {"agreement_id": signed.agreement.id}
    assert removal in coordinator.get("agreements.compliance.rights", **page).text
    drafted(signed, coordinator)
    assert removal not in coordinator.get("agreements.compliance.rights", **page).text


def test_a_coordinator_records_what_a_party_told_and_the_party_can_contest_it(signed, as_user, clock):
    coordinator, official = as_user(signed.coordinator), as_user(signed.official)
    draft = drafted(signed, coordinator)
    at, act = {"amendment_id": draft.id}, f"{PATH}.record_position"
    coordinator.post(f"{PATH}.send", {}, **at)
    told = {**position(draft, "agrees"), "party": signed.party(signed.agency).id, "source": "letter"}
    coordinator.post(act, {**told, "said_on": "1/1/2030"}, status=422, **at)
    official.post(act, {**told, "said_on": "20/11/2026"}, status=403, **at)
    coordinator.post(act, {**told, "said_on": "20/11/2026"}, **at)
    shown = official.get(f"{PATH}.show", **at).words
    assert f"dicatat oleh {signed.coordinator.name}: surat, 20 November 2026" in shown
    mail = db.session.scalars(select(Mail).where(Mail.recipient == signed.official.email)).all()
    assert any("mencatatnya atas nama pihak tersebut (surat, 20 Nov" in one.text for one in mail)
    clock.shift(60)
    official.post(f"{PATH}.take_position", {**position(draft, "bargains"), "words": "Belum"}, **at)
    assert "dicatat oleh" not in official.get(f"{PATH}.show", **at).words


def test_the_home_page_of_a_party_names_the_amendment_until_it_took_a_position(signed, as_user):
    coordinator, official = as_user(signed.coordinator), as_user(signed.official)
    draft = drafted(signed, coordinator)
    at = {"amendment_id": draft.id}
    asked = f"/agreements/amendments/{draft.id}/position"
    assert asked not in official.get("/").text
    coordinator.post(f"{PATH}.send", {}, **at)
    assert asked in official.get("/").text
    assert asked not in as_user(signed.stranger).get("/").text
    official.post(f"{PATH}.take_position", position(draft, "agrees"), **at)
    assert asked not in official.get("/").text
    assert asked in as_user(signed.citizen).get("/").text

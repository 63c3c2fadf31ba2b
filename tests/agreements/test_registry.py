"""Making, reading, finding and moving agreements, through the front door."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from agreements.clauses.models import Clause, Obligation, Right
from agreements.clauses.rules import Frequency
from agreements.registry import queries as registry_queries
from agreements.registry.models import Agreement, AgreementKind, Party
from agreements.registry.rules import MAKING, MOVES, Renewal, Stage, Validity
from app.audit.models import AuditRow
from app.circles.models import Circle, Classification, Seat
from app.database import db
from commitments.registry.models import Commitment
from tests.agreements.conftest import parties
from tests.factories import AgreementFactory, DocumentFactory, OrganisationFactory, PartyFactory, RightFactory

SHOW, LIST, NEW = "agreements.registry.show", "agreements.registry.index", "agreements.registry.create"
EDIT, MOVE, SIGN = "agreements.registry.edit", "agreements.registry.move", "agreements.registry.sign"
NOBODY = "00000000-0000-4000-8000-000000000000"


def wish(*organisations, **changes):
    typed = {
        "kind": "kesepakatan_bersama",
        "title": "Integrasi Layanan",
        "purpose": "Menjajaki integrasi",
        "parent_id": "",
        "classification": "internal",
        "effective_on": "9 Januari 2027",
        "expires_on": "8/1/2028",
        "notice_days": "45",
        "renewal": "tacit",
        **changes,
    }
    for number, organisation in enumerate(organisations):
        typed[f"sides-{number}-organisation"] = str(organisation.id)
        typed.setdefault(f"sides-{number}-reference_number", f"NO/{number}")
    return typed


def made():
    return db.session.scalars(select(Agreement).order_by(Agreement.created_at.desc())).first()


def test_an_agreement_is_made_with_its_parties_in_order_and_their_own_numbers(pact, as_user):
    typed = wish(
        pact.community,
        pact.unit,
        **{"sides-0-reference_number": "FWD/9", "sides-1-authority": "Surat Kuasa 7", "sides-1-reference_number": ""},
    )
    as_user(pact.coordinator).post(NEW, typed)
    agreement = made()
    first, second = parties(agreement)
    assert (agreement.kind, agreement.stage) == (AgreementKind.KESEPAKATAN_BERSAMA, Stage.DRAFT)
    assert (agreement.effective_on, agreement.expires_on) == (date(2027, 1, 9), date(2028, 1, 8))
    assert (agreement.notice_days, agreement.renewal) == (45, Renewal.TACIT)
    assert (first.seat.organisation_id, first.reference_number) == (pact.community.id, "FWD/9")
    assert (second.seat.organisation_id, second.reference_number) == (pact.unit.id, "")
    assert second.authority == "Surat Kuasa 7"
    assert first.seat.sector is pact.community.sector
    assert agreement.circle.name == "Integrasi Layanan"
    row = db.session.scalars(select(AuditRow).where(AuditRow.subject_id == agreement.id)).one()
    assert (row.action, row.actor_id) == ("agreement.created", pact.coordinator.id)


@pytest.mark.parametrize(
    "changes,message",
    [
        ({"title": "  "}, "Tulis tentang apa naskah ini"),
        ({"expires_on": "1 Januari 2026"}, "tidak boleh mendahului"),
        ({"expires_on": "31 Februari 2027"}, "bukan tanggal"),
        ({"notice_days": "banyak"}, "0 sampai 366"),
        ({"notice_days": "367"}, "0 sampai 366"),
        ({"title": "x" * 1_000_000}, "paling banyak 200"),
        ({"kind": "perkara"}, ""),
        ({"parent_id": NOBODY}, ""),
        ({"sides-0-organisation": NOBODY}, "Instansi tidak dikenal"),
        ({"sides-0-organisation": "bukan-uuid"}, "Instansi tidak dikenal"),
        ({"sides-0-reference_number": "9" * 101}, "paling banyak 100"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(pact, as_user, changes, message):
    typed = {**wish(pact.unit, pact.agency), "sides-1-signatory_name": "Kepala Dinas", **changes}
    answer = as_user(pact.coordinator).post(NEW, typed, status=422)
    assert message in answer.words
    assert answer.soup.find("input", {"name": "sides-1-signatory_name"})["value"] == "Kepala Dinas"
    assert "Menjajaki integrasi" in answer.soup.find("textarea", {"name": "purpose"}).string
    assert answer.soup.title.string.strip().startswith("Galat:")
    assert db.session.scalar(select(func.count()).select_from(Agreement)) == 1


def test_an_agreement_needs_two_different_parties(pact, as_user):
    coordinator = as_user(pact.coordinator)
    assert "paling sedikit dua" in coordinator.post(NEW, wish(pact.unit), status=422).words
    assert "tercatat dua kali" in coordinator.post(NEW, wish(pact.unit, pact.unit), status=422).words


def test_parties_are_added_moved_and_removed_without_losing_what_was_typed(pact, as_user):
    coordinator = as_user(pact.coordinator)
    typed = {**wish(pact.unit, pact.agency), "sides-0-signatory_name": "Kepala JSC"}
    added = coordinator.post(NEW, {**typed, "organisation": str(pact.community.id), "add": "1"}, status=200)
    assert [legend.get_text(" ", strip=True) for legend in added.soup.find_all("legend")][-4:-1] == [
        "Pihak Kesatu: BLUD Jakarta Smart City",
        "Pihak Kedua: Dinas Lingkungan Hidup",
        "Pihak Ketiga: Forum Warga Digital",
    ]
    assert added.soup.find("input", {"name": "title"})["value"] == "Integrasi Layanan"
    assert added.soup.find("input", value="Kepala JSC")
    moved = coordinator.post(NEW, {**typed, "down": "sides-0"}, status=200)
    assert "Pihak Kesatu: Dinas Lingkungan Hidup" in moved.words
    assert moved.soup.find("input", value="Kepala JSC")["name"] == "sides-1-signatory_name"
    removed = coordinator.post(NEW, {**typed, "remove": "sides-1"}, status=200)
    assert "Pihak Kesatu: BLUD Jakarta Smart City" in removed.words
    assert "Pihak Kedua" not in removed.words
    assert made().id == pact.agreement.id


def test_moved_parties_are_saved_in_the_order_that_the_page_shows(pact, as_user):
    coordinator = as_user(pact.coordinator)
    moved = coordinator.post(NEW, {**wish(pact.unit, pact.agency), "down": "sides-0"}, status=200)
    form = {
        field["name"]: field.get("value", "")
        for field in moved.soup.select("main input[name]")
        if field.get("type") not in {"radio", "checkbox"}
    }
    coordinator.post(NEW, {**wish(), **form})
    assert [party.seat.organisation_id for party in parties(made())] == [pact.agency.id, pact.unit.id]


def test_adding_nobody_says_what_to_do(pact, as_user):
    answer = as_user(pact.coordinator).post(NEW, {**wish(pact.unit), "add": "1"}, status=422)
    assert "Pilih instansi" in answer.words


def test_an_organisation_that_is_a_party_is_not_offered_again(pact, as_user):
    answer = as_user(pact.coordinator).post(NEW, {**wish(pact.unit), "remove": "sides-9"}, status=200)
    offered = [option["value"] for option in answer.soup.find("select", {"name": "organisation"}).find_all("option")]
    assert str(pact.unit.id) not in offered
    assert str(pact.agency.id) in offered


def edited(pact, **changes):
    typed = wish(pact.unit, pact.agency, pact.community, title="Data Kualitas Udara", version=pact.agreement.version)
    return {**typed, **changes}


def test_the_kind_can_be_corrected_even_after_signature(pact, as_user):
    agreement = pact.at_stage(Stage.SIGNED)
    as_user(pact.coordinator).post(EDIT, edited(pact, kind="nota_kesepakatan"), agreement_id=agreement.id)
    assert agreement.kind is AgreementKind.NOTA_KESEPAKATAN
    assert [party.reference_number for party in parties(agreement)] == ["PKS/03", "DLH/12", "FWD/04"]
    page = as_user(pact.coordinator).get(EDIT, agreement_id=agreement.id)
    assert not page.soup.find("select", {"name": "organisation"})


def test_a_party_joins_and_leaves_with_its_seat_while_the_agreement_is_being_made(pact, as_user):
    typed = {**wish(pact.company, pact.unit, pact.agency), "version": pact.agreement.version}
    as_user(pact.coordinator).post(EDIT, typed, agreement_id=pact.agreement.id)
    kept = [party.seat.organisation_id for party in parties(pact.agreement)]
    assert kept == [pact.company.id, pact.unit.id, pact.agency.id]
    as_user(pact.stranger).get(SHOW, agreement_id=pact.agreement.id)
    as_user(pact.citizen).get(SHOW, agreement_id=pact.agreement.id, status=404)
    left = db.session.scalars(select(Seat).where(Seat.organisation_id == pact.community.id)).one()
    assert left.until == pact.today - timedelta(days=1)


def test_a_party_that_a_clause_names_stays(pact, as_user):
    RightFactory(clause=pact.clause, holder_id=pact.party(pact.community).id)
    typed = {**wish(pact.unit, pact.agency), "version": pact.agreement.version}
    answer = as_user(pact.coordinator).post(EDIT, typed, agreement_id=pact.agreement.id, status=422)
    assert "Forum Warga Digital punya kewajiban, hak, atau berkas" in answer.words
    assert len(parties(pact.agreement)) == 3


def test_two_who_change_an_agreement_at_once_do_not_overwrite_each_other(pact, as_user):
    seen = edited(pact, title="Judul pertama")
    as_user(pact.coordinator).post(EDIT, seen, agreement_id=pact.agreement.id)
    as_user(pact.coordinator).post(EDIT, {**seen, "title": "Judul kedua"}, agreement_id=pact.agreement.id, status=409)
    assert pact.agreement.title == "Judul pertama"


def test_an_agreement_cannot_be_hidden_from_who_hides_it(pact, as_user):
    answer = as_user(pact.coordinator).post(NEW, wish(pact.agency, pact.community, classification="secret"), status=422)
    assert "Naskah rahasia hanya dibaca para pihak" in answer.words
    as_user(pact.coordinator).post(NEW, wish(pact.unit, pact.community, classification="secret"))
    assert made().circle.classification is Classification.SECRET


@pytest.mark.parametrize("before", list(Stage))
@pytest.mark.parametrize("after", list(Stage))
def test_stages_move_as_the_table_says(pact, as_user, before, after):
    agreement = pact.at_stage(before)
    possible = after in MAKING and after in MOVES[before]
    status = 303 if possible else 422
    as_user(pact.coordinator).post(MOVE, {"stage": after.value}, agreement_id=agreement.id, status=status)
    assert agreement.stage is (after if possible else before)


SIGNED = {
    "signed_on": "20 November 2026",
    "place": "Balai Kota",
    "effective_on": "1/12/2026",
    "expires_on": "30/11/2027",
}


@pytest.mark.parametrize("stage", list(Stage))
def test_only_what_is_out_for_signature_is_signed(pact, as_user, stage):
    agreement = pact.at_stage(stage)
    possible = stage is Stage.OUT_FOR_SIGNATURE
    as_user(pact.coordinator).post(SIGN, SIGNED, agreement_id=agreement.id, status=303 if possible else 422)
    assert agreement.stage is (Stage.SIGNED if possible else stage)
    if possible:
        assert (agreement.signed_on, agreement.expires_on) == (date(2026, 11, 20), date(2027, 11, 30))


@pytest.mark.parametrize(
    "changes,message",
    [
        ({"signed_on": "25 November 2026"}, "belum tiba"),
        ({"expires_on": "30/11/2026"}, "tidak boleh mendahului"),
        ({"effective_on": ""}, "hari pertama berlakunya"),
    ],
)
def test_a_refused_signature_keeps_what_was_typed(pact, as_user, changes, message):
    agreement = pact.at_stage(Stage.OUT_FOR_SIGNATURE)
    answer = as_user(pact.coordinator).post(SIGN, {**SIGNED, **changes}, agreement_id=agreement.id, status=422)
    assert message in answer.words
    assert answer.soup.find("input", {"name": "place"})["value"] == "Balai Kota"
    assert agreement.stage is Stage.OUT_FOR_SIGNATURE


def test_a_renewal_takes_over_what_stays_the_same_and_renews_when_signed(pact, as_user):
    earlier = pact.at_stage(Stage.SIGNED)
    coordinator = as_user(pact.coordinator)
    page = coordinator.get(NEW, renews=earlier.id)
    assert page.soup.find("input", {"name": "effective_on"})["value"] == "9 Januari 2027"
    assert "Pihak Ketiga: Forum Warga Digital" in page.words
    assert not page.soup.find("input", {"name": "sides-0-reference_number"}).get("value")
    action = page.soup.find("form", {"class": "form"})["action"]
    coordinator.post(action, wish(pact.unit, pact.agency, pact.community))
    renewal = made()
    assert (renewal.renews_id, earlier.stage) == (earlier.id, Stage.SIGNED)
    renewal.stage = Stage.OUT_FOR_SIGNATURE
    coordinator.post(SIGN, {**SIGNED, "effective_on": "9/1/2027", "expires_on": ""}, agreement_id=renewal.id)
    assert (renewal.stage, earlier.stage) == (Stage.SIGNED, Stage.RENEWED)
    assert "Diperpanjang dengan" in coordinator.get(SHOW, agreement_id=earlier.id).words


def test_a_renewal_takes_over_clauses_rights_and_what_recurs(pact, as_user):
    earlier = pact.at_stage(Stage.SIGNED)
    pact.obliged(text="Laporan akhir")
    pact.obliged(text="Laporan mutu", frequency=Frequency.QUARTERLY, first_due=date(2026, 3, 31), position=2)
    unit = pact.party(pact.unit).id
    pact.obliged(text="Rapat", frequency=Frequency.YEARLY, debtor_id=unit, verifier_id=pact.party(pact.agency).id)
    RightFactory(clause=pact.clause, holder_id=pact.party(pact.agency).id, text="Memakai data")
    RightFactory(clause=pact.clause, holder_id=unit, text="Menayangkan data")
    typed = wish(pact.agency, pact.community, title="Lanjutan", effective_on="9/1/2027")
    as_user(pact.coordinator).post(f"/agreements/new?renews={earlier.id}", typed)
    renewal = made()
    clause = db.session.scalars(select(Clause).where(Clause.agreement_id == renewal.id)).one()
    owed = db.session.scalars(select(Obligation).where(Obligation.clause_id == clause.id)).all()
    assert [(one.text, one.first_due, one.next_due) for one in owed] == [
        ("Laporan mutu", date(2027, 3, 31), date(2027, 3, 31))
    ]
    community = next(party for party in parties(renewal) if party.seat.organisation_id == pact.community.id)
    assert owed[0].debtor_id == community.id
    held = db.session.scalars(select(Right.text).where(Right.clause_id == clause.id)).all()
    assert (clause.number, held) == ("Pasal 5", ["Memakai data"])
    assert renewal.renews_id == earlier.id


def test_an_agreement_ends_before_its_time_with_a_reason(pact, as_user):
    agreement = pact.at_stage(Stage.SIGNED)
    where, coordinator = {"agreement_id": agreement.id}, as_user(pact.coordinator)
    too_early = {"last_day": "1 Januari 2026", "reason": "Atas kesepakatan"}
    assert "mendahului" in coordinator.post("agreements.registry.terminate", too_early, status=422, **where).words
    coordinator.post("agreements.registry.terminate", {**too_early, "last_day": "30/11/2026"}, **where)
    assert (agreement.stage, agreement.ended_on) == (Stage.TERMINATED, date(2026, 11, 30))
    assert "Atas kesepakatan" in as_user(pact.citizen).get(SHOW, **where).words


def test_a_draft_can_be_given_up(pact, as_user):
    where = {"agreement_id": pact.agreement.id}
    as_user(pact.coordinator).post("agreements.registry.cancel", {"reason": "Tidak jadi"}, **where)
    assert pact.agreement.stage is Stage.CANCELLED
    as_user(pact.coordinator).post("agreements.registry.cancel", {"reason": "Lagi"}, status=422, **where)


OPEN_PAGES = (SHOW, "agreements.registry.history", "agreements.clauses.fulfilment", "agreements.clauses.rights")
READING = (*OPEN_PAGES, "agreements.documents.index")
CHANGING = (
    EDIT,
    SIGN,
    "agreements.registry.terminate",
    "agreements.registry.cancel",
    "agreements.clauses.add",
)


@pytest.mark.parametrize(
    "classification,leadership,coordination",
    [("public", 200, 200), ("internal", 200, 200), ("restricted", 404, 200), ("secret", 404, 404)],
)
def test_who_may_read_by_role_and_classification(pact, as_user, classification, leadership, coordination):
    pact.agreement.circle.classification = Classification(classification)
    pact.coordinator.organisation = pact.company
    db.session.commit()
    for person, status in (
        (pact.leader, leadership),
        (pact.coordinator, coordination),
        (pact.official, 200),
        (pact.citizen, 200),
        (pact.stranger, 404),
        (pact.administrator, 404),
        (None, 302),
    ):
        for endpoint in READING:
            as_user(person).get(endpoint, agreement_id=pact.agreement.id, status=status)


def test_who_may_change_an_agreement(pact, as_user):
    for endpoint in CHANGING:
        for person, status in (
            (pact.coordinator, 200),
            (pact.leader, 403),
            (pact.official, 403),
            (pact.stranger, 404),
            (pact.administrator, 404),
        ):
            as_user(person).get(endpoint, agreement_id=pact.agreement.id, status=status)
            as_user(person).get(endpoint, agreement_id=NOBODY, status=404)
    as_user(pact.official).post(MOVE, {"stage": "review"}, agreement_id=pact.agreement.id, status=403)
    as_user(pact.stranger).post(MOVE, {"stage": "review"}, agreement_id=pact.agreement.id, status=404)
    for person, status in ((pact.coordinator, 200), (pact.leader, 403), (pact.official, 403), (None, 302)):
        as_user(person).get(NEW, status=status)


def test_of_a_signed_public_agreement_everyone_signed_in_reads_the_summary_alone(pact, as_user):
    pact.agreement.circle.classification = Classification.PUBLIC
    agreement = pact.at_stage(Stage.SIGNED, purpose="Menyajikan kualitas udara")
    page = as_user(pact.stranger).get(SHOW, agreement_id=agreement.id)
    assert "Menyajikan kualitas udara" in page.words
    assert "Forum Warga Digital" in page.words
    assert "Pasal 5" not in page.words
    assert "PKS/03" not in page.get_data(as_text=True)
    as_user(pact.stranger).get("agreements.registry.history", agreement_id=agreement.id, status=403)
    as_user(pact.stranger).get("agreements.documents.index", agreement_id=agreement.id, status=403)


def test_a_party_sees_the_number_of_its_own_side_alone(pact, as_user):
    seen = {
        person.name: set(
            re.findall(
                r"PKS/03|DLH/12|FWD/04",
                as_user(person).get(SHOW, agreement_id=pact.agreement.id).get_data(as_text=True),
            )
        )
        for person in (pact.coordinator, pact.leader, pact.official, pact.citizen)
    }
    assert seen == {
        "Koordinator JSC": {"PKS/03", "DLH/12", "FWD/04"},
        "Pimpinan": {"PKS/03", "DLH/12", "FWD/04"},
        "Narahubung DLH": {"DLH/12"},
        "Narahubung FWD": {"FWD/04"},
    }


def test_each_side_writes_its_own_number(pact, as_user):
    own, other = pact.party(pact.agency), pact.party(pact.community)
    typed = {"reference_number": "075/13/PKS/2026", "signatory_name": "Kepala Dinas", "authority": "Surat Kuasa 12"}
    edit = "agreements.parties.edit"
    as_user(pact.official).post(edit, typed, party_id=own.id)
    as_user(pact.official).post(edit, typed, party_id=other.id, status=403)
    as_user(pact.stranger).post(edit, typed, party_id=own.id, status=404)
    as_user(pact.official).get(edit, party_id=NOBODY, status=404)
    assert (own.reference_number, own.authority) == ("075/13/PKS/2026", "Surat Kuasa 12")
    assert other.reference_number == "FWD/04"
    too_long = {**typed, "reference_number": "9" * 101}
    answer = as_user(pact.official).post(edit, too_long, party_id=own.id, status=422)
    assert answer.soup.find("input", {"name": "authority"})["value"] == "Surat Kuasa 12"


def test_the_list_holds_what_the_person_may_read(pact, as_user):
    AgreementFactory(title="Tanpa kita", circle__classification=Classification.SECRET)
    for person, ours in ((pact.coordinator, True), (pact.leader, True), (pact.citizen, True), (pact.stranger, False)):
        words = as_user(person).get(LIST).words
        assert ("Data Kualitas Udara" in words) is ours
        assert "Tanpa kita" not in words


def test_filters_narrow_the_list(pact, as_user):
    AgreementFactory(title="Sudah lewat", stage=Stage.SIGNED, expires_on=date(2026, 11, 1))
    AgreementFactory(title="Sebentar lagi", stage=Stage.SIGNED, kind=AgreementKind.INTERNAL_NOTE)
    AgreementFactory(title="Tidak jadi", stage=Stage.CANCELLED)
    found = {
        query: {
            title
            for title in ("Data Kualitas Udara", "Sudah lewat", "Sebentar lagi", "Tidak jadi")
            if title in as_user(pact.coordinator).get(f"/agreements?{query}").words
        }
        for query in (
            "",
            "all=1",
            "validity=expiring",
            "validity=expired",
            "kind=internal_note",
            "stage=cancelled",
            "mine=1",
            f"party={pact.agency.id}",
            "party=bukan-uuid",
            "q=dlh/12",
            "q=lewat",
            "kind=perkara&stage=x&validity=y",
        )
    }
    usual = {"Data Kualitas Udara", "Sebentar lagi"}
    assert found == {
        "": usual,
        "all=1": {"Data Kualitas Udara", "Sudah lewat", "Sebentar lagi", "Tidak jadi"},
        "validity=expiring": {"Sebentar lagi"},
        "validity=expired": {"Sudah lewat"},
        "kind=internal_note": {"Sebentar lagi"},
        "stage=cancelled": {"Tidak jadi"},
        "mine=1": {"Data Kualitas Udara"},
        f"party={pact.agency.id}": {"Data Kualitas Udara"},
        "party=bukan-uuid": usual,
        "q=dlh/12": {"Data Kualitas Udara"},
        "q=lewat": {"Sudah lewat"},
        "kind=perkara&stage=x&validity=y": usual,
    }
    assert "Tidak ada kerja sama yang cocok" in as_user(pact.coordinator).get("/agreements?q=entah-apa").words
    as_user(pact.coordinator).get("/agreements?page=9", status=404)


def test_the_lists_are_filtered_by_dates_as_the_rules_say(pact):
    starts = [None, date(2026, 1, 1), date(2026, 11, 24), date(2026, 11, 25), date(2027, 6, 1)]
    ends = [None, date(2026, 11, 23), date(2026, 11, 24), date(2027, 1, 23), date(2027, 1, 24), date(2028, 1, 1)]
    for stage in Stage:
        for begins in starts:
            for expires in ends:
                if not (begins and expires and expires < begins):
                    AgreementFactory(stage=stage, effective_on=begins, expires_on=expires)
    every = db.session.scalars(select(Agreement)).all()
    for validity in Validity:
        told = select(Agreement.id).where(registry_queries.is_valid(validity, pact.today))
        wanted = {one.id for one in every if one.term.validity(pact.today) is validity}
        assert set(db.session.scalars(told)) == wanted
        assert wanted


def test_a_number_of_another_side_is_not_found_by_guessing(pact, as_user):
    for person, text, found in (
        (pact.citizen, "FWD/04", True),
        (pact.citizen, "DLH/12", False),
        (pact.coordinator, "dlh/12", True),
        (pact.stranger, "Kualitas", False),
    ):
        words = as_user(person).get(f"/search?q={text}", follow=True).words
        assert ("Data Kualitas Udara" in words) is found


def test_an_organisations_page_lists_its_agreements_to_those_who_may_read_them(pact, as_user):
    where = {"organisation_id": pact.agency.id}
    for person, shown in ((pact.coordinator, True), (pact.citizen, True), (pact.stranger, False)):
        words = as_user(person).get("organisations.show", **where).words
        assert ("Data Kualitas Udara" in words) is shown


def test_what_ends_soon_is_told_to_those_who_may_read_all_of_it(pact):
    agreement = pact.at_stage(Stage.SIGNED)
    for person, found in ((pact.coordinator, [agreement]), (pact.citizen, [agreement]), (pact.stranger, [])):
        assert list(registry_queries.expiring(person, pact.today)) == found
    assert list(registry_queries.expiring(pact.citizen, pact.today, 44)) == []
    assert list(registry_queries.expiring(pact.citizen, pact.today, 45)) == [agreement]


def test_the_list_takes_four_statements_however_long_it_is(pact, as_user, queries):
    citizen, coordinator = as_user(pact.citizen), as_user(pact.coordinator)
    with queries(at_most=4) as few:
        citizen.get(LIST)
    for _ in range(30):
        agreement = AgreementFactory(circle__classification=Classification.INTERNAL)
        for position, organisation in enumerate((pact.community, OrganisationFactory()), 1):
            PartyFactory(agreement=agreement, organisation=organisation, position=position)
    with queries(at_most=4) as many:
        assert "1–25 dari 31" in citizen.get(LIST).words
    with queries(at_most=4):
        coordinator.get(LIST)
    assert len(few) == len(many)


def test_each_tab_takes_eight_statements_at_most(pact, as_user, queries):
    agreement = pact.at_stage(Stage.OUT_FOR_SIGNATURE)
    for _ in range(3):
        pact.obliged()
        RightFactory(clause=pact.clause, holder_id=pact.party(pact.agency).id)
        DocumentFactory(agreement=agreement)
    AgreementFactory(parent_id=agreement.id)
    as_user(pact.coordinator).post(SIGN, SIGNED, agreement_id=agreement.id)
    assert db.session.scalar(select(func.count()).select_from(Commitment)) == 3
    for person in (pact.citizen, pact.coordinator):
        for endpoint in READING:
            with queries(at_most=8):
                as_user(person).get(endpoint, agreement_id=agreement.id)


def test_a_strange_title_comes_back_as_it_was_written(pact, as_user):
    title = "<script>alert(1)</script> 😀 \u202e =HYPERLINK(1)"
    as_user(pact.coordinator).post(NEW, wish(pact.unit, pact.agency, title=title))
    assert made().title == title.replace("\u202e ", "")  # what turns text round is dropped
    assert "<script>alert" not in as_user(pact.coordinator).get(LIST).get_data(as_text=True)
    assert db.session.scalar(select(Circle.name).where(Circle.id == made().circle_id)) == made().title


def test_a_party_is_known_by_its_place_in_words_in_both_languages(pact, as_user):
    where = {"agreement_id": pact.agreement.id}
    assert "Pihak Ketiga" in as_user(pact.coordinator).get(SHOW, **where).words
    assert "Third Party" in as_user(pact.coordinator).get(SHOW, lang="en", **where).words
    assert db.session.scalar(select(func.count()).select_from(Party)) == 3

"""Making and correcting agreements, through the front door."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from agreements.registry.models import Agreement, AgreementKind
from agreements.registry.rules import Renewal, Stage
from app.audit.models import AuditRow
from app.circles.models import Classification, NamedPerson, Seat
from app.database import db
from tests.agreements.conftest import parties
from tests.agreements.forms import EDIT, LIST, NEW, NOBODY, SHOW, made, wish
from tests.factories import CoordinatorFactory, RightFactory


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
        ({"title": "x" * 1_000_000}, "maksimal 200"),
        ({"kind": "perkara"}, ""),
        ({"parent_id": NOBODY}, ""),
        ({"sides-0-organisation": NOBODY}, "Instansi tidak dikenal"),
        ({"sides-0-organisation": "bukan-uuid"}, "Instansi tidak dikenal"),
        ({"sides-0-reference_number": "9" * 101}, "maksimal 100"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(pact, as_user, changes, message):
    typed = {**wish(pact.unit, pact.agency), "sides-1-signatory_name": "Kepala Dinas", **changes}
    answer = as_user(pact.coordinator).post(NEW, typed, status=422)
    assert message in answer.words
    assert answer.soup.find("input", {"name": "sides-1-signatory_name"})["value"] == "Kepala Dinas"
    assert "Menjajaki integrasi" in answer.soup.find("textarea", {"name": "purpose"}).string
    assert answer.soup.title.string.strip().startswith("Kesalahan:")
    assert db.session.scalar(select(func.count()).select_from(Agreement)) == 1


def test_an_agreement_needs_two_different_parties(pact, as_user):
    coordinator = as_user(pact.coordinator)
    assert "minimal dua" in coordinator.post(NEW, wish(pact.unit), status=422).words
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
    assert "Forum Warga Digital memiliki kewajiban, hak, berkas" in answer.words
    assert len(parties(pact.agreement)) == 3


def test_two_who_change_an_agreement_at_once_do_not_overwrite_each_other(pact, as_user):
    seen = edited(pact, title="Judul pertama")
    as_user(pact.coordinator).post(EDIT, seen, agreement_id=pact.agreement.id)
    as_user(pact.coordinator).post(EDIT, {**seen, "title": "Judul kedua"}, agreement_id=pact.agreement.id, status=409)
    assert pact.agreement.title == "Judul pertama"


def test_a_secret_agreement_names_its_creator_and_the_contacts_of_its_parties(pact, as_user):
    as_user(pact.coordinator).post(NEW, wish(pact.agency, pact.community, classification="secret"))
    named = db.session.scalars(select(NamedPerson.person_id).where(NamedPerson.circle_id == made().circle_id))
    assert set(named) == {pact.coordinator.id, pact.official.id, pact.citizen.id}


def test_the_list_is_a_spreadsheet_of_what_the_reader_may_read(pact, as_user):
    lines = as_user(pact.coordinator).get(LIST, format="csv", all=1).text.splitlines()
    assert lines[0].lstrip("\ufeff").startswith("Naskah,Jenis,Nomor,Para pihak")
    assert [pact.agreement.title in line and pact.agency.name in line for line in lines[1:]] == [True]
    assert len(as_user(pact.stranger).get(LIST, format="csv", all=1).text.splitlines()) == 1
    assert as_user(pact.coordinator).get(LIST, format="xlsx", kind="kesepakatan_bersama").data[:2] == b"PK"


def test_an_agreement_cannot_be_hidden_from_who_hides_it(pact, as_user):
    other = CoordinatorFactory()
    where = {"agreement_id": pact.agreement.id}
    typed = edited(pact, classification="secret")
    answer = as_user(other).post(EDIT, typed, status=422, **where)
    assert "Naskah rahasia hanya dapat dibaca orang yang tercantum" in answer.words
    assert pact.agreement.circle.classification is Classification.INTERNAL
    as_user(pact.coordinator).post(EDIT, typed, **where)
    assert pact.agreement.circle.classification is Classification.SECRET


def test_all_errors_of_an_agreement_are_shown_at_once(pact, as_user):
    typed = wish(pact.unit, title="", expires_on="1 Januari 2026", notice_days="banyak")
    answer = as_user(pact.coordinator).post(NEW, typed, status=422)
    targets = {link["href"] for link in answer.soup.select(".errors a")}
    assert targets == {"#title", "#sides", "#expires_on", "#notice_days"}


def test_a_new_party_has_the_focus(pact, as_user):
    answer = as_user(pact.coordinator).post(NEW, wish(pact.unit, add="1", organisation=str(pact.agency.id)), status=200)
    assert [one["id"] for one in answer.soup.select("[autofocus]")] == ["sides-1-reference_number"]

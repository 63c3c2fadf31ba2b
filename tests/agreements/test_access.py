"""Who may read and change agreements, and what the lists of them hold."""

import re
from datetime import date

import pytest
from sqlalchemy import func, select

from agreements.registry import queries as registry_queries
from agreements.registry.models import Agreement, AgreementKind, Party
from agreements.registry.rules import Stage, Validity
from app.circles.models import Circle, Classification
from app.database import db
from commitments.registry.models import Commitment
from tests.agreements.forms import EDIT, LIST, MOVE, NEW, NOBODY, SHOW, SIGN, SIGNED, made, wish
from tests.factories import (
    AgreementFactory,
    CoordinatorFactory,
    DocumentFactory,
    OrganisationFactory,
    PartyFactory,
    PersonFactory,
    RightFactory,
)

pytestmark = pytest.mark.every_database

OPEN_PAGES = (SHOW, "agreements.registry.history", "agreements.compliance.show", "agreements.compliance.rights")
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
    colleague = PersonFactory(organisation=pact.agency)
    db.session.commit()
    for person, status in (
        (pact.leader, leadership),
        (CoordinatorFactory(organisation=pact.agency), coordination),
        (pact.coordinator, 200),
        (pact.official, 200),
        (colleague, 404 if classification == "secret" else 200),
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
        told = select(Agreement.id).where(
            registry_queries.is_valid(validity, pact.today, registry_queries.soon(pact.today))
        )
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


def test_agreements_that_end_soon_are_mailed_to_those_who_may_read_all_of_them(pact):
    agreement = pact.at_stage(Stage.SIGNED)
    found = (agreement.id, agreement.title, agreement.term)
    for person, ends in ((pact.coordinator, [found]), (pact.citizen, [found]), (pact.stranger, [])):
        assert registry_queries.expiring(person, pact.today) == ends
    assert registry_queries.expiring(pact.citizen, pact.today, 44) == []
    assert registry_queries.expiring(pact.citizen, pact.today, 45) == [found]


def test_the_list_says_at_once_what_changed(pact, as_user):
    agreement, visitor = pact.at_stage(Stage.SIGNED), as_user(pact.coordinator)
    own, _agency, other = db.session.scalars(select(Party).order_by(Party.position))

    def row():
        return visitor.get(LIST).soup.select_one("main tbody").get_text(" ", strip=True)

    for change, said in [
        (lambda: setattr(agreement, "title", "Data <Udara>"), "Data <Udara>"),
        (lambda: setattr(agreement, "expires_on", date(2026, 11, 27)), "3 hari lagi"),
        (lambda: setattr(other.seat.organisation, "short_name", "Warga"), "Warga"),
        (lambda: setattr(own, "reference_number", "075/13"), "075/13"),
        (lambda: setattr(agreement, "expires_on", None), "tanpa batas"),
    ]:
        assert said not in row()
        change()
        assert said in row()


def test_each_side_reads_its_own_number_in_the_list(pact, as_user):
    numbers = {"DLH/12", "FWD/04"}
    for person, seen in ((pact.official, {"DLH/12"}), (pact.citizen, {"FWD/04"}), (pact.official, {"DLH/12"})):
        row = as_user(person).get(LIST).soup.select_one("main tbody").text
        assert {number for number in numbers if number in row} == seen


def test_the_list_takes_six_statements_however_long_it_is(pact, as_user, queries):
    citizen, coordinator = as_user(pact.citizen), as_user(pact.coordinator)
    with queries(at_most=6) as few:
        citizen.get(LIST)
    for _ in range(30):
        agreement = AgreementFactory(circle__classification=Classification.INTERNAL)
        for position, organisation in enumerate((pact.community, OrganisationFactory()), 1):
            PartyFactory(agreement=agreement, organisation=organisation, position=position)
    with queries(at_most=6) as many:
        assert "1–25 dari 31" in citizen.get(LIST).words
    with queries(at_most=6):
        coordinator.get(LIST)
    assert len(few) == len(many)


def test_each_tab_takes_few_statements(pact, as_user, queries):
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
            with queries(at_most=17):
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

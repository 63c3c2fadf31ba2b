"""The search for the texts, numbers and files of agreements: who finds what the pages show."""

import pytest
from flask import current_app

from agreements.clauses.actions import remove_clause
from agreements.clauses.queries import clause_with_agreement
from agreements.documents.policies import read_document
from agreements.documents.queries import for_download
from agreements.parties.actions import Side, arrange
from agreements.registry.queries import for_detail
from agreements.registry.rules import Stage
from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from app.search import index
from app.search.views import search, shown
from app.search.words import Wanted
from tests.factories import DocumentFactory, NamedPersonFactory, PersonFactory, RightFactory
from tests.factories.agreements import StoredFileFactory

pytestmark = pytest.mark.every_database


def found(person, text):
    """Return the kind, title and address of everything that a person finds."""
    wanted = Wanted.of(text)
    with current_app.test_request_context():
        return [(hit.kind.name, hit.entry.title, hit.href) for hit in shown(search(person, wanted, {}).found, wanted)]


def kinds(person, text):
    return [kind for kind, _title, _href in found(person, text)]


def everybody(pact):
    """Return people of every role and side, with one who is named and belongs to no side."""
    named = PersonFactory(organisation=pact.company)
    NamedPersonFactory(circle_id=pact.agreement.circle_id, person_id=named.id)
    db.session.commit()
    inside = (pact.coordinator, pact.official, pact.citizen, named)
    return (*inside, pact.leader, pact.administrator, pact.stranger)


def described(pact):
    """Write words of their own into each text of the agreement, and return the words."""
    pact.agreement.purpose = "Kenari untuk semua"
    pact.clause.heading, pact.clause.text = "Merpati", "Para pihak memelihara elang"
    pact.obliged(text="Membersihkan sangkar", criteria="Cendrawasih terlihat")
    RightFactory(clause=pact.clause, holder_id=pact.party(pact.unit).id, text="Mendengar kutilang")
    DocumentFactory(agreement=pact.agreement, title="Naskah beo", file_id=StoredFileFactory(name="jalak.pdf").id)
    db.session.commit()
    return {"clauses": ("merpati", "elang", "pembersihan", "cendrawasih", "kutilang"), "documents": ("beo", "jalak")}


def test_each_text_leads_to_the_page_that_shows_it(pact):
    described(pact)
    page = f"/agreements/{pact.agreement.id}"
    clause = ("agreements", pact.agreement.title, f"{page}#clause-{pact.clause.id}")
    for text in ("merpati elang", '"memelihara elang"', "pembersihan cendrawasih"):
        assert found(pact.official, text) == [clause], text
    assert found(pact.official, "kutilang") == [("agreements", pact.agreement.title, f"{page}/rights")]
    assert found(pact.official, "kenari") == [("agreements", pact.agreement.title, page)]
    assert found(pact.official, f'"JSC, DLH, {pact.community.label}"') == [("agreements", pact.agreement.title, page)]
    ((kind, title, href),) = found(pact.official, "beo")
    assert (kind, title) == ("documents", "Naskah beo")
    assert href.startswith("/agreements/documents/")


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.SIGNED])
@pytest.mark.parametrize("classification", Classification)
def test_texts_are_found_by_those_who_may_read_them(pact, as_user, classification, stage):
    texts = described(pact)
    pact.agreement.circle.classification = classification
    pact.at_stage(stage)
    for person in everybody(pact):
        page = as_user(person).client.get(f"/agreements/{pact.agreement.id}")
        whole = as_user(person).client.get(f"/agreements/{pact.agreement.id}/documents").status_code == 200
        assert kinds(person, "kenari") == (["agreements"] if page.status_code == 200 else []), person.name
        for text in texts["clauses"]:
            assert kinds(person, text) == (["agreements"] if whole else []), (person.name, text)
        for text in texts["documents"]:
            assert kinds(person, text) == (["documents"] if whole else []), (person.name, text)


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.SIGNED])
@pytest.mark.parametrize("classification", Classification)
def test_a_number_is_found_by_its_own_side_and_by_role(pact, as_user, classification, stage):
    pact.agreement.circle.classification = classification
    pact.party(pact.agency).reference_number = "DLH/KENARI/12"
    pact.party(pact.citizen.organisation).reference_number = ""
    pact.at_stage(stage)
    for person in everybody(pact):
        page = as_user(person).client.get(f"/agreements/{pact.agreement.id}")
        assert bool(kinds(person, "dlh kenari 12")) == (b"DLH/KENARI/12" in page.data), person.name
    assert found(pact.citizen, '"dlh kenari"') == []


@pytest.mark.parametrize("classification", Classification)
def test_a_file_of_one_side_is_found_by_those_who_may_open_it(pact, classification):
    pact.agreement.circle.classification = classification
    file = DocumentFactory(agreement=pact.agreement, title="Surat kenari", party_id=pact.party(pact.agency).id)
    for person in everybody(pact):
        may = read_document(person, for_download(file.id))
        assert kinds(person, "kenari") == (["documents"] if may else []), person.name


def test_entries_follow_titles_parties_and_stages(pact):
    pact.clause.text = "Para pihak memelihara elang"
    pact.at_stage(Stage.REVIEW, title="Judul yang lain")
    assert {title for _kind, title, _href in found(pact.official, "elang")} == {"Judul yang lain"}
    pact.agency.short_name = "Dinas Baru"
    pact.party(pact.unit).position = 4
    db.session.commit()
    assert kinds(pact.citizen, f'"Dinas Baru, {pact.community.label}, JSC"') == ["agreements"]
    arrange(for_detail(pact.agreement.id), [Side(organisation=pact.unit), Side(organisation=pact.agency)], at=utc_now())
    db.session.commit()
    assert kinds(pact.coordinator, '"JSC, Dinas Baru"') == ["agreements"]
    assert kinds(pact.coordinator, "warga digital FWD/04") == []
    assert index.rebuild() == 0


def test_what_was_removed_is_not_found(pact):
    texts = described(pact)
    db.session.expire_all()
    remove_clause(clause_with_agreement(pact.clause.id), by=pact.coordinator, at=utc_now())
    db.session.commit()
    for text in texts["clauses"]:
        assert kinds(pact.coordinator, text) == [], text
    assert index.rebuild() == 0

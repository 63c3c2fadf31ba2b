"""Templates of agreements: how they are read, filled, and made from an agreement; and the draft as a document."""

import string
from datetime import date
from io import BytesIO

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from agreements.boilerplates.models import Boilerplate
from agreements.boilerplates.rules import (
    ClausePart,
    DutyPart,
    Problem,
    RightPart,
    Unreadable,
    answers,
    filled,
    own_variables,
    parties_needed,
    read,
    written,
)
from agreements.clauses.models import Clause, Obligation, Right
from agreements.clauses.rules import Frequency
from agreements.registry.rules import Stage
from app.database import db
from tests.agreements.forms import made, wish
from tests.factories import AgreementFactory, PartyFactory, RightFactory

LIST, CREATE, FILL = "agreements.boilerplates.index", "agreements.boilerplates.create", "agreements.boilerplates.fill"
BODY = """# Pasal 1: Laporan {{nama_data}}
{{pihak_kedua}} menyampaikan laporan sejak {{tanggal_mulai}} kepada {{jabatan_kesatu}}.
* Kewajiban pihak 2, verifikator pihak 1, 30 hari, setiap bulan: Laporan {{nama_data}}
  Kriteria: Memuat kelengkapan data
  Kriteria: Tepat waktu
* Hak pihak 1: Memakai {{nama_data}}

# Pasal 2: Penutup
"""
TYPED = {"title": "Pertukaran data", "kind": "perjanjian_kerja_sama", "language": "id", "body": BODY}
TYPED |= {"variables": "nama_data: Nama data yang dipertukarkan"}

plain = st.text(string.ascii_letters + string.digits + " .,;()/#*\\-", min_size=1, max_size=40)
words = plain.map(lambda text: " ".join(text.split())).filter(bool)
parties = st.integers(1, 6)
duties = st.builds(
    DutyPart,
    debtor=st.just(1),
    verifier=st.integers(2, 6),
    days=st.integers(0, 3660),
    frequency=st.sampled_from(Frequency),
    text=words,
    criteria=st.lists(words, min_size=1, max_size=3).map("\n".join),
)
texts = st.lists(words, max_size=4).map("\n".join)
rights = st.builds(RightPart, holder=parties, text=words)
clauses = st.builds(
    ClausePart,
    number=words,
    heading=words,
    text=texts,
    duties=st.lists(duties, max_size=2).map(tuple),
    rights=st.lists(rights, max_size=2).map(tuple),
)


@given(st.lists(clauses, max_size=4, unique_by=lambda clause: clause.number.casefold()), st.sampled_from(["id", "en"]))
def test_what_is_written_is_read_again(found, language):
    assert read(written(found, language), ()) == found


@pytest.mark.parametrize(
    "body,line,problem",
    [
        ("Teks\n# Pasal 1: A", 1, Problem.NO_CLAUSE),
        ("# Pasal 1: A\n\n* Kewajiban pihak dua", 3, Problem.NOT_UNDERSTOOD),
        ("# Pasal 1: A\n* Kewajiban pihak 1, verifikator pihak 2, 3 hari: B", 2, Problem.NO_CRITERIA),
        ("# Pasal 1: A\n* Kewajiban pihak 1, verifikator pihak 1, 3 hari: B", 2, Problem.SAME_PARTY),
        ("# Pasal 1: A\n* Hak pihak 7: B", 2, Problem.UNKNOWN_PARTY),
        ("# Pasal 1: A\n* Kewajiban pihak 1, verifikator 2, 3 hari, kadang: B", 2, Problem.UNKNOWN_FREQUENCY),
        ("# Pasal 1: A\n* Kewajiban pihak 1, verifikator 2, 3661 hari: B", 2, Problem.TOO_LATE),
        ("# Pasal 1: A\nOleh {{pihak_kesepuluh}}", 2, Problem.UNKNOWN_VARIABLE),
        ("# Pasal 1: A\n{{ config.items() }}", 2, Problem.BRACES),
        ("# Pasal 1: A\n# pasal 1: B", 2, Problem.SAME_NUMBER),
    ],
)
def test_the_first_wrong_line_is_named(body, line, problem):
    with pytest.raises(Unreadable) as refused:
        read(body, ())
    assert (refused.value.line, refused.value.problem) == (line, problem)


def test_variables_are_replaced_once_and_unknown_values_stay_visible():
    assert filled("{{ a }} dan {{tanggal_mulai}}", {"a": "{{b}}", "b": "x"}) == "{{b}} dan [tanggal mulai]"
    assert own_variables("nama_data: Nama\n\nluas : Luas") == {"nama_data": "Nama", "luas": "Luas"}
    assert answers("nama_data: A: B", {"nama_data"}) == {"nama_data": "A: B"}
    for wrong in ("Nama: Nama", "pihak_kesatu: Nama", "a: x\na: y", "tanpa titik dua"):
        with pytest.raises(Unreadable):
            own_variables(wrong)
    assert parties_needed(read(BODY, {"nama_data"})) == 2


@pytest.fixture
def template(pact, as_user):
    as_user(pact.coordinator).post(CREATE, TYPED)
    return db.session.scalars(select(Boilerplate)).one()


def test_a_refused_template_names_its_line(pact, as_user):
    answer = as_user(pact.coordinator).post(CREATE, {**TYPED, "variables": ""}, status=422)
    assert "Baris 1: tidak ada variabel “nama_data”" in answer.words
    assert db.session.scalars(select(Boilerplate)).all() == []


def test_an_agreement_begins_with_a_template(pact, as_user, template):
    coordinator = as_user(pact.coordinator)
    page = coordinator.get("agreements.boilerplates.show", boilerplate_id=template.id)
    assert "Kewajiban Pihak Kedua: Laporan {{nama_data}}" in page.words
    typed = wish(pact.unit, pact.agency, kind="internal_note", **{"sides-0-signatory_position": "Kepala"})
    answer = coordinator.post(f"{NEW_PATH}?template={template.id}", typed)
    agreement = made()
    assert answer.location.endswith(f"/agreements/{agreement.id}/fill?template={template.id}")
    preview = coordinator.get(answer.location)
    assert "Dinas Lingkungan Hidup menyampaikan laporan sejak 9 Januari 2027 kepada Kepala." in preview.words
    assert "[nama data]" in preview.words
    given_values = {"boilerplate": template.id, "answers": "nama_data: mutu udara"}
    looked = coordinator.post(FILL, {**given_values, "look": "1"}, agreement_id=agreement.id, status=200)
    assert "Laporan mutu udara" in looked.words
    assert db.session.scalars(select(Clause).where(Clause.agreement_id == agreement.id)).all() == []
    coordinator.post(FILL, given_values, agreement_id=agreement.id)
    first, second = db.session.scalars(
        select(Clause).where(Clause.agreement_id == agreement.id).order_by(Clause.position)
    )
    assert (first.heading, second.number) == ("Laporan mutu udara", "Pasal 2")
    owed = db.session.scalars(select(Obligation).where(Obligation.clause_id == first.id)).one()
    assert (owed.frequency, owed.first_due) == (Frequency.MONTHLY, date(2027, 2, 8))
    assert owed.criteria == "Memuat kelengkapan data\nTepat waktu"
    assert db.session.scalars(select(Right.text).where(Right.clause_id == first.id)).all() == ["Memakai mutu udara"]
    again = coordinator.post(FILL, given_values, agreement_id=agreement.id, status=422)
    assert "Pasal 1 sudah ada" in again.words
    assert len(db.session.scalars(select(Clause).where(Clause.agreement_id == agreement.id)).all()) == 2


NEW_PATH = "/agreements/new"


def test_a_signed_agreement_and_missing_parties_are_refused(pact, as_user, template):
    coordinator, at = as_user(pact.coordinator), {"agreement_id": pact.agreement.id}
    template.body = template.body.replace("Hak pihak 1", "Hak pihak 5")
    db.session.commit()
    typed = {"boilerplate": template.id, "answers": ""}
    assert "5 pihak" in coordinator.post(FILL, typed, status=422, **at).words
    template.body = BODY
    pact.at_stage(Stage.SIGNED)
    coordinator.post(FILL, typed, status=422, **at)
    as_user(pact.citizen).get(FILL, status=403, **at)


def test_a_template_is_made_from_an_agreement_without_names(pact, as_user):
    pact.clause.text = "# BLUD Jakarta Smart City menerima data dari Dinas Lingkungan Hidup."
    pact.obliged(text="Laporan Forum Warga Digital", first_due=date(2026, 2, 8))
    RightFactory(clause=pact.clause, holder_id=pact.party(pact.agency).id, text="Memakai data")
    page = as_user(pact.coordinator).get(CREATE, agreement=pact.agreement.id)
    body = page.soup.find("textarea", {"name": "body"}).text
    assert "\\# {{pihak_kesatu}} menerima data dari {{pihak_kedua}}." in body
    assert "* Kewajiban pihak 3, verifikator pihak 2, 30 hari, sekali: Laporan {{pihak_ketiga}}" in body
    as_user(pact.coordinator).post(CREATE, {**TYPED, "variables": "", "body": body})
    assert len(db.session.scalars(select(Boilerplate)).all()) == 1


def test_only_coordinators_keep_templates(pact, as_user, template):
    for person in (pact.citizen, pact.leader, pact.administrator):
        as_user(person).get(LIST, status=403)
        as_user(person).get("agreements.boilerplates.show", boilerplate_id=template.id, status=404)
    coordinator = as_user(pact.coordinator)
    coordinator.post("agreements.boilerplates.retire", boilerplate_id=template.id)
    assert coordinator.get(LIST).soup.find("a", string="Pertukaran data") is None
    assert coordinator.get(f"{LIST_PATH}?retired=1").soup.find("a", string="Pertukaran data")
    typed = {**TYPED, "title": "Data bersama", "version": str(template.version)}
    coordinator.post("agreements.boilerplates.edit", typed, boilerplate_id=template.id)
    assert template.title == "Data bersama"


LIST_PATH = "/agreements/templates"


def words_of(content: bytes) -> str:
    """Return the words of a .docx, its tables too."""
    document = docx.Document(BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(line.text for line in document.paragraphs), *cells])


def test_the_draft_is_read_back_from_word(pact, as_user):
    pact.agreement.purpose = "Warga membutuhkan data mutu udara."
    pact.clause.text = "Data mengalir setiap jam."
    pact.obliged(text="menyampaikan laporan mutu")
    party = pact.party(pact.agency)
    party.signatory_name, party.authority = "Sri Rahayu", "Surat Kuasa 7"
    db.session.commit()
    at = {"agreement_id": pact.agreement.id}
    words = words_of(as_user(pact.coordinator).get("agreements.drafting.draft_word", **at).get_data())
    for part in ("PERJANJIAN KERJA SAMA", "Warga membutuhkan data mutu udara.", "Pasal 5", "Data mengalir setiap jam."):
        assert part in words
    assert "Kewajiban Pihak Ketiga: menyampaikan laporan mutu" in words
    assert "Sri Rahayu" in words
    other = words_of(as_user(pact.citizen).get("agreements.drafting.draft_word", **at).get_data())
    assert "Sri Rahayu" not in other
    assert "FWD/04" in other
    assert "DLH/12" not in other
    assert as_user(pact.coordinator).get("agreements.drafting.draft_pdf", **at).get_data().startswith(b"%PDF")
    as_user(pact.stranger).get("agreements.drafting.draft_word", status=404, **at)


def test_the_draft_names_what_it_carries_out_to_those_who_may_read_that(pact, as_user):
    above = AgreementFactory(title="Rencana Terbatas")
    PartyFactory(agreement=above, organisation=pact.unit, position=1)
    pact.agreement.parent_id = above.id
    db.session.commit()
    for person, named in ((pact.coordinator, True), (pact.citizen, False)):
        draft = as_user(person).get("agreements.drafting.draft_word", agreement_id=pact.agreement.id)
        assert ("Rencana Terbatas" in words_of(draft.get_data())) is named

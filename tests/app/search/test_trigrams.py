"""Substrings are found regardless of case, after changes too, and without scanning whole tables."""

import pytest
from sqlalchemy import select, text

from app.accounts.people.queries import Wanted, people
from app.clock import today
from app.database import db
from app.search import trigrams
from app.search.trigrams import Sought, contains
from commitments.registry.models import Commitment
from commitments.registry.queries import Filters, found
from tests.factories import CommitmentFactory, CoordinatorFactory, PersonFactory

pytestmark = pytest.mark.every_database


def titles(wanted):
    found = select(Commitment.title).where(contains(Sought.of(wanted), Commitment.code, Commitment.title))
    return sorted(db.session.scalars(found))


@pytest.mark.parametrize("wanted", ["lapor", "LAPORAN", "oran m", "an", "100 %", "50%", 'kata "uji"', "a_b", "é"])
def test_a_part_of_a_title_is_found_whatever_its_case(app, wanted):
    CommitmentFactory(title='Laporan mutu a_b 100 % 50% kata "uji" é')
    CommitmentFactory(title="Peta jalur sepeda")
    assert titles(wanted)[0].startswith("Laporan")
    if wanted != "an":
        assert len(titles(wanted)) == 1


@pytest.mark.parametrize("wanted", ["lapar", "100 x", "a%b", "axb", '"', "mutu OR x", "NEAR(a b)", "lapor*"])
def test_what_is_not_there_is_not_found(app, wanted):
    CommitmentFactory(title="Laporan mutu a_b 100 %")
    assert titles(wanted) == []


def test_a_changed_wantedis_found_as_it_is_now_and_a_deleted_one_no_more(app):
    commitment = CommitmentFactory(title="Peta jalur sepeda")
    commitment.title = "Peta halte bus"
    db.session.commit()
    assert (titles("sepeda"), titles("halte")) == ([], ["Peta halte bus"])
    db.session.delete(commitment)
    db.session.commit()
    assert titles("halte") == []


def test_people_are_found_by_name_address_position_and_organisation(app):
    person = PersonFactory(name="Siti Rahayu", email="siti@data.example", position="Analis Utama")
    PersonFactory(name="Budi Santoso", email="budi@lain.example", position="Kepala")
    for wanted in ("rahayu", "siti@data", "LIS UT", person.organisation.name[:12]):
        assert person in db.session.scalars(people(Wanted(text=wanted))).all(), wanted
    assert db.session.scalars(people(Wanted(text="rahayu"))).all() == [person]


def test_a_list_reads_no_whole_table_of_commitments(app):
    coordinator, wanted = CoordinatorFactory(), CommitmentFactory(title="Laporan mutu")
    assert db.session.scalars(found(coordinator, Filters(text="lapor"), today())).all() == [wanted]
    if db.engine.dialect.name == "sqlite":
        condition = contains(Sought.of("lapor"), Commitment.code, Commitment.title)
        statement = select(Commitment.id).where(condition).compile(db.engine, compile_kwargs={"literal_binds": True})
        plan = " ".join(row[3] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {statement}")))
        assert "SCAN commitments " not in f"{plan} "
        assert "VIRTUAL TABLE INDEX" in plan


@pytest.mark.parametrize("many", [2, 100])
def test_a_list_finds_the_same_however_many_rows_contain_it(app, monkeypatch, many):
    monkeypatch.setattr(trigrams, "MANY", many)
    found = [CommitmentFactory(title=f"Laporan <mutu> a_b {number} %") for number in range(3)]
    CommitmentFactory(title="Peta jalur sepeda")
    for wanted, those in (("<MUTU>", found), ("a_b 1", [found[1]]), ("KMT-", None), ("1 %", [found[1]]), ("axb", [])):
        condition = trigrams.listed_by(wanted, Commitment.code, Commitment.title)
        listed = db.session.scalars(select(Commitment).where(condition).order_by(Commitment.code)).all()
        assert len(listed) == 4 if those is None else listed == those

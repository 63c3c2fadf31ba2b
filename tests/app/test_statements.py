"""A prepared statement asks what the plain one asks, and is built once for each shape."""

from dataclasses import dataclass
from uuid import uuid4

import pytest
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.database import db
from app.organisations.models import Organisation, Sector
from app.statements import as_loaded, prepared, selected
from tests.factories import OrganisationFactory, PersonFactory


@dataclass(frozen=True, kw_only=True)
class Wanted:
    text: str = ""
    sector: Sector | None = None
    archived: bool = False


def names(statement):
    return [one.name for one in db.session.scalars(*statement)]


def test_values_and_attributes_become_parameters(app):
    builds = []

    @prepared
    def colleagues(person: Person, position: str) -> Select[Person]:
        builds.append(1)
        same = Person.organisation_id == person.organisation_id
        return select(Person).where(same, Person.id != person.id, Person.position == position).order_by(Person.name)

    first = OrganisationFactory()
    siti, budi = (PersonFactory(organisation=first, name=name, position="Kepala") for name in ("Siti", "Budi"))
    stranger = PersonFactory(position="Kepala")
    assert names(colleagues(siti, "Kepala")) == ["Budi"]
    assert names(colleagues(budi, "Kepala")) == ["Siti"]
    assert names(colleagues(budi, "Staf")) == names(colleagues(stranger, "Kepala")) == []
    assert len(builds) == 1


def test_roles_decide_which_statement_it_is(app):
    @prepared
    def people(person: Person) -> Select[Person]:
        query = select(Person).order_by(Person.name)
        return query if person.is_coordinator else query.where(Person.id == person.id)

    siti, budi = PersonFactory(name="Siti", is_coordinator=True), PersonFactory(name="Budi")
    assert names(people(siti)) == ["Budi", "Siti"]
    assert names(people(budi)) == ["Budi"]


def test_absent_filters_leave_their_conditions_out(app):
    @prepared
    def found(wanted: Wanted, *, descending: bool) -> Select[Organisation]:
        query = select(Organisation).where(Organisation.archived_at.is_not(None) if wanted.archived else True)
        if wanted.text:
            query = query.where(Organisation.name == wanted.text)
        if wanted.sector:
            query = query.where(Organisation.sector == wanted.sector)
        return query.order_by(Organisation.name.desc() if descending else Organisation.name)

    OrganisationFactory(name="Dinas", sector=Sector.GOVERNMENT)
    OrganisationFactory(name="Kampus", sector=Sector.ACADEMIA)
    assert names(found(Wanted(), descending=True)) == ["Kampus", "Dinas"]
    assert names(found(Wanted(), descending=False)) == ["Dinas", "Kampus"]
    assert names(found(Wanted(text="Dinas"), descending=False)) == ["Dinas"]
    assert names(found(Wanted(text="Kampus"), descending=False)) == ["Kampus"]
    assert names(found(Wanted(sector=Sector.ACADEMIA), descending=False)) == ["Kampus"]
    assert names(found(Wanted(archived=True), descending=False)) == []


def test_a_list_of_values_may_have_any_length(app):
    @prepared
    def among(ids: list, also: str) -> Select[Organisation]:
        return select(Organisation).where(or_(Organisation.id.in_(ids), Organisation.name == also))

    made = [OrganisationFactory(name=name) for name in ("A", "B", "C")]
    assert sorted(names(among([one.id for one in made[:2]], ""))) == ["A", "B"]
    assert names(among([], "C")) == ["C"]
    assert names(among([uuid4()], "")) == []


@pytest.mark.one_database
def test_who_forgets_an_argument_is_told(app):
    @prepared
    def found(name: str, also: str) -> Select[Organisation]:
        return select(Organisation).where(Organisation.name.in_([name, also]))

    with pytest.raises(ValueError, match="zip"):
        found("A")


@prepared
def _labels(*, sector: Sector) -> Select[str]:
    return select(Organisation.label).where(Organisation.sector == sector).order_by(Organisation.name)


def test_values_are_selected_with_what_was_changed_and_not_written_yet(app):
    named = OrganisationFactory(sector=Sector.ACADEMIA, name="Universitas Kota", short_name="")
    OrganisationFactory(sector=Sector.ACADEMIA, name="Universitas Teluk", short_name="Unitel")
    assert [label for (label,) in selected(*_labels(sector=Sector.ACADEMIA))] == ["Universitas Kota", "Unitel"]
    named.name = "Universitas Bandar"
    assert [label for (label,) in selected(*_labels(sector=Sector.ACADEMIA))] == ["Universitas Bandar", "Unitel"]


def test_members_of_an_enum_stand_in_the_statement_itself(app):
    OrganisationFactory(sector=Sector.ACADEMIA, name="Universitas Kota")
    OrganisationFactory(sector=Sector.PRIVATE, name="Mitra")
    few, other = Organisation.sector.in_({Sector.GOVERNMENT, Sector.ACADEMIA}), aliased(Organisation)
    conditions = (few, Organisation.sector != Sector.PRIVATE, other.sector == Sector.PRIVATE)
    query = select(Organisation.name).join(other, other.id != Organisation.id).where(*conditions)
    compiled = query.compile(db.engine)
    assert compiled.params == {}
    assert "sector IN ('academia', 'government')" in str(compiled)
    named = Organisation.name.in_(("Universitas Kota", "Mitra"))
    assert list(db.session.scalars(query.where(named, other.name == "Mitra"))) == ["Universitas Kota"]
    assert list(db.session.scalars(select(Organisation.name).where(named, ~few))) == ["Mitra"]
    assert list(db.session.scalars(select(Organisation.name).where(named, Organisation.sector.in_(())))) == []


def test_an_object_of_a_row_is_what_the_session_would_have_loaded(app):
    person = PersonFactory(name="Siti", position="Kepala")
    db.session.commit()
    loaded = {one.key: getattr(person, one.key) for one in Person.__mapper__.column_attrs}
    person_id = person.id
    db.session.remove()
    (row,) = db.session.connection().execute(select(Person.__table__).where(Person.__table__.c.id == person_id)).all()
    made = as_loaded(Person, row)
    assert {name: getattr(made, name) for name in loaded} == loaded
    assert not db.session.is_modified(made)
    assert as_loaded(Person, row) is made is db.session.get(Person, person_id)


def test_an_object_of_a_row_is_changed_like_any_other(app):
    person = PersonFactory(name="Siti")
    db.session.commit()
    person_id, version = person.id, person.version
    db.session.remove()
    (row,) = db.session.connection().execute(select(Person.__table__).where(Person.__table__.c.id == person_id)).all()
    as_loaded(Person, row).name = "Siti Aminah"
    db.session.commit()
    db.session.remove()
    changed = db.session.get(Person, person_id)
    assert (changed.name, changed.version) == ("Siti Aminah", version + 1)

"""Organisations of five sectors and the people in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.accounts.demo import DEMO_PASSWORD
from app.accounts.models import Person
from app.accounts.passwords import hashed
from app.database import db
from app.organisations.models import Contact, ContactRole, Organisation, Sector
from demo.city.randomness import Randomness
from demo.city.rows import Rows
from demo.city.words import FIELDS, FIRST_NAMES, LAST_NAMES, ORGANISATIONS, PLACES, POSITIONS, SECTORS

INVENTED = "(Contoh)"
"""The suffix of every organisation of the city: only invented organisations are ever late."""
PEOPLE_EACH = 80
LEAST = 3
ACTIVE = 6
"""The most people of an organisation who act in the city; all others only appear in lists."""


@dataclass(frozen=True, slots=True)
class CityPerson:
    """A person who acts for an organisation."""

    id: UUID
    name: str
    position: str
    email: str | None


@dataclass(slots=True)
class CityOrganisation:
    """An organisation as the city needs it; `staff` begins with its focal point and its head."""

    id: UUID
    name: str
    sector: Sector
    staff: list[CityPerson] = field(default_factory=list)

    @property
    def is_invented(self) -> bool:
        """Whether it may be late: nothing bad is shown of real organisations."""
        return self.name.endswith(INVENTED)

    @property
    def focal_point(self) -> CityPerson:
        """The person through whom it is reached."""
        return self.staff[0]


def known_organisations() -> list[CityOrganisation]:
    """Return the organisations of the demo with their people, contacts first."""
    organisations = {
        one.id: CityOrganisation(one.id, one.name, one.sector)
        for one in db.session.scalars(select(Organisation).order_by(Organisation.name))
    }
    rank = {ContactRole.FOCAL_POINT: 0, ContactRole.HEAD: 1}
    roles = {one.person_id: rank.get(one.role, 2) for one in db.session.scalars(select(Contact))}
    people = db.session.scalars(select(Person).order_by(Person.name)).all()
    for person in sorted(people, key=lambda one: roles.get(one.id, 3)):
        known = CityPerson(person.id, person.name, person.position, person.email)
        organisations[person.organisation_id].staff.append(known)
    return [organisation for organisation in organisations.values() if organisation.staff]


def add_organisations(
    random: Randomness, rows: Rows, known: Sequence[CityOrganisation], people: int, since: datetime
) -> list[CityOrganisation]:
    """Add organisations and `people`, who join the new and the `known` ones; return the new organisations."""
    number = min(max(5, people // PEOPLE_EACH), people // LEAST)
    new = [_add_organisation(random, rows, place) for place in range(number)]
    password = hashed(DEMO_PASSWORD)
    for organisation in new:
        for place in range(LEAST):
            _add_person(random, rows, organisation, place, password, since)
        _add_contacts(random, rows, organisation)
    everyone = [*new, *known]
    sizes = [random.paretovariate(1.2) for _ in everyone]
    for organisation in random.choices(everyone, sizes, k=people - LEAST * number) if everyone else ():
        _add_person(random, rows, organisation, random.randrange(2, len(POSITIONS)), password, since)
    return new


def _add_organisation(random: Randomness, rows: Rows, place: int) -> CityOrganisation:
    sector = SECTORS[place % len(SECTORS)]
    pattern, kind = random.choice(ORGANISATIONS[sector])
    words = {"field": random.choice(FIELDS), "place": random.choice(PLACES), "number": f"{place + 1:03}"}
    name = pattern.format(**words)
    if "{number}" not in pattern:
        name = f"{name} {place + 1:03}"
    organisation = CityOrganisation(random.uuid(), f"{name} {INVENTED}", sector)
    rows.add(
        Organisation,
        id=organisation.id,
        name=organisation.name,
        short_name=name[:40],
        sector=sector,
        kind=kind,
        secretariat_email=f"sekretariat@o{place + 1}.example",
        version=1,
    )
    return organisation


def _add_person(
    random: Randomness, rows: Rows, organisation: CityOrganisation, place: int, password: str, since: datetime
) -> None:
    identity = random.uuid()
    name = f"{random.choice(FIRST_NAMES)} {random.choice(LAST_NAMES)}"
    reachable = place < LEAST or random.happens(0.9)
    email = f"{name.replace(' ', '.').lower()}.{identity.hex[:8]}@kota.example" if reachable else None
    joins = reachable and random.happens(0.3)
    position = POSITIONS[place]
    rows.add(
        Person,
        id=identity,
        name=name,
        position=position,
        email=email,
        organisation_id=organisation.id,
        language="en" if random.happens(0.03) else "id",
        is_administrator=False,
        is_coordinator=False,
        is_leadership=False,
        password_hash=password if joins else None,
        stamp=identity.hex[:16],
        joined_at=since if joins else None,
        version=1,
    )
    if len(organisation.staff) < ACTIVE and email:
        organisation.staff.append(CityPerson(identity, name, position, email))


def _add_contacts(random: Randomness, rows: Rows, organisation: CityOrganisation) -> None:
    organisation.staff[:2] = organisation.staff[1::-1]  # the first was added as the head
    for role, person in zip((ContactRole.FOCAL_POINT, ContactRole.HEAD), organisation.staff, strict=False):
        rows.add(Contact, id=random.uuid(), organisation_id=organisation.id, role=role, person_id=person.id)

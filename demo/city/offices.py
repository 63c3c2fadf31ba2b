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
from app.organisations.models import Contact, ContactRole, Organisation, OrganisationKind, Sector
from demo.city.chance import Chance
from demo.city.rows import Rows
from demo.city.words import FIELDS, FIRST_NAMES, LAST_NAMES, OFFICES, PLACES, POSITIONS, SECTORS

INVENTED = "(Contoh)"
"""Ends the name of every organisation of the city: only invented ones are ever late."""
PEOPLE_EACH = 80
LEAST = 3
KNOWN = 6
"""People of an organisation who act in the city; all others only stand in lists."""


@dataclass(frozen=True, slots=True)
class Member:
    """Someone who takes part for an organisation."""

    id: UUID
    name: str
    position: str
    email: str | None


@dataclass(slots=True)
class Office:
    """An organisation as the city needs it; `staff` begins with its focal point and its head."""

    id: UUID
    name: str
    sector: Sector
    mailbox: str | None
    staff: list[Member] = field(default_factory=list)

    @property
    def is_invented(self) -> bool:
        """Whether it may be late: nothing bad is said of those that exist."""
        return self.name.endswith(INVENTED)

    @property
    def focal_point(self) -> Member:
        """Whom to reach."""
        return self.staff[0]


def known_offices() -> list[Office]:
    """Return the organisations of the demo with their people, contacts first."""
    offices = {
        one.id: Office(one.id, one.name, one.sector, one.secretariat_email)
        for one in db.session.scalars(select(Organisation).order_by(Organisation.name))
    }
    rank = {ContactRole.FOCAL_POINT: 0, ContactRole.HEAD: 1}
    roles = {one.person_id: rank.get(one.role, 2) for one in db.session.scalars(select(Contact))}
    people = db.session.scalars(select(Person).order_by(Person.name)).all()
    for person in sorted(people, key=lambda one: roles.get(one.id, 3)):
        member = Member(person.id, person.name, person.position, person.email)
        offices[person.organisation_id].staff.append(member)
    return [office for office in offices.values() if office.staff]


def found(chance: Chance, rows: Rows, known: Sequence[Office], people: int, since: datetime) -> list[Office]:
    """Add the city's organisations with `people` in them and in those that are there; return the new ones."""
    number = min(max(5, people // PEOPLE_EACH), people // LEAST)
    fresh = [_office(chance, rows, place) for place in range(number)]
    password = hashed(DEMO_PASSWORD)
    left = people
    for office in fresh:
        for place in range(LEAST):
            _person(chance, rows, office, place, password, since)
        left -= LEAST
        _contacts(chance, rows, office)
    everyone = [*fresh, *known]
    sizes = [chance.paretovariate(1.2) for _ in everyone]
    for office in chance.choices(everyone, sizes, k=left) if everyone else ():
        _person(chance, rows, office, chance.randrange(2, len(POSITIONS)), password, since)
    return fresh


def _office(chance: Chance, rows: Rows, place: int) -> Office:
    sector = SECTORS[place % len(SECTORS)]
    pattern, kind = chance.choice(OFFICES[sector])
    words = {"field": chance.choice(FIELDS), "place": chance.choice(PLACES), "number": f"{place + 1:03}"}
    name = pattern.format(**words)
    if "{number}" not in pattern:
        name = f"{name} {place + 1:03}"
    return _added(chance, rows, f"{name} {INVENTED}", sector, kind, f"o{place + 1}.example")


def _added(chance: Chance, rows: Rows, name: str, sector: Sector, kind: OrganisationKind, domain: str) -> Office:
    office = Office(chance.identity(), name, sector, f"sekretariat@{domain}")
    rows.add(
        Organisation,
        id=office.id,
        name=name,
        short_name=name.removesuffix(f" {INVENTED}")[:40],
        sector=sector,
        kind=kind,
        secretariat_email=office.mailbox,
        version=1,
    )
    return office


def _person(chance: Chance, rows: Rows, office: Office, place: int, password: str, since: datetime) -> None:
    identity = chance.identity()
    name = f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}"
    reachable = place < LEAST or chance.happens(0.9)
    email = f"{name.replace(' ', '.').lower()}.{identity.hex[:8]}@kota.example" if reachable else None
    joins = reachable and chance.happens(0.3)
    position = POSITIONS[place]
    rows.add(
        Person,
        id=identity,
        name=name,
        position=position,
        email=email,
        organisation_id=office.id,
        language="en" if chance.happens(0.03) else "id",
        is_administrator=False,
        is_coordinator=False,
        is_leadership=False,
        password_hash=password if joins else None,
        stamp=identity.hex[:16],
        joined_at=since if joins else None,
        version=1,
    )
    if len(office.staff) < KNOWN and email:
        office.staff.append(Member(identity, name, position, email))


def _contacts(chance: Chance, rows: Rows, office: Office) -> None:
    office.staff[:2] = office.staff[1::-1]  # the first was added as the head
    for role, member in zip((ContactRole.FOCAL_POINT, ContactRole.HEAD), office.staff, strict=False):
        rows.add(Contact, id=chance.identity(), organisation_id=office.id, role=role, person_id=member.id)

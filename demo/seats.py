"""Substitutes in the demo, and registrations for the next public session."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from app.accounts.models import Person
from app.circles.models import Seat
from app.clock import local_date
from app.database import db
from demo.parties import Parties
from forums.members.actions import Part, enter
from forums.members.queries import people_on
from forums.registration.actions import Terms, Visitor, open_, register
from forums.scheduling.models import Capacity, Forum
from forums.scheduling.queries import coming

ALTERNATE = ("dpmptsp", "Sekretaris DPMPTSP", "Sekretaris Dinas", "sekretaris@dpmptsp.example", "Surat DEMO/ST/07/2026")
ACTING = ("dishub", "Sekretaris Dishub", "Sekretaris Dinas", "sekretaris@dishub.example", "SK DEMO/PLT/12/2026")
PLACES = 5
VISITORS = (
    ("Ketua RW (Contoh)", "RW 05 (Contoh)"),
    ("Pengurus Karang Taruna (Contoh)", "Karang Taruna (Contoh)"),
    ("Mahasiswa (Contoh)", "Universitas Kota (Contoh)"),
    ("Pelaku UMKM (Contoh)", ""),
    ("Kader Posyandu (Contoh)", "Posyandu (Contoh)"),
    ("Guru (Contoh)", "SMK (Contoh)"),
    ("Pengguna JAKI (Contoh)", ""),
)


def add_substitutes(parties: Parties, forums: Mapping[str, Forum], now: datetime) -> None:
    """Add an alternate and an acting official to the cross-sector forum, each with the document that appoints them."""
    forum, by = forums["lintas"], parties.people["koordinator@jsc.example"]
    today = local_date(now)
    seat, person = _seat(parties, forum, ALTERNATE[0]), _official(parties, ALTERNATE)
    enter(forum, seat, Part(person=person, since=today, capacity=Capacity.ALTERNATE, basis=ALTERNATE[4]), by=by, at=now)
    seat, person = _seat(parties, forum, ACTING[0]), _official(parties, ACTING)
    acting = Part(
        person=person,
        since=today,
        last_day=today + timedelta(days=60),
        capacity=Capacity.ACTING,
        place_of=people_on(seat)[0],
        acting_as="Kepala Dinas Perhubungan",
        basis=ACTING[4],
    )
    enter(forum, seat, acting, by=by, at=now)


def open_registration(parties: Parties, forums: Mapping[str, Forum], now: datetime) -> None:
    """Register citizens for the next public session, more than there are places."""
    session = db.session.scalars(coming(forums["diseminasi"].id, now).limit(1)).one()
    by = parties.people["koordinator@jsc.example"]
    opening = open_(session, Terms(capacity=PLACES, retention_days=30), by=by, at=now)
    for number, (name, organisation) in enumerate(VISITORS, 1):
        visitor = Visitor(name=name, organisation=organisation, email=f"warga{number}@warga.example", language="id")
        register(opening, visitor, at=now)


def _seat(parties: Parties, forum: Forum, key: str) -> Seat:
    own = select(Seat).where(Seat.circle_id == forum.circle_id, Seat.organisation_id == parties.organisations[key].id)
    return db.session.scalars(own).one()


def _official(parties: Parties, official: tuple[str, str, str, str, str]) -> Person:
    key, name, position, email, _basis = official
    person = Person(name=name, position=position, email=email, organisation=parties.organisations[key])
    db.session.add(person)
    db.session.flush()
    return person

"""Who stands in for whom in the demo, and who registered for the next session that is open to everyone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from app.accounts.models import Person
from app.circles.models import Seat
from app.clock import local_date
from app.database import db
from demo.parties import Cast
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


def stand_in(cast: Cast, forums: Mapping[str, Forum], now: datetime) -> None:
    """Give the cross-sector forum an alternate and an acting official, each with the paper that names them."""
    forum, by = forums["lintas"], cast.people["koordinator@jsc.example"]
    today = local_date(now)
    seat, person = _seat(cast, forum, ALTERNATE[0]), _official(cast, ALTERNATE)
    enter(forum, seat, Part(person=person, since=today, capacity=Capacity.ALTERNATE, basis=ALTERNATE[4]), by=by, at=now)
    seat, person = _seat(cast, forum, ACTING[0]), _official(cast, ACTING)
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


def open_doors(cast: Cast, forums: Mapping[str, Forum], now: datetime) -> None:
    """Let citizens register for the next public session: more of them than there are places."""
    session = db.session.scalars(coming(forums["diseminasi"].id, now).limit(1)).one()
    by = cast.people["koordinator@jsc.example"]
    opening = open_(session, Terms(capacity=PLACES, retention_days=30), by=by, at=now)
    for number, (name, organisation) in enumerate(VISITORS, 1):
        visitor = Visitor(name=name, organisation=organisation, email=f"warga{number}@warga.example", language="id")
        register(opening, visitor, at=now)


def _seat(cast: Cast, forum: Forum, key: str) -> Seat:
    own = select(Seat).where(Seat.circle_id == forum.circle_id, Seat.organisation_id == cast.organisations[key].id)
    return db.session.scalars(own).one()


def _official(cast: Cast, told: tuple[str, str, str, str, str]) -> Person:
    key, name, position, email, _basis = told
    person = Person(name=name, position=position, email=email, organisation=cast.organisations[key])
    db.session.add(person)
    db.session.flush()
    return person

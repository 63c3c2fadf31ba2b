"""The demo's agendas: what members proposed, and the next cross-sector session with documents and preparations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from app.clock import local_date
from app.database import db
from app.files import keep
from demo.parties import Parties
from forums.agenda import actions as agenda
from forums.agenda.models import AgendaItem, Purpose
from forums.conflicts.actions import Declaration, declare
from forums.preparation.actions import Wanted, ask, hand_in
from forums.preparation.queries import parties as seats_of
from forums.scheduling.models import Forum, Mode, Participant, Session
from forums.scheduling.queries import next_planned, taking_part
from forums.scheduling.session_actions import Where, add

PROPOSED = (
    ("Integrasi pembayaran retribusi", "bumd"),
    ("Aduan warga yang berulang", "komunitas"),
    ("Antarmuka data mitra", "mitrasolusi"),
    ("Riset kepuasan pengguna", "universitas"),
    ("Data terbuka untuk peneliti", "wri"),
)
"""Titles that members proposed for past sessions, in turns, and who presented them."""


def propose_in_turn(parties: Parties, session: Session) -> None:
    """Add an item that a member proposed and presents to a past session, before it was opened."""
    title, key = PROPOSED[session.number % len(PROPOSED)]
    at = session.starts_at - timedelta(days=9)
    organisation = parties.organisations[key]
    draft = agenda.Draft(title=title, purpose=Purpose.JOINT_SOLUTION, minutes=10, presenter_organisation=organisation)
    agenda.propose(session, draft, by=parties.focal_point(key), at=at, accepted=True)


def prepare_next(parties: Parties, forums: Mapping[str, Forum], now: datetime) -> None:
    """Let members propose items for the next cross-sector session, prepare documents, and declare an interest."""
    session = next_planned(forums["lintas"].id, now)
    if session is None:
        return
    catalogue = _propose(parties, session, "Standar data sensor udara", "dlh", at=now - timedelta(days=6))
    kiosk = _propose(parties, session, "Pengadaan anjungan layanan", "dpmptsp", at=now - timedelta(days=5))
    _ask(parties, session, catalogue, "dlh", "Katalog data sensor dan pemilik datanya", now)
    _hand_in(parties, session, kiosk, now)
    person = parties.focal_point("mitrasolusi")
    own = select(Participant).where(taking_part(person.id), Participant.forum_id == session.forum_id)
    declaration = Declaration(
        participant=db.session.scalars(own).one(), text="Perusahaan kami memasok anjungan serupa.", abstains=True
    )
    declare(kiosk, declaration, by=person, at=now)


def add_single_session(parties: Parties, forums: Mapping[str, Forum], now: datetime) -> None:
    """Add a visit to the monitoring forum between two sessions of its schedule, which is named by its title."""
    forum = forums["monitoring"]
    following = next_planned(forum.id, now)
    if following is None:
        return
    starts_at = following.starts_at + timedelta(days=8, hours=4)
    where = Where(mode=Mode.IN_PERSON, place="Mal Pelayanan Publik")
    title = "Kunjungan ke Mal Pelayanan Publik"
    add(forum, starts_at=starts_at, minutes=90, title=title, where=where, by=parties.coordinator, at=now)


def _propose(parties: Parties, session: Session, title: str, key: str, *, at: datetime) -> AgendaItem:
    organisation = parties.organisations[key]
    draft = agenda.Draft(title=title, purpose=Purpose.JOINT_SOLUTION, minutes=10, presenter_organisation=organisation)
    return agenda.propose(session, draft, by=parties.focal_point(key), at=at, accepted=True)


def _ask(parties: Parties, session: Session, item: AgendaItem, key: str, what: str, now: datetime) -> None:
    seat = next(one for one in seats_of(session) if one.organisation_id == parties.organisations[key].id)
    due = min(session.day, local_date(now) + timedelta(days=2))
    ask(item, Wanted(seat=seat, what=what, due=due), by=parties.coordinator, at=now)


def _hand_in(parties: Parties, session: Session, item: AgendaItem, now: datetime) -> None:
    seat = next(one for one in seats_of(session) if one.organisation_id == parties.organisations["dpmptsp"].id)
    wanted = Wanted(seat=seat, what="Daftar lokasi anjungan", due=session.day)
    person = parties.focal_point("dpmptsp")
    asked = ask(item, wanted, by=parties.coordinator, at=now)
    content = b"No,Lokasi\n1,Balai Kota\n2,Stasiun Juanda\n"
    file = keep(content, name="lokasi-anjungan.csv", media_type="text/csv", by=person, at=now)
    hand_in(asked, file, title="Daftar lokasi anjungan", by=person, at=now)

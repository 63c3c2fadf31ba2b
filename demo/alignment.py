"""The registers of alignment in the demo, and what connects them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from agreements.registry.models import Agreement
from alignment.barriers import actions
from alignment.barriers.actions import Hindered
from alignment.barriers.models import Barrier
from alignment.regulations.models import Regulation
from alignment.services.models import Service
from app.database import db
from demo.barriers import add_barriers
from demo.capacity import close_gaps
from demo.five_c import add_synopsis
from demo.goals import add_shared_goal
from demo.parties import Parties
from demo.regulations import add_regulations
from demo.roles import add_role_matrix
from demo.services import add_services
from forums.scheduling.models import Forum, Session

HINDERED = {
    "visit": {
        "Izin usaha mikro": "Foto lokasi belum dapat menggantikan kunjungan",
        "Izin reklame": "Tanda tangan petugas di tempat",
        "Izin keramaian": "Pemeriksaan dua kali oleh dua instansi",
    },
    "queue": {"Antrean halte": "Antarmuka antrean"},
    "health": {"Rujukan puskesmas": "Dasar berbagi data"},
}
"""What of which service each barrier hinders."""


def add_alignment(
    parties: Parties, forums: Mapping[str, Forum], agreement: Agreement, trainings: Sequence[Session], now: datetime
) -> None:
    """Fill the registers, and name the services that barriers hinder and the regulation that one comes from."""
    forum = forums["lintas"]
    add_role_matrix(parties, forums["monitoring"], now)
    regulation = add_regulations(parties, forum, now)
    add_services(parties, forum, agreement, now)
    _connect(parties, add_barriers(parties, forum, agreement, now), regulation)
    add_synopsis(parties, forums["monitoring"], now)
    add_shared_goal(parties, forum, now)
    for session in trainings[-1:]:
        close_gaps(parties, session)


def _connect(parties: Parties, barriers: Mapping[str, Barrier], regulation: Regulation) -> None:
    services = {one.name: one.id for one in db.session.scalars(select(Service))}
    for key, parts in HINDERED.items():
        for name, part in parts.items():
            hindered = Hindered(service_id=services[name], part=part)
            actions.add_effect(barriers[key], hindered, by=parties.coordinator, at=barriers[key].raised_at)
    oldest = barriers["visit"]
    actions.link_regulation(
        oldest, regulation, version=str(oldest.version), by=parties.coordinator, at=oldest.raised_at
    )

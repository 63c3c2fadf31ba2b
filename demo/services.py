"""Adds the demo's services: their statuses over the past quarters, exchanges, steps, and what they are linked with."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select

from agreements.registry.models import Agreement
from alignment.regulations.models import Regulation
from alignment.services import actions
from alignment.services.actions import ExchangeDetails, ServiceDetails, StepDetails
from alignment.services.models import Service
from alignment.services.rules import Budget, Channel, Integration, Quarter, quarter_of
from app.clock import local_date
from app.database import db
from commitments.registry.models import Commitment
from demo.parties import Parties
from forums.scheduling.models import Forum

T, S, M = Integration.INTEGRATED, Integration.PARTIAL, Integration.MANUAL
X, F = Integration.NOT_INTEROPERABLE, Integration.PHYSICAL_VERIFICATION


class Told(NamedTuple):
    """A service as the demo tells it. `statuses`: how many quarters ago each began, the latest last."""

    name: str
    owner: str
    channel: Channel
    statuses: tuple[tuple[int, Integration], ...]
    target: int | None = None
    """Quarters from now; negative: it passed."""
    budget: Budget | None = None
    exchange: tuple[str, str, str, bool, str] | None = None
    """What, how often and with whom, whether both ways, and on which basis."""
    steps: tuple[tuple[str, int, int, str], ...] = ()
    """Text, first and last quarter from now, and who is waited for ("": nobody)."""


SERVICES = (
    Told(
        "Izin usaha mikro",
        "dpmptsp",
        Channel.COUNTER,
        ((5, F),),
        2,
        Budget.REGIONAL,
        ("Berkas izin", "tiap permohonan", "jsc", False, "Pergub 68/2022"),
        (("Sesuaikan petunjuk verifikasi", 0, 0, "kominfotik"), ("Uji coba daring", 1, 1, "")),
    ),
    Told(
        "Izin reklame", "dpmptsp", Channel.COUNTER, ((5, F),), 3, None, None, (("Foto lokasi sebagai bukti", 1, 2, ""),)
    ),
    Told(
        "Status permohonan izin",
        "dpmptsp",
        Channel.WEBSITE,
        ((5, M), (2, S)),
        1,
        Budget.OWN,
        ("Status permohonan", "tiap jam", "jsc", False, "Nota kesepahaman internal"),
        (("Satukan format alamat", -1, -1, ""), ("Sambung dua arah", 0, 1, "jsc")),
    ),
    Told("Izin keramaian", "dpmptsp", Channel.COUNTER, ((5, M),), 4),
    Told("Jadwal layanan perizinan", "dpmptsp", Channel.CITY_APP, ((5, M), (3, T)), -3, Budget.OWN),
    Told(
        "Rujukan puskesmas",
        "dinkes",
        Channel.OWN_APP,
        ((5, X),),
        2,
        Budget.REGIONAL,
        ("Kuota rujukan", "tiap hari", "jsc", True, ""),
        (("Sepakati dasar berbagi data", 0, 0, "kominfotik"), ("Sambung dan uji", 1, 1, "")),
    ),
    Told(
        "Antrean puskesmas",
        "dinkes",
        Channel.CITY_APP,
        ((5, M), (3, S), (1, T)),
        -1,
        Budget.OWN,
        ("Nomor antrean", "seketika", "jsc", True, "Perjanjian berbagi data"),
    ),
    Told("Surat keterangan sehat", "dinkes", Channel.COUNTER, ((5, M),), -1, Budget.REGIONAL),
    Told("Posisi bus", "dishub", Channel.CITY_APP, ((5, S), (4, T)), None, Budget.OWN),
    Told("Uji kir kendaraan", "dishub", Channel.WEBSITE, ((5, M), (2, S), (0, T)), 0, Budget.REGIONAL),
    Told(
        "Kualitas udara",
        "dlh",
        Channel.CITY_APP,
        ((5, M), (2, S)),
        1,
        Budget.PARTNER,
        ("Data sensor udara", "tiap jam", "jsc", False, "PKS data lingkungan"),
        (("Periksa mutu data", 0, 0, ""),),
    ),
    Told(
        "Antrean halte",
        "bumd",
        Channel.OWN_APP,
        ((5, M),),
        3,
        Budget.PARTNER,
        None,
        (("Kesepakatan data", 0, 0, ""), ("Bangun antarmuka", 1, 2, "")),
    ),
)
LINKED = {"Posisi bus": "armada bus", "Kualitas udara": "sensor", "Izin usaha mikro": "verifikasi fisik"}
"""What the title of a commitment contains that is linked with a service."""
ARCHIVED = Told("Formulir kertas kependudukan", "dinkes", Channel.COUNTER, ((5, M),))


def add_services(parties: Parties, forum: Forum, agreement: Agreement, now: datetime) -> None:
    """Add the services; those with an exchange belong to `forum`, that of the environment to `agreement`."""
    for told in SERVICES:
        service = _add(parties, told, now)
        if told.exchange:
            actions.link_place(service, forum, by=parties.coordinator, at=now - timedelta(days=20))
        if told.owner == "dlh":
            actions.link_place(service, agreement, by=parties.coordinator, at=now - timedelta(days=20))
        for commitment in _commitments(LINKED.get(told.name)):
            actions.link_commitment(service, commitment, by=parties.coordinator, at=now - timedelta(days=19))
    gone, at = _add(parties, ARCHIVED, now), now - timedelta(days=40)
    actions.archive(
        gone, reason="Digabung dengan layanan daring", version=str(gone.version), by=parties.coordinator, at=at
    )


def _commitments(words: str | None) -> list[Commitment]:
    if not words:
        return []
    query = select(Commitment).where(Commitment.title.icontains(words)).order_by(Commitment.code).limit(2)
    return list(db.session.scalars(query))


def _add(parties: Parties, told: Told, now: datetime) -> Service:
    by, quarter = parties.coordinator, quarter_of(local_date(now))
    details = ServiceDetails(
        name=told.name,
        owner_id=parties.organisations[told.owner].id,
        channel=told.channel,
        budget=told.budget,
        budget_year=quarter.plus(1).year if told.budget is Budget.REGIONAL else None,
        target=None if told.target is None else quarter.plus(told.target),
    )
    (ago, first), *later = told.statuses
    since = _day(quarter, ago, now)
    service = actions.enter(details, first, since=since, by=by, at=_moment(since, now))
    for ago, status in later:
        since = _day(quarter, ago, now)
        version = str(service.version)
        actions.set_status(service, status, since=since, note="", version=version, by=by, at=_moment(since, now))
        db.session.flush()
    _fill(parties, service, told, quarter, now - timedelta(days=21))
    return service


def _fill(parties: Parties, service: Service, told: Told, quarter: Quarter, at: datetime) -> None:
    by = parties.coordinator
    if told.exchange:
        what, how_often, other, both_ways, basis = told.exchange
        known = {one.citation: one.id for one in db.session.scalars(select(Regulation))}
        exchange = ExchangeDetails(
            giver_id=service.owner_id,
            receiver_id=parties.organisations[other].id,
            what=what,
            how_often=how_often,
            both_ways=both_ways,
            flows=service.status in {T, S},
            basis="Pasal 7" if basis in known else basis,
            regulation_id=known.get(basis),
        )
        actions.save_exchange(service, None, exchange, version=str(service.version), by=by, at=at)
        db.session.flush()
    for text, first, last, awaited in told.steps:
        step = StepDetails(
            text=text,
            begins=quarter.plus(first),
            ends=quarter.plus(last),
            waits_for_id=parties.organisations[awaited].id if awaited else None,
        )
        actions.save_step(service, None, step, version=str(service.version), by=by, at=at)
        db.session.flush()


def _day(quarter: Quarter, ago: int, now: datetime) -> date:
    """Return the 20th day of a quarter, or in the current one a recent day."""
    return min(quarter.plus(-ago).first + timedelta(days=19), local_date(now) - timedelta(days=1))


def _moment(day: date, now: datetime) -> datetime:
    return now - (local_date(now) - day)

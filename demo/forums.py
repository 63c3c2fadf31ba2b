"""The demo's six forums, which have met for months, each with an agenda template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from app.calendars.choices import Choice, ChosenDay, Position, Repeat
from app.calendars.shifts import HolidayRule
from app.circles.models import Classification
from app.clock import local_date
from demo.parties import Parties
from forums.scheduling.actions import Charter, Place, Plan, Schedule, create
from forums.scheduling.models import DecisionRule, Forum, ForumKind, ForumRole, Mode

SINCE = timedelta(days=280)
"""How long ago the forums were created."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumData:
    """The data of a forum. `members` are keys of organisations, which are represented by their focal points."""

    key: str
    name: str
    kind: ForumKind
    goal: str
    choice: Choice
    starts_at: time
    members: tuple[str, ...]
    agenda: tuple[tuple[str, str, int], ...]
    agenda_closes: int | None = None
    minutes: int = 120
    mode: Mode = Mode.HYBRID
    place: str = "Ruang Rapat JSC, Balai Kota"
    holiday_rule: HolidayRule = HolidayRule.FORWARD
    quorum_sectors: tuple[str, ...] = ()
    classification: Classification = Classification.INTERNAL
    chair: str = "kepala@jsc.example"


EVERYONE = (
    "jsc",
    "kominfotik",
    "bappeda",
    "dpmptsp",
    "dinkes",
    "dishub",
    "dlh",
    "kerjasama",
    "bumd",
    "nodeflux",
    "mitrasolusi",
    "dataperkotaan",
    "universitas",
    "wri",
    "komunitas",
    "fwd",
)
GOVERNMENT = ("jsc", "kominfotik", "bappeda", "dpmptsp", "dinkes", "dishub", "dlh", "kerjasama")

FORUMS = (
    ForumData(
        key="spbe",
        name="Forum SPBE Internal",
        kind=ForumKind.SPBE_INTERNAL,
        goal="Layanan pemerintah yang terhubung, aman, dan dipakai bersama oleh perangkat daerah.",
        choice=Choice(Repeat.WEEKLY, ChosenDay.TUESDAY),
        starts_at=time(9),
        members=GOVERNMENT,
        place="Ruang Rapat JSC",
        agenda=(
            ("Tindak lanjut pekan lalu", "progress_monitoring", 20),
            ("Status integrasi layanan", "joint_solution", 45),
            ("Keamanan dan gangguan", "information", 25),
            ("Rencana pekan depan", "policy_alignment", 20),
        ),
    ),
    ForumData(
        key="monitoring",
        name="Perencanaan dan Monitoring JAKI",
        kind=ForumKind.PLANNING_MONITORING,
        goal="Satu daftar prioritas JAKI yang disepakati dan dipantau bersama.",
        choice=Choice(Repeat.MONTHLY, ChosenDay.WEDNESDAY, Position.SECOND),
        starts_at=time(9, 30),
        members=("jsc", "kominfotik", "bappeda", "dpmptsp", "dinkes", "universitas"),
        agenda=(
            ("Capaian bulan lalu", "progress_monitoring", 30),
            ("Prioritas bulan ini", "policy_alignment", 40),
            ("Anggaran dan sumber daya", "information", 20),
            ("Hambatan yang perlu arahan", "joint_solution", 30),
        ),
    ),
    ForumData(
        key="audiensi",
        name="Audiensi Pelaku Bisnis",
        kind=ForumKind.BUSINESS_AUDIENCE,
        goal="Kerja sama yang manfaatnya jelas bagi kota dan bagi mitra.",
        choice=Choice(Repeat.MONTHLY, ChosenDay.THURSDAY, Position.THIRD),
        starts_at=time(13, 30),
        members=("jsc", "kominfotik", "kerjasama", "bumd", "nodeflux", "mitrasolusi", "dataperkotaan"),
        quorum_sectors=("government", "private"),
        agenda=(
            ("Perkenalan dan maksud", "information", 15),
            ("Paparan mitra", "information", 45),
            ("Kebutuhan data dan antarmuka", "joint_solution", 40),
            ("Langkah menuju kerja sama", "policy_alignment", 20),
        ),
    ),
    ForumData(
        key="diseminasi",
        name="Diseminasi dan Dialog Masyarakat",
        kind=ForumKind.PUBLIC_DISSEMINATION,
        goal="Warga mengetahui, memakai, dan ikut memperbaiki layanan JAKI.",
        choice=Choice(Repeat.QUARTERLY, ChosenDay.SATURDAY, Position.FIRST),
        starts_at=time(9),
        members=("jsc", "dpmptsp", "dinkes", "dlh", "universitas", "wri", "komunitas", "fwd"),
        holiday_rule=HolidayRule.KEEP,
        place="Aula Balai Kota",
        quorum_sectors=("civil_society",),
        classification=Classification.PUBLIC,
        agenda=(
            ("Yang baru di JAKI", "information", 30),
            ("Dialog: laporan warga", "joint_solution", 60),
            ("Usulan warga", "policy_alignment", 30),
        ),
    ),
    ForumData(
        key="lintas",
        name="Forum Koordinasi Lintas Sektor",
        kind=ForumKind.CROSS_SECTOR,
        goal="Pemerintah, pelaku usaha, akademisi, dan warga menepati janji yang dibuat bersama.",
        choice=Choice(Repeat.MONTHLY, ChosenDay.THURSDAY, Position.FOURTH),
        starts_at=time(9),
        members=EVERYONE,
        place="Balai Kota, Ruang Rapat Utama",
        quorum_sectors=("government", "regional_enterprise", "private", "civil_society", "academia"),
        agenda=(
            ("Pembukaan dan kuorum", "information", 10),
            ("Tindak lanjut sesi sebelumnya", "progress_monitoring", 15),
            ("Status integrasi perizinan", "joint_solution", 20),
            ("Data sensor udara: katalog dan mutu", "progress_monitoring", 15),
            ("Laporan warga yang dibuka kembali", "joint_solution", 15),
            ("Arahan dan penutup", "directive", 10),
        ),
        agenda_closes=2,
    ),
    ForumData(
        key="pelatihan",
        name="Pelatihan Keterampilan Digital",
        kind=ForumKind.TRAINING,
        goal="Pegawai dan mitra menguasai keterampilan digital yang dipakai layanan kota.",
        choice=Choice(Repeat.MONTHLY, ChosenDay.FRIDAY, Position.SECOND),
        starts_at=time(8, 30),
        minutes=150,
        mode=Mode.ONLINE,
        place="",
        members=("jsc", "kominfotik", "dpmptsp", "dinkes", "dishub", "bumd"),
        agenda=(
            ("Keterampilan dasar data", "information", 60),
            ("Praktik bersama", "joint_solution", 60),
            ("Umpan balik", "progress_monitoring", 20),
        ),
    ),
)


def create_forums(parties: Parties, now: datetime) -> dict[str, Forum]:
    """Create the forums with their sessions since then; return them by key."""
    return {data.key: _create(parties, data, now - SINCE) for data in FORUMS}


def _create(parties: Parties, data: ForumData, at: datetime) -> Forum:
    online = data.mode is not Mode.IN_PERSON
    charter = Charter(
        name=data.name,
        kind=data.kind,
        goal=data.goal,
        ground_rules="Bicara bergantian; menyebut data; janji dicatat dengan tenggat dan verifikator.",
        decision_rule=DecisionRule.CONSENSUS,
        classification=data.classification,
        quorum_share=50,
        quorum_sectors=data.quorum_sectors,
        minutes=data.minutes,
        mode=data.mode,
        place=data.place,
        link=f"https://rapat.contoh.example/{data.key}" if online else "",
        holiday_rule=data.holiday_rule,
        agenda_template=[_item(*item) for item in data.agenda],
        agenda_closes=data.agenda_closes,
    )
    schedule = Schedule(choice=data.choice, first_day=local_date(at), starts_at=data.starts_at)
    plan = Plan(charter=charter, places=_places(parties, data), schedule=schedule)
    return create(plan, by=parties.coordinator, at=at)


def _places(parties: Parties, data: ForumData) -> list[Place]:
    jsc = parties.organisations["jsc"]
    leaders = {
        data.chair: ForumRole.CHAIR,
        "koordinator@jsc.example": ForumRole.FACILITATOR,
        "notulis@jsc.example": ForumRole.MINUTE_TAKER,
    }
    places = [Place(organisation=jsc, person=parties.people[email], role=role) for email, role in leaders.items()]
    members = [key for key in data.members if key != "jsc"]
    return places + [Place(organisation=parties.organisations[key], person=parties.focal_point(key)) for key in members]


def _item(title: str, purpose: str, minutes: int) -> dict[str, Any]:
    return {"title": title, "purpose": purpose, "minutes": minutes}

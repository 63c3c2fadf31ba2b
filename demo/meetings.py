"""The demo's forums: six of them, meeting since early in the year, each with a full agenda."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from app.calendars.choices import Choice, ChosenDay, Position, Repeat
from app.calendars.shifts import HolidayRule
from app.circles.models import Classification
from app.clock import local_date
from demo.parties import Cast
from forums.scheduling.actions import Charter, Place, Plan, Schedule, create
from forums.scheduling.models import DecisionRule, Forum, ForumKind, ForumRole, Mode

SINCE = timedelta(days=280)
"""How long ago the forums began to meet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One forum of the demo. `members` are organisations by key, each seated with its focal point."""

    key: str
    name: str
    kind: ForumKind
    goal: str
    choice: Choice
    starts_at: time
    members: tuple[str, ...]
    agenda: tuple[tuple[str, str, int], ...]
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

MEETINGS = (
    Meeting(
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
    Meeting(
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
    Meeting(
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
    Meeting(
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
    Meeting(
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
    ),
    Meeting(
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


def convene(cast: Cast, now: datetime) -> dict[str, Forum]:
    """Found the forums long ago and let them meet since; return them by key."""
    return {meeting.key: _found(cast, meeting, now - SINCE) for meeting in MEETINGS}


def _found(cast: Cast, meeting: Meeting, at: datetime) -> Forum:
    online = meeting.mode is not Mode.IN_PERSON
    charter = Charter(
        name=meeting.name,
        kind=meeting.kind,
        goal=meeting.goal,
        ground_rules="Bicara bergantian; menyebut data; janji dicatat dengan tenggat dan verifikator.",
        decision_rule=DecisionRule.CONSENSUS,
        classification=meeting.classification,
        quorum_share=50,
        quorum_sectors=meeting.quorum_sectors,
        minutes=meeting.minutes,
        mode=meeting.mode,
        place=meeting.place,
        link=f"https://rapat.contoh.example/{meeting.key}" if online else "",
        holiday_rule=meeting.holiday_rule,
        agenda_template=[_item(*item) for item in meeting.agenda],
    )
    schedule = Schedule(choice=meeting.choice, first_day=local_date(at), starts_at=meeting.starts_at)
    plan = Plan(charter=charter, places=_places(cast, meeting), schedule=schedule)
    return create(plan, by=cast.coordinator, at=at)


def _places(cast: Cast, meeting: Meeting) -> list[Place]:
    jsc = cast.organisations["jsc"]
    leaders = {
        meeting.chair: ForumRole.CHAIR,
        "koordinator@jsc.example": ForumRole.FACILITATOR,
        "notulis@jsc.example": ForumRole.MINUTE_TAKER,
    }
    places = [Place(organisation=jsc, person=cast.people[email], role=role) for email, role in leaders.items()]
    members = [key for key in meeting.members if key != "jsc"]
    return places + [Place(organisation=cast.organisations[key], person=cast.focal_point(key)) for key in members]


def _item(title: str, purpose: str, minutes: int) -> dict[str, Any]:
    return {"title": title, "purpose": purpose, "minutes": minutes}

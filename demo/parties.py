"""The demo's organisations of five sectors and their people, who have role titles instead of names."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from app.accounts.demo import DEMO_PASSWORD
from app.accounts.models import Person
from app.accounts.passwords import hashed
from app.database import db
from app.organisations.models import Contact, ContactRole, Organisation, OrganisationKind, Sector

ORGANISATIONS = {
    "jsc": ("BLUD Jakarta Smart City", "JSC", Sector.GOVERNMENT, OrganisationKind.UNIT),
    "kominfotik": ("Dinas Kominfotik", "Kominfotik", Sector.GOVERNMENT, OrganisationKind.AGENCY),
    "bappeda": ("Bappeda", "Bappeda", Sector.GOVERNMENT, OrganisationKind.AGENCY),
    "dpmptsp": ("DPMPTSP", "DPMPTSP", Sector.GOVERNMENT, OrganisationKind.AGENCY),
    "dinkes": ("Dinas Kesehatan", "Dinkes", Sector.GOVERNMENT, OrganisationKind.AGENCY),
    "dishub": ("Dinas Perhubungan", "Dishub", Sector.GOVERNMENT, OrganisationKind.AGENCY),
    "dlh": ("Dinas Lingkungan Hidup", "DLH", Sector.GOVERNMENT, OrganisationKind.AGENCY),
    "kerjasama": ("Biro Kerja Sama", "Biro KS", Sector.GOVERNMENT, OrganisationKind.BUREAU),
    "bumd": (
        "BUMD Transportasi (Contoh)",
        "BUMD Transportasi",
        Sector.REGIONAL_ENTERPRISE,
        OrganisationKind.REGIONAL_ENTERPRISE,
    ),
    "nodeflux": ("PT Nodeflux Teknologi Indonesia", "Nodeflux", Sector.PRIVATE, OrganisationKind.COMPANY),
    "mitrasolusi": ("PT Mitra Solusi Kota (Contoh)", "Mitra Solusi", Sector.PRIVATE, OrganisationKind.COMPANY),
    "dataperkotaan": ("PT Data Perkotaan (Contoh)", "Data Perkotaan", Sector.PRIVATE, OrganisationKind.COMPANY),
    "universitas": ("Universitas Kota (Contoh)", "Univ. Kota", Sector.ACADEMIA, OrganisationKind.UNIVERSITY),
    "wri": ("WRI Indonesia", "WRI", Sector.CIVIL_SOCIETY, OrganisationKind.ASSOCIATION),
    "komunitas": (
        "Komunitas Pengguna JAKI (Contoh)",
        "Komunitas JAKI",
        Sector.CIVIL_SOCIETY,
        OrganisationKind.COMMUNITY,
    ),
    "fwd": ("Forum Warga Digital (Contoh)", "FWD", Sector.CIVIL_SOCIETY, OrganisationKind.COMMUNITY),
}

ACCOUNTS = {
    "admin@jsc.example": ("Administrator Sistem", "jsc", "is_administrator"),
    "koordinator@jsc.example": ("Koordinator JSC", "jsc", "is_coordinator"),
    "notulis@jsc.example": ("Notulis JSC", "jsc", None),
    "kepala@jsc.example": ("Kepala JSC", "jsc", None),
    "pimpinan@jsc.example": ("Pembaca Pimpinan", "bappeda", "is_leadership"),
    "verifikator@kominfotik.example": ("Verifikator Kominfotik", "kominfotik", None),
    "narahubung@dpmptsp.example": ("Narahubung DPMPTSP", "dpmptsp", None),
    "narahubung@dinkes.example": ("Narahubung Dinkes", "dinkes", None),
    "narahubung@bumd.example": ("Narahubung BUMD", "bumd", None),
    "narahubung@mitrasolusi.example": ("Narahubung Mitra Solusi", "mitrasolusi", None),
    "narahubung@komunitas.example": ("Narahubung Komunitas", "komunitas", None),
}
"""E-mail address: role title, organisation, platform role. All with the demo's password."""

FOCAL_POINTS = {
    "jsc": "koordinator@jsc.example",
    "kominfotik": "verifikator@kominfotik.example",
    "dpmptsp": "narahubung@dpmptsp.example",
    "dinkes": "narahubung@dinkes.example",
    "bumd": "narahubung@bumd.example",
    "mitrasolusi": "narahubung@mitrasolusi.example",
    "komunitas": "narahubung@komunitas.example",
}


@dataclass(slots=True)
class Parties:
    """The demo's organisations by key and its people by address."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def coordinator(self) -> Person:
        """The coordinator, who is the actor of most actions."""
        return self.people["koordinator@jsc.example"]

    def focal_point(self, key: str) -> Person:
        """The person through whom an organisation is reached."""
        return self.people[FOCAL_POINTS.get(key, f"narahubung@{key}.example")]


def add_parties(now: datetime) -> Parties:
    """Add all organisations and people; those without a demo account can be invited and cannot sign in."""
    parties = Parties()
    for key, (name, short_name, sector, kind) in ORGANISATIONS.items():
        parties.organisations[key] = Organisation(
            name=name,
            short_name=short_name,
            sector=sector,
            kind=kind,
            secretariat_email=f"sekretariat@{key}.example",
        )
    db.session.add_all(parties.organisations.values())
    password = hashed(DEMO_PASSWORD)
    for email, (name, key, role) in ACCOUNTS.items():
        person = Person(
            name=name, email=email, organisation=parties.organisations[key], password_hash=password, joined_at=now
        )
        if role:
            setattr(person, role, True)
        parties.people[email] = person
    for key in ORGANISATIONS:
        _add_contacts(parties, key)
    db.session.add_all(parties.people.values())
    db.session.flush()
    return parties


def _add_contacts(parties: Parties, key: str) -> None:
    organisation = parties.organisations[key]
    email = FOCAL_POINTS.get(key, f"narahubung@{key}.example")
    if email not in parties.people:
        parties.people[email] = Person(name=f"Narahubung {organisation.label}", email=email, organisation=organisation)
    head = f"kepala@{key}.example"
    if head not in parties.people:
        title = "Kepala" if organisation.sector is Sector.GOVERNMENT else "Direktur"
        if organisation.sector in {Sector.CIVIL_SOCIETY, Sector.ACADEMIA}:
            title = "Ketua" if organisation.sector is Sector.CIVIL_SOCIETY else "Wakil Rektor"
        parties.people[head] = Person(name=f"{title} {organisation.label}", email=head, organisation=organisation)
    for role, who in ((ContactRole.HEAD, head), (ContactRole.FOCAL_POINT, email)):
        db.session.add(Contact(organisation=organisation, role=role, person=parties.people[who]))

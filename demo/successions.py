"""A succession of the demo: an association merges into another one, with its people and its request."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.accounts.models import Person
from app.database import db
from app.organisations.models import Organisation, OrganisationKind, Sector
from app.organisations.succession import actions
from cooperation.requests import actions as requests
from cooperation.requests.actions import Application
from cooperation.requests.rules import Applicant
from demo.parties import Parties


def add_succession(parties: Parties, now: datetime) -> None:
    """Merge an association that asked for cooperation into the user community of JAKI."""
    merged = Organisation(
        name="Perkumpulan Peta Warga (Contoh)",
        short_name="Peta Warga",
        sector=Sector.CIVIL_SOCIETY,
        kind=OrganisationKind.ASSOCIATION,
    )
    member = Person(name="Ketua Peta Warga", email="ketua@petawarga.example", organisation=merged)
    db.session.add_all([merged, member])
    db.session.flush()
    application = Application(
        applicant=Applicant.CIVIL_SOCIETY,
        organisation_name=merged.name,
        wish="Peta trotoar yang ramah kursi roda. Disusun warga di lima kecamatan.",
        brings=("data",),
        benefit="Warga berkursi roda memilih jalan yang dapat dilalui.",
        contact_name=member.name,
        contact_email="ketua@petawarga.example",
        language="id",
    )
    asked = requests.receive(application, None, at=now - timedelta(days=9))
    requests.link(asked, merged, by=parties.coordinator, at=now - timedelta(days=8))
    db.session.flush()
    heir = parties.organisations["komunitas"]
    held = [one.id for _kind, objects in actions.held(merged, parties.coordinator) for one in objects]
    decision = actions.Decision(
        successors=[heir], receivers=dict.fromkeys(held, heir.id), basis="Akta Penggabungan 12/2026 (contoh)"
    )
    actions.pass_on(merged, decision, by=parties.coordinator, at=now - timedelta(days=2))

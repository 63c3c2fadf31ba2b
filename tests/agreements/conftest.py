"""An agreement of three parties, with the people who act for them and some who have no part in it."""

from datetime import date
from types import SimpleNamespace

import pytest

from agreements.registry.rules import Stage
from app.database import db
from app.organisations.models import Contact, ContactRole, Sector
from tests.factories import (
    AdministratorFactory,
    AgreementFactory,
    ClauseFactory,
    CoordinatorFactory,
    LeadershipFactory,
    ObligationFactory,
    OrganisationFactory,
    PartyFactory,
    PersonFactory,
)


@pytest.fixture
def pact(app, clock):
    """JSC, Dinas LH and a community agree on data; a company and its people are not parties."""
    pact = SimpleNamespace()
    pact.unit = OrganisationFactory(name="BLUD Jakarta Smart City", short_name="JSC")
    pact.agency = OrganisationFactory(name="Dinas Lingkungan Hidup", short_name="DLH")
    pact.community = OrganisationFactory(name="Forum Warga Digital", sector=Sector.CIVIL_SOCIETY)
    pact.company = OrganisationFactory(name="PT Tanpa Bagian", sector=Sector.PRIVATE)
    pact.coordinator = CoordinatorFactory(name="Koordinator JSC", organisation=pact.unit)
    pact.leader = LeadershipFactory(name="Pimpinan", organisation=pact.company)
    pact.administrator = AdministratorFactory(name="Administrator", organisation=pact.company)
    pact.official = PersonFactory(name="Narahubung DLH", organisation=pact.agency)
    pact.citizen = PersonFactory(name="Narahubung FWD", organisation=pact.community)
    pact.stranger = PersonFactory(name="Orang Luar", organisation=pact.company)
    for person in (pact.official, pact.citizen):
        db.session.add(Contact(organisation=person.organisation, role=ContactRole.FOCAL_POINT, person=person))
    pact.agreement = AgreementFactory(title="Data Kualitas Udara", keeper_id=pact.coordinator.id)
    for position, (organisation, number) in enumerate(
        ((pact.unit, "PKS/03"), (pact.agency, "DLH/12"), (pact.community, "FWD/04")), 1
    ):
        PartyFactory(agreement=pact.agreement, organisation=organisation, position=position, reference_number=number)
    pact.clause = ClauseFactory(agreement=pact.agreement, number="Pasal 5")

    def party(organisation):
        return next(one for one in parties(pact.agreement) if one.seat.organisation_id == organisation.id)

    def obliged(**more):
        options = {
            "clause": pact.clause,
            "debtor_id": party(pact.community).id,
            "verifier_id": party(pact.agency).id,
            **more,
        }
        return ObligationFactory(**options)

    def at_stage(stage: Stage, **changes):
        pact.agreement.stage = stage
        for name, value in changes.items():
            setattr(pact.agreement, name, value)
        db.session.commit()
        return pact.agreement

    pact.party, pact.obliged, pact.at_stage = party, obliged, at_stage
    pact.today = date(2026, 11, 24)
    db.session.commit()
    return pact


def parties(agreement):
    """Return the parties of an agreement as they are in the database."""
    from sqlalchemy import select

    from agreements.registry.models import Party

    return db.session.scalars(select(Party).where(Party.agreement_id == agreement.id).order_by(Party.position)).all()

"""A circle in which two organisations promise, with the people who act for them."""

from types import SimpleNamespace

import pytest

from app.circles.models import StewardRole
from app.database import db
from app.organisations.models import Contact, ContactRole, Sector
from commitments.registry.rules import Delivery
from tests.factories import CommitmentFactory, CoordinatorFactory, OrganisationFactory, PersonFactory, SeatFactory


@pytest.fixture
def town(app, clock):
    """Dinas Kesehatan commits, Kominfotik verifies, a community sits beside them, a company has no seat."""
    town = SimpleNamespace()
    town.health = OrganisationFactory(name="Dinas Kesehatan")
    town.it = OrganisationFactory(name="Dinas Kominfotik")
    town.community = OrganisationFactory(name="Komunitas Warga", sector=Sector.CIVIL_SOCIETY)
    town.company = OrganisationFactory(name="PT Tanpa Kursi", sector=Sector.PRIVATE)
    town.coordinator = CoordinatorFactory(name="Koordinator JSC")
    town.owner = PersonFactory(name="Narahubung Dinkes", organisation=town.health)
    town.verifier = PersonFactory(name="Verifikator", organisation=town.it)
    town.member = PersonFactory(name="Narahubung Komunitas", organisation=town.community)
    town.stranger = PersonFactory(name="Orang Luar", organisation=town.company)
    seat = SeatFactory(organisation=town.health)
    town.circle = seat.circle
    for organisation in (town.it, town.community, town.coordinator.organisation):
        SeatFactory(circle=town.circle, organisation=organisation)
    for person in (town.owner, town.verifier):
        db.session.add(Contact(organisation=person.organisation, role=ContactRole.FOCAL_POINT, person=person))
    db.session.commit()

    def promised(delivery=Delivery.PROPOSED, **more):
        town.commitment = CommitmentFactory(
            circle=town.circle,
            responsible=town.health,
            verifier=town.it,
            proposed_by_id=town.coordinator.id,
            delivery=delivery,
            **more,
        )
        return town.commitment

    town.promised = promised
    town.chair_role = StewardRole.CHAIR
    return town

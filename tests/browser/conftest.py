"""The people of the workflow, before it begins."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from app.accounts import passwords
from app.database import db
from app.organisations.models import Contact, ContactRole, Sector
from tests.browser.scenario import PASSWORD, Scenario
from tests.factories import CoordinatorFactory, LeadershipFactory, OrganisationFactory, PersonFactory

PLANNING = datetime(2026, 11, 18, 2, tzinfo=UTC)
"""Wednesday, 18 November 2026, 09.00 WIB: the forum is created and the first invitations are sent."""


@pytest.fixture
def travel() -> Iterator[time_machine.Traveller]:
    """The clock ticks from the day on which the forum is planned."""
    with time_machine.travel(PLANNING, tick=True) as traveller:
        yield traveller


@pytest.fixture
def scenario(travel, app, pages, axe, smtp_sink, tmp_path, driver) -> Scenario:
    driver_class, size = driver
    made = Scenario(app, pages, axe, smtp_sink, driver_class, size, tmp_path)
    secret = passwords.hashed(PASSWORD)
    jsc = OrganisationFactory(name="Jakarta Smart City", short_name="JSC")
    health = OrganisationFactory(name="Dinas Kesehatan", short_name="Dinkes")
    company = OrganisationFactory(name="PT Mitra Solusi", short_name="Mitra Solusi", sector=Sector.PRIVATE)
    cast = {
        "coordinator": CoordinatorFactory(organisation=jsc, name="Rani Koordinator"),
        "chair": PersonFactory(organisation=jsc, name="Bima Kepala"),
        "taker": PersonFactory(organisation=jsc, name="Citra Notulis"),
        "leadership": LeadershipFactory(organisation=jsc, name="Dewi Pimpinan"),
        "partner": PersonFactory(organisation=company, name="Eko Mitra"),
        "verifier": PersonFactory(organisation=health, name="Fitri Verifikator"),
    }
    for name, person in cast.items():
        person.password_hash = secret
        made.emails[name] = person.email
    for person in (cast["chair"], cast["partner"], cast["verifier"]):
        db.session.add(
            Contact(organisation_id=person.organisation_id, person_id=person.id, role=ContactRole.FOCAL_POINT)
        )
    db.session.commit()
    return made

"""Services with their first status."""

from datetime import UTC, date, datetime

import factory

from alignment.services.models import Service, ServiceStatus
from alignment.services.rules import Channel, Integration
from app.database import db
from tests.factories.base import Factory
from tests.factories.platform import CoordinatorFactory, OrganisationFactory

ENTERED = datetime(2026, 1, 5, 2, tzinfo=UTC)


class ServiceFactory(Factory):
    """A service that is manual since 5 January 2026, without target and budget."""

    class Meta:
        model = Service

    name = factory.Sequence(lambda n: f"Layanan Contoh {n}")
    owner = factory.SubFactory(OrganisationFactory)
    channel = Channel.COUNTER
    status = Integration.MANUAL
    status_since = date(2026, 1, 5)
    created_at = ENTERED
    created_by_id = factory.LazyFunction(lambda: CoordinatorFactory().id)

    @factory.post_generation
    def first_status(self, create, extracted, **_options):
        """Record the status since its day."""
        if create:
            db.session.flush()
            row = ServiceStatus(service_id=self.id, status=self.status, since=self.status_since, at=ENTERED)
            row.by_id = self.created_by_id
            db.session.add(row)

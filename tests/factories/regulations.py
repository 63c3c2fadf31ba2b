"""Regulations."""

from datetime import UTC, datetime

import factory

from alignment.regulations.models import Regulation
from alignment.regulations.rules import Level
from tests.factories.base import Factory
from tests.factories.platform import CoordinatorFactory

MADE = datetime(2026, 8, 4, 2, tzinfo=UTC)


class RegulationFactory(Factory):
    """A regulation in force, of no office that is known."""

    class Meta:
        model = Regulation

    level = Level.AGENCY_DECISION
    number = factory.Sequence(lambda n: f"DEMO/KEP/{n + 20}")
    year = 2019
    title = "Petunjuk Verifikasi Lapangan Perizinan"
    created_at = MADE
    created_by_id = factory.LazyFunction(lambda: CoordinatorFactory().id)

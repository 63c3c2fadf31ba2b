"""Commitments in any state."""

from datetime import UTC, date, datetime

import factory

from commitments.registry.models import Commitment
from commitments.registry.rules import Visibility
from tests.factories.base import Factory
from tests.factories.platform import CircleFactory, CoordinatorFactory, OrganisationFactory


class CommitmentFactory(Factory):
    """A proposed commitment between two organisations, due on 18 December 2026."""

    class Meta:
        model = Commitment

    code = factory.Sequence(lambda n: f"KMT-2026-{n + 1001:04d}")  # beyond the first numbers of the counter
    circle = factory.SubFactory(CircleFactory)
    visibility = Visibility.CIRCLE
    title = "Menyerahkan katalog metadata sensor udara"
    criteria = "Memuat seluruh 24 titik sensor\nBerkas CSV terbuka tanpa galat"
    responsible = factory.SubFactory(OrganisationFactory)
    verifier = factory.SubFactory(OrganisationFactory)
    first_due = date(2026, 12, 18)
    current_due = factory.SelfAttribute("first_due")
    language = "id"
    proposed_by_id = factory.LazyFunction(lambda: CoordinatorFactory().id)
    proposed_at = datetime(2026, 11, 20, 2, tzinfo=UTC)

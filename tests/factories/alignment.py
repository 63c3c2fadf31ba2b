"""Services with their first status, barriers, shared goals; competences, levels of organisations, and trainings."""

from datetime import UTC, date, datetime

import factory

from alignment.barriers.models import Barrier
from alignment.capacity.models import Competence, CompetenceLevel, Training
from alignment.goals.models import GoalInterest, GoalVersion, SharedGoal
from alignment.services.models import Service, ServiceStatus
from alignment.services.rules import Channel, Integration
from app.database import db
from commitments.blockers.models import BlockerKind
from forums.scheduling.models import ForumKind
from tests.factories.base import Factory
from tests.factories.forums import MADE, SessionFactory
from tests.factories.platform import CircleFactory, CoordinatorFactory, OrganisationFactory

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


class BarrierFactory(Factory):
    """An open barrier of no circle, since 5 January 2026, that nobody owns."""

    class Meta:
        model = Barrier

    kind = BlockerKind.REGULATION
    title = "Verifikasi lapangan wajib tatap muka"
    since = date(2026, 1, 5)
    raised_at = ENTERED
    raised_by_id = factory.LazyFunction(lambda: CoordinatorFactory().id)


class SharedGoalFactory(Factory):
    """The shared goal of a circle, with its first version."""

    class Meta:
        model = SharedGoal

    circle = factory.SubFactory(CircleFactory)
    number = 1
    created_at = MADE
    created_by_id = factory.LazyFunction(lambda: CoordinatorFactory().id)

    @factory.post_generation
    def version(self, create, extracted, **_options):
        """Write the first version; `version=` is its text."""
        if create:
            db.session.flush()
            text = extracted or "Warga mendapat layanan tanpa mengulang data."
            db.session.add(GoalVersion(goal_id=self.id, number=1, goal=text, at=MADE, by_id=self.created_by_id))


class InterestFactory(Factory):
    """What an organisation seeks for itself beside a shared goal."""

    class Meta:
        model = GoalInterest

    interest = "Antrean yang pendek"
    by_id = factory.LazyFunction(lambda: CoordinatorFactory().id)
    at = MADE


class CompetenceFactory(Factory):
    """A competence in use."""

    class Meta:
        model = Competence

    name = factory.Sequence(lambda n: f"Kompetensi {n}")
    position = factory.Sequence(lambda n: n + 1)
    created_at = MADE
    created_by_id = factory.LazyFunction(lambda: CoordinatorFactory().id)


class LevelFactory(Factory):
    """An organisation needs level 3 of a competence and has 1, by its own people."""

    class Meta:
        model = CompetenceLevel

    organisation = factory.SubFactory(OrganisationFactory)
    competence = factory.SubFactory(CompetenceFactory)
    number = 1
    needed = 3
    held = 1
    by_id = factory.LazyFunction(lambda: CoordinatorFactory().id)
    at = MADE


class TrainingFactory(Factory):
    """A training in two days, in a forum of the kind training."""

    class Meta:
        model = Training

    session = factory.SubFactory(SessionFactory, forum__kind=ForumKind.TRAINING)
    competence = factory.SubFactory(CompetenceFactory)
    seats = 20
    planned_by_id = factory.LazyFunction(lambda: CoordinatorFactory().id)
    planned_at = MADE

"""Competences, levels of organisations, and trainings."""

import factory

from alignment.capacity.models import Competence, CompetenceLevel, Training
from forums.scheduling.models import ForumKind
from tests.factories.base import Factory
from tests.factories.forums import MADE, SessionFactory
from tests.factories.platform import CoordinatorFactory, OrganisationFactory


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

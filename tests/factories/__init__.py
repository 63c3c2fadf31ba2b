"""Things that tests need, made as few words as possible: `CommitmentFactory(delivery=Delivery.SUBMITTED)`."""

from tests.factories.commitments import CommitmentFactory
from tests.factories.forums import ChairFactory, ForumFactory, ParticipantFactory, SeriesFactory, SessionFactory
from tests.factories.platform import (
    AdministratorFactory,
    CircleFactory,
    CoordinatorFactory,
    LeadershipFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
)

__all__ = [
    "AdministratorFactory",
    "ChairFactory",
    "CircleFactory",
    "CommitmentFactory",
    "CoordinatorFactory",
    "ForumFactory",
    "LeadershipFactory",
    "OrganisationFactory",
    "ParticipantFactory",
    "PersonFactory",
    "SeatFactory",
    "SeriesFactory",
    "SessionFactory",
]

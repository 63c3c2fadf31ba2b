"""Factories of the objects that tests need: `CommitmentFactory(delivery=Delivery.SUBMITTED)`."""

from tests.factories.agreements import (
    AgreementFactory,
    ClauseFactory,
    DocumentFactory,
    ObligationFactory,
    PartyFactory,
    RightFactory,
)
from tests.factories.alignment import (
    BarrierFactory,
    CompetenceFactory,
    InterestFactory,
    LevelFactory,
    ServiceFactory,
    SharedGoalFactory,
    TrainingFactory,
)
from tests.factories.commitments import CommitmentFactory
from tests.factories.forums import (
    BusyFeedFactory,
    BusyTimeFactory,
    ChairFactory,
    ForumFactory,
    ParticipantFactory,
    SeriesFactory,
    SessionFactory,
)
from tests.factories.platform import (
    AdministratorFactory,
    CircleFactory,
    CoordinatorFactory,
    LeadershipFactory,
    NamedPersonFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
)
from tests.factories.regulations import RegulationFactory

__all__ = [
    "AdministratorFactory",
    "AgreementFactory",
    "BarrierFactory",
    "BusyFeedFactory",
    "BusyTimeFactory",
    "ChairFactory",
    "CircleFactory",
    "ClauseFactory",
    "CommitmentFactory",
    "CompetenceFactory",
    "CoordinatorFactory",
    "DocumentFactory",
    "ForumFactory",
    "InterestFactory",
    "LeadershipFactory",
    "LevelFactory",
    "NamedPersonFactory",
    "ObligationFactory",
    "OrganisationFactory",
    "ParticipantFactory",
    "PartyFactory",
    "PersonFactory",
    "RegulationFactory",
    "RightFactory",
    "SeatFactory",
    "SeriesFactory",
    "ServiceFactory",
    "SessionFactory",
    "SharedGoalFactory",
    "TrainingFactory",
]

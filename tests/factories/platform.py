"""Organisations, people, circles and seats."""

from datetime import UTC, date, datetime

import factory

from app.accounts.models import Person
from app.circles.models import Circle, NamedPerson, Seat
from app.organisations.models import Organisation, OrganisationKind, Sector
from tests.factories.base import Factory


class OrganisationFactory(Factory):
    """A government agency, unless another sector is asked for."""

    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Dinas Contoh {n}")
    short_name = factory.Sequence(lambda n: f"DC{n}")
    sector = Sector.GOVERNMENT
    kind = OrganisationKind.AGENCY


class PersonFactory(Factory):
    """A member of an organisation, with an account; `joined_at=None` makes one without."""

    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Narahubung {n}")
    position = "Kepala Bidang"
    email = factory.Sequence(lambda n: f"person{n}@dinas.example")
    organisation = factory.SubFactory(OrganisationFactory)
    joined_at = datetime(2026, 1, 5, 2, tzinfo=UTC)


class CoordinatorFactory(PersonFactory):
    """A coordinator of the secretariat."""

    is_coordinator = True


class LeadershipFactory(PersonFactory):
    """A reader of the digests."""

    is_leadership = True


class AdministratorFactory(PersonFactory):
    """Someone who manages accounts and settings."""

    is_administrator = True


class CircleFactory(Factory):
    """A circle without seats."""

    class Meta:
        model = Circle

    name = factory.Sequence(lambda n: f"Forum {n}")


class SeatFactory(Factory):
    """An organisation's seat since the beginning of 2026, with the sector that the organisation has."""

    class Meta:
        model = Seat

    circle = factory.SubFactory(CircleFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    sector = factory.SelfAttribute("organisation.sector")
    since = date(2026, 1, 1)


class NamedPersonFactory(Factory):
    """A person who is named in a circle."""

    class Meta:
        model = NamedPerson
        sqlalchemy_get_or_create = ("circle_id", "person_id")

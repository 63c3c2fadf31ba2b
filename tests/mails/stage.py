"""Where mails of every kind are produced: the application, and people of whom none has an account without need."""

from collections.abc import Callable
from datetime import timedelta
from functools import cached_property
from typing import Any, NamedTuple

from flask import Flask

from app.database import db
from app.organisations.models import Contact, ContactRole
from tests.factories import OrganisationFactory, PersonFactory, SeatFactory
from tests.forums.room import Room, room
from tests.support.visitors import Visitor

Producer = Callable[["Stage"], Any]
PRODUCERS: dict[tuple[str, str], Producer] = {}
"""What produces a mail, by its kind and, for notices of commitments, its wording. Each returns the recipient."""


def produces(kind: str, *wordings: str) -> Callable[[Producer], Producer]:
    """Register a function that produces a mail by the action or job that sends it, and returns its recipient."""

    def register(producer: Producer) -> Producer:
        for wording in wordings or ("",):
            assert (kind, wording) not in PRODUCERS
            PRODUCERS[kind, wording] = producer
        return producer

    return register


class ToMailbox(NamedTuple):
    """A mail to the mailbox of an organisation, and the people of it whom the mail names because they have links."""

    kind: str
    mailbox: str
    organisation: Any
    people: tuple[Any, ...] = ()


MAILBOXES: dict[str, Callable[["Stage"], ToMailbox]] = {}
"""What produces a mail to a mailbox, by its kind."""


def to_mailbox(kind: str) -> Callable[[Callable[["Stage"], ToMailbox]], Callable[["Stage"], ToMailbox]]:
    """Register a function that produces a mail to the mailbox of an organisation."""

    def register(producer: Callable[["Stage"], ToMailbox]) -> Callable[["Stage"], ToMailbox]:
        MAILBOXES[kind] = producer
        return producer

    return register


class Stage:
    """The fixtures that producers share; each is set up when it is first used."""

    def __init__(self, fixture: Callable[[str], Any], app: Flask) -> None:
        self.fixture = fixture
        self.app = app
        self.clock = fixture("clock")
        self.wording = ""

    @cached_property
    def town(self) -> Any:
        """Two organisations that promise; their contacts and the head of one have no account."""
        town = self.fixture("town")
        town.head = PersonFactory(name="Kepala Dinas", organisation=town.health, joined_at=None)
        db.session.add(Contact(organisation=town.health, role=ContactRole.HEAD, person=town.head))
        for person in (town.owner, town.verifier, town.member):
            person.joined_at = None
        db.session.commit()
        return town

    @cached_property
    def pact(self) -> Any:
        """An agreement of three parties; their contacts have no account."""
        pact = self.fixture("pact")
        pact.official.joined_at = pact.citizen.joined_at = None
        db.session.commit()
        return pact

    @cached_property
    def room(self) -> Room:
        """A session in two days; its participants have no account."""
        return self._room()

    @cached_property
    def office(self) -> Any:
        """An organisation with a seat in the forum of `room` for which nobody takes part, and its mailbox."""
        organisation = OrganisationFactory(name="Dinas Perhubungan", secretariat_email="kantor@dishub.example")
        SeatFactory(circle=self.room.forum.circle, organisation=organisation)
        return organisation

    @cached_property
    def open_room(self) -> Room:
        """The same of a public forum."""
        from app.circles.models import Classification

        return self._room(circle__classification=Classification.PUBLIC)

    def _room(self, **values: Any) -> Room:
        made = room(**values)
        for person in (made.chair, made.facilitator, made.taker, made.member, made.partner, made.observer):
            person.joined_at = None
        db.session.commit()
        return made

    def visitor(self, person: Any = None) -> Visitor:
        """Return a browser, in which `person` is signed in."""
        return Visitor(self.app, person)

    def later(self, **span: float) -> None:
        """Let time pass."""
        db.session.commit()
        self.clock.shift(timedelta(**span))

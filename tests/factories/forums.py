"""Forums, who takes part in them, series and sessions."""

from datetime import UTC, datetime, timedelta

import factory

from app.circles.models import Steward, StewardRole
from app.database import db
from forums.busy.models import BusyFeed, BusyTime
from forums.scheduling.models import Forum, ForumKind, ForumRole, Mode, Participant, Series, Session
from tests.factories.base import Factory
from tests.factories.platform import CircleFactory, NamedPersonFactory, PersonFactory, SeatFactory

MADE = datetime(2026, 1, 5, 2, tzinfo=UTC)
NEXT = datetime(2026, 11, 26, 2, tzinfo=UTC)
"""Thursday, 26 November 2026, 09.00 WIB: two days after the tests' clock."""


class ForumFactory(Factory):
    """An internal forum without seats, participants or series; `circle__classification` says who reads it."""

    class Meta:
        model = Forum

    name = factory.Sequence(lambda n: f"Forum Contoh {n}")
    slug = factory.Sequence(lambda n: f"forum-contoh-{n}")
    kind = ForumKind.CROSS_SECTOR
    circle = factory.SubFactory(CircleFactory, name=factory.SelfAttribute("..name"))
    goal = "Warga mendapat layanan tanpa mengulang data."
    timezone = "Asia/Jakarta"
    mode = Mode.IN_PERSON
    place = "Balai Kota"
    language = "id"
    created_at = MADE


class ParticipantFactory(Factory):
    """A member of a forum for a seat of their organisation; leading roles make them stewards of the circle."""

    class Meta:
        model = Participant

    forum = factory.SubFactory(ForumFactory)
    person = factory.SubFactory(PersonFactory)
    seat = factory.SubFactory(
        SeatFactory,
        circle=factory.SelfAttribute("..forum.circle"),
        organisation=factory.SelfAttribute("..person.organisation"),
    )
    role = ForumRole.MEMBER
    joined_at = MADE

    @factory.post_generation
    def steward(self, create, extracted, **_options):
        """Name the person in the circle; keep its stewards equal to those who lead or serve."""
        if not create:
            return
        db.session.flush()
        if self.left_at is None:
            NamedPersonFactory(circle_id=self.forum.circle_id, person_id=self.person_id)
        if self.role.value in {role.value for role in StewardRole}:
            role = StewardRole(self.role.value)
            db.session.add(Steward(circle_id=self.forum.circle_id, person_id=self.person_id, role=role))
        db.session.commit()


class ChairFactory(ParticipantFactory):
    """Who presides."""

    role = ForumRole.CHAIR


class SeriesFactory(Factory):
    """A forum that meets every fourth Thursday at 09.00 WIB, without sessions yet."""

    class Meta:
        model = Series

    forum = factory.SubFactory(ForumFactory)
    uid = factory.Sequence(lambda n: f"series-{n}@selaras.example")
    first_start = datetime(2026, 1, 22, 9, 0)
    timezone = "Asia/Jakarta"
    rule = "FREQ=MONTHLY;BYDAY=4TH"
    minutes = 120
    created_at = MADE


class SessionFactory(Factory):
    """A planned one-off session in two days; with `series` one of its slots. `starts_at` moves its end along."""

    class Meta:
        model = Session

    forum = factory.SubFactory(ForumFactory)
    series = None
    uid = factory.Maybe("series", None, factory.Sequence(lambda n: f"session-{n}@selaras.example"))
    slot = factory.Maybe("series", factory.SelfAttribute("starts_at"), None)
    number = factory.Sequence(lambda n: n + 1)
    starts_at = NEXT
    ends_at = factory.LazyAttribute(lambda session: session.starts_at + timedelta(hours=2))
    timezone = "Asia/Jakarta"
    mode = Mode.IN_PERSON
    place = "Balai Kota"
    made_at = MADE


class BusyFeedFactory(Factory):
    """A calendar of somebody's own that was read when `clock` begins."""

    class Meta:
        model = BusyFeed

    person = factory.SubFactory(PersonFactory)
    address = factory.Sequence(lambda n: f"https://calendar.example/private-{n}/basic.ics")
    added_at = MADE
    due_at = NEXT
    awaited = False
    tried_at = NEXT - timedelta(days=2)
    read_at = NEXT - timedelta(days=2)
    parsed_at = NEXT - timedelta(days=2)


class BusyTimeFactory(Factory):
    """Two hours of `NEXT` at which the owner of a calendar is busy by it."""

    class Meta:
        model = BusyTime

    feed = factory.SubFactory(BusyFeedFactory)
    starts_at = NEXT
    ends_at = factory.LazyAttribute(lambda time: time.starts_at + timedelta(hours=2))

"""A forum with its people around a session: what most tests of sessions begin with."""

from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from app.database import db
from app.database.transactions import transaction
from app.mail.outbox.delivery import deliver
from app.organisations.models import Sector
from forums.agenda.models import AgendaItem, ItemState, Purpose
from forums.invitations.jobs import send_change_notices
from forums.invitations.rules import PATIENCE
from forums.scheduling.models import Forum, ForumRole, Participant, Session
from tests.factories import (
    CoordinatorFactory,
    ForumFactory,
    OrganisationFactory,
    ParticipantFactory,
    PersonFactory,
    SeatFactory,
    SessionFactory,
)
from tests.factories.forums import MADE, NEXT

TEMPLATE = [
    {"title": "Pembukaan dan kuorum", "purpose": "information", "minutes": 10},
    {"title": "Tindak lanjut sesi lalu", "purpose": "progress_monitoring", "minutes": 15},
    {"title": "Arahan dan penutup", "purpose": "directive", "minutes": 10},
]

WITHOUT_QUORUM = {"without_quorum": "y", "no_quorum_reason": "Disepakati yang hadir."}
"""Fields of a form or of JSON that confirm a decision without a quorum."""


@dataclass
class Room:
    """A session and whom it concerns. `chair` presides, `taker` writes the minutes."""

    forum: Forum
    session: Session
    coordinator: Any
    chair: Any
    facilitator: Any
    taker: Any
    member: Any
    partner: Any
    observer: Any
    seats: dict[str, Any] = field(default_factory=dict)
    participants: dict[str, Participant] = field(default_factory=dict)

    def item(self, **values: Any) -> AgendaItem:
        """Add an accepted item."""
        given = {
            "session_id": self.session.id,
            "position": 1,
            "title": "Status integrasi perizinan",
            "purpose": Purpose.JOINT_SOLUTION,
            "minutes": 20,
            "state": ItemState.ACCEPTED,
            "proposed_at": MADE,
        }
        item = AgendaItem(**{**given, **values})
        db.session.add(item)
        db.session.commit()
        return item

    def open(self, at: datetime = NEXT) -> None:
        """Open the session, as if someone had done so at `at`."""
        self.session.opened_at = at
        db.session.commit()

    def hold(self, at: datetime = NEXT) -> None:
        """Let the session be over."""
        from forums.scheduling.models import SessionState

        self.session.opened_at = self.session.opened_at or at
        self.session.closed_at = self.session.ends_at
        self.session.state = SessionState.HELD
        db.session.commit()


def room(*, template: list[dict[str, Any]] | None = None, **forum_values: Any) -> Room:
    """Return a session in two days of a forum with a secretariat, an agency, a company, a community and an observer."""
    values = {"quorum_share": 50, "quorum_sectors": ["private"], "agenda_template": template or []}
    forum = ForumFactory(**{**values, **forum_values})
    secretariat = OrganisationFactory(name="BLUD Jakarta Smart City", short_name="JSC")
    agency = OrganisationFactory(name="Dinas Kesehatan", short_name="Dinkes")
    company = OrganisationFactory(name="PT Mitra Solusi Kota (Contoh)", short_name="MSK", sector=Sector.PRIVATE)
    community = OrganisationFactory(
        name="Komunitas Pengguna JAKI (Contoh)", short_name="KPJ", sector=Sector.CIVIL_SOCIETY
    )
    seats = {
        name: SeatFactory(circle=forum.circle, organisation=organisation, position=place)
        for place, (name, organisation) in enumerate(
            {"secretariat": secretariat, "agency": agency, "company": company}.items()
        )
    }
    seats["community"] = SeatFactory(circle=forum.circle, organisation=community, position=9, observer=True)
    people = SimpleNamespace(
        chair=PersonFactory(name="Kepala JSC", organisation=secretariat),
        facilitator=PersonFactory(name="Fasilitator JSC", organisation=secretariat),
        taker=PersonFactory(name="Notulis JSC", organisation=secretariat),
        member=PersonFactory(name="Narahubung Dinkes", organisation=agency),
        partner=PersonFactory(name="Narahubung Mitra Solusi", organisation=company),
        observer=PersonFactory(name="Narahubung Komunitas", organisation=community),
    )
    roles = {
        "chair": ForumRole.CHAIR,
        "facilitator": ForumRole.FACILITATOR,
        "taker": ForumRole.MINUTE_TAKER,
        "member": ForumRole.MEMBER,
        "partner": ForumRole.MEMBER,
        "observer": ForumRole.OBSERVER,
    }
    at = {"member": "agency", "partner": "company", "observer": "community"}
    participants = {
        name: ParticipantFactory(
            forum=forum, person=getattr(people, name), seat=seats[at.get(name, "secretariat")], role=role
        )
        for name, role in roles.items()
    }
    session = SessionFactory(forum=forum, presider=people.chair, minute_taker=people.taker)
    return Room(
        forum=forum,
        session=session,
        coordinator=CoordinatorFactory(name="Koordinator JSC", organisation=secretariat),
        seats=seats,
        participants=participants,
        **vars(people),
    )


def arrivals_after_a_minute(sink: Any, clock: Any) -> list[Any]:
    """Let the minute pass in which changes can be undone, deliver what waits, and return what arrived since."""
    db.session.commit()
    clock.shift(PATIENCE)
    with transaction():
        list(send_change_notices())
    before = len(sink.deliveries)
    deliver()
    arrived: list[Any] = sink.messages[before:]
    return arrived

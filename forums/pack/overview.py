"""What the page of a pack shows, for the reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from app.accounts.models import Person
from app.circles.models import Seat
from app.circles.queries import seats_on
from app.pdf.merging import PartPages
from app.web.i18n import language
from forums.pack import queries
from forums.pack.content import PackContent, content_of, document_key
from forums.pack.models import Edition, PackNote, PackVersion
from forums.pack.rows import OpeningRow
from forums.pack.rules import Change, ChangeKind, changes_between
from forums.preparation.models import AgendaDocument
from forums.scheduling.models import Session, SessionState


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatOpening:
    """An organisation with a seat, and the openings of its people: the latest version first, then in order of time."""

    seat: Seat
    openings: Sequence[OpeningRow]

    @property
    def version(self) -> int | None:
        """The latest version that someone of it opened."""
        return self.openings[0].number if self.openings else None

    @property
    def people(self) -> int:
        """How many of its people opened that version."""
        return len([one for one in self.openings if one.number == self.version])


@dataclass(frozen=True, kw_only=True)
class PackPage:
    """The current content of a pack, its versions, latest first, and what changed since the latest one."""

    content: PackContent
    versions: Sequence[PackVersion]
    pending: Sequence[Change]
    notes: Mapping[UUID, PackNote]
    seats: Sequence[SeatOpening]
    awaited: int
    language: str

    @property
    def latest(self) -> PackVersion | None:
        """The latest version, or None."""
        return self.versions[0] if self.versions else None

    @property
    def opened(self) -> int:
        """How many organisations opened any version."""
        return len([one for one in self.seats if one.openings])

    @property
    def behind(self) -> int:
        """How many organisations have not opened the latest version."""
        return len([one for one in self.seats if self.latest and one.version != self.latest.number])

    @property
    def can_circulate(self) -> bool:
        """Whether there is something to circulate."""
        planned = self.content.session.state is SessionState.PLANNED
        return planned and bool(self.content.items) and (self.latest is None or bool(self.pending))

    @cached_property
    def edition(self) -> Edition | None:
        """The file of the latest version in the language of the reader, or None."""
        return self.latest.edition(self.language) if self.latest else None

    def pages_of(self, key: str) -> PartPages | None:
        """Return the pages of a part in the latest version, or None if it has none there."""
        return self.edition.by_part.get(key) if self.edition else None

    def document_pages(self, document: AgendaDocument) -> PartPages | None:
        """Return the pages of a document in the latest version, or None."""
        return self.pages_of(document_key(document))

    def change_of(self, document: AgendaDocument) -> ChangeKind | None:
        """Return how the latest version changed a document, or None."""
        changes = self.latest.known_changes if self.latest else []
        return next((one.kind for one in changes if one.key == document_key(document)), None)

    def is_pending(self, document: AgendaDocument) -> bool:
        """Whether a document is not in the latest version yet."""
        return any(one.key == document_key(document) for one in self.pending)

    @property
    def changed_pages(self) -> int:
        """How many pages the parts that the latest version changed have."""
        if self.latest is None or self.edition is None:
            return 0
        changed = {one.key for one in self.latest.known_changes}
        return sum(place.pages for place in self.edition.places if place.key in changed)


def pack_page(session: Session, reader: Person | None) -> PackPage:
    """Return the page of a session's pack, in a constant number of statements; without notes for no reader."""
    content, versions = content_of(session), queries.versions_of(session.id)
    pending = changes_between(versions[0].known_parts, content.parts) if versions else []
    return PackPage(
        content=content,
        versions=versions,
        pending=pending,
        notes=queries.notes_of(session.id, reader.id) if reader else {},
        seats=_seats(session) if versions else (),
        awaited=sum(len(item.awaited) for item in content.items),
        language=language(),
    )


def _seats(session: Session) -> list[SeatOpening]:
    """Return the seats on the day of the session: first those that opened nothing, then by version."""
    rows = queries.openings_of(session.id)
    found = [
        SeatOpening(seat=seat, openings=[row for row in rows if row.organisation_id == seat.organisation_id])
        for seat in seats_on(session.circle_id, session.day)
    ]
    return sorted(found, key=lambda one: one.version or 0)

"""Models of meeting packs: circulated versions, who opened them, and private notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import Model
from app.database.types import Moment
from app.files.models import StoredFile
from app.pdf.merging import PartPages
from forums.agenda.models import AgendaItem
from forums.pack.rules import Change, Part, PartKind
from forums.scheduling.models import Session


@dataclass(frozen=True, slots=True)
class Edition:
    """The file of a version in one language, and where its parts are in it, in order."""

    language: str
    file: StoredFile
    places: Sequence[PartPages]

    @property
    def pages(self) -> int:
        """The number of pages."""
        return self.places[-1].last

    @property
    def by_part(self) -> dict[str, PartPages]:
        """The pages of each part that has some, by its key."""
        return {place.key: place for place in self.places}


class PackVersion(Model):
    """A version of a session's pack as it was circulated. It never changes."""

    __tablename__ = "pack_versions"
    __table_args__ = (UniqueConstraint("session_id", "number", name="one_pack_per_number"),)

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"))
    number: Mapped[int]
    as_of: Mapped[Moment]
    """The moment whose state it shows, shortly before its circulation."""
    circulated_at: Mapped[Moment]
    circulated_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    file_id: Mapped[UUID] = mapped_column(ForeignKey("files.id"))
    english_file_id: Mapped[UUID | None] = mapped_column(ForeignKey("files.id"))
    """The same with our own pages in English; None if the instance has no English, or had none then."""
    english_places: Mapped[list[dict[str, Any]] | None]
    """Where the parts are in the English file: `key`, `first` and `count` of each."""
    pages: Mapped[int]
    parts: Mapped[list[dict[str, Any]]]
    """The parts in order: the fields of `rules.Part`, and `first` and `count` of their pages; null if not merged."""
    changes: Mapped[list[dict[str, Any]]]
    """What changed since the version before: the fields of `rules.Change`; nothing in the first version."""

    session: Mapped[Session] = relationship(lazy="raise_on_sql")
    file: Mapped[StoredFile] = relationship(foreign_keys=[file_id], lazy="joined", innerjoin=True)
    english_file: Mapped[StoredFile | None] = relationship(foreign_keys=[english_file_id], lazy="joined")

    @property
    def circle_id(self) -> UUID:
        """The circle whose members may read it."""
        return self.session.circle_id

    @property
    def known_parts(self) -> list[Part]:
        """The parts as rules compare them."""
        return [Part(row["key"], PartKind(row["kind"]), row["item"], row["title"], row["sha256"]) for row in self.parts]

    @property
    def known_changes(self) -> list[Change]:
        """What changed since the version before."""
        return [Change.loaded(row) for row in self.changes]

    def edition(self, language: str) -> Edition:
        """Return the file in a language, or in Indonesian if there is none in it."""
        if language == "en" and self.english_file and self.english_places:
            return Edition("en", self.english_file, _places(self.english_places))
        return Edition("id", self.file, _places(self.parts))


class PackOpening(Model):
    """That a person opened a version, on its page or by a link, and whether they downloaded it."""

    __tablename__ = "pack_openings"
    __table_args__ = (UniqueConstraint("version_id", "person_id", name="one_opening_per_person"),)

    version_id: Mapped[UUID] = mapped_column(ForeignKey("pack_versions.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    opened_at: Mapped[Moment]
    by_link: Mapped[bool] = mapped_column(default=False, server_default=false())
    downloaded_at: Mapped[Moment | None]


class PackNote(Model):
    """A person's private note on an agenda item. Nobody else may read it, whatever their role."""

    __tablename__ = "pack_notes"
    __table_args__ = (UniqueConstraint("agenda_item_id", "person_id", name="one_note_per_person"),)

    agenda_item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_items.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    text: Mapped[str]
    saved_at: Mapped[Moment]

    item: Mapped[AgendaItem] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql")


def _places(rows: list[dict[str, Any]]) -> list[PartPages]:
    return [PartPages(row["key"], row["first"], row["count"]) for row in rows if row["first"] is not None]

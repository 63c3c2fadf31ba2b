"""Models of meeting packs: circulated versions, who opened them, and private notes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import Model
from app.database.types import Moment
from app.files.models import StoredFile
from forums.agenda.models import AgendaItem
from forums.pack.rules import Change, Part, PartKind
from forums.scheduling.models import Session


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
    pages: Mapped[int]
    parts: Mapped[list[dict[str, Any]]]
    """The parts in order: the fields of `rules.Part`, and `first` and `count` of their pages; null if not merged."""
    changes: Mapped[list[dict[str, Any]]]
    """What changed since the version before: the fields of `rules.Change`; nothing in the first version."""

    session: Mapped[Session] = relationship(lazy="raise_on_sql")
    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)

    @property
    def circle_id(self) -> UUID:
        """The circle whose members may read it."""
        return self.session.circle_id

    @property
    def known_parts(self) -> list[Part]:
        """The parts as rules compare them."""
        return [Part(row["key"], PartKind(row["kind"]), row["item"], row["title"], row["sha256"]) for row in self.parts]

    @property
    def listed_parts(self) -> list[dict[str, Any]]:
        """The parts with their pages, for the API."""
        return [{**row, "kind": PartKind(row["kind"])} for row in self.parts]

    @property
    def known_changes(self) -> list[Change]:
        """What changed since the version before."""
        return [Change.loaded(row) for row in self.changes]

    @property
    def pages_by_part(self) -> dict[str, tuple[int, int]]:
        """The first and the last page of each part that has pages, by its key."""
        return {
            row["key"]: (row["first"], row["first"] + row["count"] - 1)
            for row in self.parts
            if row["first"] is not None
        }


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

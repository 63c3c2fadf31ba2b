"""API schemas of meeting packs and of one's own notes."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_login import current_user
from marshmallow import fields, pre_dump

from app.api import ApiSchema, Id, Moment, member
from app.pdf.merging import PartPages
from app.web.i18n import language
from forums.agenda.models import AgendaItem
from forums.pack import queries
from forums.pack.labels import sentence
from forums.pack.models import PackNote, PackVersion
from forums.pack.overview import pack_page
from forums.pack.rules import Change, ChangeKind, PartKind
from forums.scheduling.models import Session


class PackPartSchema(ApiSchema):
    """A part of a pack. `first` and `count` are its pages; null if its file is not inserted."""

    key = fields.String(required=True)
    kind = member(PartKind, required=True)
    title = fields.String(required=True)
    item = fields.String(required=True)
    sha256 = fields.String(required=True)
    first = fields.Integer(required=True, allow_none=True)
    count = fields.Integer(required=True, allow_none=True)


class PackChangeSchema(ApiSchema):
    """What changed in a part since the version before; `sentence` says it in the language of the request."""

    kind = member(ChangeKind, required=True)
    part = member(PartKind, required=True)
    key = fields.String(required=True)
    item = fields.String(required=True)
    title = fields.String(required=True)
    sentence = fields.String(required=True)

    def read_sentence(self, change: Change) -> str:
        """Return the change in words."""
        return sentence(change)


class PackVersionSchema(ApiSchema):
    """A version of a meeting pack, as it was circulated.

    Its file is the one in the `language` that the request accepts, if there is one, and otherwise in Indonesian.
    """

    id = Id("the version")
    session_id = Id("the session")
    number = fields.Integer(required=True)
    as_of = Moment(required=True)
    circulated_at = Moment(required=True)
    language = fields.String(required=True)
    pages = fields.Integer(required=True)
    size = fields.Integer(required=True)
    sha256 = fields.String(required=True)
    parts = fields.List(fields.Nested(PackPartSchema), required=True)
    changes = fields.List(fields.Nested(PackChangeSchema), required=True, attribute="known_changes")
    href = fields.String(required=True)

    def read_language(self, version: PackVersion) -> str:
        """Return the language of the file."""
        return version.edition(language()).language

    def read_pages(self, version: PackVersion) -> int:
        """Return the number of pages of the file."""
        return version.edition(language()).pages

    def read_size(self, version: PackVersion) -> int:
        """Return the size of the file in bytes."""
        return version.edition(language()).file.size

    def read_sha256(self, version: PackVersion) -> str:
        """Return the SHA-256 of the file."""
        return version.edition(language()).file.sha256

    def read_parts(self, version: PackVersion) -> list[dict[str, Any]]:
        """Return the parts with their pages in the file."""
        places = version.edition(language()).by_part
        return [_with_pages(row, places.get(row["key"])) for row in version.parts]

    def read_href(self, version: PackVersion) -> str:
        """Return the URL of the file."""
        return url_for("api.pack.download", pack_version_id=version.id)


class PackSchema(ApiSchema):
    """The meeting pack of a session: its latest version, and what changed since and is not circulated yet."""

    session_id = Id("the session")
    latest = fields.Nested(PackVersionSchema, required=True, allow_none=True)
    pending = fields.List(fields.Nested(PackChangeSchema), required=True)
    awaited = fields.Integer(required=True)
    opened = fields.Integer(required=True)
    seats = fields.Integer(required=True)

    @pre_dump
    def gather(self, session: Session, **_options: Any) -> Any:
        """Return the pack of a session; of those who opened it only their number."""
        pack = pack_page(session, None)
        return {
            "session_id": session.id,
            "latest": pack.latest,
            "pending": pack.pending,
            "awaited": pack.awaited,
            "opened": pack.opened,
            "seats": len(pack.seats),
        }


class PackOpeningSchema(ApiSchema):
    """That a person opened a version, on its page or by a link, and when they downloaded it."""

    person_id = Id("the person")
    opened_at = Moment(required=True)
    by_link = fields.Boolean(required=True)
    downloaded_at = Moment(required=True, allow_none=True)


class PackNoteSchema(ApiSchema):
    """One's own private note on an agenda item; nobody else can read it."""

    agenda_item_id = Id("the agenda item")
    text = fields.String(required=True)
    saved_at = Moment(required=True, allow_none=True)

    @pre_dump
    def gather(self, given: PackNote | AgendaItem, **_options: Any) -> Any:
        """Return a note, or that of the reader on an item, which is empty if there is none."""
        if isinstance(given, PackNote):
            return given
        note = queries.note_on(given.id, current_user.id)
        return note or {"agenda_item_id": given.id, "text": "", "saved_at": None}


def _with_pages(row: dict[str, Any], place: PartPages | None) -> dict[str, Any]:
    pages = {"first": place.first, "count": place.pages} if place else {"first": None, "count": None}
    return {**row, **pages, "kind": PartKind(row["kind"])}

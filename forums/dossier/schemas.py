"""API schemas of the files of a session, and of the parts of its file."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_login import current_user
from marshmallow import fields, pre_dump

from app.api import ApiSchema, Id, Moment, NamedPerson, member
from forums.dossier.contents import Contents, contents_of
from forums.dossier.models import FileKind, SessionFile
from forums.dossier.parts import Part, parts_for
from forums.dossier.rules import PartState
from forums.scheduling.models import Session


class SessionFileSchema(ApiSchema):
    """A file of a session. `alternative` describes a photo; `seat_id` is the seat that a letter of assignment is for.

    Signatures on signed copies are not checked.
    """

    id = Id("the file")
    session_id = Id("the session")
    seat_id = Id("the seat; null for none", allow_none=True)
    kind = member(FileKind, required=True)
    title = fields.String(required=True)
    number = fields.String(required=True)
    dated = fields.Date(required=True)
    alternative = fields.String(required=True)
    is_public = fields.Boolean(required=True)
    name = fields.String(required=True, attribute="file.name")
    media_type = fields.String(required=True, attribute="file.media_type")
    size = fields.Integer(required=True, attribute="file.size")
    sha256 = fields.String(required=True, attribute="file.sha256")
    href = fields.String(required=True)
    added_by = fields.Nested(NamedPerson, required=True, allow_none=True)
    added_at = Moment(required=True)

    def read_href(self, file: SessionFile) -> str:
        """Return the URL of the content."""
        return url_for("api.dossier.download", session_file_id=file.id)


class PartSchema(ApiSchema):
    """A part of a session's file, with its status; `files` is the number of its uploads."""

    name = fields.String(required=True)
    status = member(PartState, required=True)
    files = fields.Integer(required=True)
    missing = fields.List(fields.String(), required=True, metadata={"description": "Organisations without their file."})


class DossierSchema(ApiSchema):
    """The parts of a session's file, in the order of an office."""

    parts = fields.List(fields.Nested(PartSchema), required=True)

    @pre_dump
    def gather(self, session: Session, **_options: Any) -> dict[str, Any]:
        """Return the parts of a session's file that the reader sees."""
        contents = contents_of(session, current_user)
        return {"parts": [self._row(part, contents) for part in parts_for(contents)]}

    def _row(self, part: Part, contents: Contents) -> dict[str, Any]:
        files = len(contents.of_kind(part.kind)) if part.kind else int(part.is_uploaded(contents))
        return {
            "name": part.name,
            "status": part.state(contents),
            "files": len(contents.documents) if part.name == "material" else files,
            "missing": list(part.lacks(contents)),
        }

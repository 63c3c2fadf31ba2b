"""The matrix as PDF for a meeting, and what changed between two versions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from flask_babel import gettext as _

from alignment.roles.board import Board
from alignment.roles.models import RoleVersion
from alignment.roles.rules import Role
from app.pdf.document import PdfDocument, file_name, produce
from app.web.i18n import language


class Changed(NamedTuple):
    """A row of a version: its text, its roles, and those that were otherwise before, None: it is new."""

    text: str
    roles: dict[UUID, Role]
    before: dict[UUID, Role] | None


def changes(version: RoleVersion, before: RoleVersion | None) -> list[Changed]:
    """Return the rows of a version, each with its roles in the version before, found by the text."""
    earlier = {row["text"]: _roles(row) for row in before.content} if before else {}
    return [Changed(row["text"], _roles(row), earlier.get(row["text"])) for row in version.content]


def pdf(board: Board, at: datetime) -> bytes:
    """Return the matrix as a tagged PDF, classified like its circle."""
    circle = board.matrix.circle
    document = PdfDocument(
        title=_("Who does what: %(name)s", name=circle.name),
        as_of=at.replace(second=0, microsecond=0),
        classification=circle.classification,
        language=language(),
        version=max(board.matrix.number, 1),
    )
    return produce(document, "alignment/roles/paper.html", board=board)


def name(board: Board, today: date) -> str:
    """Return the file name."""
    return file_name("Matriks-peran", board.matrix.circle.name, today, version=max(board.matrix.number, 1))


def _roles(row: dict[str, Any]) -> dict[UUID, Role]:
    return {UUID(key): Role(value) for key, value in row["roles"].items()}

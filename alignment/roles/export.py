"""The matrix as a spreadsheet."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext as _

from alignment.roles.board import Board, Line
from alignment.roles.labels import GAPS
from app.files.tables import table_download


def sheet(board: Board, kind: str) -> Response:
    """Return the matrix as a download with a column for each organisation; `kind` is "csv" or "xlsx"."""
    columns = [_("Activity"), *(one.name for one in board.members), _("To talk over")]
    return table_download(_("Role matrix"), columns, map(_cells, board.lines), kind, name="roles")


def _cells(line: Line) -> list[str]:
    roles = ["" if cell.role is None else cell.role.letter for cell in line.cells]
    remarks = [_("Parties differ")] if line.clash else []
    remarks += [str(GAPS[line.gap])] if line.gap else []
    return [line.activity.text, *roles, ", ".join(remarks)]

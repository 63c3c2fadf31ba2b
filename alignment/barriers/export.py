"""The list of barriers as a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response
from flask_babel import gettext as _

from alignment.barriers.labels import STANDINGS
from alignment.barriers.listing import Line
from app.files.spreadsheets import WrittenCell
from app.files.tables import table_download
from commitments.status_labels import BARRIERS


def sheet(lines: Sequence[Line], kind: str) -> Response:
    """Return the rows of the list as a download; `kind` is "csv" or "xlsx"."""
    columns = [
        _("Barrier"),
        _("Type"),
        _("Hinders"),
        _("Who can remove it"),
        _("Office"),
        _("Since"),
        _("Age in days"),
        _("Status"),
        _("Resolved on"),
        _("How it was resolved"),
    ]
    return table_download(_("Barriers"), columns, map(_cells, lines), kind, name="barriers")


def _cells(line: Line) -> list[WrittenCell]:
    barrier = line.barrier
    hinders = "; ".join(" ".join(filter(None, (one.code, one.name))) for one in line.effects)
    return [
        barrier.title,
        str(BARRIERS[barrier.kind]),
        hinders,
        barrier.owner.name if barrier.owner else "",
        barrier.owner_office,
        barrier.since,
        line.days,
        str(STANDINGS[line.standing].word),
        barrier.resolved_on,
        barrier.resolution,
    ]

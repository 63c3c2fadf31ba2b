"""The list of services as a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response
from flask_babel import gettext as _

from alignment.services.board import Effects, Exchanges
from alignment.services.labels import BUDGETS, CHANNELS, INTEGRATIONS, quarter_name
from alignment.services.queries import Line
from app.files.spreadsheets import WrittenCell
from app.files.tables import table_download
from commitments.status_labels import BARRIERS


def sheet(lines: Sequence[Line], exchanges: Exchanges, effects: Effects, kind: str) -> Response:
    """Return services as a download; `kind` is "csv" or "xlsx"."""
    columns = [
        _("Service"),
        _("Organisation"),
        _("Channel"),
        _("Status"),
        _("Since"),
        _("Data exchanged"),
        _("Barriers"),
        _("Who pays"),
        _("Budget year"),
        _("Target"),
    ]
    rows = (_cells(one, exchanges, effects) for one in lines)
    return table_download(_("Services"), columns, rows, kind, name="services")


def _cells(line: Line, exchanges: Exchanges, effects: Effects) -> list[WrittenCell]:
    data = (f"{one.what} ({one.giver.label} → {one.receiver.label})" for one in exchanges.get(line.id, ()))
    barriers = (f"{BARRIERS[one.barrier.kind]}: {one.barrier.title}" for one in effects.get(line.id, ()))
    return [
        line.name,
        line.owner,
        str(CHANNELS[line.channel]),
        str(INTEGRATIONS[line.status]),
        line.status_since,
        "; ".join(data),
        "; ".join(barriers),
        str(BUDGETS[line.budget]) if line.budget else "",
        line.budget_year or "",
        quarter_name(line.target) if line.target else "",
    ]

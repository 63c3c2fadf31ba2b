"""Both directions as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response
from flask_babel import gettext as _

from alignment.voices.labels import OUTCOMES, RAISERS
from alignment.voices.queries import Voice
from app.clock import local_date
from app.files.tables import table_download
from forums.directives.labels import KINDS


def sheet(voices: Iterable[Voice], kind: str) -> Response:
    """Return what was raised as a download; `kind` is "csv" or "xlsx"."""
    columns = [
        _("Raised by"),
        _("Organisation"),
        _("Kind"),
        _("Text"),
        _("Forum"),
        _("Given on"),
        _("Days until the answer"),
        _("What became of it"),
        _("Decisions"),
    ]
    rows = (
        [
            str(RAISERS[one.raiser]),
            one.organisation,
            str(KINDS[one.kind]),
            one.text,
            one.forum,
            local_date(one.given_at),
            one.days,
            str(OUTCOMES[one.outcome].word),
            ", ".join(it.code for it in one.decisions),
        ]
        for one in voices
    )
    return table_download(_("Two-way voices"), columns, rows, kind, name="voices")

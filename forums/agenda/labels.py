"""Labels of agenda items."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from forums.agenda.models import Purpose, Resolution
from forums.scheduling.labels import AGENDA_PURPOSES

PURPOSES = {purpose: AGENDA_PURPOSES[purpose.value] for purpose in Purpose}

RESOLUTIONS = {
    Resolution.DECIDE: _l("Decide it in this session"),
    Resolution.KEEP: _l("Keep it on the agenda, with a reason"),
    Resolution.REFER: _l("Refer it to a smaller group"),
    Resolution.DROP: _l("Drop it, with a reason"),
}
"""What a facilitator can choose for an item that was carried over several times."""
RESOLVED = {
    Resolution.DECIDE: _l("To be decided in this session"),
    Resolution.KEEP: _l("Kept on the agenda"),
    Resolution.REFER: _l("Referred to a smaller group"),
    Resolution.DROP: _l("Dropped"),
}
"""What was chosen, as agendas show it."""


def init_app(app: Flask) -> None:
    """Register the labels as template globals."""
    app.jinja_env.globals.update(purpose_name=PURPOSES.__getitem__, resolution_label=RESOLVED.__getitem__)

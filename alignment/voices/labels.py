"""Labels of both directions."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _l

from alignment.voices.rules import Outcome, Raiser
from app.web.status_labels import SECTORS, StatusLabel

RAISERS: dict[Raiser, Any] = {
    Raiser.LEADERSHIP: _l("Leadership"),
    Raiser.PUBLIC: _l("The public"),
    **{Raiser(value): name for value, (_letter, name) in SECTORS.items()},
}
OUTCOMES = {
    Outcome.WAITING: StatusLabel(_l("Awaits an answer"), "warn", "wait"),
    Outcome.DECLINED: StatusLabel(_l("Declined"), "none", "no"),
    Outcome.ANSWERED: StatusLabel(_l("Answered"), "good", "done"),
    Outcome.ON_AGENDA: StatusLabel(_l("On the agenda"), "running", "session"),
    Outcome.DISCUSSED: StatusLabel(_l("Discussed"), "good", "check"),
    Outcome.DECIDED: StatusLabel(_l("Decision taken"), "good", "decision"),
    Outcome.COMMITTED: StatusLabel(_l("Became a commitment"), "good", "commitment"),
}


def init_app(app: Flask) -> None:
    """Register the labels as template globals."""
    app.jinja_env.globals.update(raiser_label=RAISERS.__getitem__, voice_outcome=OUTCOMES.__getitem__)

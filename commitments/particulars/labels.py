"""Labels of plans, sources of funds and rhythms."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _l

from commitments.registry.rules import Funds, Plan, Rhythm

PLANS: dict[Plan, Any] = {
    Plan.RPJPD: _l("RPJPD"),
    Plan.RPJMD: _l("RPJMD"),
    Plan.PROGRAMME: _l("Programme"),
}
FUNDS: dict[Funds, Any] = {
    Funds.APBD: _l("Regional budget (APBD)"),
    Funds.BLUD: _l("Own income (BLUD)"),
    Funds.PARTNER: _l("Partner"),
    Funds.OTHER: _l("Other source"),
}
RHYTHMS: dict[Rhythm, Any] = {
    Rhythm.NONE: _l("Not agreed"),
    Rhythm.WEEKLY: _l("Every week"),
    Rhythm.FORTNIGHTLY: _l("Every two weeks"),
    Rhythm.MONTHLY: _l("Every month"),
}


def noted(label: Any, note: str) -> str:
    """Return a label with its note."""
    return f"{label}: {note}" if note else str(label)


def init_app(app: Flask) -> None:
    """Register the functions of templates."""
    app.jinja_env.globals.update(
        plan_label=lambda plan, note="": noted(PLANS[plan], note),
        funds_label=lambda funds, note="": noted(FUNDS[funds], note),
        rhythm_label=RHYTHMS.__getitem__,
        plan_choices=lambda: [(one.value, label) for one, label in PLANS.items()],
        funds_choices=lambda: [(one.value, label) for one, label in FUNDS.items()],
    )

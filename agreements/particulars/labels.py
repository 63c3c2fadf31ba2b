"""Labels of funds and risks, and amounts as text, in the language of the reader."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from babel.numbers import format_currency
from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from agreements.particulars.rules import Funds, Level, RiskState
from app.web.i18n import language

FUNDS = {
    Funds.REGIONAL_BUDGET: _l("Regional budget (APBD)"),
    Funds.OWN_REVENUE: _l("Own revenue (BLUD)"),
    Funds.PARTNER: _l("Partner"),
    Funds.OTHER: _l("Other source"),
    Funds.NONE: _l("No funds needed"),
}
LEVELS = {Level.LOW: _l("low"), Level.MEDIUM: _l("medium"), Level.HIGH: _l("high")}
STATES = {
    RiskState.OPEN: ("warn", "clock", _l("Open")),
    RiskState.REDUCED: ("running", "half", _l("Reduced")),
    RiskState.OCCURRED: ("bad", "late", _l("Occurred")),
    RiskState.CLOSED: ("none", "done", _l("Closed")),
}
"""Tone, icon and label of the state of a risk."""


def amount_text(amount: Decimal | None, currency: str) -> str:
    """Return an amount as text: "Rp 1.500.000", "Without value" for 0, "" for None."""
    if amount is None:
        return ""
    if not amount:
        return _("Without value")
    return format_currency(amount, currency, format="¤ #,##0.##", locale=language(), currency_digits=False)


def init_app(app: Flask) -> None:
    """Register the labels as template globals."""
    labels: dict[str, Any] = {
        "amount_text": amount_text,
        "agreement_funds_label": FUNDS.__getitem__,
        "risk_level": LEVELS.__getitem__,
        "risk_state": STATES.__getitem__,
    }
    app.jinja_env.globals.update(labels)

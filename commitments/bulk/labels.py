"""Labels of why a commitment is left out of an act, and what a reminder asks for."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _l

from commitments.bulk.rules import Refusal
from commitments.registry.labels import WORDINGS
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery

REFUSALS = {
    Refusal.NOT_ALLOWED: _l("Your own organisation is responsible"),
    Refusal.NOTHING_OUTSTANDING: _l("No answer or delivery is outstanding"),
    Refusal.REMINDED: _l("A reminder was sent within the last 24 hours"),
    Refusal.SECRET: _l("It is secret: remind from its own page"),
    Refusal.NOBODY: _l("The organisation has no contact person"),
}


def asked(commitment: Commitment) -> Any:
    """Return what a reminder of a commitment asks for, as the label of a button."""
    waits = {Delivery.PROPOSED: "answer", Delivery.SUBMITTED: "verify"}
    return WORDINGS[waits.get(commitment.delivery, "T-3")].act


def init_app(app: Flask) -> None:
    """Give templates the labels."""
    app.jinja_env.globals["refusal_label"] = REFUSALS.__getitem__

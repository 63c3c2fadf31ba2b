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
    Refusal.ENDED: _l("It has ended"),
    Refusal.NOT_YOURS: _l("Your role does not allow it here"),
    Refusal.OTHER_ORGANISATION: _l("Another organisation is responsible, or this person may not read it"),
    Refusal.NOT_OWED: _l("It is not binding, delivered or disputed"),
    Refusal.ASKED: _l("An extension was already requested"),
    Refusal.NOT_LATER: _l("The date is not after the current one"),
}


def asked(commitment: Commitment) -> Any:
    """Return what a reminder of a commitment asks for, as the label of a button."""
    waits = {Delivery.PROPOSED: "answer", Delivery.SUBMITTED: "verify"}
    return WORDINGS[waits.get(commitment.delivery, "T-3")].act


def init_app(app: Flask) -> None:
    """Give templates the labels."""
    app.jinja_env.globals["refusal_label"] = REFUSALS.__getitem__

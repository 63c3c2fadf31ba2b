"""Labels of amendments in the language of the reader, as template globals."""

from __future__ import annotations

from uuid import UUID

from flask import Flask
from flask_babel import lazy_gettext as _l

from agreements.amendments.rules import Why
from agreements.clauses.rules import Frequency
from agreements.labels import FREQUENCIES
from agreements.registry.models import Agreement
from agreements.termination.forms import SETTLEMENTS
from app.web.status_labels import KINDS as STATES

KEPT = {
    Why.SUBMITTED: _l("it awaits verification"),
    Why.DISPUTED: _l("its finding is disputed"),
    Why.CLOSED: _l("it is done"),
    Why.EARLIER: _l("it is due before the amendment applies"),
}


def party_label(agreement: Agreement, party_id: UUID) -> str:
    """Return the short name of a party."""
    return next(one.seat.organisation.label for one in agreement.parties if one.id == party_id)


def init_app(app: Flask) -> None:
    """Register the labels as template globals."""
    app.jinja_env.globals.update(
        party_label=party_label,
        settlement_label=SETTLEMENTS.__getitem__,
        frequency_word=lambda value: FREQUENCIES[Frequency(value)],
        kept_because=lambda value: KEPT[Why(value)],
        effect_word=lambda value: STATES["amendment_effect"][value].word,
    )

"""Labels of steps and items in the language of the reader."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _l

from agreements.making.rows import ItemRow
from agreements.making.rules import ItemState, Step

STEPS = {
    Step.PREPARATION: _l("Preparatory work"),
    Step.OFFER: _l("Offer"),
    Step.DRAFTING: _l("Drafting"),
    Step.DISCUSSION: _l("Discussion"),
    Step.SIGNING: _l("Signing"),
    Step.FILING: _l("Filing"),
    Step.REPORTING: _l("Reporting"),
}
ITEMS = {
    "needs": _l("Needs of both sides are mapped"),
    "first_review": _l("First review of benefits and risks"),
    "basis": _l("Legal basis and authority are clear"),
    "offer_letter": _l("Letter that offers the cooperation"),
    "reply": _l("Reply of the other side"),
    "team": _l("Drafting team is named"),
    "draft_text": _l("Draft text is written"),
    "legal_review": _l("Legal review"),
    "meeting": _l("Meeting about the draft, with its record"),
    "final_text": _l("All parties agree to the final text"),
    "authority": _l("Authority of each signatory is checked"),
    "copies": _l("Copies for signature are ready"),
    "signed_copies": _l("Signed copies of all parties have arrived"),
    "numbers": _l("Numbers of all parties are entered"),
    "archive": _l("The original is in the archive"),
    "distribution": _l("Copies were given to those who carry it out"),
    "report": _l("Report to the leadership is made"),
    "evaluation": _l("Evaluation with the other parties"),
}
STATES = {
    ItemState.OPEN: ("none", "empty", _l("Open")),
    ItemState.DONE: ("good", "done", _l("Done")),
    ItemState.NOT_NEEDED: ("none", "minus", _l("Not needed")),
}
"""Tone, icon and label of the state of an item."""


def item_label(item: ItemRow) -> str:
    """Return the text of an item: its own, or the label of a usual one."""
    return item.text or str(ITEMS[item.key])


def init_app(app: Flask) -> None:
    """Register the labels as template globals."""
    labels: dict[str, Any] = {
        "making_steps": lambda: STEPS.items(),
        "making_step": STEPS.__getitem__,
        "item_label": item_label,
        "item_state": STATES.__getitem__,
    }
    app.jinja_env.globals.update(labels)

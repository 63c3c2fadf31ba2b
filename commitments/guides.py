"""The guide to the pages of commitments."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.help.registry import Guide, add_guide

COMMITMENTS = Guide(
    name="commitments",
    title=_l("Commitments"),
    about=_l("Propose, accept, report on and verify what organisations promise each other."),
    template="commitments/help/commitments.html",
    order=150,
    explains={
        "commitments": "",
        "commitments.bulk": "several",
        "commitments.registry.begin": "propose",
        "commitments.registry.propose": "propose",
        "commitments.registry.change_visibility": "coordinate",
        "commitments.registry.cancel": "coordinate",
        "commitments.imports": "import",
        "commitments.delivery": "answer",
        "commitments.delivery.report": "report",
        "commitments.delivery.comment": "report",
        "commitments.contact": "report",
        "commitments.summaries": "report",
        "commitments.blockers": "blocked",
        "commitments.extensions": "later",
        "commitments.reminders": "reminders",
        "commitments.disputes": "dispute",
        "commitments.handover": "hand-over",
        "commitments.watching": "report",
        "commitments.verification": "verify",
        "commitments.verification.close": "coordinate",
    },
)


def register(app: Flask) -> None:
    """Register the guide."""
    add_guide(app, COMMITMENTS)

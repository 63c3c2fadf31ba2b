"""The guides to the pages of commitments."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.help.registry import Guide, add_guide

COMMITMENTS = Guide(
    name="commitments",
    title=_l("Commitments"),
    about=_l("Find, propose, accept and report on what organisations promise each other."),
    template="commitments/help/commitments.html",
    order=150,
    explains={
        "commitments": "",
        "commitments.registry.begin": "propose",
        "commitments.registry.propose": "propose",
        "commitments.imports": "import",
        "commitments.delivery": "answer",
        "commitments.delivery.report": "report",
        "commitments.delivery.comment": "report",
        "commitments.contact": "report",
        "commitments.summaries": "report",
        "commitments.watching": "report",
        "commitments.milestones": "steps",
        "commitments.waiting": "steps",
        "commitments.particulars": "steps",
    },
)
FOLLOWING_UP = Guide(
    name="following-up-commitments",
    title=_l("Verification, reminders and changes"),
    about=_l("Verify a delivery, and what to do if a commitment is late, blocked, disputed or passes to others."),
    template="commitments/help/following_up.html",
    order=151,
    explains={
        "commitments.verification": "verify",
        "commitments.reminders": "reminders",
        "commitments.bulk": "several",
        "commitments.extensions": "later",
        "commitments.blockers": "blocked",
        "commitments.disputes": "dispute",
        "commitments.handover": "hand-over",
        "commitments.receipts": "record",
        "commitments.verification.close": "coordinate",
        "commitments.registry.change_visibility": "coordinate",
        "commitments.registry.cancel": "coordinate",
    },
)


def register(app: Flask) -> None:
    """Register the guides."""
    for guide in (COMMITMENTS, FOLLOWING_UP):
        add_guide(app, guide)

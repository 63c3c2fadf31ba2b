"""The guide to requests for cooperation and to the board."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.help.registry import Guide, add_guide

COOPERATION = Guide(
    name="cooperation",
    title=_l("From request to agreement"),
    about=_l("Answer requests for cooperation, invite to an audience, begin agreements, and see what is stuck."),
    template="cooperation/help/cooperation.html",
    order=175,
    explains={
        "cooperation.board": "board",
        "cooperation.targets": "targets",
        "cooperation.requests": "answer",
        "cooperation.requests.index": "requests",
        "cooperation.requests.start_agreement": "begin",
        "cooperation.requests.link": "begin",
        "cooperation.requests.erase": "data",
        "cooperation.public": "public",
    },
)


def register(app: Flask) -> None:
    """Register the guide."""
    add_guide(app, COOPERATION)

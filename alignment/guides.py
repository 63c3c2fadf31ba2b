"""The guide to the pages of alignment."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.help.registry import Guide, add_guide

ALIGNMENT = Guide(
    name="alignment",
    title=_l("Who does what"),
    about=_l("Agree on roles in forums and agreements, and find where the parties see them differently."),
    template="alignment/help/alignment.html",
    order=165,
    explains={
        "alignment.home": "",
        "alignment.roles": "begin",
        "alignment.goals": "goal",
        "alignment.goal_differences": "differ",
        "alignment.regulations": "regulations",
        "alignment.services": "services",
        "alignment.service_links": "services",
        "alignment.barriers": "barriers",
        "alignment.capacity": "capacity",
        "alignment.voices": "voices",
        "alignment.five_c": "five-c",
    },
)


def register(app: Flask) -> None:
    """Register the guide."""
    add_guide(app, ALIGNMENT)

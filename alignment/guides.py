"""The guides to the pages of alignment."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.help.registry import Guide, add_guide

GUIDES = (
    Guide(
        name="alignment",
        title=_l("Who does what"),
        about=_l("Agree on roles in forums and agreements, and find where the parties see them differently."),
        template="alignment/help/alignment.html",
        order=165,
        explains={"alignment.home": "", "alignment.roles": "begin"},
    ),
    Guide(
        name="goals",
        title=_l("Shared goals"),
        about=_l("Write what the parties want together, hear where they differ, and mediate it."),
        template="alignment/help/goals.html",
        order=166,
        explains={"alignment.goals": "goal", "alignment.goal_differences": "differ"},
    ),
    Guide(
        name="registers",
        title=_l("Regulations, services and barriers"),
        about=_l("See what stands between services and their integration, and who can remove it."),
        template="alignment/help/registers.html",
        order=167,
        explains={
            "alignment.regulations": "regulations",
            "alignment.services": "services",
            "alignment.service_links": "services",
            "alignment.barriers": "barriers",
        },
    ),
    Guide(
        name="capacity",
        title=_l("Competences and training"),
        about=_l("See which competences are missing, and close gaps by training."),
        template="alignment/help/capacity.html",
        order=168,
        explains={"alignment.capacity": "capacity"},
    ),
    Guide(
        name="reviews",
        title=_l("Both directions, and the 5C review"),
        about=_l("See who raised what and what became of it, and what supports or hinders a programme."),
        template="alignment/help/reviews.html",
        order=169,
        explains={"alignment.voices": "voices", "alignment.five_c": "five-c"},
    ),
)


def register(app: Flask) -> None:
    """Register the guides."""
    for guide in GUIDES:
        add_guide(app, guide)

"""Labels of shared goals."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from alignment.goals.rules import DifferenceState, Part

PARTS = {
    Part.GOAL: _l("Goal"),
    Part.PROBLEM: _l("Problem"),
    Part.PRINCIPLES: _l("Values"),
    Part.PRIORITIES: _l("Shared priorities"),
}
QUESTIONS = {
    Part.GOAL: _l("What do we want to reach together?"),
    Part.PROBLEM: _l("What is really the problem?"),
    Part.PRINCIPLES: _l("Which values do we hold?"),
    Part.PRIORITIES: _l("What comes first?"),
}
STATES = {
    DifferenceState.OPEN: _l("Open"),
    DifferenceState.REWORDED: _l("New text"),
    DifferenceState.COMMITTED: _l("Commitment"),
    DifferenceState.KEPT: _l("Still different, with reasons"),
    DifferenceState.WITHDRAWN: _l("No longer held"),
}


def init_app(app: Flask) -> None:
    """Register the labels as template globals."""
    app.jinja_env.globals.update(
        goal_part_label=PARTS.__getitem__,
        goal_question=QUESTIONS.__getitem__,
        difference_state_label=STATES.__getitem__,
    )

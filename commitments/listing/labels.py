"""Labels of groups and columns of the list of commitments."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _l

from commitments.listing.rules import DueGroup, Group

GROUPS = {
    Group.DUE: _l("Due date"),
    Group.CIRCLE: _l("Forum or agreement"),
    Group.RESPONSIBLE: _l("Responsible organisation"),
    Group.STATE: _l("Status"),
    Group.NONE: _l("No groups"),
}

DUE_GROUPS = {
    DueGroup.LATE: _l("Late"),
    DueGroup.WAITING: _l("Past the due date, awaiting an answer or verification"),
    DueGroup.THIS_WEEK: _l("This week"),
    DueGroup.LATER: _l("Due later"),
    DueGroup.ENDED: _l("Ended"),
}

STATES = (
    ("overdue", _l("Late")),
    ("blocked", _l("Blocked")),
    ("unanswered", _l("Awaiting an answer")),
    ("submitted", _l("Awaiting verification")),
    ("ended", _l("Ended")),
)
"""States by which the list is filtered, besides those of its tabs."""

COLUMNS: tuple[Any, ...] = (
    _l("Code"),
    _l("Commitment"),
    _l("Forum or agreement"),
    _l("Responsible"),
    _l("Verifier"),
    _l("Status"),
    _l("First due date"),
    _l("Due date"),
    _l("Progress (%)"),
    _l("Days late"),
    _l("Waits for"),
    _l("Late milestones"),
    _l("Barrier"),
    _l("Reports"),
    _l("Next report"),
    _l("Plan"),
    _l("Source of funds"),
)
"""The columns of the export."""


def init_app(app: Flask) -> None:
    """Give templates the labels of groups, and the choices of states and groups."""
    app.jinja_env.globals.update(
        due_group_label=DUE_GROUPS.__getitem__,
        commitment_group_label=GROUPS.__getitem__,
        commitment_groups=lambda: [(group.value, label) for group, label in GROUPS.items()],
        commitment_states=lambda: STATES,
    )

"""Labels of regulations."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from alignment.regulations.rules import Level, RelationKind, RevisionStage

LEVELS = {
    Level.LAW: _l("Law"),
    Level.GOVERNMENT: _l("Government regulation"),
    Level.PRESIDENT: _l("Presidential regulation"),
    Level.MINISTER: _l("Ministerial regulation"),
    Level.REGION: _l("Regional regulation"),
    Level.GOVERNOR: _l("Governor's regulation"),
    Level.GOVERNOR_DECISION: _l("Governor's decision"),
    Level.AGENCY_DECISION: _l("Decision of the head of an agency"),
    Level.CIRCULAR: _l("Circular letter"),
}
RELATIONS = {
    RelationKind.DERIVES_FROM: _l("Derives from"),
    RelationKind.AMENDS: _l("Amends"),
    RelationKind.REPEALS: _l("Repeals"),
}
REVERSED = {
    RelationKind.DERIVES_FROM: _l("Basis of"),
    RelationKind.AMENDS: _l("Changed by"),
    RelationKind.REPEALS: _l("Repealed by"),
}
"""The same relations, seen from the earlier regulation."""
STAGES = {
    RevisionStage.PROPOSED: _l("Revision proposed"),
    RevisionStage.DRAFTED: _l("Drafting"),
    RevisionStage.LEGAL_REVIEW: _l("Legal review"),
    RevisionStage.ENACTED: _l("Enactment"),
    RevisionStage.IN_FORCE: _l("In force"),
    RevisionStage.ABANDONED: _l("Abandoned"),
}


def init_app(app: Flask) -> None:
    """Register the labels as template globals."""
    app.jinja_env.globals.update(
        regulation_level=LEVELS.__getitem__,
        regulation_levels=[(level.value, label) for level, label in LEVELS.items()],
        regulation_relation=RELATIONS.__getitem__,
        earlier_regulation=REVERSED.__getitem__,
        revision_stage=STAGES.__getitem__,
    )

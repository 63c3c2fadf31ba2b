"""The query for the targets."""

from __future__ import annotations

from app.database import db
from cooperation.targets.models import ONLY_ID, CooperationTargets
from cooperation.targets.rules import Targets


def targets() -> Targets:
    """Return the targets of this instance, in one statement."""
    row = db.session.get(CooperationTargets, ONLY_ID)
    return row.values if row else Targets()


def targets_row() -> CooperationTargets | None:
    """Return the stored targets, or None if they were never changed."""
    return db.session.get(CooperationTargets, ONLY_ID)

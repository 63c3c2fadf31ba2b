"""Since when an agreement has been in its stage, and in whose hands it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from agreements.registry.models import Agreement
from agreements.registry.rules import MAKING
from app.audit.models import AuditRow

MOVES = tuple(f"agreement.moved_to_{stage.value}" for stage in MAKING)
"""The acts that put an agreement into a stage before signature."""


def stage_since() -> ColumnElement[datetime]:
    """Return the moment at which an agreement being made entered its stage: its last move, else its beginning."""
    moved = select(func.max(AuditRow.at)).where(
        AuditRow.subject_type == Agreement.__name__, AuditRow.subject_id == Agreement.id, AuditRow.action.in_(MOVES)
    )
    return func.coalesce(moved.correlate(Agreement).scalar_subquery(), Agreement.created_at)


def holder_id() -> Any:
    """Return the column of the person in whose hands an agreement is."""
    return Agreement.keeper_id

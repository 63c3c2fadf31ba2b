"""The action that changes the targets."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from app import audit
from app.accounts.models import Person
from app.audit.rules import differing
from app.database import db
from app.errors import require_version
from cooperation.targets.models import ONLY_ID, CooperationTargets
from cooperation.targets.queries import targets_row
from cooperation.targets.rules import Targets


def change(targets: Targets, *, version: str | int | None, by: Person, at: datetime) -> CooperationTargets:
    """Change the targets. Answers that are due already keep their day. Raises Conflict if `version` is stale."""
    row = targets_row()
    before = row.values if row else Targets()
    if row is None:
        row = CooperationTargets(id=ONLY_ID)
        row.write(targets)
        db.session.add(row)
    else:
        require_version(row, version)
        row.write(targets)
    was = differing(asdict(before), asdict(targets))
    if was:
        audit.record("cooperation.targets_changed", row, by=by, at=at, was=was, **asdict(targets))
    return row

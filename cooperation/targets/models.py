"""The targets that coordinators chose for the pipeline."""

from __future__ import annotations

from dataclasses import asdict, fields
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from app.database import Model, Versioned
from cooperation.targets.rules import Targets

ONLY_ID = UUID(int=1)
"""The id of the only row of `cooperation_targets`."""


class CooperationTargets(Versioned, Model):
    """The targets of this instance. Until the row exists, those of `Targets` apply."""

    __tablename__ = "cooperation_targets"
    __table_args__ = (
        CheckConstraint(
            "answer_days > 0 AND audience_days > 0 AND memorandum_days > 0 AND agreement_days > 0", name="some_days"
        ),
    )

    answer_days: Mapped[int]
    audience_days: Mapped[int]
    memorandum_days: Mapped[int]
    agreement_days: Mapped[int]

    @property
    def values(self) -> Targets:
        """Return the targets."""
        return Targets(**{one.name: getattr(self, one.name) for one in fields(Targets)})

    def write(self, targets: Targets) -> None:
        """Replace the targets."""
        for name, days in asdict(targets).items():
            setattr(self, name, days)

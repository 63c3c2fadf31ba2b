"""Event handlers: what a correction means for the agreement of the parties."""

from __future__ import annotations

from app.events import subscribe
from forums.minutes.events import CorrectionRequested, PassageCorrected
from forums.review import actions, notices


@subscribe(CorrectionRequested)
def withdraw(event: CorrectionRequested) -> None:
    """A party that requests a correction no longer agrees."""
    actions.withdraw_for_correction(event.correction, by=event.by, at=event.at)


@subscribe(PassageCorrected)
def notify_of_change(event: PassageCorrected) -> None:
    """Notify the parties that agreed with the earlier text."""
    notices.passage_changed(event)

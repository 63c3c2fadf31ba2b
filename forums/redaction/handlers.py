"""Event handlers: what an earlier version of minutes withholds no longer applies once a newer one is published."""

from __future__ import annotations

from app.events import subscribe
from forums.minutes.events import MinutesPublished
from forums.redaction import queries
from forums.redaction.models import RedactionState


@subscribe(MinutesPublished)
def replace_earlier(event: MinutesPublished) -> None:
    """Mark the redactions of other versions as replaced."""
    for redaction in queries.in_force_of_others(event.minutes):
        redaction.state = RedactionState.REPLACED

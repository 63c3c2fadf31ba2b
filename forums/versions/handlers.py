"""Event handlers: store what is circulated, and apply the wording of decisions when a new version is approved."""

from __future__ import annotations

from app import audit
from app.database import db
from app.events import subscribe
from forums.minutes.content import content_of
from forums.minutes.events import MinutesApproved, MinutesCirculated
from forums.versions.models import CirculatedText
from forums.versions.queries import rewordings
from forums.versions.rules import WORDING


@subscribe(MinutesCirculated)
def store_text(event: MinutesCirculated) -> None:
    """Store the content that is sent to the parties."""
    minutes = event.minutes
    db.session.add(CirculatedText(minutes_id=minutes.id, content=content_of(minutes, minutes.session)))


@subscribe(MinutesApproved)
def apply_wordings(event: MinutesApproved) -> None:
    """Give decisions the wording of the new version, which is in force from now on."""
    minutes = event.minutes
    for one in rewordings(minutes.id) if minutes.is_amendment else ():
        decision = one.decision
        texts = {"before": decision.text, "after": one.text}
        for key in WORDING:
            setattr(decision, key, getattr(one, key))
        circle_id = minutes.session.circle_id
        audit.record(
            "decision.clarified",
            decision,
            by=event.by,
            at=event.at,
            circle_id=circle_id,
            version=minutes.version,
            personal=texts,
        )

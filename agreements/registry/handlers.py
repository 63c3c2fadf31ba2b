"""Event handler for circles that administrators open to a person because no named person can sign in any more."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from agreements.registry.actions import keep_named
from agreements.registry.models import Agreement
from app.circles.events import CircleOpened
from app.database import db
from app.events import subscribe


@subscribe(CircleOpened)
def let_keep(event: CircleOpened) -> None:
    """Make the person the keeper of the circle's agreement."""
    query = select(Agreement).where(Agreement.circle_id == event.circle.id).options(selectinload(Agreement.parties))
    if agreement := db.session.scalar(query):
        agreement.keeper_id = event.person.id
        keep_named(agreement)

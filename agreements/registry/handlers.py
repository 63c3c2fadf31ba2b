"""What an agreement does when administrators open it to somebody, because nobody named can sign in any more."""

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
    """Let the person keep the agreement from now on."""
    query = select(Agreement).where(Agreement.circle_id == event.circle.id).options(selectinload(Agreement.parties))
    if agreement := db.session.scalar(query):
        agreement.keeper_id = event.person.id
        keep_named(agreement)

"""Queries of templates."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from agreements.boilerplates.models import Boilerplate
from app.database import alphabetical, db

MOST = 200
"""Maximum number of templates on a page."""


def for_detail(boilerplate_id: UUID) -> Boilerplate | None:
    """Return a template with its author, or None."""
    return db.session.get(Boilerplate, boilerplate_id, options=[joinedload(Boilerplate.created_by)])


def boilerplates(*, retired: bool = False) -> Sequence[Boilerplate]:
    """Return the templates that are offered or, with `retired`, those that were retired, by title."""
    gone = Boilerplate.retired_at
    query = select(Boilerplate).where(gone.is_not(None) if retired else gone.is_(None))
    return db.session.scalars(query.order_by(alphabetical(Boilerplate.title), Boilerplate.id).limit(MOST)).all()

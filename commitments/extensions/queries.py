"""Queries of extension requests."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, func, select

from app.database import db
from commitments.extensions.models import Extension, ExtensionState


def open_request(commitment_id: UUID) -> Extension | None:
    """Return the pending request of a commitment, or None; there is one at most."""
    return db.session.scalars(_open_request(commitment_id)).first()


def _open_request(commitment_id: UUID) -> Select[Extension]:
    return select(Extension).where(Extension.commitment_id == commitment_id, Extension.state == ExtensionState.ASKED)


def asked_in(ids: Collection[UUID]) -> set[UUID]:
    """Return which commitments have a pending request."""
    query = select(Extension.commitment_id).where(
        Extension.commitment_id.in_(ids), Extension.state == ExtensionState.ASKED
    )
    return set(db.session.scalars(query))


def times_extended(commitment_id: UUID) -> int:
    """Return the number of approved extensions."""
    query = select(func.count()).where(
        Extension.commitment_id == commitment_id, Extension.state == ExtensionState.APPROVED
    )
    return db.session.scalar(query) or 0

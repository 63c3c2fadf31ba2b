"""The model of the one-time address."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Model
from app.database.types import Moment

ONLY_ID = UUID(int=1)
"""The id of the only row of `setup_links`."""


class SetupLink(Model):
    """The address at which the first administrator is created; only the SHA-256 of its secret is stored."""

    __tablename__ = "setup_links"

    digest: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[Moment]

"""Models of the audit trail: append-only rows, and the seals that chain them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Model
from app.database.types import Moment

Sequence = BigInteger().with_variant(Integer(), "sqlite")


class AuditRow(Model):
    """An action: who did what to which object, and when.

    Personal data is stored only in `personal`, which can be erased.
    """

    __tablename__ = "audit_rows"
    __table_args__ = (Index("ix_audit_rows_subject", "subject_type", "subject_id"),)

    id: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=True)  # type: ignore[assignment]
    at: Mapped[Moment] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(String(80))
    actor_id: Mapped[UUID | None]
    on_behalf_of_id: Mapped[UUID | None]
    subject_type: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[UUID]
    circle_id: Mapped[UUID | None] = mapped_column(index=True)
    details: Mapped[dict[str, Any]]
    personal_digest: Mapped[str | None] = mapped_column(String(64))

    personal: Mapped[AuditPersonal | None] = relationship(back_populates="row", lazy="raise")


class AuditPersonal(Model):
    """Personal values of an action in a separate table.

    They can be erased; the salted digest in the row remains valid.
    """

    __tablename__ = "audit_personal"

    row_id: Mapped[int] = mapped_column(Sequence, ForeignKey("audit_rows.id"), unique=True)
    salt: Mapped[str] = mapped_column(String(64))
    details: Mapped[dict[str, Any]]

    row: Mapped[AuditRow] = relationship(back_populates="personal")


class AuditSeal(Model):
    """The position of a row in the hash chain: digest = SHA-256(previous digest, canonical content of the row)."""

    __tablename__ = "audit_seals"

    id: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=False)  # type: ignore[assignment]
    """The position in the chain, starting from 1."""
    row_id: Mapped[int] = mapped_column(Sequence, ForeignKey("audit_rows.id"), unique=True)
    digest: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[Moment]

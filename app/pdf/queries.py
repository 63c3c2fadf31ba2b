"""Queries on the register of documents."""

from __future__ import annotations

from sqlalchemy import select

from app.database import Model, db
from app.pdf.models import Paper


def paper_with(sha256: str) -> Paper | None:
    """Return the document whose content has this hash (lower-case hexadecimal), or None."""
    return db.session.scalar(select(Paper).where(Paper.sha256 == sha256))


def papers_beside(paper: Paper) -> list[Paper]:
    """Return the other documents of the same kind about the same object."""
    same = (Paper.kind == paper.kind, Paper.subject_type == paper.subject_type, Paper.subject_id == paper.subject_id)
    return list(db.session.scalars(select(Paper).where(*same, Paper.id != paper.id)))


def papers_about(subject: Model) -> list[Paper]:
    """Return the documents about an object, latest first."""
    wanted = select(Paper).where(Paper.subject_type == type(subject).__name__, Paper.subject_id == subject.id)
    return list(db.session.scalars(wanted.order_by(Paper.version.desc(), Paper.registered_at.desc())))

"""Templates of agreements: clauses with variables, and the obligations and rights that come along."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agreements.registry.models import AgreementKind
from app.accounts.models import Person
from app.database import Model, Versioned
from app.database.types import Moment


class Boilerplate(Versioned, Model):
    """A template; agreements that were begun with it keep their own text."""

    __tablename__ = "boilerplates"

    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[AgreementKind]
    language: Mapped[str] = mapped_column(String(8))
    about: Mapped[str] = mapped_column(default="")
    variables: Mapped[str] = mapped_column(default="")
    """The variables that drafters fill, one "name: what to write" per line."""
    body: Mapped[str]
    """The clauses, in the notation of `rules`."""
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[Moment]
    retired_at: Mapped[Moment | None]
    """When it was retired: it is not offered any more."""

    created_by: Mapped[Person] = relationship(lazy="raise_on_sql")

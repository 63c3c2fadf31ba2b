"""Role matrices with their activities, the views of parties, versions, and what parties say of a version."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from alignment.roles.rules import Role, Roles
from app.accounts.models import Person
from app.circles.models import Circle
from app.database import UNNESTED, Model, Versioned
from app.database.types import Moment
from app.organisations.models import Organisation
from forums.agenda.models import AgendaItem


class RoleMatrix(Versioned, Model):
    """The role matrix of a circle. `number` counts the versions that were circulated, from 1; 0: none was."""

    __tablename__ = "role_matrices"
    __table_args__ = (CheckConstraint("number >= 0", name="counted_from_zero"),)

    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circles.id"), unique=True)
    number: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[Moment | None]
    """When the parties were last asked for their views."""
    fill_until: Mapped[date | None]
    """The last day on which views are given unseen; then all read them, also if some are missing."""
    created_at: Mapped[Moment]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))

    circle: Mapped[Circle] = relationship(lazy="joined", innerjoin=UNNESTED)
    activities: Mapped[list[RoleActivity]] = relationship(
        back_populates="matrix", lazy="raise", order_by="RoleActivity.position"
    )


class RoleActivity(Model):
    """An activity, a row of the matrix. Views given before `settled_at` no longer count: it was talked over since."""

    __tablename__ = "role_activities"
    __table_args__ = (Index("ix_role_activities_matrix_position", "matrix_id", "position"),)

    matrix_id: Mapped[UUID] = mapped_column(ForeignKey("role_matrices.id"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(200))
    settled_at: Mapped[Moment | None]
    agenda_item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_items.id"))
    """The item with which a difference about it is on an agenda."""

    matrix: Mapped[RoleMatrix] = relationship(back_populates="activities", lazy="raise_on_sql")
    agenda_item: Mapped[AgendaItem | None] = relationship(lazy="raise_on_sql")
    assignments: Mapped[list[RoleAssignment]] = relationship(lazy="raise", cascade="all, delete-orphan")
    views: Mapped[list[RoleView]] = relationship(lazy="raise", cascade="all, delete-orphan")

    @property
    def roles(self) -> Roles:
        """Return the roles as proposed, by organisation."""
        return {one.organisation_id: one.role for one in self.assignments}

    @property
    def beliefs(self) -> dict[UUID, Roles]:
        """Return the roles as each party believes, by the id of the party; only views that count."""
        return {one.organisation_id: one.believed for one in self.views if self.counts(one)}

    def counts(self, view: RoleView) -> bool:
        """Return whether a view was given since the activity was last talked over."""
        return self.settled_at is None or view.at > self.settled_at


class RoleAssignment(Model):
    """The role of an organisation in an activity, as the matrix proposes it."""

    __tablename__ = "role_assignments"
    __table_args__ = (UniqueConstraint("activity_id", "organisation_id", name="one_role_each"),)

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("role_activities.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    role: Mapped[Role]


class RoleView(Model):
    """What a party believes about an activity: values of `Role` by the id of each organisation."""

    __tablename__ = "role_views"
    __table_args__ = (UniqueConstraint("activity_id", "organisation_id", name="one_view_each"),)

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("role_activities.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    roles: Mapped[dict[str, Any]]
    words: Mapped[str] = mapped_column(String(300), default="")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    at: Mapped[Moment]

    @property
    def believed(self) -> Roles:
        """Return the roles by organisation."""
        return {UUID(key): Role(value) for key, value in self.roles.items()}


class RoleVersion(Model):
    """A version that was circulated: the text of every activity with its roles, as plain values."""

    __tablename__ = "role_versions"
    __table_args__ = (UniqueConstraint("matrix_id", "number", name="one_version_per_number"),)

    matrix_id: Mapped[UUID] = mapped_column(ForeignKey("role_matrices.id"))
    number: Mapped[int]
    content: Mapped[list[dict[str, Any]]]
    note: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[Moment]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))

    by: Mapped[Person] = relationship(lazy="raise_on_sql")
    consents: Mapped[list[RoleConsent]] = relationship(lazy="raise", order_by="RoleConsent.at")


class RoleConsent(Model):
    """What a party says of a version: it agrees, or objects with words."""

    __tablename__ = "role_consents"
    __table_args__ = (UniqueConstraint("version_id", "organisation_id", name="one_consent_each"),)

    version_id: Mapped[UUID] = mapped_column(ForeignKey("role_versions.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    agrees: Mapped[bool]
    words: Mapped[str] = mapped_column(default="")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    at: Mapped[Moment]

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")

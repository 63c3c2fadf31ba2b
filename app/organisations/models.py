"""Models of organisations: their sectors, contacts, and corrections of the sector."""

from __future__ import annotations

import enum
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint, func
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import UNNESTED, Model, Versioned
from app.database.types import Moment

if TYPE_CHECKING:
    from app.accounts.models import Person


class Sector(enum.Enum):
    """The five sectors that work together."""

    GOVERNMENT = "government"
    REGIONAL_ENTERPRISE = "regional_enterprise"
    PRIVATE = "private"
    CIVIL_SOCIETY = "civil_society"
    ACADEMIA = "academia"


class OrganisationKind(enum.Enum):
    """The legal or practical form of an organisation; a sector has several kinds."""

    UNIT = "unit"
    AGENCY = "agency"
    BUREAU = "bureau"
    REGIONAL_ENTERPRISE = "regional_enterprise"
    COMPANY = "company"
    UNIVERSITY = "university"
    ASSOCIATION = "association"
    COMMUNITY = "community"
    OTHER = "other"


class Organisation(Versioned, Model):
    """A party to forums and agreements. Parents and children inherit no access from each other."""

    __tablename__ = "organisations"

    name: Mapped[str] = mapped_column(String(200), unique=True)
    short_name: Mapped[str] = mapped_column(String(40), default="")
    sector: Mapped[Sector] = mapped_column(index=True)
    kind: Mapped[OrganisationKind] = mapped_column(default=OrganisationKind.OTHER)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    secretariat_email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    address: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    archived_at: Mapped[Moment | None]

    parent: Mapped[Organisation | None] = relationship(
        remote_side="Organisation.id", back_populates="children", lazy="raise_on_sql"
    )
    children: Mapped[list[Organisation]] = relationship(
        back_populates="parent", lazy="raise", order_by="func.lower(Organisation.name)"
    )
    contacts: Mapped[list[Contact]] = relationship(back_populates="organisation", lazy="raise")
    people: Mapped[list[Person]] = relationship(back_populates="organisation", lazy="raise")

    @hybrid_property
    def label(self) -> str:
        """The short name if there is one, else the name: for tables and narrow columns."""
        return self.short_name or self.name

    @label.inplace.expression
    @classmethod
    def _label(cls) -> ColumnElement[str]:
        return func.coalesce(func.nullif(cls.short_name, ""), cls.name)


class ContactRole(enum.Enum):
    """The roles of contacts: who decides for an organisation, and to whom to write."""

    HEAD = "head"
    FOCAL_POINT = "focal_point"
    ALTERNATE = "alternate"


class Contact(Model):
    """The person who has a contact role of an organisation. A role has at most one."""

    __tablename__ = "contacts"
    __table_args__ = (UniqueConstraint("organisation_id", "role", name="one_person_per_contact_role"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    role: Mapped[ContactRole]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)

    organisation: Mapped[Organisation] = relationship(back_populates="contacts")
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=UNNESTED)


class SectorChange(Model):
    """A correction of an organisation's sector. Records made before it keep the previous sector."""

    __tablename__ = "sector_changes"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    before: Mapped[Sector]
    after: Mapped[Sector]
    reason: Mapped[str]
    effective_on: Mapped[date]
    changed_at: Mapped[Moment]
    changed_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))

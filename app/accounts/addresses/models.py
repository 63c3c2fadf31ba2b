"""Changes of the address of an account."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.addresses.rules import AddressState
from app.accounts.models import Person
from app.database import UNNESTED, Model
from app.database.types import Moment

_OPEN = text("ended_at IS NULL")


class AddressChange(Model):
    """A requested change of the address of an account; a person has at most one open. Deleted a month after its end."""

    __tablename__ = "address_changes"
    __table_args__ = (
        Index("ix_address_changes_person_id", "person_id"),
        Index(
            "one_open_address_change_of_a_person",
            "person_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_address_changes_state_until", "state", "until"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")
    earlier: Mapped[str] = mapped_column(String(254))
    address: Mapped[str] = mapped_column(String(254))
    state: Mapped[AddressState]
    asked_at: Mapped[Moment]
    until: Mapped[Moment | None]
    """When it expires or, if its state is WAITING, takes effect."""
    ended_at: Mapped[Moment | None]
    second_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """The second administrator, who confirmed it."""
    confirm_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    """SHA-256 of the secret in the link mailed to the new address."""
    stop_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    """SHA-256 of the secret in the link mailed to the previous address."""

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=UNNESTED)
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id], lazy="joined", innerjoin=UNNESTED)
    second: Mapped[Person | None] = relationship(foreign_keys=[second_id], lazy="joined")

    @property
    def by_owner(self) -> bool:
        """Whether the owner of the account requested it, not an administrator."""
        return self.asked_by_id == self.person_id

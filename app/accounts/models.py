"""People, with or without an account, their tokens, sessions and failed sign-ins."""

from __future__ import annotations

import enum
import secrets
from typing import Any
from uuid import UUID

from flask_login import UserMixin
from sqlalchemy import ColumnElement, ForeignKey, Index, String, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import UNNESTED, Model, Versioned
from app.database.types import Moment
from app.organisations.models import Organisation

HOLDS_A_ROLE: ColumnElement[bool] = literal_column("(is_administrator OR is_coordinator OR is_leadership)")
"""The condition that a person has a platform role.

It must equal the condition of the partial index, or the index is not used.
"""
HAS_JOINED: ColumnElement[bool] = literal_column("joined_at IS NOT NULL")
"""The condition that a person has an account, as in the partial index of their addresses."""


def new_stamp() -> str:
    """Return a random stamp. A session is valid while it has the stamp of its person; a new stamp ends all sessions."""
    return secrets.token_urlsafe(12)


class HasRoles:
    """Platform roles, shared by the model and the rows of lists."""

    is_administrator: Any
    is_coordinator: Any
    is_leadership: Any

    @property
    def roles(self) -> list[str]:
        """The platform roles, by their names in the API and the permission table."""
        flags = {
            "administrator": self.is_administrator,
            "coordinator": self.is_coordinator,
            "leadership": self.is_leadership,
        }
        return [role for role, held in flags.items() if held]


class Person(HasRoles, Versioned, UserMixin, Model):  # type: ignore[misc]
    """Someone who is invited, commits, verifies or decides. Only people with `joined_at` can sign in.

    `email` is stored in lower case. An address belongs to at most one account; people without an account may have the
    same address, so that a person who adds a contact learns nothing about people in other organisations. Platform roles
    are flags: a small city may give one person two; people without any are members of an organisation.
    """

    __tablename__ = "people"
    statement_shape = ("is_administrator", "is_coordinator", "is_leadership")
    __table_args__ = (
        Index("ix_people_alphabetical", text("lower(name)")),
        Index("ix_people_organisation_name", "organisation_id", "name"),
        Index("ix_people_joined_suspended", "joined_at", "suspended_at"),
        Index("ix_people_email", "email"),
        Index("ix_people_email_of_account", "email", unique=True, sqlite_where=HAS_JOINED, postgresql_where=HAS_JOINED),
        Index("ix_people_with_a_role", "name", sqlite_where=HOLDS_A_ROLE, postgresql_where=HOLDS_A_ROLE),
    )

    name: Mapped[str] = mapped_column(String(200), index=True)
    position: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    language: Mapped[str] = mapped_column(String(8), default="id")
    is_administrator: Mapped[bool] = mapped_column(default=False)
    is_coordinator: Mapped[bool] = mapped_column(default=False)
    is_leadership: Mapped[bool] = mapped_column(default=False)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    stamp: Mapped[str] = mapped_column(String(32), default=new_stamp)
    joined_at: Mapped[Moment | None]
    suspended_at: Mapped[Moment | None]

    organisation: Mapped[Organisation] = relationship(back_populates="people", lazy="joined", innerjoin=UNNESTED)

    @property
    def is_authenticated(self) -> bool:
        """True: the current user is authenticated by signing in, by a token or by a link in a mail."""
        return True

    @property
    def is_active(self) -> bool:
        """Whether this person has an account that is not suspended."""
        return self.joined_at is not None and self.suspended_at is None

    def __repr__(self) -> str:
        return f"<Person {self.id}>"


class TokenPurpose(enum.Enum):
    """What a token or mailed link is for."""

    INVITATION = "invitation"
    SIGN_IN = "sign_in"
    PASSWORD = "password"
    API = "api"
    FEED = "feed"
    TEST_MAIL = "test_mail"


class Token(Model):
    """A secret that is shown once; only its SHA-256 is stored."""

    __tablename__ = "tokens"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    purpose: Mapped[TokenPurpose]
    name: Mapped[str] = mapped_column(String(100), default="")
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[str]] = mapped_column(default=list)
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment | None]
    used_at: Mapped[Moment | None]
    revoked_at: Mapped[Moment | None]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=UNNESTED)


class AccountSession(Model):
    """A device on which a person is signed in. The secret is stored only in the cookie; ended sessions are deleted.

    `stamp` is the person's stamp, read when the session began, so that a session that was started with the previous
    password at the moment of a change ends with all others.
    """

    __tablename__ = "account_sessions"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    stamp: Mapped[str] = mapped_column(String(32))
    browser: Mapped[str] = mapped_column(String(30), default="")
    system: Mapped[str] = mapped_column(String(30), default="")
    created_at: Mapped[Moment]
    seen_at: Mapped[Moment] = mapped_column(index=True)
    """The last request, accurate to an hour."""

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=UNNESTED)


class SignInAttempt(Model):
    """A failed sign-in, counted by hashes of account and IP address to limit password guessing."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index("ix_sign_in_attempts_key_at", "key", "at"),)

    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[Moment]

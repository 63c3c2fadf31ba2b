"""Passwords: argon2id, and the same cost whether there is one to compare with or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LONGEST = 200
"""Longest password in characters: more would only cost time."""

NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$iDvrVos75ASZJtzAjSK+xQ$MU2NLd/aOU7OpgdP4cVRauDtYhwlUahxGi0N74v/JDo"
"""The hash of a password that nobody knows, compared with when an account does not exist or has no password."""


def hashed(password: str) -> str:
    """Return the argon2id hash of `password` with a salt of its own."""
    return _hasher().hash(password)


def matches(password: str, stored: str | None) -> bool:
    """Whether `password` belongs to the hash `stored`; None never matches and costs as much."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        _hasher().verify(stored or NOBODY, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether `stored` was made with other costs than today's and should be made anew."""
    return _hasher().check_needs_rehash(stored)


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher  # heavy: only those who sign in need it

    return PasswordHasher()

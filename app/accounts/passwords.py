"""Password hashing with argon2id. A check takes the same time whether or not a password is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LONGEST = 200
"""Maximum length of a password in characters: longer ones would only cost time."""

NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$iDvrVos75ASZJtzAjSK+xQ$MU2NLd/aOU7OpgdP4cVRauDtYhwlUahxGi0N74v/JDo"
"""The hash of an unknown password, used if an account does not exist or has no password."""


def hashed(password: str) -> str:
    """Return the argon2id hash of `password` with a new salt."""
    return _hasher().hash(password)


def matches(password: str, stored: str | None) -> bool:
    """Whether `password` matches the hash `stored`; for None the result is False and takes the same time."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        _hasher().verify(stored or NOBODY, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether `stored` was hashed with other parameters than the current ones, and should be hashed again."""
    return _hasher().check_needs_rehash(stored)


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher  # slow to import, and only needed to sign in

    return PasswordHasher()

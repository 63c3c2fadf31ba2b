"""Rules of passwords, and of the delay after failed sign-ins."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from datetime import datetime, timedelta

SHORTEST = 10
"""Minimum length of a password in characters."""

WINDOW = timedelta(minutes=15)
"""How long a failed sign-in counts."""

COMMON = frozenset(
    word
    for line in (
        "password passw0rd katasandi kata-sandi sandi rahasia bismillah alhamdulillah assalamualaikum",
        "indonesia jakarta jakartasmartcity smartcity dkijakarta pemprovdki merdeka garuda pancasila sayangku",
        "cintaku akucinta iloveyou qwertyuiop qwerty qwerty123 asdfghjkl zxcvbnm administrator admin",
        "adminadmin welcome letmein monkey dragon football sepakbola persija superman batman princess",
        "sunshine master trustno1 changeme gantisandi selaras selarasselaras selarasjakarta coordinator",
        "koordinator pemerintah abcdefghij 1q2w3e4r 1q2w3e4r5t 1qaz2wsx3edc q1w2e3r4t5 zaq12wsx",
    )
    for word in line.split()
)
"""Common passwords. Such a word with digits or punctuation around it is refused too."""


class Weakness(enum.Enum):
    """Why a password is refused."""

    SHORT = "short"
    COMMON = "common"
    PERSONAL = "personal"


def weakness(password: str, *, email: str, name: str = "") -> Weakness | None:
    """Return why `password` is easy to guess for someone who knows the person, or None."""
    if len(password) < SHORTEST:
        return Weakness.SHORT
    bare = password.casefold()
    core = "".join(character for character in bare if character.isalpha())
    local = email.casefold().partition("@")[0]
    if bare in {email.casefold(), local, local * 2, name.casefold(), "".join(name.casefold().split())}:
        return Weakness.PERSONAL
    if bare in COMMON or core in COMMON or core == "" or len(set(bare)) < 4:
        return Weakness.COMMON
    return None


def must_wait(failures: Sequence[datetime], *, limit: int, now: datetime) -> timedelta | None:
    """Return how long until another attempt is allowed after `failures`, in order of time; None if it is allowed now.

    Only failures within `WINDOW` before `now` count; the wait ends when fewer than `limit` are left.
    """
    recent = [moment for moment in failures if now - moment < WINDOW]
    if len(recent) < limit:
        return None
    return recent[-limit] + WINDOW - now

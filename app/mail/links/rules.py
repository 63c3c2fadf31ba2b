"""Rules of links and of the codes that confirm them."""

from __future__ import annotations

from datetime import datetime, timedelta

LIFETIME = timedelta(days=30)
"""How long a link works after its mail was queued."""
CODE_LIFETIME = timedelta(minutes=10)
CODE_FAILURES = 5
"""Number of wrong codes after which a new one must be requested."""
CONFIRMED_FOR = timedelta(hours=1)
"""How long a browser that entered a code need not enter another one."""


def is_usable(*, expires_at: datetime, revoked_at: datetime | None, at: datetime) -> bool:
    """Whether a link works at `at`."""
    return revoked_at is None and at < expires_at


def code_is_open(*, expires_at: datetime | None, failures: int, at: datetime) -> bool:
    """Whether a mailed code can still be entered at `at`; False if there is none."""
    return expires_at is not None and at < expires_at and failures < CODE_FAILURES


def masked(address: str) -> str:
    """Return an e-mail address that only its owner recognises: "n•••@mitra.example"."""
    name, _at, domain = address.rpartition("@")
    return f"{name[:1]}•••@{domain}"


def written_code(text: str) -> str:
    """Return the digits of a code as people type it, with or without spaces and dashes."""
    return "".join(character for character in text if character.isdecimal() and character.isascii())

"""Rules of amounts of money, and of risks."""

from __future__ import annotations

import enum
import re
from decimal import Decimal

LARGEST = Decimal(10) ** 15 - 1
"""The amount above which none is accepted: 15 digits, as the column has them."""
PREFIX = re.compile(r"([A-Za-z]{2,3})\.?\s*")
SYMBOLS = {"RP": "IDR"}
"""The codes of currencies that people write otherwise."""
GROUPED = re.compile(
    r"\d{1,3}(?:\.\d{3})+(?:,(?P<after_dots>\d{1,2}))?"
    r"|\d{1,3}(?:,\d{3})+(?:\.(?P<after_commas>\d{1,2}))?"
    r"|\d{1,3}(?:[ \u00a0]\d{3})+(?:[.,](?P<after_spaces>\d{1,2}))?"
)
PLAIN = re.compile(r"\d+(?:[.,](\d{1,2}))?")


class Funds(enum.Enum):
    """Where the money of an agreement comes from."""

    REGIONAL_BUDGET = "regional_budget"
    OWN_REVENUE = "own_revenue"
    PARTNER = "partner"
    OTHER = "other"
    NONE = "none"


class Level(enum.Enum):
    """How likely a risk is, or how hard it would hit."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class RiskState(enum.Enum):
    """What became of a risk."""

    OPEN = "open"
    REDUCED = "reduced"
    OCCURRED = "occurred"
    CLOSED = "closed"


LEVELS = tuple(Level)


def weight(likelihood: Level, impact: Level) -> int:
    """Return how much a risk weighs, from 1 to 9."""
    return (LEVELS.index(likelihood) + 1) * (LEVELS.index(impact) + 1)


def read_amount(written: str, currency: str) -> Decimal:
    """Return an amount as people write it: "Rp 1.500.000", "1500000", "1.500.000,50" or "1,500,000.50".

    Raises ValueError for anything else, for an amount in another `currency`, and above `LARGEST`.
    """
    text = written.strip()
    if prefix := PREFIX.match(text):
        named = prefix[1].upper()
        if SYMBOLS.get(named, named) != currency:
            raise ValueError(written)
        text = text[prefix.end() :]
    text = text.removesuffix(",-").strip()
    found = GROUPED.fullmatch(text) or PLAIN.fullmatch(text)
    if not found:
        raise ValueError(written)
    cents = next(filter(None, found.groups()), None)
    whole = text[: -len(cents) - 1] if cents else text
    amount = Decimal(re.sub(r"\D", "", whole) + "." + (cents or "0"))
    if amount > LARGEST:
        raise ValueError(written)
    return amount

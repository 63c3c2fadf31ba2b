"""What needs a person now: what a home page lists, and the questions that it asks of the record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from app.accounts.models import Person
from insights.digests.models import Digest

MANY = 3
"""Up to how many things of a kind are named one by one; more are told as one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A button: where it leads, or what it POSTs to."""

    label: str
    href: str
    posts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One thing that needs somebody: `urgency` sorts, the smallest first."""

    urgency: int
    tone: str
    icon: str
    word: str
    title: str
    href: str
    why: str = ""
    acts: list[Act] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who looks at the home page, when, and the latest digests for those who make or answer them."""

    person: Person
    today: date
    now: datetime
    digests: Sequence[Digest] = ()


Source = Callable[[Reader], Iterator[Need]]

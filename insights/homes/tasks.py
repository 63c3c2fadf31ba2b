"""What needs a person now: what a home page lists, and the questions that it asks of the record."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from flask_babel import lazy_gettext as _l

from app.accounts.models import Person
from insights.homes.queries import DigestLine

MANY = 3
"""Up to how many things of a kind are named one by one; more are counted."""
COUNTED = 100
"""Up to how many things of a kind are counted, and listed on a page of their own."""


class Kind(enum.Enum):
    """What a need is about, as addresses write it."""

    AGENDA = "agenda"
    ANOTHER_DATE = "another-date"
    ANOTHER_TIME = "another-time"
    APPROVAL = "approval"
    ASKED = "asked"
    AWAITING = "awaiting-approval"
    DECISION = "decision"
    DIGEST = "digest"
    ENDING = "ending"
    INVITATION = "invitation"
    LATE = "late"
    LATER_DATE = "later-date"
    LONG_LATE = "long-late"
    MAIL = "mail"
    MINUTES = "minutes"
    MOVE = "move"
    QUORUM = "quorum"
    RETURNED = "returned"
    SOON = "soon"
    VERIFICATION = "verification"


KINDS = {
    Kind.AGENDA: _l("Agenda proposed"),
    Kind.ANOTHER_DATE: _l("Another date proposed"),
    Kind.ANOTHER_TIME: _l("Another time"),
    Kind.APPROVAL: _l("To approve"),
    Kind.ASKED: _l("Asked of you"),
    Kind.AWAITING: _l("Awaiting approval"),
    Kind.DECISION: _l("Please decide"),
    Kind.DIGEST: _l("Draft"),
    Kind.ENDING: _l("Ends soon"),
    Kind.INVITATION: _l("Not answered"),
    Kind.LATE: _l("Late"),
    Kind.LATER_DATE: _l("Later date asked for"),
    Kind.LONG_LATE: _l("Late"),
    Kind.MAIL: _l("Not delivered"),
    Kind.MINUTES: _l("Not circulated"),
    Kind.MOVE: _l("Awaiting decision"),
    Kind.QUORUM: _l("Quorum at risk"),
    Kind.RETURNED: _l("Sent back"),
    Kind.SOON: _l("Due soon"),
    Kind.VERIFICATION: _l("To verify"),
}


class Act(NamedTuple):
    """A button: where it leads, or what it POSTs to."""

    label: str
    href: str
    posts: bool = False


class ActionItem(NamedTuple):
    """One thing that needs somebody: `urgency` sorts, the smallest first.

    `total` is how many of its kind there are, counted no further than `COUNTED` + 1.
    """

    kind: Kind
    urgency: int
    tone: str
    icon: str
    word: str
    title: str
    href: str
    total: int = 1
    why: str = ""
    acts: tuple[Act, ...] = ()
    is_rest: bool = False
    """Whether it stands for those of its kind that are not shown one by one: `total` of them."""

    @property
    def stands_for(self) -> int:
        """For how many things it stands."""
        return self.total if self.is_rest else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who looks, when, at up to how many of each kind, and the latest digests for those who make or answer them."""

    person: Person
    today: date
    now: datetime
    digests: Sequence[DigestLine] = ()
    most: int = MANY


Source = Callable[[Reader], Iterator[ActionItem]]

"""Types of the action items on home pages."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import Row

from app.accounts.models import Person
from app.web.i18n import short_day
from insights.homes.queries import DigestRow

MANY = 3
"""Maximum number of items of a kind on a home page; the rest is counted."""
COUNTED = 100
"""Maximum number of items of a kind that are counted, and listed on the page of the kind."""

AnyRow = Row[*tuple[Any, ...]]
"""A row of a query, whose columns have names."""


def session_name(row: AnyRow) -> str:
    """Return the name of the session in a row with the columns `forum`, `starts_at` and `timezone`."""
    return f"{row.forum}, {short_day(row.starts_at, row.timezone)}"


class Kind(enum.Enum):
    """Kinds of action item; the values appear in URLs."""

    AGENDA = "agenda"
    AMENDMENT = "amendment"
    ANOTHER_DATE = "another-date"
    ANOTHER_TIME = "another-time"
    APPROVAL = "approval"
    ASKED = "asked"
    AWAITING = "awaiting-approval"
    BASIS = "basis"
    CIRCULAR = "circular"
    DECISION = "decision"
    DIGEST = "digest"
    DIRECTIVE = "directive"
    DISPOSITION = "disposition"
    ENDING = "ending"
    INVITATION = "invitation"
    LATE = "late"
    LATER_DATE = "later-date"
    LONG_LATE = "long-late"
    MAIL = "mail"
    MINUTES = "minutes"
    MOVE = "move"
    IN_HAND = "in-hand"
    OPINION = "opinion"
    OBJECTION = "objection"
    PREPARATION = "preparation"
    PUBLICATION = "publication"
    QUORUM = "quorum"
    REDACTION = "redaction"
    REQUEST = "request"
    RETURNED = "returned"
    ROLE = "role"
    SOON = "soon"
    TO_FOLLOW_UP = "to-follow-up"
    VERIFICATION = "verification"
    VOTE = "vote"
    WITHHELD = "withheld"


KINDS = {
    Kind.AGENDA: _l("Agenda item proposed"),
    Kind.AMENDMENT: _l("Amendment to answer"),
    Kind.ANOTHER_DATE: _l("Another date proposed"),
    Kind.ANOTHER_TIME: _l("Other time proposed"),
    Kind.APPROVAL: _l("To approve"),
    Kind.ASKED: _l("Proposed to you"),
    Kind.AWAITING: _l("Awaiting approval"),
    Kind.BASIS: _l("Basis ends soon"),
    Kind.CIRCULAR: _l("Vote ends soon"),
    Kind.DECISION: _l("Please decide"),
    Kind.DIGEST: _l("Draft"),
    Kind.DIRECTIVE: _l("Directive or suggestion"),
    Kind.DISPOSITION: _l("Passed on to you"),
    Kind.ENDING: _l("Ends soon"),
    Kind.INVITATION: _l("Not answered"),
    Kind.LATE: _l("Late"),
    Kind.LATER_DATE: _l("Extension requested"),
    Kind.LONG_LATE: _l("Late"),
    Kind.MAIL: _l("Not delivered"),
    Kind.MINUTES: _l("Not circulated"),
    Kind.MOVE: _l("Awaiting decision"),
    Kind.IN_HAND: _l("With you"),
    Kind.OPINION: _l("Opinion requested"),
    Kind.OBJECTION: _l("Objection"),
    Kind.PREPARATION: _l("Preparation late"),
    Kind.PUBLICATION: _l("To publish"),
    Kind.QUORUM: _l("Quorum at risk"),
    Kind.REDACTION: _l("Withheld parts to approve"),
    Kind.REQUEST: _l("Request for cooperation"),
    Kind.RETURNED: _l("Returned"),
    Kind.ROLE: _l("Role requested"),
    Kind.SOON: _l("Due soon"),
    Kind.TO_FOLLOW_UP: _l("To follow up"),
    Kind.VERIFICATION: _l("To verify"),
    Kind.VOTE: _l("To vote on"),
    Kind.WITHHELD: _l("Withheld beyond the last day"),
}


BY_DUE_DATE = frozenset({Kind.LATE, Kind.RETURNED, Kind.SOON})
"""Kinds that the home page of partners shows in its list of commitments by due date instead."""


class Act(NamedTuple):
    """A button: a link to `href`, or with `posts` a POST of `fields` to it."""

    label: str
    href: str
    posts: bool = False
    fields: Mapping[str, str] = {}


class ActionItem(NamedTuple):
    """Something that a person must act on. Items are sorted by `urgency`, smallest first.

    `total` is the number of items of its kind, counted up to `COUNTED` + 1.
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
    """Whether it represents the items of its kind that are not shown; `total` is their number."""

    @property
    def stands_for(self) -> int:
        """Return the number of items that it represents."""
        return self.total if self.is_rest else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """The reader of a home page, the present date and time, the latest digests, and the maximum number per kind."""

    person: Person
    today: date
    now: datetime
    digests: Sequence[DigestRow] = ()
    most: int = MANY


Source = Callable[[Reader], Iterator[ActionItem]]

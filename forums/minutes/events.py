"""Events of minutes, handled by other slices in the same transaction (`app.events.subscribe`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import Person
from forums.minutes.models import Correction, Minutes, Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesCirculated:
    """A version was sent to the parties, who may request corrections."""

    minutes: Minutes
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesApproved:
    """The presider approved a version; its content and hash are final."""

    minutes: Minutes
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRequested:
    """A party requested a correction of circulated minutes."""

    correction: Correction
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageCorrected:
    """An accepted correction changed the text of a passage of circulated minutes; `before` is the earlier text."""

    correction: Correction
    passage: Passage
    before: str
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesPublished:
    """An approved version was published; `replaced` is the hash of the edition that this one replaces."""

    minutes: Minutes
    by: Person
    at: datetime
    replaced: str | None = None

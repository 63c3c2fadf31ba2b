"""Actions of the 5C review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from alignment.five_c import queries
from alignment.five_c.models import Synopsis
from app import audit
from app.accounts.models import Person
from app.circles.models import Circle
from app.database import db
from app.errors import Conflict, require_version


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What stands above the factors; `wanted` has one directive in each line."""

    sentence: str
    wanted: str


def write(circle: Circle, written: Written, *, version: str | None, by: Person, at: datetime) -> Synopsis:
    """Write the sentence and the directives wanted of a programme. Raises Conflict if somebody wrote meanwhile."""
    queries.lock(circle.id)
    synopsis = queries.synopsis_of(circle.id)
    if synopsis is None:
        if version:
            raise Conflict
        synopsis = Synopsis(circle=circle)
        db.session.add(synopsis)
    else:
        require_version(synopsis, version)
    synopsis.sentence, synopsis.wanted, synopsis.by, synopsis.at = written.sentence, written.wanted, by, at
    audit.record("five_c.written", synopsis, by=by, at=at, sentence=written.sentence, wanted=written.wanted)
    return synopsis

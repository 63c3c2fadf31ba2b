"""The review of a programme as a reader sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from alignment.five_c import queries
from alignment.five_c.models import Synopsis
from alignment.five_c.rules import Forces, by_aspect
from alignment.home.queries import Programme, programmes
from app.accounts.models import Person
from app.circles.models import Classification


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What supports and hinders a programme. `chosen` is the forum or agreement it is about; None: all of `known`."""

    known: Sequence[Programme]
    chosen: Programme | None
    parts: Sequence[Programme]
    synopsis: Synopsis | None
    forces: Sequence[Forces]

    @property
    def classification(self) -> Classification:
        """The most closed classification of its forums and agreements."""
        levels = list(Classification)
        return max((one.classification for one in self.parts), key=levels.index, default=Classification.INTERNAL)


def review_of(circle_id: UUID | None, reader: Person, today: date) -> Review:
    """Return the review of a forum or agreement with those of the same services, or of all that `reader` knows of.

    It is empty if `reader` knows of none that runs and has this id.
    """
    known = programmes(reader, today)
    chosen = next((one for one in known if one.circle_id == circle_id), None)
    if circle_id is None:
        parts: Sequence[Programme] = known
    else:
        parts = queries.together(circle_id, known) if chosen else ()
    ids = [one.circle_id for one in parts]
    return Review(
        known=known,
        chosen=chosen,
        parts=parts,
        synopsis=queries.synopsis_of(chosen.circle_id) if chosen else None,
        forces=by_aspect(queries.factors(ids, reader, today) if ids else ()),
    )

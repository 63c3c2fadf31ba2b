"""What the page of a circular shows: the votes by sector and seat, the quorum, and what follows at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby

from app.accounts.models import Person
from app.circles.models import Seat
from app.organisations.models import Sector
from forums.attendance.rules import Quorum
from forums.circular import policies, queries
from forums.circular.closing import outcome_of, quorum_of
from forums.circular.models import Circular, CircularState
from forums.circular.rows import DocumentRow, ReplyRow, SeatRow
from forums.circular.rules import IN_FAVOUR, Choice, Outcome, count
from forums.scheduling.models import Session
from forums.scheduling.queries import next_planned

ORDER = (Choice.DISCUSS, Choice.DISAGREE, Choice.AGREE_WITH_NOTE, Choice.AGREE, Choice.ABSTAIN, None)
"""The order of the list: what needs to be read first."""
IN_CHART = (Choice.AGREE, Choice.AGREE_WITH_NOTE, Choice.DISCUSS, Choice.DISAGREE, Choice.ABSTAIN, None)


@dataclass(frozen=True, kw_only=True)
class Overview:
    """A circular as its reader sees it. `reads_votes` is whether the reader may see who voted how."""

    circular: Circular
    seats: Sequence[SeatRow]
    replies: Sequence[ReplyRow]
    documents: Sequence[DocumentRow]
    reads_votes: bool
    own_seat: Seat | None
    next_session: Session | None

    @cached_property
    def quorum(self) -> Quorum:
        """The quorum of the seats that have voted."""
        return quorum_of(self.circular, list(self.seats))

    @cached_property
    def outcome(self) -> Outcome:
        """What would follow from the votes as they are now."""
        return outcome_of(self.circular, list(self.seats))

    @cached_property
    def counts(self) -> Counter[Choice | None]:
        """How many seats gave each vote; None counts the silent ones."""
        return count(one.vote for one in self.seats)

    @property
    def own_vote(self) -> SeatRow | None:
        """The row of the reader's seat, once it has voted."""
        rows = (one for one in self.seats if self.own_seat and one.seat_id == self.own_seat.id)
        return next((one for one in rows if one.choice is not None), None)

    @property
    def in_favour(self) -> int:
        """How many seats agree, with or without a note."""
        return sum(self.counts[choice] for choice in IN_FAVOUR)

    @property
    def voted(self) -> int:
        """How many seats have voted."""
        return len(self.seats) - self.counts[None]

    @property
    def questions(self) -> list[SeatRow]:
        """The seats that want it discussed; their questions are shown to every seat."""
        return [one for one in self.seats if one.choice is Choice.DISCUSS]

    @property
    def dissent(self) -> list[SeatRow]:
        """The seats that disagree."""
        return [one for one in self.seats if one.choice is Choice.DISAGREE]

    def sectors(self) -> list[tuple[Sector, list[SeatRow]]]:
        """Return the seats of each sector in the order of the chart, as lists of rows by sector."""
        order = list(dict.fromkeys(one.sector for one in self.seats))
        ranked = sorted(self.seats, key=lambda one: (order.index(one.sector), IN_CHART.index(one.choice)))
        return [(sector, list(rows)) for sector, rows in groupby(ranked, key=lambda one: one.sector)]

    def listed(self, shown: str) -> list[SeatRow]:
        """Return the seats of the list, those to read first; "silent" or "words" limits it."""
        rows = sorted(self.seats, key=lambda one: ORDER.index(one.choice))
        if shown == "silent":
            return [one for one in rows if one.choice is None]
        return [one for one in rows if one.words] if shown == "words" else rows


def overview_of(circular: Circular, reader: Person, now: datetime) -> Overview:
    """Return what `reader` sees of a circular, in a constant number of statements."""
    seat = policies.own_seat(reader, circular) if circular.was_circulated else None
    rows = queries.seats(circular)
    has_voted = seat is not None and any(one.seat_id == seat.id and one.choice is not None for one in rows)
    ahead = circular.state in (CircularState.DRAFT, CircularState.CIRCULATING)
    return Overview(
        circular=circular,
        seats=rows,
        replies=queries.replies(circular.id),
        documents=queries.documents(circular.id),
        reads_votes=has_voted or policies.reads_votes_at_once(reader, circular),
        own_seat=seat,
        next_session=next_planned(circular.forum_id, max(now, circular.ends_at)) if ahead else None,
    )


def as_recipient_sees(circular: Circular) -> Overview:
    """Return what a seat sees of a circular that has not voted; of a draft, without the seats that it will go to."""
    return Overview(
        circular=circular,
        seats=queries.seats(circular),
        replies=queries.replies(circular.id),
        documents=queries.documents(circular.id),
        reads_votes=False,
        own_seat=None,
        next_session=None,
    )

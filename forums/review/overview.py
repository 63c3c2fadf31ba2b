"""What the page of circulated minutes shows of their review: window, parties, corrections by passage, opinions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from app.accounts.models import Person
from app.circles.models import Seat
from forums.minutes import queries as minutes_queries
from forums.minutes.models import CorrectionState, Minutes, MinutesState
from forums.minutes.rows import CorrectionRow, PassageRow
from forums.review import queries
from forums.review.models import Deputy
from forums.review.policies import own_party
from forums.review.rows import OpinionRow, PartyRow
from forums.review.rules import all_agreed, deputy_since, named_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The review of circulated minutes, as one person sees it."""

    minutes: Minutes
    parties: Sequence[PartyRow]
    corrections: Sequence[CorrectionRow]
    passages: Mapping[str, PassageRow]
    """The passages by id, as in the content of minutes."""
    opinions: Mapping[UUID, Sequence[OpinionRow]]
    """The opinions by correction."""
    own: Seat | None
    """The seat for which the reader answers."""
    deputy: Deputy | None
    """Who may approve in place of the presider."""

    @property
    def agreed(self) -> int:
        """How many parties agreed with the text as it is now."""
        return sum(party.agrees_now for party in self.parties)

    @property
    def outdated(self) -> int:
        """How many parties agreed before the last direct change of the text, and not again."""
        return sum(party.is_outdated for party in self.parties)

    @property
    def all_agreed(self) -> bool:
        """Whether all parties agreed with the text as it is now."""
        return all_agreed([party.agrees_now for party in self.parties])

    @property
    def own_answer(self) -> PartyRow | None:
        """The party for which the reader answers."""
        return next((party for party in self.parties if self.own and party.seat_id == self.own.id), None)

    @property
    def open(self) -> Sequence[CorrectionRow]:
        """The corrections that were not answered yet."""
        return [one for one in self.corrections if one.state is CorrectionState.OPEN]

    @property
    def awaited(self) -> Sequence[OpinionRow]:
        """The opinions that the reader's party was asked for and has not given, on open corrections."""
        waiting = {one.id for one in self.open}
        asked = (one for found in self.opinions.values() for one in found)
        return [one for one in asked if self._is_own(one) and one.approves is None and one.correction_id in waiting]

    @property
    def first_open(self) -> UUID | None:
        """The correction to look at first: one that awaits the reader's opinion, else one that was not answered."""
        return next((one.correction_id for one in self.awaited), None) or next((one.id for one in self.open), None)

    def number(self, state: str) -> int:
        """Return how many corrections are in a state."""
        return sum(one.state.value == state for one in self.corrections)

    def on(self, passage_id: str) -> Sequence[CorrectionRow]:
        """Return the corrections of a passage."""
        return [one for one in self.corrections if str(one.passage_id) == passage_id]

    def elsewhere(self, content: Mapping[str, Any]) -> Sequence[CorrectionRow]:
        """Return the corrections of the minutes as a whole, and of passages that the content no longer has."""
        listed = [*content["opening"], *content["closing"]]
        shown = {one["id"] for one in [*listed, *(each for item in content["items"] for each in item["passages"])]}
        return [one for one in self.corrections if str(one.passage_id) not in shown]

    def opinion_of_own(self, correction_id: UUID) -> OpinionRow | None:
        """Return the opinion on a correction that the reader's party was asked for."""
        return next((one for one in self.opinions.get(correction_id, ()) if self._is_own(one)), None)

    def is_about_own(self, text: str) -> bool:
        """Whether a text names the reader's party."""
        party = self.own_answer
        return bool(party and named_in(text, {0: (party.organisation, party.short_name)}))

    def is_changed(self, passage_id: str) -> bool:
        """Whether a passage was changed after the minutes were circulated."""
        sent, passage = self.minutes.circulated_at, self.passages.get(passage_id)
        return bool(sent and passage and passage.written_at > sent)

    @property
    def last_change(self) -> datetime | None:
        """When the text was last changed after the minutes were circulated."""
        changed = [one.written_at for key, one in self.passages.items() if self.is_changed(key)]
        return max(changed, default=None)

    def is_before_change(self, party: PartyRow) -> bool:
        """Whether a party agreed before the text was last changed, directly or by an accepted correction."""
        at, changed = party.agreed_at, self.last_change
        return party.is_outdated or bool(at and changed and changed > at)

    def progress(self, today: date) -> tuple[int, int]:
        """Return the number of the present day in the correction window, and its number of days."""
        sent, until, zone = self.minutes.circulated_at, self.minutes.correction_until, self.minutes.session.zone
        if sent is None or until is None:
            return 0, 0
        first, last = sent.astimezone(zone).date(), until.astimezone(zone).date()
        length = (last - first).days + 1
        return min(max((today - first).days + 1, 0), length), length

    def deputy_may_approve(self, now: datetime) -> bool:
        """Whether the days after which the deputy may approve are over."""
        until = self.minutes.correction_until
        return self.deputy is not None and until is not None and now > deputy_since(until, self.deputy.days)

    def _is_own(self, opinion: OpinionRow) -> bool:
        return self.own is not None and opinion.seat_id == self.own.id


def review_of(minutes: Minutes, reader: Person, written: Sequence[PassageRow]) -> Review:
    """Return the review of minutes, with their passages, for a person who may read them completely."""
    corrections = minutes_queries.corrections(minutes.id)
    opinions: dict[UUID, list[OpinionRow]] = {}
    for one in queries.opinions(minutes.id) if corrections else ():
        opinions.setdefault(one.correction_id, []).append(one)
    is_open = minutes.state is MinutesState.CIRCULATED
    return Review(
        minutes=minutes,
        parties=queries.parties(minutes, minutes.session),
        corrections=corrections,
        passages={str(one.id): one for one in written},
        opinions=opinions,
        own=own_party(reader, minutes) if is_open else None,
        deputy=queries.deputy_of(minutes.session.forum_id) if is_open else None,
    )

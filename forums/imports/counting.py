"""Counts the sessions that an import creates, with the same rules that create them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.calendars.entries import Entry
from app.calendars.recurrence import Recurrence
from app.calendars.rules import parse_rule
from app.calendars.shifts import Proposal
from app.database import db
from forums.imports.models import ImportedEvent
from forums.imports.rules import Sitting, added, at_once, goes_on, single, sittings, versions
from forums.scheduling.horizon import STATES, horizon, proposals_of
from forums.scheduling.models import Forum, Session, SessionState


@dataclass(slots=True)
class Tally:
    """The sessions that an event adds, how many of them are over, and whether its rule adds more up to the horizon.

    `there` are the slots that have sessions.
    """

    entry: Entry
    sessions: int = 0
    past: int = 0
    ahead: bool = False
    there: set[datetime] = field(default_factory=set)

    def add(self, made: Iterable[Sitting], *, now: datetime) -> None:
        """Count sittings that become sessions at once."""
        for one in made:
            if one.slot:
                self.there.add(one.slot)
            self.sessions += not one.cancelled
            self.past += not one.cancelled and one.over(now)


def tally_of_new(entry: Entry, *, past_too: bool, now: datetime) -> Tally:
    """Return the tally of an event that has not been imported before."""
    tally = Tally(entry, ahead=bool(entry.rule))
    if entry.rule:
        tally.add(at_once(entry, past_too=past_too, now=now), now=now)
    elif past_too or not single(entry).over(now):
        tally.add([single(entry)], now=now)
    return tally


def tally_of_changed(before: Entry, after: Entry, there: set[datetime], *, now: datetime) -> Tally:
    """Return the tally of a changed event, given the slots `there` that have sessions already."""
    if not goes_on(before, after):
        return Tally(after) if after.cancelled else tally_of_new(after, past_too=False, now=now)
    tally = Tally(after, there=set(there))
    if after.rule:
        _was, will = versions(before, after, there, now=now)
        tally.add(added(will, there, now=now), now=now)
        tally.ahead = before.rule != after.rule and not after.cancelled
    return tally


def count_ahead(tallies: Iterable[Tally], forum: Forum, *, now: datetime) -> None:
    """Add the sessions that rules create up to the horizon, skipping holidays; in one query."""
    ahead = [one for one in tallies if one.ahead]
    if not ahead:
        return
    rules = [Recurrence(parse_rule(one.entry.rule), one.entry.first_start, one.entry.timezone) for one in ahead]
    found = proposals_of([(rule, now) for rule in rules], before=horizon(now), holiday_rule=forum.holiday_rule)
    for tally, proposals in zip(ahead, found, strict=True):
        missing = {one.slot: one for one in proposals if one.slot not in tally.there}
        by_slot = sittings(tally.entry, set(missing))
        made = [by_slot[slot] for slot, proposal in missing.items() if _takes_place(by_slot[slot], proposal)]
        tally.sessions += len(made)
        tally.past += sum(one.over(now) for one in made)


def _takes_place(sitting: Sitting, proposal: Proposal) -> bool:
    if sitting.cancelled:
        return False
    return sitting.starts_at != sitting.slot or STATES[proposal.state] is SessionState.PLANNED


def slots_there(forum_id: UUID) -> dict[UUID, set[datetime]]:
    """Return the slots that have sessions, by imported series of a forum."""
    rows = (
        select(Session.series_id, Session.slot)
        .join(ImportedEvent, ImportedEvent.series_id == Session.series_id)
        .where(ImportedEvent.forum_id == forum_id)
    )
    found: defaultdict[UUID, set[datetime]] = defaultdict(set)
    for series_id, slot in db.session.execute(rows):
        if series_id and slot:
            found[series_id].add(slot)
    return found

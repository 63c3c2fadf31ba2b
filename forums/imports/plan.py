"""The plan of an import: what it would do to a forum, event by event."""

from __future__ import annotations

import enum
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import sha256

from sqlalchemy import or_, select

from app.calendars.entries import Entry
from app.database import db
from forums.imports.counting import Tally, count_ahead, slots_there, tally_of_changed, tally_of_new
from forums.imports.models import CalendarImport, ImportedEvent, Past
from forums.imports.rules import differences, from_json, last_end, single
from forums.scheduling.models import Session, SessionState


class Kind(enum.Enum):
    """How an event is handled."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CANCELLED = "cancelled"
    """Cancelled in the calendar and never imported: left out."""
    OVER = "over"
    """Entirely in the past, and past sessions are left out."""


@dataclass(slots=True)
class Step:
    """How one event is handled; `differing` names the parts that differ from the imported version."""

    kind: Kind
    entry: Entry
    known: ImportedEvent | None = None
    differing: tuple[str, ...] = ()
    sessions: int = 0
    """The number of sessions it adds."""
    past: int = 0
    """How many of these are already over."""


@dataclass
class Plan:
    """All steps by time, and the imported events of the same calendar that are missing from its file."""

    steps: list[Step]
    gone: list[ImportedEvent] = field(default_factory=list)

    @cached_property
    def numbers(self) -> Counter[str]:
        """Return the number of events of each kind, of "sessions" they add, and of "past" ones among them."""
        found = Counter({kind.value: 0 for kind in Kind})
        found.update(step.kind.value for step in self.steps)
        found["past"] = sum(step.past for step in self.steps)
        found["sessions"] = sum(step.sessions for step in self.steps)
        found["gone"] = len(self.gone)
        return found

    def of(self, kind: Kind) -> list[Step]:
        """Return the steps of one kind."""
        return [step for step in self.steps if step.kind is kind]

    def assumed(self) -> Counter[str]:
        """Return how many imported events lack which detail: "all_day", "floating", "length"."""
        taken = (step for step in self.steps if step.kind in {Kind.NEW, Kind.CHANGED})
        return Counter(what for step in taken for what in step.entry.assumed)

    @cached_property
    def mark(self) -> str:
        """A digest that changes whenever the plan does."""
        lines = [
            f"{step.entry.uid} {step.kind.value} {step.sessions} {step.past}"
            for step in self.steps
            if step.kind is not Kind.UNCHANGED
        ]
        return sha256("\n".join(lines).encode()).hexdigest()[:16]


def plan_of(imported: CalendarImport, *, now: datetime) -> Plan:
    """Return the plan of an import, in a constant number of queries."""
    query = select(ImportedEvent).where(ImportedEvent.forum_id == imported.forum_id)
    known = {event.uid: event for event in db.session.scalars(query)}
    steps = [_step(kept, known.get(kept["uid"]), imported.past, now) for kept in imported.entries]
    _count(steps, imported, now)
    in_file = {kept["uid"] for kept in imported.entries} | {one["uid"] for one in imported.left_out if one.get("uid")}
    missing = [event for uid, event in known.items() if uid not in in_file and event.calendar == imported.calendar]
    return Plan(
        sorted(steps, key=lambda step: (step.entry.starts_at, step.entry.uid)),
        _still_to_come(missing, imported, now),
    )


def _step(kept: dict[str, object], known: ImportedEvent | None, past: Past, now: datetime) -> Step:
    entry = from_json(kept)
    if known:
        differing = tuple(differences(known.content, kept))
        return Step(Kind.CHANGED if differing else Kind.UNCHANGED, entry, known, differing)
    ends_at = last_end(entry) if entry.rule else single(entry).ends_at
    if entry.cancelled or (ends_at and not entry.sittings):
        return Step(Kind.CANCELLED, entry)
    if past is Past.LEFT_OUT and ends_at and ends_at <= now:
        return Step(Kind.OVER, entry)
    return Step(Kind.NEW, entry)


def _count(steps: list[Step], imported: CalendarImport, now: datetime) -> None:
    """Set the number of sessions that new and changed events add."""
    changed = any(step.kind is Kind.CHANGED for step in steps)
    there = slots_there(imported.forum_id) if changed else {}
    tallies: list[tuple[Step, Tally]] = []
    for step in steps:
        if step.kind is Kind.NEW:
            tally = tally_of_new(step.entry, past_too=imported.past is not Past.LEFT_OUT, now=now)
            tallies.append((step, tally))
        elif step.kind is Kind.CHANGED and step.known:
            slots = there.get(step.known.series_id, set()) if step.known.series_id else set()
            tallies.append((step, tally_of_changed(from_json(step.known.content), step.entry, slots, now=now)))
    count_ahead([tally for _step, tally in tallies], imported.forum, now=now)
    for step, tally in tallies:
        step.sessions, step.past = tally.sessions, tally.past


def _still_to_come(missing: list[ImportedEvent], imported: CalendarImport, now: datetime) -> list[ImportedEvent]:
    """Return the events that still have a planned session."""
    if not missing:
        return []
    planned = select(ImportedEvent.id).join(
        Session, or_(Session.id == ImportedEvent.session_id, Session.series_id == ImportedEvent.series_id)
    )
    planned = planned.where(
        ImportedEvent.forum_id == imported.forum_id, Session.state == SessionState.PLANNED, Session.starts_at > now
    )
    there = set(db.session.scalars(planned.distinct()))
    return [event for event in missing if event.id in there]

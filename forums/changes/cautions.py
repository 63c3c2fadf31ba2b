"""Warnings about a date: holidays, prayer times and fasting, and people or places that are not available."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, and_, false, func, or_, select

from app.accounts.models import Person
from app.calendars.labels import HOURS_LABELS, holiday_name
from app.calendars.queries import holiday_lookup, ramadans, working_hours
from app.calendars.recurrence import find_zone
from app.calendars.working_hours import hours_warnings
from app.clock import today
from app.database import db
from app.web.i18n import hour
from forums.busy.queries import Busy, busy_in
from forums.scheduling.models import Forum, Mode, Participant, Session, SessionState
from forums.scheduling.queries import readable_forums

NAMED = 3
"""The number of busy people listed by name."""


@dataclass(frozen=True, slots=True)
class Window:
    """When and where a session would be held: instants, and the time zone in which they are displayed."""

    starts_at: datetime
    ends_at: datetime
    timezone: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Clash:
    """An overlapping session: its forum's name ("" if the reader may not know it), and what the two have in common."""

    starts_at: datetime
    ends_at: datetime
    timezone: str
    forum: str
    own: bool
    same_place: bool
    people: int

    @property
    def words(self) -> str:
        """Return the warning: "3 peserta punya sesi lain: Forum SPBE, 09.00–11.00"; if hidden, "3 peserta sibuk"."""
        times = f"{hour(self.starts_at, self.timezone)}–{hour(self.ends_at, self.timezone)}"
        if self.own:
            return _("This forum has another session at that time, %(times)s.", times=times)
        return self._named(times) if self.forum else self._unnamed(times)

    def _unnamed(self, times: str) -> str:
        sentences = []
        if self.people:
            sentences.append(
                ngettext(
                    "%(num)d participant is busy at that time, %(times)s.",
                    "%(num)d participants are busy at that time, %(times)s.",
                    self.people,
                    times=times,
                )
            )
        if self.same_place:
            sentences.append(_("The place is taken, %(times)s.", times=times))
        return " ".join(sentences)

    def _named(self, times: str) -> str:
        forum, sentences = self.forum, []
        if self.people:
            sentences.append(
                ngettext(
                    "%(num)d participant has another session at that time: %(forum)s, %(times)s.",
                    "%(num)d participants have another session at that time: %(forum)s, %(times)s.",
                    self.people,
                    forum=forum,
                    times=times,
                )
            )
        if self.same_place:
            sentences.append(_("The place is taken: %(forum)s, %(times)s.", forum=forum, times=times))
        return " ".join(sentences)


@dataclass(slots=True)
class Cautions:
    """The warnings about one window."""

    holiday: str = ""
    hours: list[str] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    busy: list[str] = field(default_factory=list)
    """Names of those who are busy according to their own calendar."""

    @property
    def places(self) -> list[str]:
        """Return the warnings about the place and about other sessions of the forum."""
        return [replace(one, people=0).words for one in self.clashes if one.own or one.same_place]

    @property
    def words(self) -> list[str]:
        """Return the warnings, one sentence each."""
        holiday = [_("Holiday: %(name)s.", name=self.holiday)] if self.holiday else []
        busy = [_("Busy in their own calendar: %(names)s.", names=self._names)] if self.busy else []
        return [*holiday, *self.hours, *(clash.words for clash in self.clashes), *busy]

    @property
    def _names(self) -> str:
        """Return the first names and the number of the others."""
        names, more = ", ".join(self.busy[:NAMED]), len(self.busy) - NAMED
        if more <= 0:
            return names
        return ngettext("%(names)s and %(num)d more", "%(names)s and %(num)d more", more, names=names)


def cautions(
    forum: Forum, windows: Sequence[Window], *, reader: Person, without: Collection[UUID] = ()
) -> list[Cautions]:
    """Return the warnings about each window; sessions in `without` are ignored, as they are the ones to be moved."""
    if not windows:
        return []
    days = [one.starts_at.astimezone(_zone(one)).date() for one in windows]
    holiday_on, fasting = holiday_lookup(min(days), max(days)), ramadans(min(days), max(days))
    hours = working_hours()
    others = _others(forum, windows, reader, without)
    shared = _shared(forum.id, {session.forum_id for session, _name in others})
    edges = min(one.starts_at for one in windows), max(one.ends_at for one in windows)
    busy = busy_in(forum.id, *edges, without=without)
    found = []
    for window, day in zip(windows, days, strict=True):
        local = [moment.astimezone(_zone(window)).replace(tzinfo=None) for moment in (window.starts_at, window.ends_at)]
        holiday = holiday_on(day)
        clashes = [
            _clash(session, name, window, forum.id, shared.get(session.forum_id, 0))
            for session, name in others
            if session.starts_at < window.ends_at and session.ends_at > window.starts_at
        ]
        found.append(
            Cautions(
                holiday_name(holiday) if holiday else "",
                [str(HOURS_LABELS[one]) for one in hours_warnings(*local, ramadans=fasting, hours=hours)],
                [one for one in clashes if one.own or one.same_place or one.people],
                _away(busy, window),
            )
        )
    return found


def _away(busy: Sequence[Busy], window: Window) -> list[str]:
    return list(
        dict.fromkeys(one.name for one in busy if one.starts_at < window.ends_at and one.ends_at > window.starts_at)
    )


def _zone(window: Window) -> ZoneInfo:
    return find_zone(window.timezone)


def _clash(session: Session, name: str, window: Window, forum_id: UUID, people: int) -> Clash:
    same_place = bool(window.place) and session.place.casefold() == window.place.casefold()
    return Clash(
        session.starts_at,
        session.ends_at,
        session.timezone,
        name,
        session.forum_id == forum_id,
        same_place and session.mode is not Mode.ONLINE,
        people,
    )


def _others(
    forum: Forum, windows: Sequence[Window], reader: Person, without: Collection[UUID]
) -> list[tuple[Session, str]]:
    """Return planned sessions around the windows that share people or a place, with the forum's name if readable."""
    own = select(Participant.person_id).where(Participant.forum_id == forum.id, Participant.left_at.is_(None))
    sharing = select(Participant.forum_id).where(Participant.person_id.in_(own), Participant.left_at.is_(None))
    places = {one.place for one in windows if one.place}
    there: ColumnElement[bool] = Session.place.in_(places) if places else false()
    readable = readable_forums(reader, today())
    query = (
        select(Session, Forum.name, readable.label("readable"))
        .join(Forum, Forum.id == Session.forum_id)
        .where(
            Session.state == SessionState.PLANNED,
            Session.starts_at < max(one.ends_at for one in windows),
            Session.ends_at > min(one.starts_at for one in windows),
            or_(Session.forum_id == forum.id, Session.forum_id.in_(sharing), and_(there, Session.mode != Mode.ONLINE)),
            Session.id.not_in(without),
        )
        .order_by(Session.starts_at)
    )
    rows = db.session.execute(query).all()
    return [(session, name if may_read else "") for session, name, may_read in rows]


def _shared(forum_id: UUID, others: Collection[UUID]) -> dict[UUID, int]:
    """Return the number of participants that each of the other forums shares with this one."""
    own = select(Participant.person_id).where(Participant.forum_id == forum_id, Participant.left_at.is_(None))
    query = (
        select(Participant.forum_id, func.count(Participant.person_id.distinct()))
        .where(Participant.forum_id.in_(others), Participant.left_at.is_(None), Participant.person_id.in_(own))
        .group_by(Participant.forum_id)
    )
    return dict(db.session.execute(query).all()) if others else {}

"""The page that proposes times at which the quorum can be met."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.calendars.queries import holiday_lookup
from app.circles.queries import seats_on
from app.clock import local_date, utc_now
from app.database import db
from app.web.pages import page
from app.web.policies import guarded
from forums.busy.queries import calendar_times
from forums.changes.cautions import Window, cautions
from forums.changes.finding import Opening, Sitting, Wanted, openings, spread
from forums.changes.forms import FindForm
from forums.changes.queries import busy_times
from forums.changes.views import bp
from forums.scheduling import queries
from forums.scheduling.models import Forum, ForumRole, Session
from forums.scheduling.policies import change_forum

AHEAD = timedelta(days=21)
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Found:
    """A proposed time: its quorum, who is not available, and other warnings."""

    opening: Opening
    busy: list[str]
    by_calendar: list[str]
    """Those who are busy only according to their own calendar."""
    against: list[str]
    href: str
    """The URL of the form that moves the session or adds one, pre-filled with this time."""

    @property
    def starts_at(self) -> datetime:
        """When the session would begin."""
        return self.opening.starts_at

    @property
    def ends_at(self) -> datetime:
        """When the session would end."""
        return self.opening.ends_at

    @property
    def seats_free(self) -> int:
        """The number of seats available."""
        return self.opening.quorum.taken

    @property
    def seats(self) -> int:
        """The total number of seats."""
        return self.opening.quorum.seats


@bp.route("/forums/<string:slug>/find-time", methods=["GET", "POST"])
@guarded(change_forum)
def find(forum: Forum) -> ResponseReturnValue:
    """Propose times at which the seats needed for the quorum are free, best first."""
    now = utc_now()
    first = local_date(now) + timedelta(days=1)
    opened = {"since": first, "until": first + AHEAD, "earliest": time(8), "latest": time(16), "minutes": forum.minutes}
    form = FindForm(**opened)
    session = _requested_session(forum)
    found: list[Found] = []
    if not form.is_submitted() or form.validate():
        found = _found(forum, form, now, session)
    return page("forums/changes/find.html", form, forum=forum, found=found, moving=session)


def _found(forum: Forum, form: FindForm, now: datetime, session: Session | None) -> list[Found]:
    zone = ZoneInfo(forum.timezone)
    wanted = Wanted(
        since=form.since.data,
        until=form.until.data,
        earliest=form.earliest.data or time.min,
        latest=form.latest.data or time.max,
        length=timedelta(minutes=form.minutes.data),
        zone=zone,
        share=forum.quorum_share,
        sectors=forum.quorum_sectors,
    )
    here = [one for one in queries.participants(forum.id) if one.role is not ForumRole.OBSERVER]
    sittings = [
        Sitting(seat.sector.value, tuple(one.person_id for one in here if one.seat_id == seat.id))
        for seat in seats_on(forum.circle_id, local_date(now))
        if not seat.observer
    ]
    names = {one.person_id: one.person.name for one in here}
    edges = [datetime.combine(day, time.min, UTC) for day in (wanted.since, wanted.until)]
    without = session.id if session else None
    around = edges[0] - timedelta(days=1), edges[1] + timedelta(days=2)
    sessions = busy_times(names, *around, without=without)
    own = calendar_times(names, *around, without=[without] if without else [])
    busy = {person: [*sessions.get(person, ()), *own.get(person, ())] for person in names}
    holiday_on = holiday_lookup(wanted.since, wanted.until)
    found = openings(wanted, sittings, busy, after=now, is_off=lambda day: holiday_on(day) is not None)
    chosen = spread(found, zone, a_day=2, most=SHOWN)
    windows = [Window(one.starts_at, one.ends_at, forum.timezone, forum.place) for one in chosen]
    against = cautions(forum, windows, reader=current_user, without=[without] if without else [])
    return [
        Found(
            one,
            sorted(names[person] for person in one.busy),
            sorted(names[person] for person in one.busy if not one.meets(sessions.get(person, ()))),
            what.hours + what.places,
            _taken(one, forum, session),
        )
        for one, what in zip(chosen, against, strict=True)
    ]


def _taken(one: Opening, forum: Forum, session: Session | None) -> str:
    local = one.starts_at.astimezone(ZoneInfo(session.timezone if session else forum.timezone))
    minutes = int((one.ends_at - one.starts_at).total_seconds() // 60)
    requested_time: dict[str, Any] = {"day": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}", "minutes": minutes}
    if session:
        return url_for("forums.sessions.move", session_id=session.id, **requested_time)
    return url_for("forums.sessions.add", slug=forum.slug, **requested_time)


def _requested_session(forum: Forum) -> Session | None:
    """Return the session of the forum to be moved, if the URL names one."""
    wanted = request.args.get("session", type=UUID)
    session = db.session.get(Session, wanted) if wanted else None
    return session if session and session.forum_id == forum.id else None

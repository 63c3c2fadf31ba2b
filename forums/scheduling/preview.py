"""The preview of a schedule before it is saved: the next dates in local time, with the effect of holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from app.calendars.choices import Repeat
from app.calendars.labels import HOURS_LABELS, describe, holiday_name
from app.calendars.queries import ramadans, undecreed_years, working_hours
from app.calendars.recurrence import find_zone, to_instant
from app.calendars.shifts import HolidayRule, Proposal, ProposedState
from app.calendars.working_hours import Period, WorkingHours, hours_warnings
from app.errors import RuleViolation
from app.web.i18n import day
from forums.scheduling.actions import Schedule, recurrence_from
from forums.scheduling.horizon import horizon, proposals

SHOWN = 6


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One date of the preview, local: its slot, the proposed day (None: skipped), and why."""

    slot: date
    day: date | None
    state: ProposedState
    because: str
    warnings: list[str]


@dataclass(frozen=True, slots=True)
class Preview:
    """The schedule in words, its next dates, how many sessions will be created, and up to which day."""

    words: str
    lines: list[PreviewRow]
    made: int
    last: date | None
    undecreed: list[int]
    refused: str = ""


def preview(schedule: Schedule, *, timezone: str, minutes: int, holiday_rule: HolidayRule, now: datetime) -> Preview:
    """Return the preview of `schedule`. For an invalid schedule, `refused` holds the message."""
    zone = find_zone(timezone)
    length = timedelta(minutes=minutes)
    try:
        if schedule.choice.repeat is Repeat.ONCE:
            return _once(schedule, zone, length)
        recurrence = recurrence_from(schedule, timezone=timezone)
    except RuleViolation as violation:
        return Preview("", [], 0, None, [], str(violation.message))
    found = proposals(recurrence, since=None, before=horizon(now), holiday_rule=holiday_rule)
    days = [one.slot.astimezone(zone).date() for one in found] or [schedule.first_day]
    fasting = ramadans(days[0], days[-1])
    hours = working_hours()
    return Preview(
        words=describe(recurrence),
        lines=[_row(one, zone, length, fasting, hours) for one in found[:SHOWN]],
        made=len(found),
        last=days[-1],
        undecreed=undecreed_years(days[0].year, days[-1].year),
    )


def _once(schedule: Schedule, zone: ZoneInfo, length: timedelta) -> Preview:
    slot = to_instant(datetime.combine(schedule.first_day, schedule.starts_at), zone)
    fasting = ramadans(schedule.first_day, schedule.first_day)
    line = _row(Proposal(slot, slot, ProposedState.PLANNED), zone, length, fasting, working_hours())
    return Preview(_("Once, on %(day)s", day=day(schedule.first_day)), [line], 1, schedule.first_day, [])


def _row(
    proposal: Proposal, zone: ZoneInfo, length: timedelta, fasting: list[Period], hours: WorkingHours
) -> PreviewRow:
    starts = proposal.starts_at and proposal.starts_at.astimezone(zone).replace(tzinfo=None)
    warnings = hours_warnings(starts, starts + length, ramadans=fasting, hours=hours) if starts else []
    return PreviewRow(
        slot=proposal.slot.astimezone(zone).date(),
        day=starts.date() if starts else None,
        state=proposal.state,
        because=holiday_name(proposal.because) if proposal.because else "",
        warnings=[str(HOURS_LABELS[one]) for one in warnings],
    )

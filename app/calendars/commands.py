"""The `flask calendar` commands: preview the sessions of a rule, and read a calendar file. They need no database."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec

import click
from flask.cli import AppGroup

from app.calendars.errors import one_line

if TYPE_CHECKING:
    from app.calendars.ics_parser import Remark

P = ParamSpec("P")
DAYS = click.DateTime(["%Y-%m-%d"])
WALL_TIMES = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])
LONGEST_MINUTES = 7 * 24 * 60
MOST_REPORTED = 100
"""Maximum number of unreadable events that are reported in separate lines."""

group = AppGroup("calendar", help="Recurrence rules and calendar files.")


def refusing(command: Callable[P, None]) -> Callable[P, None]:
    """Report CalendarRefused in one line on standard error and exit with status 1."""
    from app.calendars.errors import CalendarRefused

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except CalendarRefused as refused:
            click.echo(f"calendar: {refused}", err=True)
            sys.exit(1)

    return run


@group.command()
@click.option("--rule", required=True, help="RFC 5545, for example FREQ=MONTHLY;BYDAY=2WE")
@click.option("--start", required=True, type=WALL_TIMES, help="local time of the first session")
@click.option("--timezone", required=True, help="IANA name, for example Asia/Jakarta")
@click.option("--minutes", required=True, type=click.IntRange(1, LONGEST_MINUTES), help="length of a session")
@click.option("--until", required=True, type=DAYS, help="last local day, included")
@click.option(
    "--holidays",
    type=click.Choice(["forward", "backward", "skip", "keep"]),
    default="forward",
    show_default=True,
    help="what to propose for a session on a holiday",
)
@click.option("--json", "as_json", is_flag=True, help="write JSON")
@refusing
def occurrences(
    *,
    rule: str,
    start: datetime,
    timezone: str,
    minutes: int,
    until: datetime,
    holidays: str,
    as_json: bool,
) -> None:
    """Sessions that a rule would make, with what holidays do to them."""
    from app.calendars.holidays import joint_leave_decreed, known_holiday
    from app.calendars.recurrence import make_recurrence, to_instant
    from app.calendars.shifts import HolidayRule, propose

    recurrence = make_recurrence(rule=rule, starts_at=start, timezone=timezone)
    last = to_instant(datetime.combine(until, time.max), recurrence.zone)
    chosen = HolidayRule(holidays)
    proposals = list(propose(recurrence, until=last, holiday_on=known_holiday, rule=chosen))
    open_years = sorted({row.slot.year for row in proposals if not joint_leave_decreed(row.slot.year)})
    if open_years and chosen is not HolidayRule.KEEP:
        click.echo(f"calendar: joint leave is not decreed yet for {', '.join(map(str, open_years))}", err=True)
    _write([_proposal_row(row) for row in proposals], as_json=as_json)


@group.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--from", "since", required=True, type=DAYS, help="first day")
@click.option("--until", required=True, type=DAYS, help="the day after the last")
@click.option("--json", "as_json", is_flag=True, help="write JSON")
@refusing
def read(*, file: Path, since: datetime, until: datetime, as_json: bool) -> None:
    """Every occurrence in an iCalendar FILE whose start lies in the given days.

    Events that cannot be read are reported on standard error, one line each, and the others are written all the same:
    the exit code is 1 only when nothing could be read.
    """
    from app.calendars.errors import CalendarUnreadable
    from app.calendars.ics_limits import LARGEST_FILE
    from app.calendars.ics_parser import read_calendar

    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        raise CalendarUnreadable("%(file)s cannot be read: %(reason)s.", file=one_line(file), reason=reason) from None
    found = read_calendar(content, since=since.date(), until=until.date())
    _report(found.left_out)
    if not found.any_readable:
        sys.exit(1)
    _write(
        [
            {
                "uid": one.uid,
                "recurrence_id": None if one.recurrence_id is None else _written(one.recurrence_id),
                "starts_at": _written(one.starts_at),
                "ends_at": _written(one.ends_at),
                "all_day": one.all_day,
                "summary": one.summary,
                "status": one.status,
            }
            for one in found.occurrences
        ],
        as_json=as_json,
    )


def _report(left_out: list[Remark]) -> None:
    """Report unreadable events on standard error."""
    for one in left_out[:MOST_REPORTED]:
        uid = one_line(one.uid) or "without a UID"
        known = uid if "event" in one.values or one.name == one.uid else f"{uid} ({one.name})"
        click.echo(f"calendar: line {one.line}: {known}: {one.sentence % one.values}", err=True)
    if len(left_out) > MOST_REPORTED:
        click.echo(f"calendar: and {len(left_out) - MOST_REPORTED} more events", err=True)


def _proposal_row(row: Any) -> dict[str, object]:
    because = row.because and row.because.name + (" (perkiraan)" if row.because.estimated else "")
    return {
        "slot": _written(row.slot),
        "starts_at": None if row.starts_at is None else _written(row.starts_at),
        "state": row.state.value,
        "because": because,
    }


def _written(moment: date) -> str:
    """Format an instant in UTC with Z; naive datetimes and dates unchanged."""
    if isinstance(moment, datetime) and moment.tzinfo:
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return moment.isoformat()


def _write(rows: Iterable[dict[str, object]], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(rows, indent=1))
        return
    for row in rows:
        click.echo("  ".join("-" if value is None else str(value) for value in row.values()))

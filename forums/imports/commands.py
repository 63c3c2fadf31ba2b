"""The command `flask forums import`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.database.commands import DatabaseGroup

if TYPE_CHECKING:
    from forums.imports.models import CalendarImport
    from forums.imports.plan import Plan

forums = DatabaseGroup("forums", help="Forums and their sessions.")


class Rehearsed(Exception):
    """Raised to roll back a dry run."""


@forums.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--forum", "slug", required=True, help="The address of the forum, such as forum-lintas-sektor.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option(
    "--past",
    type=click.Choice(["planned", "held", "left_out"]),
    default="planned",
    show_default=True,
    help="What becomes of sessions that are over.",
)
@click.option("--without-whole-days", is_flag=True, help="Leave out events that fill whole days.")
def import_calendar(
    *, file: Path, slug: str, dry_run: bool, as_json: bool, past: str, without_whole_days: bool
) -> None:
    """Make the events of an iCalendar FILE sessions of a forum; a second time only what changed is brought up to date.

    All of it happens or nothing. Events that cannot be used are listed with their line and the reason.
    """
    from app.clock import utc_now
    from app.database.transactions import transaction
    from app.errors import RuleViolation
    from forums.imports import actions
    from forums.imports.models import Past
    from forums.imports.plan import plan_of
    from forums.scheduling.queries import forum_for_detail

    content, now = _content(file), utc_now()
    wishes = actions.Wishes(past=Past(past), whole_days=not without_whole_days)
    result: dict[str, Any] = {}
    try:
        with transaction():
            forum = forum_for_detail(slug)
            if forum is None:
                raise RuleViolation(f"there is no forum at the address {slug[:80]!r}")
            imported = actions.begin(forum, content, wishes, name=file.name, by=None, at=now)
            plan = plan_of(imported, now=now) if dry_run else actions.confirm(imported, by=None, at=now)
            result |= _facts(imported, plan, dry_run=dry_run)
            if dry_run:
                raise Rehearsed
    except Rehearsed:
        pass
    except RuleViolation as violation:
        click.echo(f"forums: {violation.message}", err=True)
        sys.exit(1)
    click.echo(json.dumps(result, indent=1, ensure_ascii=False) if as_json else _as_text(result))


def _content(file: Path) -> bytes:
    from app.calendars.errors import one_line
    from app.calendars.ics_limits import LARGEST_FILE

    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        click.echo(f"forums: {one_line(file)} cannot be read: {getattr(error, 'strerror', 'no file')}", err=True)
        sys.exit(1)


def _facts(imported: CalendarImport, plan: Plan, *, dry_run: bool) -> dict[str, Any]:
    from forums.imports.labels import parts, reason
    from forums.imports.plan import Kind

    return {
        "forum": imported.forum.slug,
        "calendar": imported.calendar,
        "dry_run": dry_run,
        **{name: plan.numbers[name] for name in ("sessions", "past", "new", "unchanged", "cancelled", "over")},
        "assumed": dict(plan.assumed()),
        "changed": [
            {"uid": step.entry.uid, "title": step.entry.title, "what": parts(step.differing)}
            for step in plan.of(Kind.CHANGED)
        ],
        "gone": [{"uid": event.uid, "title": event.content["title"]} for event in plan.gone],
        "left_out": [{"line": one["line"], "event": one["name"], "reason": reason(one)} for one in imported.left_out],
    }


def _as_text(result: dict[str, Any]) -> str:
    lines = [f"{name}: {result[name]}" for name in ("forum", "calendar", "sessions", "past", "new", "unchanged")]
    lines += [f"{name}: {result[name]}" for name in ("cancelled", "over") if result[name]]
    lines += [f"assumed: {what} for {number}" for what, number in result["assumed"].items()]
    lines += [f"changed: {one['title']} ({one['what']})" for one in result["changed"]]
    lines += [f"gone: {one['title']}" for one in result["gone"]]
    lines += [f"left out, line {one['line']}: {one['event']}: {one['reason']}" for one in result["left_out"]]
    return "\n".join([*lines, "nothing was changed" if result["dry_run"] else "imported"])

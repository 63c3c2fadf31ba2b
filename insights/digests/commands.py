"""Command `digests build`, which writes a digest to a file."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from app.clock import utc_now
from app.database.commands import DatabaseGroup
from app.errors import RuleViolation

group = DatabaseGroup("digests", help="Digests for leadership.")


@group.command("build")
@click.option("--kind", type=click.Choice(["weekly", "monthly", "quarterly"]), required=True)
@click.option("--period", required=True, help="2026-W44, 2026-10 or 2026-Q4.")
@click.option("--forum", "slug", help="The slug of the only forum to tell of.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where the PDF goes.")
@click.option("--json", "as_json", is_flag=True, help="Print the snapshot instead.")
def build(kind: str, period: str, slug: str | None, out: Path | None, as_json: bool) -> None:
    """Freeze the period's snapshot if that was not done yet, and make its digest."""
    from app.database.transactions import transaction
    from app.web.i18n import force_locale
    from insights.digests import actions, documents, queries
    from insights.digests.rules import PeriodRefused, read_period

    if not out and not as_json:
        raise click.UsageError("Say where the PDF goes (--out), or ask for the snapshot (--json).")
    try:
        with transaction():
            forum = queries.forum_named(slug) if slug else None
            if slug and forum is None:
                raise PeriodRefused(f"There is no forum {slug}.")
            digest = actions.draft(read_period(kind, period), forum=forum, by=None, at=utc_now())
            content = documents.pdf(digest) if out else b""
            record = digest.snapshot.content
    except (PeriodRefused, RuleViolation) as error:
        with force_locale("en"):  # as all output of commands
            click.echo(str(error.message if isinstance(error, RuleViolation) else error), err=True)
        sys.exit(1)
    if out:
        out.write_bytes(content)
    if as_json:
        click.echo(json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True))

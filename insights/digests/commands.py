"""Command `digests build`, which writes a digest to a file."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from uuid import UUID

import click

from app.clock import utc_now
from app.database.commands import DatabaseGroup
from app.errors import RuleViolation
from insights.digests.rules import EXAMPLES, PeriodRefused, read_period

group = DatabaseGroup("digests", help="Digests for leadership.")


@group.command("build")
@click.option("--kind", type=click.Choice(list(EXAMPLES)), required=True)
@click.option("--period", required=True, help=", ".join(EXAMPLES.values()))
@click.option("--forum", "slug", help="The slug of the only forum to tell of.")
@click.option("--agreement", type=click.UUID, help="The id of the only agreement to tell of.")
@click.option("--organisation", type=click.UUID, help="The id of the only organisation to tell of.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where the PDF goes.")
@click.option("--json", "as_json", is_flag=True, help="Print the snapshot instead.")
def build(
    kind: str,
    period: str,
    slug: str | None,
    agreement: UUID | None,
    organisation: UUID | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Freeze the period's snapshot if that was not done yet, and make its digest."""
    from app.database.transactions import transaction
    from app.web.i18n import force_locale
    from insights.digests import actions, documents
    from insights.digests.scope import AGREEMENT, ORGANISATION, named

    if not out and not as_json:
        raise click.UsageError("Say where the PDF goes (--out), or ask for the snapshot (--json).")
    scopes = [slug] if slug else []
    scopes += [f"{AGREEMENT}{agreement}"] if agreement else []
    scopes += [f"{ORGANISATION}{organisation}"] if organisation else []
    if len(scopes) > 1:
        raise click.UsageError("Choose a forum, an agreement or an organisation, or none of them.")
    try:
        with transaction():
            about = named(scopes[0]) if scopes else None
            digest = actions.draft(read_period(kind, period), about=about, by=None, at=utc_now())
            content = documents.pdf(digest) if out else b""
            record = digest.snapshot.content
    except LookupError as error:
        click.echo(f"There is no {error.args[0] if slug is None else f'forum {slug}'}.", err=True)
        sys.exit(1)
    except (PeriodRefused, RuleViolation) as error:
        with force_locale("en"):  # as all output of commands
            click.echo(str(error.message if isinstance(error, RuleViolation) else error), err=True)
        sys.exit(1)
    if out:
        out.write_bytes(content)
    if as_json:
        click.echo(json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True))

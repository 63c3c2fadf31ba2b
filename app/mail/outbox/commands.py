"""The `flask outbox` commands."""

from __future__ import annotations

import json

import click

from app.database.commands import DatabaseGroup
from app.database.transactions import transaction
from app.mail.outbox import queries
from app.mail.outbox.delivery import deliver
from app.mail.outbox.models import MailState
from app.mail.outbox.ways import Way, mail_way

commands = DatabaseGroup("outbox", short_help="Mail that waits, and what became of it.")


@commands.command("deliver")
@click.option("--json", "as_json", is_flag=True, help="One object on standard output.")
def deliver_now(*, as_json: bool) -> None:
    """Send what is due, once. Exit 1 if any message failed."""
    if mail_way() is Way.OUTBOX:
        click.echo("No mail server is set (MAIL_URL=none): mail waits in the outbox until one is.", err=True)
    tally = deliver()
    counts = {state.value: tally[state] for state in (MailState.SENT, MailState.FAILED, MailState.DEAD)}
    click.echo(json.dumps(counts) if as_json else ", ".join(f"{count} {name}" for name, count in counts.items()))
    if counts["failed"] or counts["dead"]:
        raise click.ClickException("not every message left: see `outbox list`")


@commands.command("list")
@click.option("--state", type=click.Choice([state.value for state in queries.UNSENT]), help="Only this state.")
@click.option("--limit", type=click.IntRange(1), default=1000, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="A list of objects on standard output.")
def list_unsent(*, state: str | None, limit: int, as_json: bool) -> None:
    """Show messages that have not left, the oldest first, and why."""
    with transaction(reads_only=True):
        found = queries.unsent(state=MailState(state) if state else None, limit=limit)
    if as_json:
        rows = [
            {
                "id": str(mail.id),
                "recipient": mail.recipient,
                "kind": mail.kind,
                "state": mail.state.value,
                "tries": mail.tries,
                "last_error": mail.last_error,
                "next_try_at": _instant(mail.next_try_at),
                "created_at": _instant(mail.created_at),
            }
            for mail in found
        ]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for mail in found:
        columns = (
            mail.state.value,
            _instant(mail.created_at),
            mail.recipient,
            mail.kind,
            str(mail.tries),
            mail.last_error,
        )
        click.echo("\t".join(columns))


def _instant(moment: object) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"

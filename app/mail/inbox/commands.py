"""The `flask calendar receive` command, to which a mail server pipes messages."""

from __future__ import annotations

import sys
from typing import BinaryIO

import click
from sqlalchemy.exc import OperationalError

from app.calendars.commands import group
from app.clock import utc_now
from app.database.commands import DatabaseUnavailable, require_schema
from app.database.transactions import transaction

PIECE = 64 * 1024
TRY_LATER = 75
"""The exit status for "keep the message and try again later" (EX_TEMPFAIL)."""


@group.command()
def receive() -> None:
    """Take in one mail message from standard input: an answer, another time, or what a person has to read.

    Exit 0 when it was taken or put aside, 1 when there is no message, 75 when the database cannot be used.
    """
    from app.mail.inbox.actions import receive as take_in
    from app.mail.inbox.messages import LARGEST, is_message

    content = read_at_most(sys.stdin.buffer, LARGEST + 1)
    if not is_message(content):
        click.echo("calendar: standard input holds no mail message", err=True)
        sys.exit(1)
    try:
        require_schema()
        with transaction():
            mail = take_in(content, at=utc_now())
            outcome = f"put aside: {mail.why.value.replace('_', ' ')}" if mail.why else "taken"
    except (OperationalError, DatabaseUnavailable):
        click.echo("calendar: the database cannot be used; hand the message over again later", err=True)
        sys.exit(TRY_LATER)
    click.echo(outcome)


def read_at_most(stream: BinaryIO, most: int) -> bytes:
    """Return the first `most` bytes of a stream; read and discard the rest, so that the writer does not block."""
    kept = bytearray()
    while piece := stream.read(PIECE):
        kept += piece[: most - len(kept)]
    return bytes(kept)

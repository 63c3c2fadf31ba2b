"""The `flask accounts` commands."""

from __future__ import annotations

import sys
from datetime import timedelta

import click
from flask_babel import gettext as _

from app.accounts.scopes import SCOPES
from app.database.commands import DatabaseGroup
from app.database.transactions import transaction

accounts = DatabaseGroup("accounts", help="People who sign in, and tokens for programs.")


@accounts.command("create-administrator")
@click.argument("email")
def create_administrator(email: str) -> None:
    """Give EMAIL an account that manages accounts and settings.

    The password is one line of standard input. Someone who exists becomes an administrator with that password.
    """
    from app.accounts import actions
    from app.clock import utc_now
    from app.errors import RuleViolation

    password = _password()
    try:
        with transaction():
            actions.create_administrator(email.strip().lower(), password=password, at=utc_now())
    except RuleViolation as violation:
        raise click.ClickException(str(violation.message)) from violation
    click.echo(f"{email.strip().lower()} is an administrator.", err=True)


@accounts.command("token")
@click.argument("email")
@click.option("--name", required=True, help="What the token is for, as its owner will see it.")
@click.option("--days", type=click.IntRange(1, 3650), default=90, show_default=True, help="How long it works.")
@click.option("--scope", "scopes", multiple=True, type=click.Choice(SCOPES), help="What it may be used for; else all.")
def token(email: str, name: str, days: int, scopes: tuple[str, ...]) -> None:
    """Make a token with which a program acts as EMAIL; print it, alone, this once."""
    from app.accounts import actions
    from app.clock import utc_now
    from app.errors import RuleViolation

    try:
        with transaction():
            secret = actions.issue_api_token(
                email.strip().lower(), name=name, lifetime=timedelta(days=days), at=utc_now(), scopes=scopes
            )
    except RuleViolation as violation:
        raise click.ClickException(str(violation.message)) from violation
    click.echo(secret)


def _password() -> str:
    if sys.stdin.isatty():
        return str(click.prompt(_("Password"), hide_input=True, confirmation_prompt=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")

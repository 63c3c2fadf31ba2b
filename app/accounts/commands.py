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
@click.option("--name", help="The person's name; else the part of EMAIL before the @.")
@click.option("--organisation", help="The full name of the person's organisation; else the unit of the settings.")
def create_administrator(email: str, name: str | None, organisation: str | None) -> None:
    """Give EMAIL an account that manages accounts and settings.

    The password is one line of standard input. Someone who exists becomes an administrator with that password.
    """
    from app.accounts import actions
    from app.clock import utc_now
    from app.errors import RuleViolation

    password = _password()
    try:
        with transaction():
            actions.create_administrator(
                email.strip().lower(), password=password, at=utc_now(), name=name, organisation=organisation
            )
    except RuleViolation as violation:
        raise click.ClickException(str(violation.message)) from violation
    click.echo(f"{email.strip().lower()} is an administrator.", err=True)


@accounts.command("first-administrator")
@click.option("--if-needed", is_flag=True, help="Print nothing, and exit with 0, if anybody has an account.")
def first_administrator(if_needed: bool) -> None:
    """Print a new one-time address at which the first administrator is created; earlier ones end."""
    from app.accounts.first_run import actions, queries
    from app.clock import utc_now
    from app.errors import RuleViolation
    from app.web.external_urls import external

    if if_needed and queries.has_accounts():
        return
    try:
        with transaction():
            secret = actions.issue_link(at=utc_now())
    except RuleViolation as violation:
        raise click.ClickException(str(violation.message)) from violation
    address = external("first_run.create", token=secret)
    click.echo(f"Open {address} to create the first administrator (works once, for 24 hours).")


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

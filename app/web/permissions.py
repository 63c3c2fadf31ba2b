"""The documentation page of permissions, generated from the policies and the routes that they guard."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from werkzeug.routing import Rule

from app.web.policies import Policy, every_policy

INTRODUCTION = """\
# Who may what

Generated from the policies by `script/flask docs permissions`; a test compares. Strangers are sent to sign in.
*Hidden* means that the address answers 404 to those who may not even know; *denied* means 403.
"""

commands = AppGroup("docs", help="Pages of docs/ that are made from the program.")


def init_app(app: Flask) -> None:
    """Register `flask docs permissions`."""
    app.cli.add_command(commands)


@commands.command("permissions", help="Print docs/permissions.md.")
def _print() -> None:
    click.echo(permissions_page(current_app), nl=False)


def permissions_page(app: Flask) -> str:
    """Return the page as Markdown: a table per kind of object, then the routes that are open to everyone."""
    guarded, opened = _routes(app)
    parts = [INTRODUCTION]
    for subject, policies in groupby(every_policy(), key=lambda policy: policy.name.partition(":")[0]):
        rows = [_row(policy, guarded[policy.name]) for policy in policies]
        parts.append(
            f"## {subject}\n\n| Act | Who may | Others | Where |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"
        )
    if opened:
        parts.append("## Open to everyone\n\n" + "\n".join(f"- {route}" for route in opened) + "\n")
    return "\n".join(parts)


def _row(policy: Policy, routes: list[str]) -> str:
    act = policy.name.partition(":")[2] or policy.name
    others = "hidden" if policy.model else "denied"
    if policy.hidden_unless:
        others = f"denied; hidden unless {policy.hidden_unless.name}"
    return f"| {act} | {policy.summary} | {others} | {'<br>'.join(routes)} |"


def _routes(app: Flask) -> tuple[dict[str, list[str]], list[str]]:
    """Return the routes of each policy by its name, and those without one, each as "GET, POST /path"."""
    guarded: dict[str, list[str]] = defaultdict(list)
    opened: list[str] = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        policy = getattr(app.view_functions[rule.endpoint], "policy", None)
        (guarded[policy.name] if policy else opened).append(_route(rule))
    return guarded, opened


def _route(rule: Rule) -> str:
    methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    return f"`{', '.join(methods)} {rule.rule}`"

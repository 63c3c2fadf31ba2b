"""The application factory and the platform packages that all features use. No module here imports a feature."""

from __future__ import annotations

from importlib import import_module

import click
import jinja2
from flask import Flask

from config import FEATURES, ROOT, Settings, read_settings

__version__ = "1.0.0"  # pyproject.toml reads it

PARTS = (
    "database.schema",
    "search",
    "saved_views",
    "organisations",
    "accounts",
    "circles",
    "jobs",
    "audit",
    "mail.outbox",
    "mail.links",
    "mail.notifications",
    "files",
    "pdf",
    "charts",
    "calendars",
    "mail.inbox",
    "dispositions",
    "backup",
    "web.health",
    "settings",
    "help",
    "checks",
    "api",
)
"""Platform packages, each with an `init_app(app)`, in the order in which they are initialised."""


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application: initialise the platform, then each feature, then check that every route has a policy."""
    from app import database, errors
    from app.database.transactions import TransactionalFlask
    from app.web import assets, components, i18n, logging, markdown, panels, permissions, policies, security

    settings = settings or _settings()
    app = TransactionalFlask(
        __name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "app" / "static")
    )
    app.extensions["settings"] = settings
    app.config["DEMO"] = settings.demo
    app.jinja_env.undefined = jinja2.StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["settings"] = settings
    logging.init_app(app)
    assets.init_app(app)
    database.init_app(app, settings)
    security.init_app(app, settings)
    i18n.init_app(app, settings)
    markdown.init_app(app)
    errors.init_app(app)
    panels.init_app(app)
    policies.init_app(app)
    permissions.init_app(app)
    components.init_app(app)
    app.cli.add_command(print_version)
    for name in (*(f"app.{part}" for part in PARTS), *FEATURES):
        import_module(name).init_app(app)
    policies.check_routes(app)
    return app


@click.command("version")
def print_version() -> None:
    """Print the version of Selaras."""
    click.echo(f"Selaras {__version__}")


def _settings() -> Settings:
    """Return the settings, read after any interrupted restore is completed, as that may replace the secret key."""
    from app.backup import journal

    if became := journal.finish(read_settings()):
        click.echo(f"A restore was interrupted: {became}.", err=True)
    return read_settings()

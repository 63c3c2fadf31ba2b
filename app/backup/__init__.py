"""A complete copy of an instance in one file, and back from it."""

from __future__ import annotations

from flask import Flask

from app.backup.commands import back_up_command, restore_command


def init_app(app: Flask) -> None:
    """Offer `flask backup FILE` and `flask restore FILE`."""
    app.cli.add_command(back_up_command)
    app.cli.add_command(restore_command)

"""Backup of a complete instance to one file, and restore from it."""

from __future__ import annotations

from flask import Flask

from app.backup.commands import back_up_command, restore_command


def init_app(app: Flask) -> None:
    """Register the commands `flask backup FILE` and `flask restore FILE`."""
    app.cli.add_command(back_up_command)
    app.cli.add_command(restore_command)

"""What was done, by whom, when: `audit.record(...)` beside every change."""

from flask import Flask

from app.audit.record import record

__all__ = ["init_app", "record"]


def init_app(app: Flask) -> None:
    """Make the tables known."""

"""What leaves: `outbox.enqueue(...)` in the transaction that caused it, delivered by a job."""

from flask import Flask

from app.outbox.enqueue import enqueue

__all__ = ["enqueue", "init_app"]


def init_app(app: Flask) -> None:
    """Make the tables known."""

"""Whether this process was asked to end: long jobs look here between two steps."""

from __future__ import annotations

from threading import Event

asked_to_stop = Event()


def is_stopping() -> bool:
    """Tell a job to finish its step and return."""
    return asked_to_stop.is_set()

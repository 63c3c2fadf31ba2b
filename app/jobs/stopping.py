"""Whether this process was asked to stop. Long jobs check this between two steps."""

from __future__ import annotations

from threading import Event

asked_to_stop = Event()


def is_stopping() -> bool:
    """Whether a job should finish its current step and return."""
    return asked_to_stop.is_set()

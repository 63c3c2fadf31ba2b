"""Whether this process was requested to stop. Long jobs check this between two steps."""

from __future__ import annotations

from threading import Event

stop_requested = Event()


def is_stopping() -> bool:
    """Whether a job should finish its current step and return."""
    return stop_requested.is_set()

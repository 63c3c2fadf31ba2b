"""What programs may do with forums."""

from __future__ import annotations

from flask import Flask

from forums.scheduling import api as scheduling


def init_app(app: Flask) -> None:
    """Open the operations of every slice."""
    for part in (scheduling.forums, scheduling.sessions):
        part.init_app(app)

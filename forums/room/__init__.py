"""The room screen of a session: the current item, time, decisions and attendance, large enough for a projector.

Other slices add a part below the attendance with `panels.add_panel(app, "session:room", Session, …)`.
"""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages."""
    from forums.room.views import bp

    parent.register_blueprint(bp)

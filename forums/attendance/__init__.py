"""Attendance: who was present, and whether the quorum is met."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from app.web import panels


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, the tab, and the banner below the title of sessions."""
    from forums.attendance import labels
    from forums.attendance.banner import banner, missing
    from forums.attendance.views import bp
    from forums.scheduling import tabs
    from forums.scheduling.models import Session

    parent.register_blueprint(bp)
    labels.init_app(app)
    panels.add_panel(app, "session:banner", Session, banner)
    panels.add_panel(app, "session:closing", Session, missing)
    tabs.add_tab(app, tabs.Tab("forums.attendance.show", _l("Attendance"), 20))

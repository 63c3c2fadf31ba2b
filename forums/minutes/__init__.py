"""Minutes: written live by several people, circulated, corrected, approved by the presider, and locked."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register pages and the tab."""
    from forums.minutes import words
    from forums.minutes.policies import find_minutes
    from forums.minutes.views import bp
    from forums.scheduling import tabs

    parent.register_blueprint(bp)
    words.init_app(app)
    tabs.add_tab(app, tabs.Tab("forums.minutes.show", _l("Minutes"), 30, find_minutes))

"""Minutes: written live by several people, circulated, corrected, approved by the presider, and locked."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from app.web import panels


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, the tab, the search, and the button that reopens a session."""
    from app.search import sources
    from forums.minutes import labels, lookup
    from forums.minutes.models import Minutes
    from forums.minutes.policies import find_minutes
    from forums.minutes.reopening import reopening
    from forums.minutes.views import bp
    from forums.scheduling import tabs
    from forums.scheduling.models import Session

    parent.register_blueprint(bp)
    labels.init_app(app)
    panels.add_panel(app, "session:actions", Session, reopening)
    panels.add_address(app, Minutes, "forums.minutes.show", session_id="session_id")
    tabs.add_tab(app, tabs.Tab("forums.minutes.show", _l("Minutes"), 30, find_minutes))
    sources.register(app, lookup.PASSAGES, lookup.PUBLISHED)

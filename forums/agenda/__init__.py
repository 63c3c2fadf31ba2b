"""Agendas: the items that a session discusses, in order, and their outcome."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from app.web import panels


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, the tab, the panels, the search, the job and the event handlers."""
    from app.search import sources
    from forums.agenda import handlers as handlers
    from forums.agenda import jobs as jobs
    from forums.agenda import labels, lookup
    from forums.agenda.closing import consequences
    from forums.agenda.overview import overview
    from forums.agenda.sectors import panel
    from forums.agenda.views import bp
    from forums.scheduling import tabs
    from forums.scheduling.models import Forum, Session

    parent.register_blueprint(bp)
    labels.init_app(app)
    panels.add_panel(app, "session:main", Session, overview)
    panels.add_panel(app, "session:closing", Session, consequences)
    panels.add_panel(app, "forum:main", Forum, panel)
    tabs.add_tab(app, tabs.Tab("forums.agenda.show", _l("Agenda"), 10))
    sources.register(app, lookup.ITEMS)

"""Registration: anyone can register for a session of a public forum, without an account."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from app.web import panels
from config import Settings


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, the panels, the tab, the job and the event handlers."""
    from forums.registration import handlers as handlers
    from forums.registration import jobs as jobs
    from forums.registration import labels, policies, public_views, views
    from forums.scheduling import tabs
    from forums.scheduling.models import Forum, Session

    parent.register_blueprint(views.bp)
    parent.register_blueprint(public_views.bp)
    labels.init_app(app)
    panels.add_panel(app, "session:attendance", Session, views.panel)
    panels.add_panel(app, "session:aside", Session, views.overview)
    panels.add_panel(app, "forum:aside", Forum, views.for_everyone)
    panels.add_panel(app, "sign-in:below", Settings, views.way_in)
    tabs.add_tab(app, tabs.Tab("forums.registration.show", _l("Registration"), 17, policies.offers_registration))

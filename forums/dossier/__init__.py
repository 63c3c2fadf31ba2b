"""The file that remains of a session: its papers, signed copies, letters of assignment, photos and receipts.

Its parts are listed in `parts.PARTS`, in the order of an office. They are assembled as one PDF and as separate files.
"""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from app.web import panels


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, the tab of sessions, the search, and the panels."""
    from app.search import sources
    from forums.dossier import answer_views, bundle_views, labels, lookup, photos, policies, views
    from forums.invitations.queries import Invited
    from forums.scheduling import tabs
    from forums.scheduling.models import Session

    for blueprint in (views.bp, bundle_views.bp, answer_views.bp):
        parent.register_blueprint(blueprint)
    labels.init_app(app)
    panels.add_panel(app, "answer:below", Invited, answer_views.panel)
    panels.add_panel(app, "session:main", Session, photos.panel)
    tabs.add_tab(app, tabs.Tab("forums.dossier.show", _l("File"), 60, may=policies.read_dossier))
    sources.register(app, lookup.FILES)

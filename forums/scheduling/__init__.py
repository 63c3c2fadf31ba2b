"""Forums and their charters, who sits in them, the rules by which they meet, and their sessions.

Places that other slices fill, each with `panels.add_panel(app, place, model, panel)`:

    forum:actions   buttons in the title of the page of a Forum
    forum:main      below what the page of a Forum shows by itself
    forum:aside     beside it, under its facts
    session:actions buttons in the title of every page of a Session
    session:band    one line under the title of every page of a Session, such as who is present
    session:main    the page "Overview" of a Session
    session:aside   beside it, under its facts
    session:attendance below who of those invited was there

A question about a session that deserves a page of its own is a tab: `tabs.add_tab(app, Tab(endpoint, label, order))`.
Its template extends forums/scheduling/session_frame.html, fills the block `work` and is rendered with `session`.
"""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from app.accounts.duties import add_duty
from app.organisations.models import Organisation

SESSIONS = tuple(
    f"forums.{name}"
    for name in (
        *("sessions", "holidays", "calendar", "live", "agenda", "invitations"),
        *("registration", "attendance", "minutes", "papers", "replies"),
    )
)
"""Slices whose pages are about one session: there "Sessions" is the current place."""
FORUMS = ("forums.scheduling", "forums.changes", "forums.members", "forums.imports", "forums.seat_import")
"""Slices whose pages are about one forum."""


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register pages, the horizon job, navigation, lookup and addresses."""
    from app.web import panels
    from forums.scheduling import handlers as handlers
    from forums.scheduling import jobs as jobs
    from forums.scheduling import labels, lookup, policies, queries, session_views, tabs, views
    from forums.scheduling.models import Forum, Session
    from forums.scheduling.panels import forums_of

    parent.register_blueprint(views.bp)
    parent.register_blueprint(session_views.bp)
    labels.init_app(app)
    tabs.init_app(app)
    tabs.add_tab(app, tabs.Tab("forums.sessions.show", _l("Overview"), 0))
    add_duty(app, queries.serves_a_session)
    panels.add_panel(app, "main", Organisation, forums_of)
    panels.add_address(app, Forum, "forums.scheduling.show", slug="slug")
    panels.add_address(app, Session, "forums.sessions.show", session_id="id")
    found = panels.registry(app)
    found.navigation += [
        panels.Entry("forums.scheduling.index", _l("Forums"), "forum", 20, policies.list_forums, section=FORUMS),
        panels.Entry("forums.sessions.index", _l("Sessions"), "session", 30, policies.list_forums, section=SESSIONS),
    ]
    found.creation += [  # on every page: asks nothing of the database; leaders add sessions on their forum's page
        panels.Entry("forums.scheduling.create", _l("Forum"), "forum", 10, policies.create_forum),
        panels.Entry("forums.sessions.begin", _l("Single session"), "session", 20, policies.create_forum),
    ]
    found.searches.append(lookup.FORUMS)

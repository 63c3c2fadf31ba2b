"""Forums and their charters, participants, schedules and sessions.

Places for panels of other slices, each added with `panels.add_panel(app, place, model, panel)`:

    forum:main_action   the main button in the title of the page of a Forum
    forum:actions       list items for its other actions
    forum:main          below the content of the page of a Forum
    forum:aside         in its sidebar, below the facts
    session:actions     buttons in the title of every page of a Session
    session:banner      a banner below the title of every page of a Session, such as the attendance
    session:main        the page "Overview" of a Session
    session:aside       in its sidebar, below the facts
    session:attendance  below the attendance of those invited

A separate page about a session is a tab: `tabs.add_tab(app, Tab(endpoint, label, order))`. Its template extends
forums/scheduling/session_frame.html, fills the block `work` and is rendered with `session`.
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
        *("registration", "attendance", "minutes", "papers", "dossier", "bundles"),
        *("replies", "preparation", "conflicts", "pack", "records", "reports"),
        *("review", "versions", "redaction", "room", "officers", "checkin", "guests"),
        "dispositions.give_session",
    )
)
"""Slices whose pages belong to the navigation entry "Sessions"."""
FORUMS = tuple(
    f"forums.{name}"
    for name in (
        *("scheduling", "changes", "members", "basis", "imports", "seat_import"),
        *("circular", "convener", "phrases"),
    )
)
"""Slices whose pages belong to the navigation entry "Forums"."""


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, the horizon job, navigation, search, panels and addresses."""
    from app.saved_views import add_list
    from app.search import sources
    from app.web import panels
    from forums.scheduling import filters, labels, lookup, policies, queries, session_views, tabs, views
    from forums.scheduling import handlers as handlers
    from forums.scheduling import jobs as jobs
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
    add_list(app, "sessions", _l("Sessions"), "forums.sessions.index", *filters.SESSION_PARAMETERS)
    add_list(app, "forums", _l("Forums"), "forums.scheduling.index", *filters.FORUM_PARAMETERS)
    found = panels.registry(app)
    found.navigation += [
        panels.Entry("forums.scheduling.index", _l("Forums"), "forum", 20, policies.list_forums, section=FORUMS),
        panels.Entry("forums.sessions.index", _l("Sessions"), "session", 30, policies.list_forums, section=SESSIONS),
    ]
    # shown on every page, so it must not query the database; leaders add sessions on their forum's page
    found.creation += [
        panels.Entry("forums.scheduling.create", _l("Forum"), "forum", 10, policies.create_forum),
        panels.Entry("forums.sessions.begin", _l("Single session"), "session", 20, policies.create_forum),
    ]
    sources.register(app, lookup.FORUMS, lookup.SESSIONS)

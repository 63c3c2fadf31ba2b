"""Invitations: who is invited to a session, the answers, and calendar feeds.

For other slices: `queries.effective_answers(session)`, `queries.roll(session)` with its quorum forecast,
`due.unanswered(person, now, most)`, `quorum_risk.sessions_at_risk(person, …)` and `actions.invite_ahead(at=...)`.
"""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from app.accounts.models import Person
from app.web import panels


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, the tab, the panels, the jobs and the event handlers."""
    from forums.invitations import answer_views, feed_views, labels, mailbox_views, policies, views
    from forums.invitations import handlers as handlers
    from forums.invitations import jobs as jobs
    from forums.scheduling import tabs
    from forums.scheduling.models import Forum, Session

    parent.register_blueprint(views.bp)
    parent.register_blueprint(answer_views.bp)
    parent.register_blueprint(feed_views.bp)
    parent.register_blueprint(mailbox_views.bp)
    panels.add_panel(app, "session:aside", Session, views.panel)
    panels.add_panel(app, "profile:aside", Person, feed_views.panel)
    panels.add_panel(app, "mail-links:above", Person, mailbox_views.panel)
    panels.add_panel(app, "session:actions", Session, feed_views.session_action)
    panels.add_panel(app, "forum:actions", Forum, feed_views.forum_action)
    labels.init_app(app)
    tabs.add_tab(app, tabs.Tab("forums.invitations.show", _l("Invitations"), 15, policies.read_invitations))

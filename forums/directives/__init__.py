"""Directives of leadership and suggestions from outside, and what became of them."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from app.accounts.models import Person
from app.web import panels


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, panels, navigation, address, search and job."""
    from app.search import sources
    from forums.directives import jobs as jobs
    from forums.directives import labels, lookup, public_views, views
    from forums.directives.models import Directive
    from forums.scheduling.models import Forum, Session

    parent.register_blueprint(views.bp)
    parent.register_blueprint(public_views.bp)
    labels.init_app(app)
    app.jinja_env.globals["register_address"] = views.address_of
    panels.add_panel(app, "forum:actions", Forum, views.forum_action)
    panels.add_panel(app, "forum:aside", Forum, views.panel)
    panels.add_panel(app, "session:actions", Session, views.session_action)
    panels.add_address(app, Directive, "forums.directives.show", directive_id="id")
    panels.registry(app).navigation.append(
        panels.Entry(
            "forums.directives.index",
            _l("Directives and suggestions"),
            "flag",
            55,
            _is_offered,
            extra=True,
            section=("forums.directives", "forums.dispositions.give_directive"),
        )
    )
    sources.register(app, lookup.DIRECTIVES)


def _is_offered(user: Person) -> bool:
    """Whether the navigation shows the register: to coordinators, who answer, and to leadership, who give."""
    return bool(user.is_active and (user.is_coordinator or user.is_leadership))

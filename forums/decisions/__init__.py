"""Decisions: the register across forums, and the commitments that implement them."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from app.web import panels
from commitments.registry.models import Commitment


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, the navigation entry, the search, and the panels."""
    from app.saved_views import add_list
    from app.search import sources
    from forums.decisions import labels, lookup, policies
    from forums.decisions.filters import PARAMETERS
    from forums.decisions.models import Decision
    from forums.decisions.origin import origin
    from forums.decisions.overview import of_forum, overview
    from forums.decisions.views import bp
    from forums.scheduling.models import Forum, Session

    parent.register_blueprint(bp)
    labels.init_app(app)
    panels.add_address(app, Decision, "forums.decisions.show", decision_id="id")
    panels.add_panel(app, "origin", Commitment, origin)
    panels.add_panel(app, "session:main", Session, overview)
    panels.add_panel(app, "forum:aside", Forum, of_forum)
    found = panels.registry(app)
    found.navigation.append(
        panels.Entry("forums.decisions.index", _l("Decisions"), "decision", 60, policies.list_decisions, extra=True)
    )
    sources.register(app, lookup.DECISIONS, lookup.OBJECTIONS)
    add_list(app, "decisions", _l("Decisions"), "forums.decisions.index", *PARAMETERS)

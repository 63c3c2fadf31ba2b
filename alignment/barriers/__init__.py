"""Barriers: what stands in the way, who can remove it, and how it was resolved."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, API, event handlers, job, labels, holding, panels and search of barriers."""
    from agreements.registry.models import Agreement
    from alignment.barriers import api, labels, panels, views
    from alignment.barriers import handlers as handlers
    from alignment.barriers import jobs as jobs
    from alignment.barriers.holdings import BARRIERS
    from alignment.barriers.lookup import BARRIERS as FOUND_BARRIERS
    from alignment.barriers.models import Barrier
    from app.organisations.succession.holdings import add_holding
    from app.search import sources
    from app.web import panels as registered
    from commitments.registry.models import Commitment
    from forums.directives.models import Directive
    from forums.scheduling.models import Forum

    parent.register_blueprint(views.bp)
    api.api.init_app(app)
    labels.init_app(app)
    add_holding(app, BARRIERS)
    sources.register(app, FOUND_BARRIERS)
    registered.add_address(app, Barrier, "alignment.barriers.show", barrier_id="id")
    registered.add_panel(app, "aside", Commitment, panels.of_commitment)
    registered.add_panel(app, "aside", Directive, panels.of_directive)
    registered.add_panel(app, "forum:aside", Forum, panels.of_forum)
    registered.add_panel(app, "agreement:aside", Agreement, panels.of_agreement)

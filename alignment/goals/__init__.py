"""Shared goals: what the parties of a forum or agreement want together, where they differ, and its mediation."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, API, event handlers, labels, panels and search."""
    from agreements.registry.models import Agreement
    from alignment.goals import api, labels, mediation_views, panels, views
    from alignment.goals import handlers as handlers
    from alignment.goals.lookup import GOALS, INTERESTS
    from alignment.goals.models import SharedGoal
    from app.search import sources
    from app.web import panels as registered
    from forums.scheduling.models import Forum

    parent.register_blueprint(views.bp)
    parent.register_blueprint(mediation_views.bp)
    api.api.init_app(app)
    labels.init_app(app)
    sources.register(app, GOALS, INTERESTS)
    registered.add_address(app, SharedGoal, "alignment.goals.show", shared_goal_id="id")
    registered.add_panel(app, "forum:aside", Forum, panels.of_forum)
    registered.add_panel(app, "agreement:aside", Agreement, panels.of_agreement)

"""Capacity: the competences that are needed, the levels of organisations, and the training that closes gaps."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, API, event handlers, job, labels and panels."""
    from alignment.barriers.models import Barrier
    from alignment.capacity import api, labels, panels, views
    from alignment.capacity import handlers as handlers
    from alignment.capacity import jobs as jobs
    from alignment.capacity import training_views as training_views
    from alignment.capacity.models import Training
    from app.organisations.models import Organisation
    from app.web import panels as registered
    from forums.scheduling.models import Forum

    parent.register_blueprint(views.bp)
    api.api.init_app(app)
    labels.init_app(app)
    registered.add_address(app, Training, "alignment.capacity.show_training", training_id="id")
    registered.add_panel(app, "aside", Organisation, panels.of_organisation)
    registered.add_panel(app, "forum:aside", Forum, panels.of_forum)
    registered.add_panel(app, "aside", Barrier, panels.of_barrier)

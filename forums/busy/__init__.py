"""Busy times of people, read from external calendars that they add: only start and end are stored.

For other slices: `queries.calendar_times(people, …)` and `queries.busy_in(forum, …)`.
"""

from __future__ import annotations

from flask import Blueprint, Flask

from app.accounts.models import Person
from app.web import panels


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, the jobs and the panel of the profile."""
    from forums.busy import jobs as jobs
    from forums.busy import labels, views

    parent.register_blueprint(views.bp)
    panels.add_panel(app, "profile:aside", Person, views.panel)
    labels.init_app(app)

"""Withheld parts of published minutes: marked by one person, approved by another, each with its legal basis."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, the labels, the panel beside minutes and the job."""
    from app.web import panels
    from forums.minutes.models import Minutes
    from forums.redaction import handlers as handlers
    from forums.redaction import jobs as jobs
    from forums.redaction import labels
    from forums.redaction.models import Redaction
    from forums.redaction.panel import beside_minutes
    from forums.redaction.views import bp

    parent.register_blueprint(bp)
    labels.init_app(app)
    panels.add_panel(app, "aside", Minutes, beside_minutes)
    panels.add_address(app, Redaction, "forums.redaction.show", redaction_id="id")

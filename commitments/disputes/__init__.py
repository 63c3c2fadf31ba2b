"""Disputes about findings of verifiers, and their mediation."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, the event handler and the job."""
    from commitments.disputes import handlers as handlers
    from commitments.disputes import jobs as jobs
    from commitments.disputes import views

    parent.register_blueprint(views.bp)

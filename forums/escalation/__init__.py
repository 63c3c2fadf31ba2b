"""Escalation: commitments that are two weeks late come onto the agenda of the next session by themselves."""

from __future__ import annotations

from flask import Blueprint, Flask

from app.web import panels


def init_app(app: Flask, _parent: Blueprint) -> None:
    """Register the event handler, the job and the panel."""
    from commitments.registry.models import Commitment
    from forums.escalation import handlers as handlers
    from forums.escalation import jobs as jobs
    from forums.escalation.ladder import on_agenda

    panels.add_panel(app, "ladder", Commitment, on_agenda)

"""The main action on the page of a forum: what its organisers have to do next."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, _parent: Blueprint) -> None:
    """Register the panel."""
    from app.web import panels
    from forums.next_act.panel import next_act
    from forums.scheduling.models import Forum

    panels.add_panel(app, "forum:main_action", Forum, next_act)

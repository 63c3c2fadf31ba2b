"""The live page: attendance, agenda, notes and decisions of a session in progress."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the page and its tab."""
    from forums.live.views import bp
    from forums.scheduling import tabs
    from forums.scheduling.policies import read_names

    parent.register_blueprint(bp)
    tabs.add_tab(app, tabs.Tab("forums.live.show", _l("Live"), 5, read_names))

"""Agendas: what a session discusses, in order, and what becomes of each item."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register pages, the tab, the job, and what happens when sessions open and close."""
    from forums.agenda import jobs as jobs
    from forums.agenda import reactions as reactions
    from forums.agenda import words
    from forums.agenda.views import bp
    from forums.scheduling import tabs

    parent.register_blueprint(bp)
    words.init_app(app)
    tabs.add_tab(app, tabs.Tab("forums.agenda.show", _l("Agenda"), 10))

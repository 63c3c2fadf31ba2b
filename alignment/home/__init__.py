"""The first page of alignment: what should be talked about, forum by forum, and who is waited for."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from alignment.navigation import SECTIONS
from app.web import panels


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the page, and the entry of alignment in the navigation with its other pages."""
    from alignment.home import policies, views

    parent.register_blueprint(views.bp)
    panels.registry(app).navigation.append(
        panels.Entry(
            "alignment.home.index",
            _l("Alignment"),
            "align",
            75,
            lambda user: user.is_authenticated and policies.read_home(user),
            extra=True,
            section="alignment.",
            children=SECTIONS,
        )
    )

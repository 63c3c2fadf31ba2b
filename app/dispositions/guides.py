"""The guide to dispositions."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.help.registry import Guide, add_guide

DISPOSITIONS = Guide(
    name="dispositions",
    title=_l("Instructions to colleagues"),
    about=_l("Pass a commitment, an invitation or a directive on to a colleague, and see what becomes of it."),
    template="dispositions/help.html",
    order=155,
    explains={"dispositions": "", "commitments.dispositions": "give", "forums.dispositions": "give"},
)


def register(app: Flask) -> None:
    """Register the guide."""
    add_guide(app, DISPOSITIONS)

"""What templates ask about dispositions and about what is passed on."""

from __future__ import annotations

from flask import Flask

from app.dispositions.matters import matter_named, matter_of
from app.dispositions.rules import is_overdue


def init_app(app: Flask) -> None:
    """Register the functions of templates."""
    app.jinja_env.globals.update(
        disposition_overdue=is_overdue,
        is_passable=lambda thing: matter_of(thing).is_open(thing),
        matter_word=lambda subject_type: matter_named(subject_type).word,
    )

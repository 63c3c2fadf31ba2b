"""Official papers of a session in office form: Undangan, Daftar Hadir and Notulen, as PDF.

Papers are Indonesian, whatever language the reader has chosen, unless English is asked for (`?lang=en`): then labels
are English and the content is as it was written.
"""

from __future__ import annotations

from flask import Blueprint, Flask, url_for
from flask_babel import lazy_gettext as _l

from app.database import db
from app.pdf.kinds import Kind, add_kind
from app.web import panels


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register downloads, the menu on a session's pages, and the paper that is registered when minutes are approved."""
    from forums.minutes.models import Minutes
    from forums.papers import handlers as handlers
    from forums.papers import labels
    from forums.papers.handlers import MINUTES
    from forums.papers.menu import menu, paper_of_minutes
    from forums.papers.views import bp
    from forums.scheduling.models import Session

    parent.register_blueprint(bp)
    labels.init_app(app)
    panels.add_panel(app, "session:actions", Session, menu)
    panels.add_panel(app, "aside", Minutes, paper_of_minutes)
    add_kind(
        app,
        Kind(
            name=MINUTES,
            label=_l("Minutes"),
            states="minutes",
            address=lambda minutes_id: url_for(
                "forums.minutes.show", session_id=db.session.get_one(Minutes, minutes_id).session_id
            ),
        ),
    )

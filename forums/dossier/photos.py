"""The public photos of a session, on its overview."""

from __future__ import annotations

from flask import render_template
from flask_login import current_user
from markupsafe import Markup

from forums.dossier import policies, queries
from forums.scheduling.models import Session, SessionState


def panel(session: Session) -> Markup | None:
    """Return the public photos of a session whose minutes are published, or None."""
    if session.state is not SessionState.HELD or not policies.shows_photos(current_user, session):
        return None
    photos = queries.public_photos(session.id)
    if not photos:
        return None
    return Markup(render_template("forums/dossier/photos.html", photos=photos))  # noqa: S704 - it escapes

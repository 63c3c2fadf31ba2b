"""The menu "Papers" in the title of a session's pages: what the reader may download."""

from __future__ import annotations

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from forums.minutes.policies import readable_versions
from forums.scheduling.models import Session


def menu(session: Session) -> Markup | None:
    """Return the menu, or nothing when there is nothing for this reader."""
    entries = _minutes(session)
    if not entries:
        return None
    return Markup(render_template("forums/papers/menu.html", entries=entries))  # noqa: S704


def _minutes(session: Session) -> list[tuple[str, str, str]]:
    """Return the entry of the newest version of the minutes that the reader may have."""
    versions = readable_versions(current_user, session)
    if not versions:
        return []
    newest = versions[0]
    label = _("Minutes (PDF)") if newest.is_locked else _("Minutes, draft (PDF)")
    return [(label, url_for("forums.papers.minutes", minutes_id=newest.id), "file")]

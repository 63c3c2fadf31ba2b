"""What the verification page says about minutes: which version is in force, and who approved a public one."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.circles.models import Classification
from app.database import db
from app.pdf.models import Paper
from app.web.i18n import plain_day
from forums.minutes.models import Minutes
from forums.versions import queries


def facts_of(paper: Paper) -> list[tuple[str, str]]:
    """Return labels and values about registered minutes. Those of other than public forums have no number or date."""
    query = select(Minutes).where(Minutes.id == paper.subject_id).options(joinedload(Minutes.session))
    minutes = db.session.scalar(query)
    if minutes is None:
        return []
    is_public = paper.classification is Classification.PUBLIC
    return [(_("Version in force"), _in_force(minutes, is_public)), *(_of_public(minutes, paper) if is_public else ())]


def _in_force(minutes: Minutes, is_public: bool) -> str:
    latest = queries.in_force(minutes.session_id)
    if latest is None or latest.id == minutes.id:
        return _("This version")
    if not is_public or latest.approved_at is None:
        return _("A later one")
    day = plain_day(latest.approved_at, minutes.session.timezone)
    return _("Version %(number)s, approved on %(day)s", number=latest.version, day=day)


def _of_public(minutes: Minutes, paper: Paper) -> list[tuple[str, str]]:
    """Return which text it is and its approval; who approved is said as in the published text."""
    text = _whole_text(minutes) if paper.sha256 == minutes.sha256 else _("Published, with positions in place of names")
    approved = plain_day(minutes.approved_at, minutes.session.timezone) if minutes.approved_at else ""
    by = (minutes.published_content or {}).get("approved_by")
    return [
        (_("Text"), text),
        (_("Approved electronically"), _("%(day)s, by %(name)s", day=approved, name=by) if by else approved),
    ]


def _whole_text(minutes: Minutes) -> str:
    words = _("Complete text, not for the public")
    if minutes.published_sha256 is None:
        return words
    return _("%(text)s. The published text is another document with its own hash", text=words)

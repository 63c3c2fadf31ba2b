"""Download links of a session's documents: the menu in its title, and the links beside minutes."""

from __future__ import annotations

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from forums.minutes.models import Minutes
from forums.minutes.policies import newest_readable
from forums.papers import policies
from forums.scheduling.models import Session, SessionState
from forums.scheduling.policies import read_names

Entry = tuple[str, str, str]


def menu(session: Session) -> Markup | None:
    """Return the menu, or None if it would be empty for this user."""
    entries = (*_pack(session), *_letter(session), *_attendance(session), *_minutes(session))
    if not entries:
        return None
    return Markup(render_template("forums/papers/menu.html", entries=entries))  # noqa: S704


def paper_of_minutes(minutes: Minutes) -> Markup:
    """Return the links to the Notulen of this version in both languages."""
    return Markup(render_template("forums/papers/minutes_aside.html", minutes=minutes))  # noqa: S704


def _pack(session: Session) -> list[Entry]:
    """Return the page of the meeting pack, except for a session that does not take place."""
    if session.state in {SessionState.CANCELLED, SessionState.MERGED} or not read_names(current_user, session):
        return []
    return [(_("Meeting pack"), url_for("forums.pack.show", session_id=session.id), "file")]


def _letter(session: Session) -> list[Entry]:
    """Return the entries for writing the letter, if allowed, and for downloading it once it has a number."""
    entries = []
    if policies.write_letter(current_user, session):
        entries.append(
            (_("Write the invitation letter"), url_for("forums.papers.letter", session_id=session.id), "pen")
        )
    if policies.letter_is_ready(session):
        entries.append(
            (_("Invitation letter (PDF)"), url_for("forums.papers.signed_letter", session_id=session.id), "mail")
        )
    return entries


def _attendance(session: Session) -> list[Entry]:
    """Return the list to sign until the session was held, and the recorded one once it was opened."""
    if session.state in {SessionState.CANCELLED, SessionState.MERGED}:
        return []
    if not policies.read_attendance(current_user, session):
        return []
    kinds = []
    if session.state is SessionState.PLANNED:
        kinds.append((_("Attendance list to sign (PDF)"), "sheet_to_sign", "sheet_with_contacts"))
    if session.opened_at:
        kinds.append((_("Attendance list (PDF)"), "attendance_list", "list_with_contacts"))
    entries = []
    for label, shared, with_contacts in kinds:
        entries.append((label, url_for(f"forums.papers.{shared}", session_id=session.id), "people"))
        if policies.read_contacts(current_user, session):
            own = _("%(paper)s, with contacts", paper=label)
            entries.append((own, url_for(f"forums.papers.{with_contacts}", session_id=session.id), "people"))
    return entries


def _minutes(session: Session) -> list[Entry]:
    """Return the latest version of the minutes that the user may read, once the session has begun.

    Before that, a draft is available only on the page of the minutes.
    """
    if session.state is SessionState.PLANNED and not session.opened_at:
        return []
    newest = newest_readable(current_user, session)
    if newest is None:
        return []
    label = _("Minutes (PDF)") if newest.is_locked else _("Minutes, draft (PDF)")
    return [(label, url_for("forums.papers.minutes", minutes_id=newest.id), "file")]

"""Download links of a session's documents: the menu in its title, and the links beside minutes."""

from __future__ import annotations

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from forums.minutes.models import Minutes
from forums.minutes.policies import newest_readable
from forums.papers import policies
from forums.papers.queries import issued_papers
from forums.papers.records.policies import read_record, write_record
from forums.papers.reports.policies import read_report, write_report
from forums.scheduling.models import Session, SessionState

Entry = tuple[str, str, str]


def menu(session: Session) -> Markup | None:
    """Return the menu, or None if it would be empty for this user."""
    issued = _issued(session)
    groups = [
        (_("Before the session"), [*_letter(session), *_running_order(session), *_sheet(session)]),
        (_("During the session"), _list(session)),
        (_("After the session"), [*_minutes(session), *_record(session, issued), *_report(session, issued)]),
    ]
    shown = [(name, entries) for name, entries in groups if entries]
    return Markup(render_template("forums/papers/menu.html", groups=shown)) if shown else None  # noqa: S704


def paper_of_minutes(minutes: Minutes) -> Markup:
    """Return the links to the Notulen of this version in both languages."""
    return Markup(render_template("forums/papers/minutes_aside.html", minutes=minutes))  # noqa: S704


def _issued(session: Session) -> set[str]:
    """Return which of "record" and "report" to offer: both to those who write them, who also read drafts."""
    if session.opened_at is None or newest_readable(current_user, session) is None:
        return set()
    return {"record", "report"} if write_record(current_user, session) else issued_papers(session.id)


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


def _running_order(session: Session) -> list[Entry]:
    """Return the running order, until the session was held."""
    if session.state is not SessionState.PLANNED or not policies.read_running_order(current_user, session):
        return []
    href = url_for("forums.papers.running_order_pdf", session_id=session.id)
    return [(_("Running order for the presider (PDF)"), href, "clock")]


def _sheet(session: Session) -> list[Entry]:
    """Return the list to sign, until the session was held."""
    if session.state is not SessionState.PLANNED:
        return []
    return _attendance(session, _("Attendance list to sign (PDF)"), "sheet_to_sign", "sheet_with_contacts")


def _list(session: Session) -> list[Entry]:
    """Return the recorded attendance, once the session was opened."""
    if session.state in {SessionState.CANCELLED, SessionState.MERGED} or not session.opened_at:
        return []
    return _attendance(session, _("Attendance list (PDF)"), "attendance_list", "list_with_contacts")


def _attendance(session: Session, label: str, shared: str, with_contacts: str) -> list[Entry]:
    """Return a list without contacts, and one with them, as far as the user may read them."""
    if not policies.read_attendance(current_user, session):
        return []
    entries = [(label, url_for(f"forums.papers.{shared}", session_id=session.id), "people")]
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
    excerpt = _("Decisions (PDF)") if newest.is_locked else _("Decisions, draft (PDF)")
    return [
        (label, url_for("forums.papers.minutes", minutes_id=newest.id), "file"),
        (_("Minutes (.docx)"), url_for("forums.papers.minutes_word", minutes_id=newest.id), "file"),
        (_("Minutes (Markdown)"), url_for("forums.papers.minutes_markdown", minutes_id=newest.id), "file"),
        (excerpt, url_for("forums.papers.decisions", minutes_id=newest.id), "decision"),
    ]


def _record(session: Session, issued: set[str]) -> list[Entry]:
    """Return the entries for writing the record of agreement, if allowed, and for downloading it."""
    entries = []
    if session.opened_at and write_record(current_user, session):
        href = url_for("forums.records.agreement_record", session_id=session.id)
        entries.append((_("Write the record of agreement"), href, "pen"))
    if "record" in issued and read_record(current_user, session):
        href = url_for("forums.records.agreement_record_pdf", session_id=session.id)
        entries.append((_("Record of agreement (PDF)"), href, "signature"))
    return entries


def _report(session: Session, issued: set[str]) -> list[Entry]:
    """Return the entries for writing the report to leadership, if allowed, and for downloading it."""
    entries = []
    if session.opened_at and write_report(current_user, session):
        entries.append((_("Write the report"), url_for("forums.reports.report", session_id=session.id), "pen"))
    if "report" in issued and read_report(current_user, session):
        for label, endpoint in (
            (_("Report to leadership (PDF)"), "report_pdf"),
            (_("Report to leadership (.docx)"), "report_word"),
        ):
            entries.append((label, url_for(f"forums.reports.{endpoint}", session_id=session.id), "send"))
    return entries

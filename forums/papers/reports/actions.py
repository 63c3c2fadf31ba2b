"""The action on reports to leadership: save the text."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.database import db
from app.errors import NotNow, require_version
from app.pdf.issuing import issue
from app.pdf.languages import DEFAULT
from forums.papers.issuing import REPORT
from forums.papers.reports import queries
from forums.papers.reports.models import Report
from forums.papers.reports.paper import issued_sheet
from forums.papers.reports.texts import ReportDetails
from forums.scheduling.models import Session


def write(
    session: Session, details: ReportDetails, *, version: str | None, texts: dict[str, str], by: Person, at: datetime
) -> Report:
    """Save a session's report on the latest version of its minutes.

    Raises NotNow if there are no minutes, and Conflict if someone else saved it after `version` was shown.
    """
    minutes = queries.newest_minutes(session)
    if minutes is None:
        raise NotNow(_l("The report is written once the session has minutes"))
    report = queries.report_to_write(session.id)
    if report is None:
        report = Report(session_id=session.id, language=DEFAULT)
        db.session.add(report)
    else:
        require_version(report, version, **texts)
    for name, value in asdict(details).items():
        setattr(report, name, value)
    report.minutes, report.written_by_id, report.written_at = minutes, by.id, at
    db.session.flush()
    audit.record("session.report_written", session, by=by, at=at, number=details.number)
    issue(session, issued_sheet(session, report), kind=REPORT, dated=report.dated, by=by, at=at)
    return report

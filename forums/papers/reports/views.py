"""The page that writes a session's report to leadership, and its downloads."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.clock import utc_now
from app.errors import RuleViolation
from app.files import download
from app.pdf.languages import requested_language
from app.pdf.word import MEDIA_TYPE
from app.web.forms import both_texts
from app.web.pages import done, page
from app.web.policies import guarded
from forums.papers.reports import actions, paper, policies, queries
from forums.papers.reports.forms import ReportForm
from forums.papers.reports.texts import current
from forums.scheduling.models import Session

bp = Blueprint("reports", __name__)


@bp.route("/sessions/<uuid:session_id>/report", methods=["GET", "POST"])
@guarded(policies.write_report)
def report(session: Session) -> ResponseReturnValue:
    """Write the report to leadership."""
    known, minutes = queries.report_of(session.id), queries.newest_minutes(session)
    form = ReportForm.of(current(session, known, minutes, utc_now()), known.version if known else 0)
    if form.validate_on_submit():
        try:
            texts = both_texts(form, known) if known else {}
            version = form.version.data
            actions.write(session, form.details(), version=version, texts=texts, by=current_user, at=utc_now())
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The report is saved."), to=url_for(".report", session_id=session.id))
    is_older = bool(known and minutes and known.minutes_id != minutes.id)
    return page(
        "forums/papers/write_report.html", form, session=session, known=known, minutes=minutes, is_older=is_older
    )


@bp.get("/sessions/<uuid:session_id>/report/pdf")
@guarded(policies.read_report)
def report_pdf(session: Session) -> ResponseReturnValue:
    """Download the report as PDF."""
    content = paper.pdf(session, utc_now(), requested_language())
    return download(content, media_type="application/pdf", name=paper.name(session, "pdf"))


@bp.get("/sessions/<uuid:session_id>/report/word")
@guarded(policies.read_report)
def report_word(session: Session) -> ResponseReturnValue:
    """Download the report as .docx."""
    content = paper.word(session, utc_now(), requested_language())
    return download(content, media_type=MEDIA_TYPE, name=paper.name(session, "docx"))

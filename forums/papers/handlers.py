"""Event handlers: register approved and published minutes, so that the QR code of their document can be verified.

A report to leadership with a number is registered once the minutes that it reports are approved.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select, update

from app.circles.events import CircleReclassified
from app.circles.rules import more_open_than
from app.database import db
from app.events import subscribe
from app.pdf import actions
from app.pdf.issuing import issue
from app.pdf.models import Paper
from app.pdf.queries import paper_with
from forums.minutes.events import MinutesApproved, MinutesPublished
from forums.minutes.models import Minutes
from forums.papers.issuing import RECORD, REPORT
from forums.papers.minutes_paper import content_for, published_sheet, sheet
from forums.papers.reports.paper import issued_sheet
from forums.papers.reports.queries import numbered_reports
from forums.scheduling.models import Forum, Session

MINUTES = "minutes"
"""The document type of minutes in the register."""
REPLACED = "replaced"
"""The state of a published edition in the register once a newer one has replaced it."""


@subscribe(MinutesApproved)
def register(event: MinutesApproved) -> None:
    """Add approved minutes to the register of documents, dated by the day of their session."""
    minutes = event.minutes
    content = content_for(minutes)
    actions.register(
        sheet(minutes, content, event.at),
        kind=MINUTES,
        state=minutes.state.value,
        dated=_day(minutes, content),
        about=minutes,
        by=event.by,
        at=event.at,
    )
    for report in numbered_reports(minutes.id):
        issued = issued_sheet(minutes.session, report)
        issue(minutes.session, issued, kind=REPORT, dated=report.dated, by=event.by, at=event.at)


@subscribe(CircleReclassified)
def close_papers(event: CircleReclassified) -> None:
    """Restrict the registered documents of a forum's sessions to its new classification."""
    level = event.circle.classification
    sessions = select(Session.id).join(Session.forum).where(Forum.circle_id == event.circle.id)
    of_minutes = and_(
        Paper.kind == MINUTES, Paper.subject_id.in_(select(Minutes.id).where(Minutes.session_id.in_(sessions)))
    )
    of_session = and_(Paper.kind.in_((RECORD, REPORT)), Paper.subject_id.in_(sessions))
    papers = update(Paper).where(or_(of_minutes, of_session))
    db.session.execute(papers.where(Paper.classification.in_(more_open_than(level))).values(classification=level))


@subscribe(MinutesPublished)
def register_publication(event: MinutesPublished) -> None:
    """Update the register when minutes are published, and add the published content."""
    minutes = event.minutes
    states = {minutes.sha256: minutes.state.value, event.replaced: REPLACED}
    for sha256, state in states.items():
        paper = paper_with(sha256) if sha256 else None
        if paper and paper.state != state:
            actions.change_state(paper, state, about=minutes, by=event.by, at=event.at)
    content = minutes.published_content or {}
    actions.register(
        published_sheet(minutes, content),
        kind=MINUTES,
        state=minutes.state.value,
        dated=_day(minutes, content),
        about=minutes,
        by=event.by,
        at=event.at,
    )


def _day(minutes: Minutes, content: dict[str, Any]) -> date:
    return datetime.fromisoformat(content["starts_at"]).astimezone(minutes.session.zone).date()

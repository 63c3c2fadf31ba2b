"""Approved minutes are registered, so that the QR of their paper leads to a page that knows them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from app.circles.events import CircleReclassified
from app.circles.rules import more_open_than
from app.database import db
from app.documents import actions
from app.documents.models import Paper
from app.documents.queries import paper_with
from app.events import handles
from forums.minutes.events import MinutesApproved, MinutesPublished
from forums.minutes.models import Minutes
from forums.papers.minutes_paper import said, sheet
from forums.scheduling.models import Forum, Session

MINUTES = "minutes"
"""The kind of paper that approved minutes are."""


@handles(MinutesApproved)
def register(event: MinutesApproved) -> None:
    """Enter approved minutes in the register of papers, dated by the day of their session."""
    minutes = event.minutes
    content = said(minutes)
    day = datetime.fromisoformat(content["starts_at"]).astimezone(minutes.session.zone).date()
    actions.register(
        sheet(minutes, content, event.at),
        kind=MINUTES,
        state=minutes.state.value,
        dated=day,
        about=minutes,
        by=event.by,
        at=event.at,
    )


@handles(CircleReclassified)
def close_papers(event: CircleReclassified) -> None:
    """Let the register tell no more of a forum's minutes than its classification allows from now on."""
    level = event.circle.classification
    held = select(Minutes.id).join(Minutes.session).join(Session.forum).where(Forum.circle_id == event.circle.id)
    papers = update(Paper).where(Paper.kind == MINUTES, Paper.subject_id.in_(held))
    db.session.execute(papers.where(Paper.classification.in_(more_open_than(level))).values(classification=level))


@handles(MinutesPublished)
def tell_of_publication(event: MinutesPublished) -> None:
    """Let the register say that the minutes were published."""
    paper = paper_with(event.minutes.sha256 or "")
    if paper:
        actions.change_state(paper, event.minutes.state.value, about=event.minutes, by=event.by, at=event.at)

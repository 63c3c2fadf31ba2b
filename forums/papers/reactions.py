"""Approved minutes are registered, so that the QR of their paper leads to a page that knows them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from app.documents import actions
from app.documents.queries import paper_with
from app.events import handles
from forums.minutes.events import MinutesApproved, MinutesPublished
from forums.minutes.models import Minutes
from forums.papers.minutes_paper import published_sheet, said, sheet

MINUTES = "minutes"
"""The kind of paper that approved minutes are."""


@handles(MinutesApproved)
def register(event: MinutesApproved) -> None:
    """Enter approved minutes in the register of papers, dated by the day of their session."""
    minutes = event.minutes
    content = said(minutes)
    actions.register(
        sheet(minutes, content, event.at),
        kind=MINUTES,
        state=minutes.state.value,
        dated=_day(minutes, content),
        about=minutes,
        by=event.by,
        at=event.at,
    )


@handles(MinutesPublished)
def tell_of_publication(event: MinutesPublished) -> None:
    """Let the register say that the minutes were published, and know what was published of them."""
    minutes = event.minutes
    paper = paper_with(minutes.sha256 or "")
    if paper:
        actions.change_state(paper, minutes.state.value, about=minutes, by=event.by, at=event.at)
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

"""Queries for reports to leadership."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.database import db
from forums.minutes.models import Minutes
from forums.papers.reports.models import Report
from forums.scheduling.models import Session


def report_of(session_id: UUID) -> Report | None:
    """Return the report of a session, with the minutes that it reports."""
    query = select(Report).where(Report.session_id == session_id)
    return db.session.scalar(query.options(joinedload(Report.minutes)))


def numbered_reports(minutes_id: UUID) -> Sequence[Report]:
    """Return the report with a number on this version of the minutes, if there is one."""
    query = select(Report).where(Report.minutes_id == minutes_id, Report.number != "")
    return db.session.scalars(query.options(joinedload(Report.minutes))).all()


def report_to_write(session_id: UUID) -> Report | None:
    """Return the report, refreshed; no one else can create or change it until the transaction ends."""
    db.session.execute(select(Session.id).where(Session.id == session_id).with_for_update())
    query = select(Report).where(Report.session_id == session_id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def newest_minutes(session: Session) -> Minutes | None:
    """Return the latest version of a session's minutes."""
    query = select(Minutes).where(Minutes.session_id == session.id).order_by(Minutes.version.desc()).limit(1)
    return db.session.scalar(query.options(joinedload(Minutes.session), joinedload(Minutes.approved_by)))

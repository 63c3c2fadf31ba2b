"""The text of a report to leadership: as saved, or the default."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from app.pdf.languages import DEFAULT
from app.settings.queries import instance
from app.web.i18n import day
from forums.minutes.models import Minutes
from forums.papers.convener.queries import issuer_of
from forums.papers.minutes_paper import content_for
from forums.papers.models import Nature
from forums.papers.reports.models import Report
from forums.papers.reports.rules import summary_of
from forums.scheduling.labels import session_label
from forums.scheduling.models import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDetails:
    """The text of one report. `dated` is in the session's time zone; without a `number` the report is a draft."""

    number: str
    dated: date
    addressee: str
    sender: str
    copies: list[str]
    nature: Nature
    enclosures: str
    subject: str
    opening: str
    summary: str
    remarks: str
    requests: str
    closing: str
    signatory_position: str
    signatory_name: str


def current(
    session: Session, known: Report | None, minutes: Minutes | None, now: datetime, language: str = DEFAULT
) -> ReportDetails:
    """Return the saved text, else the default."""
    if known is None:
        return standard(session, minutes, now, language)
    return ReportDetails(**{name: getattr(known, name) for name in ReportDetails.__slots__})


def standard(session: Session, minutes: Minutes | None, now: datetime, language: str = DEFAULT) -> ReportDetails:
    """Return the default text, signed by the session's presider; a draft without a number."""
    presider, name = session.presider, session.forum.name
    position = presider.position if presider else ""
    unit = (issuer_of(session.forum_id) or instance()).unit
    with force_locale(language):
        addressee = _("Head of %(organisation)s", organisation=unit)
        subject = _("Result of %(forum)s, %(session)s", forum=name, session=session_label(session))
        opening = _(
            "We report the result of %(forum)s, %(session)s, held on %(day)s.",
            forum=name,
            session=session_label(session),
            day=day(session.starts_at, session.timezone),
        )
        closing = _("We ask for your guidance. Thank you for your attention.")
    return ReportDetails(
        number="",
        dated=now.astimezone(session.zone).date(),
        addressee=addressee,
        sender=position or (presider.name if presider else ""),
        copies=[],
        nature=Nature.ORDINARY,
        enclosures="",
        subject=subject,
        opening=opening,
        summary=summary_of(content_for(minutes)) if minutes else "",
        remarks="",
        requests="",
        closing=closing,
        signatory_position=position,
        signatory_name=presider.name if presider else "",
    )

"""Action items about invitations without an answer, and about quorums at risk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.web.i18n import day, due, short_day
from app.web.status_labels import sector_name
from forums.invitations.due import unanswered
from forums.invitations.quorum_risk import QuorumRisk, sessions_at_risk
from forums.scheduling.labels import session_name, session_span
from forums.scheduling.models import Mode
from forums.scheduling.rows import SessionRow
from insights.homes.tasks import Act, ActionItem, Kind, Reader

AHEAD = timedelta(days=7)
"""Time before a session from which a quorum at risk becomes an action item."""
NAMED = 3
"""Maximum number of organisations that are named; the rest is counted."""


def to_answer(reader: Reader) -> Iterator[ActionItem]:
    """Yield the person's invitations without an answer."""
    for invitation_id, session, total in unanswered(reader.person, reader.now, reader.most):
        left = (session.starts_at - reader.now).days
        href = url_for("forums.invitations.answer", invitation_id=invitation_id)
        yield ActionItem(
            kind=Kind.INVITATION,
            total=total,
            urgency=20 + max(left, 0),
            tone="warn" if left <= 3 else "none",
            icon="mail",
            word=_("Not answered"),
            title=f"{session.forum_name}, {day(session.starts_at, session.timezone)}",
            href=url_for("forums.sessions.show", session_id=session.id),
            why=f"{session_name(session)}, {session_span(session)}",
            acts=(Act(label=_("Other answers"), href=href), *_quick_answers(invitation_id, session)),
        )


def _quick_answers(invitation_id: UUID, session: SessionRow) -> Iterator[Act]:
    """Yield the answers by one button: attending, in the ways in which the session can be attended."""
    href = url_for("forums.invitations.quick", invitation_id=invitation_id)
    if session.mode is not Mode.ONLINE:
        yield Act(_("Attending"), href, posts=True, fields={"answer": "attending_in_person"})
    if session.mode is not Mode.IN_PERSON:
        yield Act(_("Online"), href, posts=True, fields={"answer": "attending_online"})


def quorum_at_risk(reader: Reader) -> Iterator[ActionItem]:
    """Yield the sessions of the next seven days whose quorum is at risk, with the missing organisations."""
    risks = sessions_at_risk(reader.person, reader.today, reader.now, reader.now + AHEAD)
    for risk in risks[: reader.most]:
        href = url_for("forums.invitations.show", session_id=risk.session_id)
        lost = risk.forecast.status == "not_met"
        begins = _("It begins %(when)s.", when=due(risk.day))
        yield ActionItem(
            kind=Kind.QUORUM,
            total=len(risks),
            urgency=12 + max((risk.starts_at - reader.now).days, 0),
            tone="bad" if lost else "warn",
            icon="people",
            word=_("Quorum at risk"),
            title=f"{risk.forum}, {short_day(risk.day)}",
            href=href,
            why=f"{_missing(risk)} {begins}",
            acts=(Act(label=_("Contact them"), href=href),),
        )


def _missing(risk: QuorumRisk) -> str:
    """Return which organisations are missing for the quorum: "Belum ada dari Akademisi: Univ. Kota."."""
    confirmed = risk.forecast.confirmed
    names = ", ".join(risk.lacking[:NAMED])
    if (more := len(risk.lacking) - NAMED) > 0:
        names = ngettext("%(names)s and %(num)d more", "%(names)s and %(num)d more", more, names=names)
    if confirmed.missing_sectors:
        sectors = ", ".join(str(sector_name(sector)) for sector in confirmed.missing_sectors)
        return _("No one from %(sectors)s has accepted yet: %(names)s.", sectors=sectors, names=names)
    return _(
        "%(taken)d of the %(needed)d organisations needed have accepted; missing: %(names)s.",
        taken=confirmed.taken,
        needed=confirmed.needed,
        names=names,
    )

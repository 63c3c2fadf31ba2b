"""Adds the demo's competences, levels of its organisations, a training that was held, and one to come."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from alignment.capacity import actions, trainings
from alignment.capacity.actions import Filled, Purpose
from alignment.capacity.models import Competence
from app.database import db
from demo.parties import Parties
from forums.scheduling import session_actions
from forums.scheduling.models import Forum, Session, SessionState
from forums.scheduling.session_actions import Details, Where

COMPETENCES = (
    "Pengelolaan data",
    "Keamanan informasi",
    "Manajemen TI",
    "Integrasi API",
    "Adaptasi inovasi",
    "Layanan digital",
)
LEVELS = {
    "jsc": "33 33 32 33 33 33",
    "kominfotik": "32 33 32 32 32 33",
    "dpmptsp": "31 32 22 31 22 33",
    "dinkes": "31 32 32 31 32 23",
    "bumd": "32 32 22 31 22 22",
    "fwd": "31 31 21 31 22 22",
}
"""The level needed and the one that there is, for each of `COMPETENCES`."""
SCORES = {"dpmptsp": (4, "Lebih banyak praktik dengan data sendiri."), "dinkes": (5, ""), "bumd": (4, "")}
ROSE = ("dpmptsp", "dinkes")


def plan_trainings(parties: Parties, forum: Forum, now: datetime) -> None:
    """Write the competences, let organisations fill in their levels, and plan the last and the next training."""
    by, begun = parties.coordinator, now - timedelta(days=120)
    for name in COMPETENCES:
        actions.add_competence(name, None, by=by, at=begun)
    actions.ask(by=by, at=begun)
    known = {one.name: one for one in db.session.scalars(select(Competence))}
    for number, (key, levels) in enumerate(LEVELS.items(), 2):
        rows = [
            Filled(known[name].id, int(both[0]), int(both[1]))
            for name, both in zip(COMPETENCES, levels.split(), strict=True)
        ]
        speaker, at = parties.focal_point(key), begun + timedelta(days=number)
        actions.fill(parties.organisations[key], rows, seen=None, source="", by=speaker, at=at)
    planned = select(Session).where(Session.forum_id == forum.id, Session.state == SessionState.PLANNED)
    last = planned.where(Session.ends_at < now).order_by(Session.starts_at.desc()).limit(1)
    coming = planned.where(Session.starts_at > now).order_by(Session.starts_at).limit(1)
    for query, competence, title in (
        (last, "Pengelolaan data", "Mutu dan katalog data"),
        (coming, "Integrasi API", "Menyambung API langkah demi langkah"),
    ):
        if session := db.session.scalar(query):
            at = session.starts_at - timedelta(days=25)
            _entitle(session, title, parties, at)
            actions.plan(session, Purpose(known[competence].id, 20, None), by=by, at=at)


def _entitle(session: Session, title: str, parties: Parties, at: datetime) -> None:
    where = Where(mode=session.mode, place=session.place, link=session.link)
    leaders = {"presider_id": session.presider_id, "minute_taker_id": session.minute_taker_id}
    session_actions.change(session, Details(title=title, where=where, **leaders), by=parties.coordinator, at=at)


def close_gaps(parties: Parties, session: Session) -> None:
    """Let those who came to the training that was held evaluate it, and two organisations raise their level."""
    training = trainings.of_session(session.id)
    if training is None:
        return
    came = {one.id for one in trainings.present(training) if one.can_rise}
    at = session.ends_at + timedelta(days=1)
    for key, (score, words) in SCORES.items():
        if trainings.took_part(training, parties.focal_point(key).id):
            actions.evaluate(training, score=score, words=words, by=parties.focal_point(key), at=at)
    for key in ROSE:
        if (own := parties.organisations[key].id) in came:
            actions.raise_levels(training, [own], source="", by=parties.focal_point(key), at=at)

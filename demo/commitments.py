"""The demo's commitments: twenty of them, in every state, lateness only at the invented "(Contoh)" parties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app.clock import local_date
from app.database import db
from commitments.delivery import actions as delivery
from commitments.extensions import actions as extensions
from commitments.registry.actions import Proposal, propose
from commitments.registry.models import Commitment
from commitments.verification import actions as verification
from demo.parties import Cast
from forums.agenda.queries import agenda as agenda_of
from forums.decisions.actions import Wording, become_commitment, decide
from forums.decisions.models import Decision
from forums.scheduling.models import Forum, Session, SessionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One commitment: days are counted from today, negative ones lie in the past."""

    title: str
    criteria: str
    who: str
    verifier: str
    proposed: int
    due: int
    ends: str
    progress: int = 0
    news: str = "Pekerjaan berjalan sesuai rencana."
    """What its side reported last, with that progress."""
    submitted: int | None = None
    weight: int = 3
    extended_to: int | None = None
    decision: str = ""
    """What the forum decided at its last session before, if the commitment came of that."""


LINKS = ["https://contoh.example/bukti"]


def play(cast: Cast, forum: Forum, line: Line, now: datetime) -> Commitment:
    """Play one commitment from its proposal to where it stands today, through the same acts that people use."""
    owner, checker = cast.focal_point(line.who), cast.focal_point(line.verifier)
    begun = now + timedelta(days=line.proposed)
    proposal = Proposal(
        circle=forum.circle,
        title=line.title,
        criteria=line.criteria,
        responsible=cast.organisations[line.who],
        responsible_person=owner,
        verifier=cast.organisations[line.verifier],
        due=local_date(now) + timedelta(days=line.due),
        weight=line.weight,
    )
    session = _session_before(forum, begun) if line.decision else None
    if session:
        begun = session.starts_at + timedelta(minutes=50)
        decision = _decided(cast, session, line.decision, begun)
        commitment = become_commitment(decision, proposal, by=cast.coordinator, at=begun)
    else:
        commitment = propose(proposal, by=cast.coordinator, at=begun)
    if line.ends == "proposed":
        return commitment
    delivery.accept(commitment, by=owner, at=begun + timedelta(days=1))
    if line.extended_to is not None:
        later = local_date(now) + timedelta(days=line.extended_to)
        asked = begun + timedelta(days=5)
        wish = extensions.ask(commitment, due=later, reason="Akses unggah belum tersedia.", by=owner, at=asked)
        extensions.approve(wish, by=checker, at=asked + timedelta(days=2), note="Akses dibuka pekan depan.")
    if line.progress:
        report = delivery.Report(progress=line.progress, text=line.news, links=LINKS)
        delivery.report(commitment, report, by=owner, at=begun + timedelta(days=8))
    if line.submitted is not None:
        handed_over = now + timedelta(days=line.submitted)
        done = delivery.Report(progress=100, text="Selesai; hasilnya ada pada tautan.", links=LINKS)
        delivery.submit(commitment, done, by=owner, at=handed_over)
        if line.ends == "met":
            verification.confirm(commitment, by=checker, at=handed_over + timedelta(days=2))
    return commitment


def _session_before(forum: Forum, moment: datetime) -> Session | None:
    """The forum's last session that was held before a moment, or the last of all."""
    query = select(Session).where(Session.forum_id == forum.id, Session.state == SessionState.HELD)
    newest = query.order_by(Session.starts_at.desc()).limit(1)
    return db.session.scalar(newest.where(Session.starts_at <= moment + timedelta(days=2))) or db.session.scalar(newest)


def _decided(cast: Cast, session: Session, text: str, at: datetime) -> Decision:
    """The decision with this text, taken at the session unless it was already."""
    query = select(Decision).where(Decision.session_id == session.id, Decision.text == text)
    items = agenda_of(session.id)
    return db.session.scalar(query) or decide(
        session,
        Wording(text=text, how=session.forum.decision_rule),
        item=items[len(items) // 2] if items else None,
        by=cast.people["notulis@jsc.example"],
        at=at,
    )

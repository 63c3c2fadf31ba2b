"""Adds the demo's commitments with their history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app import clock
from app.accounts.models import Person
from app.clock import local_date
from app.database import db
from commitments.delivery import actions as delivery
from commitments.extensions import actions as extensions
from commitments.registry.actions import Proposal, propose
from commitments.registry.models import Commitment
from commitments.verification import actions as verification
from commitments.verification.rules import Finding
from demo.city.words import ALL_THE_SAME
from demo.disputes import add_dispute
from demo.parties import Parties
from demo.reminders import remind_of_late
from forums.agenda.queries import agenda as agenda_of
from forums.decisions.actions import Wording, become_commitment, decide
from forums.decisions.models import Decision
from forums.scheduling.models import Forum, Session, SessionState


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentData:
    """One commitment: days are counted from today, negative ones are in the past."""

    title: str
    criteria: str
    who: str
    verifier: str
    proposed: int
    due: int
    ends: str
    progress: int = 0
    news: str = "Pekerjaan berjalan sesuai rencana."
    """The text of the last report, with that progress."""
    submitted: int | None = None
    missing: str = ""
    """What the verifier missed in the last criterion of an earlier submission, if there was one."""
    weight: int = 3
    extended_to: int | None = None
    decision: str = ""
    """The decision of the forum's last session before, if the commitment follows from one."""


LINKS = ["https://contoh.example/bukti"]


def add_commitment(parties: Parties, forum: Forum, data: CommitmentData, now: datetime) -> Commitment:
    """Add one commitment with its history up to today."""
    owner, checker = parties.focal_point(data.who), parties.focal_point(data.verifier)
    begun = now + timedelta(days=data.proposed)
    proposal = Proposal(
        circle=forum.circle,
        title=data.title,
        criteria=data.criteria,
        responsible=parties.organisations[data.who],
        responsible_person=owner,
        verifier=parties.organisations[data.verifier],
        due=local_date(now) + timedelta(days=data.due),
        weight=data.weight,
    )
    session = _session_before(forum, begun) if data.decision else None
    if session:
        begun = session.starts_at + timedelta(minutes=50)
        decision = _decided(parties, session, data.decision, begun)
        commitment = become_commitment(decision, proposal, by=parties.coordinator, at=begun)
    else:
        commitment = propose(proposal, by=parties.coordinator, at=begun)
    if data.ends == "proposed":
        return commitment
    delivery.accept(commitment, by=owner, at=begun + timedelta(days=1))
    if data.extended_to is not None:
        later = local_date(now) + timedelta(days=data.extended_to)
        requested_on = begun + timedelta(days=5)
        wish = extensions.ask(commitment, due=later, reason="Akses unggah belum tersedia.", by=owner, at=requested_on)
        extensions.approve(wish, by=checker, at=requested_on + timedelta(days=2), note="Akses dibuka pekan depan.")
    if data.progress:
        shows = 1 if "\n" in data.criteria else None
        report = delivery.Report(progress=data.progress, text=data.news, links=LINKS, criterion=shows)
        delivery.report(commitment, report, by=owner, at=begun + timedelta(days=8))
    if data.submitted is not None:
        _hand_over(parties, commitment, data, now + timedelta(days=data.submitted))
    return commitment


def _hand_over(parties: Parties, commitment: Commitment, data: CommitmentData, handed_over: datetime) -> None:
    """Submit a commitment, and let the verifier find what its data say."""
    owner, checker = parties.focal_point(data.who), parties.focal_point(data.verifier)
    done = delivery.Report(progress=100, text="Selesai; hasilnya ada pada tautan.", links=LINKS)
    if data.ends == "disputed":
        remind_of_late(commitment, owner, handed_over)
    if data.missing:
        with clock.pretend(handed_over - timedelta(days=8)):  # so that the mails of both submissions are apart
            delivery.submit(commitment, done, by=owner, at=handed_over - timedelta(days=8))
        _find_missing(commitment, data.missing, by=checker, at=handed_over - timedelta(days=6))
    delivery.submit(commitment, done, by=owner, at=handed_over)
    if data.ends == "met":
        verification.confirm(commitment, by=checker, at=handed_over + timedelta(days=2))
    if data.ends == "disputed":
        add_dispute(parties, commitment, owner, checker, handed_over + timedelta(days=2))


def _find_missing(commitment: Commitment, missing: str, *, by: Person, at: datetime) -> None:
    """Find all criteria met but the last one, which is met in part."""
    last = len(commitment.criteria_lines)
    findings = [verification.Found(number=number, finding=Finding.MET) for number in range(1, last)]
    findings.append(verification.Found(number=last, finding=Finding.PARTLY_MET, note=missing))
    verification.find_partly_met(commitment, by=by, at=at, remainder=missing, findings=findings)


def _session_before(forum: Forum, moment: datetime) -> Session | None:
    """Return the forum's last session that was held before a moment, or the last of all."""
    query = select(Session).where(Session.forum_id == forum.id, Session.state == SessionState.HELD)
    newest = query.order_by(Session.starts_at.desc()).limit(1)
    return db.session.scalar(newest.where(Session.starts_at <= moment + timedelta(days=2))) or db.session.scalar(newest)


def _decided(parties: Parties, session: Session, text: str, at: datetime) -> Decision:
    """Return the session's decision with this text, and take it if there is none."""
    query = select(Decision).where(Decision.session_id == session.id, Decision.text == text)
    items = agenda_of(session.id)
    return db.session.scalar(query) or decide(
        session,
        Wording(text=text, how=session.forum.decision_rule),
        item=items[len(items) // 2] if items else None,
        by=parties.people["notulis@jsc.example"],
        at=at,
        without_quorum=ALL_THE_SAME,
    )

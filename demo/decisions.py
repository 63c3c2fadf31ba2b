"""The demo's decision by vote: with the votes of parties, an objection, a condition, and what it supersedes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import select

from app.database import db
from demo.city.words import ALL_THE_SAME
from demo.parties import Parties
from forums.agenda.queries import agenda
from forums.decisions.actions import Wording, change, decide, supersede
from forums.decisions.models import Decision
from forums.decisions.queries import decision_for_detail, voting_seats
from forums.decisions.rules import PartyVote, VoteChoice
from forums.scheduling.models import DecisionRule, Session

DECISION = "Daftar prioritas integrasi tahun depan memuat lima layanan perizinan."
EARLIER = "Daftar prioritas integrasi tahun depan memuat tiga layanan perizinan."
CONDITION = "Berlaku setelah anggaran integrasi disahkan dalam DPA tahun depan."
OBJECTION = "Anggaran kami untuk dua layanan tambahan belum dibahas. Kami mengusulkan mulai dengan tiga layanan."


def vote_on_decision(parties: Parties, held: Collection[list[Session]]) -> None:
    """Let the parties vote on a decision that supersedes one of an earlier session."""
    found = db.session.scalar(select(Decision.id).where(Decision.text == DECISION))
    decision = decision_for_detail(found) if found else None
    if decision is None:
        return
    taker, at = parties.people["notulis@jsc.example"], decision.decided_at + timedelta(minutes=5)
    seats = [seat.id for seat in voting_seats(decision)]
    votes = [PartyVote(seat_id, VoteChoice.FOR) for seat_id in seats[:-1]]
    votes += [PartyVote(seat_id, VoteChoice.AGAINST, OBJECTION) for seat_id in seats[-1:]]
    wording = Wording(text=DECISION, how=DecisionRule.VOTE, conditions=CONDITION, votes=tuple(votes))
    change(decision, wording, by=taker, at=at)
    before = [session for sessions in held for session in sessions if _is_before(session, decision)]
    if before:
        earlier = _decide_before(parties, before[-1])
        supersede(decision, [earlier], by=taker, at=at)


def _is_before(session: Session, decision: Decision) -> bool:
    return session.forum_id == decision.forum_id and session.ends_at < decision.decided_at


def _decide_before(parties: Parties, session: Session) -> Decision:
    items, taker = agenda(session.id), parties.people["notulis@jsc.example"]
    return decide(
        session,
        Wording(text=EARLIER, how=DecisionRule.CONSENSUS),
        item=items[len(items) // 2] if items else None,
        by=taker,
        at=session.starts_at + timedelta(minutes=50),
        without_quorum=ALL_THE_SAME,
    )

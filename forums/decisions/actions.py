"""Actions on decisions: record, change, and turn into commitments."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app import audit
from app.accounts.models import Person
from app.audit.rules import differing
from app.circles.models import Seat
from app.clock import local_date
from app.database import db
from app.database.sequences import next_code
from app.errors import NotNow, RuleViolation
from app.web.i18n import moment
from commitments.registry.actions import Proposal, propose
from commitments.registry.models import Commitment
from forums.agenda.models import AgendaItem
from forums.agenda.rows import ItemRow
from forums.attendance.queries import current_quorum, quorum_at
from forums.attendance.rules import Quorum
from forums.decisions import queries
from forums.decisions.labels import VOTE_CHOICES
from forums.decisions.models import Decision, DecisionVote, decision_commitments
from forums.decisions.rules import NOT_COUNTED, Counts, PartyVote, VoteChoice, counted, may_supersede
from forums.minutes import after_circulation
from forums.minutes.locks import refuse_when_locked
from forums.scheduling.labels import DECISION_RULES
from forums.scheduling.models import DecisionRule, Forum, Session, SessionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The text of a decision and how it was taken.

    `counts` are given only for a vote; with `votes` of parties they may be left out, because they follow from them.
    """

    text: str
    how: DecisionRule
    basis: str = ""
    conditions: str = ""
    dissent: str = ""
    counts: Counts = NOT_COUNTED
    votes: tuple[PartyVote, ...] = ()


def decide(
    session: Session,
    wording: Wording,
    *,
    item: AgendaItem | ItemRow | None,
    by: Person,
    at: datetime,
    without_quorum: str | None = None,
) -> Decision:
    """Record a decision with the quorum when it was taken; later changes of the attendance do not affect it.

    `without_quorum` is the reason for deciding without a quorum; None if nobody confirmed that. It is ignored while the
    quorum is met. Raises NotNow before the session has begun or once its minutes are locked, and RuleViolation for
    invalid votes and for a decision without a quorum that is not confirmed with a reason.
    """
    session.require(SessionState.PLANNED, SessionState.HELD)
    if not session.has_begun(at):
        when = moment(session.starts_at, session.timezone)
        raise NotNow(_l("Decisions can be recorded once the session is open, from its start on %(when)s", when=when))
    minutes = refuse_when_locked(session.id)
    quorum = current_quorum(session, at)
    reason = "" if quorum.is_met else _confirmed(without_quorum)
    decision = Decision(
        code=next_code("KEP", local_date(at).year, digits=3),
        forum=session.forum,
        session=session,
        agenda_item_id=item.id if item else None,
        quorum_met=quorum.is_met,
        quorum=quorum.as_values(),
        no_quorum_reason=reason,
        decided_at=at,
        recorded_by_id=by.id,
        language=session.forum.language,
    )
    _write(decision, wording, session)
    db.session.add(decision)
    db.session.flush()
    after_circulation.note(minutes, decision.id, before="", after=in_words(decision), by=by, at=at)
    why, circle_id = {"reason": reason} if reason else None, session.circle_id
    audit.record("decision.taken", decision, by=by, at=at, circle_id=circle_id, personal=why, quorum_met=quorum.is_met)
    return decision


def record_between_sessions(
    forum: Forum,
    wording: Wording,
    *,
    quorum: Quorum,
    by: Person,
    at: datetime,
    reason: str = "",
    code: str | None = None,
) -> Decision:
    """Record a decision that a forum took between its sessions, which is official at once and never changes.

    `quorum` counts the seats that answered, `reason` says why it counts without a quorum. The votes are those of seats
    of the forum. Raises RuleViolation for invalid votes.
    """
    decision = Decision(
        code=code or next_code("KEP", local_date(at).year, digits=3),
        forum=forum,
        quorum_met=quorum.is_met,
        quorum=quorum.as_values(),
        no_quorum_reason="" if quorum.is_met else reason,
        decided_at=at,
        recorded_by_id=by.id,
        language=forum.language,
    )
    _word(decision, wording)
    if wording.how is DecisionRule.VOTE:
        _count(decision, _counts_of(wording), seats=quorum.taken)
    # also seats that ended since the forum was asked
    seat_ids = db.session.scalars(select(Seat.id).where(Seat.circle_id == forum.circle_id))
    _set_votes(decision, wording.votes, set(seat_ids))
    db.session.add(decision)
    db.session.flush()
    why = {"reason": reason} if decision.no_quorum_reason else None
    act, circle_id = "decision.taken_between_sessions", forum.circle_id
    audit.record(act, decision, by=by, at=at, circle_id=circle_id, personal=why, quorum_met=quorum.is_met)
    return decision


def change(decision: Decision, wording: Wording, *, by: Person, at: datetime) -> None:
    """Change the wording of a decision; its time and quorum are kept."""
    session = decision.require_session()
    minutes = refuse_when_locked(session.id)
    before, how, whole = decision.text, {"how": decision.how}, in_words(decision)
    _write(decision, wording, session)
    after_circulation.note(minutes, decision.id, before=whole, after=in_words(decision), by=by, at=at)
    texts = {"before": before, "after": decision.text}
    was = differing(how, {"how": decision.how})
    circle_id = decision.circle_id
    audit.record("decision.changed", decision, by=by, at=at, circle_id=circle_id, personal=texts, was=was)


def supersede(
    decision: Decision, earlier: Iterable[Decision], *, release: Iterable[Decision] = (), by: Person, at: datetime
) -> None:
    """Let a decision supersede earlier ones of its forum, and no longer those in `release`.

    Raises RuleViolation for a decision of another forum, one that was taken later, and one that another supersedes.
    """
    circle_id, code = decision.circle_id, decision.code
    for one in earlier:
        if not may_supersede(queries.taken_of(decision), queries.taken_of(one)):
            raise RuleViolation(_l("A decision supersedes only earlier ones of the same forum"), field="supersedes")
        if one.superseded_by_id not in (None, decision.id):
            raise RuleViolation(_l("%(code)s is superseded by another decision", code=one.code), field="supersedes")
        if one.superseded_by_id is None:
            one.superseded_by_id = decision.id
            audit.record("decision.superseded", one, by=by, at=at, circle_id=circle_id, code=code)
    for one in release:
        one.superseded_by_id = None
        audit.record("decision.reinstated", one, by=by, at=at, circle_id=circle_id, code=code)


def become_commitment(decision: Decision, proposal: Proposal, *, by: Person, at: datetime) -> Commitment:
    """Propose a commitment that implements a decision, and link the two. Allowed for approved decisions too."""
    commitment = propose(proposal, by=by, at=at)
    db.session.flush()
    db.session.execute(decision_commitments.insert().values(decision_id=decision.id, commitment_id=commitment.id))
    circle_id = decision.circle_id
    audit.record("decision.carried_out_by", decision, by=by, at=at, circle_id=circle_id, commitment=commitment)
    return commitment


def _confirmed(without_quorum: str | None) -> str:
    """Return the reason for deciding without a quorum. Raises RuleViolation if it is missing or nobody confirmed it."""
    if without_quorum is None:
        raise RuleViolation(
            _l("The quorum is not met: confirm that this was decided all the same, or complete the attendance first"),
            field="without_quorum",
        )
    if not without_quorum.strip():
        raise RuleViolation(_l("Write why it was decided without a quorum"), field="no_quorum_reason")
    return without_quorum.strip()


def in_words(decision: Decision) -> str:
    """Return all that the minutes state of how a decision was taken, as one text in its language."""
    with force_locale(decision.language):
        rule = str(DECISION_RULES[decision.how])
        votes = [_vote_in_words(vote) for vote in decision.votes_in_order]
    numbers = (decision.votes_for, decision.votes_against, decision.abstentions)
    how = f"({rule}, {' : '.join(map(str, numbers))})" if decision.how is DecisionRule.VOTE else f"({rule})"
    lines = (f"{decision.text} {how}", decision.conditions, decision.basis, decision.dissent, *votes)
    return "\n".join(line for line in lines if line)


def _vote_in_words(vote: DecisionVote) -> str:
    return f"{vote.seat.organisation.name}: {VOTE_CHOICES[vote.choice]}. {vote.dissent}".strip()


def _write(decision: Decision, wording: Wording, session: Session) -> None:
    """Set the wording of a decision of a session, with the votes of those who came."""
    is_vote = wording.how is DecisionRule.VOTE
    _word(decision, wording)
    seats = quorum_at(session, None).taken  # including those who left early
    _count(decision, _counts_of(wording) if is_vote else NOT_COUNTED, seats=seats)
    votes = wording.votes if is_vote else ()
    _set_votes(decision, votes, {seat.id for seat in queries.voting_seats(decision)} if votes else set())


def _word(decision: Decision, wording: Wording) -> None:
    decision.text, decision.basis, decision.conditions = wording.text, wording.basis, wording.conditions
    decision.how, decision.dissent = wording.how, wording.dissent


def _counts_of(wording: Wording) -> Counts:
    """Return the numbers of a vote. Raises RuleViolation if they are missing or contradict the votes of parties."""
    if not wording.votes:
        if wording.counts.votes_for is None:
            raise RuleViolation(_l("Write how many voted for it"), field="votes_for")
        return Counts(*(number or 0 for number in wording.counts))
    found = counted(wording.votes)
    if wording.counts.contradicts(found):
        numbers = " : ".join(map(str, found))
        raise RuleViolation(
            _l("The votes of the parties are %(numbers)s. Leave the numbers empty: they follow", numbers=numbers),
            field="votes_for",
        )
    return found


def _count(decision: Decision, counts: Counts, *, seats: int) -> None:
    """Set the numbers of votes. Raises RuleViolation if they exceed the seats that took part."""
    if counts.votes_for is not None and sum(number or 0 for number in counts) > seats:
        raise RuleViolation(
            _l(
                "More votes than seats present or represented (%(seats)s): check the votes or the attendance",
                seats=seats,
            ),
            field="votes_for",
        )
    decision.votes_for, decision.votes_against, decision.abstentions = counts


def _set_votes(decision: Decision, votes: Collection[PartyVote], allowed: Container[UUID]) -> None:
    """Set the votes of parties. Raises RuleViolation for a seat whose id is not in `allowed`."""
    seats = queries.seats(one.seat_id for one in votes) if votes else {}
    known = {vote.seat_id: vote for vote in decision.votes}
    kept = []
    for one in votes:
        if one.seat_id not in allowed:
            raise RuleViolation(_l("Only parties that were present can vote"), field="votes")
        if one.choice is VoteChoice.FOR and one.dissent:
            raise RuleViolation(_l("A party that voted for the decision does not object to it"), field="votes")
        vote = known.get(one.seat_id) or DecisionVote(seat=seats[one.seat_id], seat_id=one.seat_id)
        vote.choice, vote.dissent = one.choice, one.dissent
        kept.append(vote)
    decision.votes = kept

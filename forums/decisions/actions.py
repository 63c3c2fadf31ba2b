"""Actions on decisions: record, change, and turn into commitments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.audit.rules import differing
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
from forums.decisions.models import Decision, decision_commitments
from forums.decisions.rules import counts_too_much
from forums.minutes import after_circulation
from forums.minutes.locks import refuse_when_locked
from forums.scheduling.labels import DECISION_RULES
from forums.scheduling.models import DecisionRule, Session, SessionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The text of a decision and how it was taken. Votes are counts, given only for a vote."""

    text: str
    how: DecisionRule
    basis: str = ""
    dissent: str = ""
    votes_for: int | None = None
    votes_against: int | None = None
    abstentions: int | None = None


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
        raise NotNow(_l("Decisions are recorded in an open session, from its start on %(when)s", when=when))
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
    votes = (decision.votes_for, decision.votes_against, decision.abstentions)
    how = f"({rule}, {' : '.join(map(str, votes))})" if decision.how is DecisionRule.VOTE else f"({rule})"
    return "\n".join(line for line in (f"{decision.text} {how}", decision.basis, decision.dissent) if line)


def _write(decision: Decision, wording: Wording, session: Session) -> None:
    is_vote = wording.how is DecisionRule.VOTE
    if is_vote:
        _check_votes(wording, session)
    decision.text, decision.basis = wording.text, wording.basis
    decision.how, decision.dissent = wording.how, wording.dissent
    decision.votes_for = wording.votes_for if is_vote else None
    decision.votes_against = (wording.votes_against or 0) if is_vote else None
    decision.abstentions = (wording.abstentions or 0) if is_vote else None


def _check_votes(wording: Wording, session: Session) -> None:
    """Raise RuleViolation unless the votes are given and do not exceed the seats present."""
    if wording.votes_for is None:
        raise RuleViolation(_l("Write how many voted for it"), field="votes_for")
    seats = quorum_at(session, None).taken  # including those who left early
    against, abstained = wording.votes_against or 0, wording.abstentions or 0
    if counts_too_much(wording.votes_for, against, abstained, seats=seats):
        raise RuleViolation(
            _l(
                "More votes than seats present or represented (%(seats)s): check the votes or the attendance",
                seats=seats,
            ),
            field="votes_for",
        )

"""Sessions are unique by slot, in possible states, and answers agree with the audit rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import func, select

from app.audit.models import AuditRow
from app.database import db
from forums.invitations.models import Answer, AnswerState, Invitation
from forums.scheduling.models import Session, SessionState
from soak.findings import Finding, contradictory, doubled

LAST_WORD = {
    "session.cancelled": SessionState.CANCELLED,
    "session.beyond_horizon": SessionState.CANCELLED,
    "session.restored": SessionState.PLANNED,
    "session.merged": SessionState.MERGED,
    "session.closed": SessionState.HELD,
    "session.put_back": None,
}
"""Actions after which a session is in one state until the next of them; None: the state before an action that
was undone."""


def slots_are_unique() -> Iterator[Finding]:
    """One row for each slot of a series, one for each number of a forum."""
    for columns in ((Session.series_id, Session.slot), (Session.forum_id, Session.number)):
        many = select(*columns, func.count()).where(columns[1].is_not(None)).group_by(*columns)
        for *what, number in db.session.execute(many.having(func.count() > 1)):
            yield doubled(f"{number} sessions at {what}")


def states_can_be() -> Iterator[Finding]:
    """A held session has an opening and a closing, others have no closing; only a planned one has a proposed date."""
    for one in db.session.scalars(select(Session).execution_options(yield_per=1000)):
        rules = {
            "a held session was opened and closed": one.state is not SessionState.HELD
            or (one.opened_at is not None and one.closed_at is not None),
            "only a held session is closed": one.closed_at is None or one.state is SessionState.HELD,
            "only a planned session waits for another date or a merge": one.awaits_confirmation
            or (one.proposed_starts_at is None and not one.merge_proposed),
            "a session of a series has a slot, a one-off a UID": (one.slot is None) == (one.series_id is None)
            and (one.uid is None) == (one.series_id is not None),
        }
        yield from (contradictory(f"session {one.id}: not so: {rule}") for rule, holds in rules.items() if not holds)


def states_follow_the_record() -> Iterator[Finding]:
    """The state of a session follows from its last audit row."""
    acts = select(AuditRow.subject_id, AuditRow.action).where(AuditRow.action.in_(LAST_WORD)).order_by(AuditRow.id)
    last = {subject: LAST_WORD[action] for subject, action in db.session.execute(acts)}
    for identity, state in db.session.execute(select(Session.id, Session.state)):
        recorded = last.get(identity)
        if recorded is not None and state is not recorded:
            yield contradictory(f"session {identity} is {state.value}; the record ends with {recorded.value}")


def invitations_are_recorded() -> Iterator[Finding]:
    """Invitations have an audit row, and their session the time of it."""
    recorded = set(db.session.scalars(select(AuditRow.subject_id).where(AuditRow.action == "session.invited")))
    invited = set(db.session.scalars(select(Session.id).where(Session.invited_at.is_not(None))))
    there = set(db.session.scalars(select(Invitation.session_id).distinct()))
    yield from (contradictory(f"invitations to {one} without a record") for one in there - recorded)
    yield from (contradictory(f"session {one}: invited_at and the record disagree") for one in recorded ^ invited)


def answers_follow_the_record() -> Iterator[Finding]:
    """An answer is the one in its last audit row, unless a new time reset it."""
    last: dict[UUID, str | None] = {}
    acts = select(AuditRow.subject_id, AuditRow.details).where(AuditRow.action == "invitation.answered")
    for identity, details in db.session.execute(acts.order_by(AuditRow.id)):
        last[identity] = details.get("answer")
    for identity, answer, previous in db.session.execute(_answers()):
        counts = previous if answer is AnswerState.NEEDS_ACTION else answer
        recorded = last.pop(identity, None)
        is_reset = answer is AnswerState.NEEDS_ACTION and recorded is None  # the default to a series was reset
        if counts is not None and recorded != counts.value and not is_reset:
            yield contradictory(f"the answer to {identity} is {counts.value}; the record says {recorded}")
    yield from (contradictory(f"the record contains an answer to {one}, which does not exist") for one in last)


def _answers() -> object:
    own = (Answer.session_id == Invitation.session_id) & (
        (Answer.person_id == Invitation.person_id) | (Answer.organisation_id == Invitation.organisation_id)
    )
    return select(Invitation.id, Answer.answer, Answer.previous).join(Answer, own)


def occasions_are_numbered_once() -> Iterator[Finding]:
    """No SEQUENCE of a session was used twice for sending invitations."""
    used: Counter[tuple[UUID, int]] = Counter()
    rounds = select(AuditRow.subject_id, AuditRow.details).where(AuditRow.action == "session.invited")
    for identity, details in db.session.execute(rounds):
        used[identity, details.get("sequence", 0)] += 1
    yield from (doubled(f"{what} was used {number} times") for what, number in used.items() if number > 1)


CHECKS = (
    slots_are_unique,
    states_can_be,
    states_follow_the_record,
    invitations_are_recorded,
    answers_follow_the_record,
    occasions_are_numbered_once,
)

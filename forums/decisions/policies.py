"""Policies of decisions."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import loads, policy
from commitments.registry.policies import propose_commitment
from forums.decisions import queries
from forums.decisions.models import Decision
from forums.minutes.models import LOCKED
from forums.minutes.policies import newest_readable, reads_decisions, reads_whole, write_minutes
from forums.redaction.queries import is_withheld
from forums.scheduling.models import Session
from forums.scheduling.policies import change_forum, read_forum, read_session

loads("decision_id", Decision)(queries.decision_for_detail)


@policy("decision:list")
def list_decisions(user: Person) -> bool:
    """Everyone who is signed in; the register lists what each may read."""
    return user.is_active


@policy("decision:read", Decision)
def read_decision(user: Person, decision: Decision) -> bool:
    """Participants and seats from circulated minutes on, observers from approved and others from published ones on.

    Others do not read a decision that the published minutes withhold. Those who may read the forum read a decision that
    was taken between sessions. `queries.readable` is the same condition in SQL.
    """
    session = decision.session
    if session is None:
        return read_forum(user, decision.forum)
    return reads_decisions(user, session) and (reads_whole(user, session) or not is_withheld(decision.id))


def is_official(user: Person, decision: Decision) -> bool:
    """Whether a decision that a person may read is official: minutes of its session were approved, or it has none.

    A version after the first amends approved minutes.
    """
    if decision.session is None:
        return True
    newest = newest_readable(user, decision.session)
    return newest is not None and (newest.state in LOCKED or newest.version > 1)


@policy("decision:record", Session, hidden_unless=read_session, opened_by=("coordinator",))
def record_decision(user: Person, session: Session) -> bool:
    """Those who may write the session's minutes."""
    return write_minutes(user, session)


@policy("decision:change", Decision, hidden_unless=read_decision, opened_by=("coordinator",))
def change_decision(user: Person, decision: Decision) -> bool:
    """Those who may write the session's minutes; nobody for a decision taken between sessions."""
    return decision.session is not None and write_minutes(user, decision.session)


@policy("decision:supersede", Decision, hidden_unless=read_decision, opened_by=("coordinator",))
def supersede_decision(user: Person, decision: Decision) -> bool:
    """Those who may change the forum or write the session's minutes; also once the minutes are approved."""
    return change_forum(user, decision.forum) or change_decision(user, decision)


@policy("decision:commit", Decision, hidden_unless=read_decision, opened_by=("coordinator",))
def commit_decision(user: Person, decision: Decision) -> bool:
    """Those who may propose commitments in the forum."""
    return propose_commitment(user, decision.forum.circle)

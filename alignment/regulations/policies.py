"""Who may read and write regulations, their revisions, and the regulations that decisions name."""

from __future__ import annotations

from alignment.regulations import queries
from alignment.regulations.models import Regulation, Revision
from app.accounts.models import Person
from app.web.policies import loads, policy
from forums.decisions.models import Decision
from forums.decisions.policies import read_decision, supersede_decision

loads("regulation_id", Regulation)(queries.for_act)
loads("revision_id", Revision)(queries.revision_for_act)


@policy("regulation:list")
def list_regulations(user: Person) -> bool:
    """Everyone who is signed in: regulations are facts of the city."""
    return user.is_active


@policy("regulation:read", Regulation)
def read_regulation(user: Person, regulation: Regulation) -> bool:
    """Everyone who is signed in; what belongs to circles is shown to those alone who may read it."""
    return user.is_active


@policy("regulation:enter", opened_by=("coordinator",))
def enter_regulation(user: Person) -> bool:
    """Coordinators."""
    return user.is_active and user.is_coordinator


@policy("regulation:change", Regulation, hidden_unless=read_regulation, opened_by=("coordinator",))
def change_regulation(user: Person, regulation: Regulation) -> bool:
    """Coordinators: correct and relate it, mark it for review, and begin its revision."""
    return enter_regulation(user)


@policy("regulation:propose", Regulation)
def propose_regulation(user: Person, regulation: Regulation) -> bool:
    """Everyone who is signed in; the agenda then says to which sessions they may propose."""
    return user.is_active


@policy("revision:read", Revision)
def read_revision(user: Person, revision: Revision) -> bool:
    """Everyone who is signed in."""
    return user.is_active


@policy("revision:change", Revision, hidden_unless=read_revision, opened_by=("coordinator",))
def change_revision(user: Person, revision: Revision) -> bool:
    """Coordinators; to propose a commitment for it they must also be allowed to do so in the forum."""
    return enter_regulation(user)


@policy("decision:regulations", Decision, hidden_unless=read_decision, opened_by=("coordinator",))
def name_regulations(user: Person, decision: Decision) -> bool:
    """Those who may change the forum or write the session's minutes; also once the minutes are approved."""
    return supersede_decision(user, decision)

"""Actions: follow up an answer of leadership with a commitment, an agenda item or a decision, or with nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.database import db
from app.errors import NotNow
from commitments.registry.actions import Proposal
from commitments.registry.actions import propose as propose_commitment
from forums.agenda.actions import Draft
from forums.agenda.actions import propose as propose_item
from forums.decisions.actions import Wording, decide
from forums.scheduling.models import Session
from insights.digests.actions import set_asks
from insights.digests.models import Digest, OutcomeKind


def require_answer(digest: Digest, number: int) -> dict[str, Any]:
    """Return question `number` (from 1) with its answer. Raises NotNow if it was not answered."""
    ask = digest.asks[number - 1]
    if "answer" not in ask:
        raise NotNow(_l("Leadership has not answered this question yet"))
    return ask


def propose(digest: Digest, number: int, proposal: Proposal, *, by: Person, at: datetime) -> None:
    """Propose a commitment that follows from an answer. Raises NotNow without an answer, and like `propose`."""
    require_answer(digest, number)
    made = propose_commitment(proposal, by=by, at=at)
    db.session.flush()
    _record(digest, number, OutcomeKind.COMMITMENT, made.id, by=by, at=at)


def add_item(digest: Digest, number: int, session: Session, draft: Draft, *, by: Person, at: datetime) -> None:
    """Add an agenda item that follows from an answer. Raises NotNow without an answer, or if the session is over."""
    require_answer(digest, number)
    made = propose_item(session, draft, by=by, at=at, accepted=True)
    db.session.flush()
    _record(digest, number, OutcomeKind.AGENDA_ITEM, made.id, by=by, at=at)


def record_decision(
    digest: Digest,
    number: int,
    session: Session,
    wording: Wording,
    *,
    by: Person,
    at: datetime,
    without_quorum: str | None = None,
) -> None:
    """Record a decision that follows from an answer. Raises NotNow without an answer, and like `decide`."""
    require_answer(digest, number)
    made = decide(session, wording, item=None, by=by, at=at, without_quorum=without_quorum)
    db.session.flush()
    _record(digest, number, OutcomeKind.DECISION, made.id, by=by, at=at)


def close(digest: Digest, number: int, *, by: Person, at: datetime) -> None:
    """Record that nothing follows from an answer. Raises NotNow without an answer, or if something has followed."""
    if require_answer(digest, number).get("outcomes"):
        raise NotNow(_l("This answer was followed up already. Reload the page to see how."))
    _record(digest, number, OutcomeKind.NOTHING, None, by=by, at=at)


def _record(digest: Digest, number: int, kind: OutcomeKind, made: UUID | None, *, by: Person, at: datetime) -> None:
    asks = [dict(ask) for ask in digest.asks]
    ask = asks[number - 1]
    ask["outcomes"] = [*ask.get("outcomes", ()), {"kind": kind.value, "id": str(made) if made else None}]
    set_asks(digest, asks)
    audit.record("digest.followed_up", digest, by=by, at=at, number=number, kind=kind, made=made)

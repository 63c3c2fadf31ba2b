"""What becomes of a circular: a decision, an item of the next session, or nothing."""

from __future__ import annotations

from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.database import db
from app.errors import NotNow
from forums.agenda import actions as agenda
from forums.agenda.models import AgendaItem, Purpose
from forums.attendance.rules import Quorum
from forums.circular import notices, queries
from forums.circular.adoption import adopt
from forums.circular.models import Circular, CircularState
from forums.circular.rows import SeatRow
from forums.circular.rules import Outcome, outcome, quorum_of_votes
from forums.preparation import actions as preparation
from forums.scheduling.models import DecisionRule, Session
from forums.scheduling.queries import next_planned

READ_OUT, DISCUSSED = 5, 15
"""Minutes allotted on an agenda."""
LONGEST_TITLE = 200


def quorum_of(circular: Circular, seats: list[SeatRow]) -> Quorum:
    """Return the quorum of a circular that was sent to `seats`, under the charter of that day."""
    charter = circular.quorum or {"share": circular.forum.quorum_share, "sectors": circular.forum.quorum_sectors}
    return quorum_of_votes([one.vote for one in seats], share=charter["share"], required=charter["sectors"])


def outcome_of(circular: Circular, seats: list[SeatRow]) -> Outcome:
    """Return what follows from the votes of `seats` as they are now."""
    choices = [one.choice for one in seats if one.choice is not None]
    met = quorum_of(circular, seats).is_met
    return outcome(choices, quorum_met=met, by_vote=circular.how is DecisionRule.VOTE)


def close(circular: Circular, *, at: datetime) -> None:
    """Close a circular whose time is over, and mail everyone the outcome. Does nothing if it is closed or goes on."""
    queries.lock(circular)
    if circular.state is not CircularState.CIRCULATING or at <= circular.ends_at:
        return
    seats = queries.seats(circular)
    found = outcome_of(circular, seats)
    circular.closed_at = at
    if found is Outcome.ADOPTED:
        adopt(circular, seats, quorum_of(circular, seats), by=_responsible(circular))
        _announce(circular, at=at)
    else:
        _leave_to_session(circular, at=at)
    audit.record("circular.closed", circular, by=None, at=at, outcome=found)
    notices.closed(circular, found)


def move(circular: Circular, *, by: Person, at: datetime) -> Session:
    """Move a circular to the agenda of the next session, with its votes. Raises NotNow if no session is planned."""
    queries.lock(circular)
    circular.require(CircularState.CIRCULATING)
    session = next_planned(circular.forum_id, at)
    if session is None:
        raise NotNow(_l("This forum has no upcoming session. Schedule one first."))
    circular.closed_at = at
    _put_on_agenda(circular, session, at=at)
    audit.record("circular.moved", circular, by=by, at=at, session=session.number)
    notices.closed(circular, None, by=by)
    return session


def follow_item(earlier: AgendaItem, item: AgendaItem) -> None:
    """Let circulars follow an agenda item to the session that continues it."""
    for circular in queries.of_item(earlier.id):
        circular.agenda_item_id = item.id


def _announce(circular: Circular, *, at: datetime) -> None:
    """Put an adopted circular on the agenda of the next session, to be read out."""
    session = None if circular.forum.archived_at else next_planned(circular.forum_id, at)
    if session is not None:
        _add_item(circular, session, purpose=Purpose.INFORMATION, minutes=READ_OUT, question="", at=at)


def _leave_to_session(circular: Circular, *, at: datetime) -> None:
    """Put a circular that was not adopted on the agenda of the next session; it lapses if none is planned."""
    session = None if circular.forum.archived_at else next_planned(circular.forum_id, at)
    if session is None:
        circular.state = CircularState.LAPSED
    else:
        _put_on_agenda(circular, session, at=at)


def _put_on_agenda(circular: Circular, session: Session, *, at: datetime) -> None:
    circular.state = CircularState.MOVED
    with force_locale(circular.language):
        question = _("Is it decided as it was circulated?")
    _add_item(circular, session, purpose=Purpose.JOINT_SOLUTION, minutes=DISCUSSED, question=question, at=at)


def _responsible(circular: Circular) -> Person:
    """Return who circulated it, in whose name the job acts."""
    return circular.circulated_by or circular.drafted_by


def _add_item(
    circular: Circular, session: Session, *, purpose: Purpose, minutes: int, question: str, at: datetime
) -> None:
    """Add an accepted item about a circular to an agenda, with its documents."""
    title = f"{circular.code}: {circular.title}"[:LONGEST_TITLE]
    by = _responsible(circular)
    details = agenda.Draft(title=title, purpose=purpose, minutes=minutes, question=question)
    item = agenda.propose(session, details, by=by, at=at, accepted=True)
    db.session.flush()
    circular.agenda_item_id, circular.agenda_item = item.id, item
    for one in db.session.scalars(queries.stored_documents(circular.id)).all():
        preparation.add_document(item, one.file, title=one.title, by=one.added_by, at=at)

"""Actions on circular decisions: drafting, circulating, voting, answering, extending and withdrawing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.calendars.queries import holiday_lookup
from app.circles.models import Seat
from app.clock import local_date
from app.database import db
from app.database.sequences import next_code
from app.errors import NotNow, RuleViolation
from app.files.models import StoredFile
from app.mail.links import current_link
from app.web.i18n import moment
from forums.circular import notices, queries
from forums.circular.models import (
    Circular,
    CircularDocument,
    CircularReply,
    CircularState,
    CircularVote,
    circular_seats,
)
from forums.circular.rules import EXTENSION, NEEDS_WORDS, SHORTEST, Choice, is_long_enough, is_within_extension
from forums.review.actions import Recorded
from forums.scheduling.models import DecisionRule, Forum

DRAFT, CIRCULATING = CircularState.DRAFT, CircularState.CIRCULATING
AHEAD = timedelta(days=200)
"""How far ahead holidays are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a circular says. `ends_at` is the end of the vote."""

    title: str
    text: str
    why: str
    ends_at: datetime
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """The vote of a seat, with its note, question or reason; `field` is where the form takes these words."""

    choice: Choice
    words: str = ""
    field: str = "choice"


def draft(forum: Forum, wording: Draft, *, by: Person, at: datetime) -> Circular:
    """Draft a circular decision of a forum. Raises NotNow for an archived forum, RuleViolation for a past end."""
    if forum.archived_at:
        raise NotNow(_l("This forum is archived"))
    circular = Circular(
        code=next_code("SIR", local_date(at).year, digits=3),
        forum_id=forum.id,
        how=_rule_of(forum),
        drafted_by_id=by.id,
        drafted_at=at,
        language=forum.language,
    )
    circular.forum, circular.drafted_by = forum, by
    _write(circular, wording, at=at)
    db.session.add(circular)
    _note("circular.drafted", circular, by=by, at=at)
    return circular


def change(circular: Circular, wording: Draft, *, by: Person, at: datetime) -> None:
    """Change the draft of a circular. Raises NotNow once it was circulated."""
    circular.require(DRAFT)
    _write(circular, wording, at=at)
    _note("circular.changed", circular, by=by, at=at)


def add_document(circular: Circular, file: StoredFile, *, title: str, by: Person, at: datetime) -> CircularDocument:
    """Add a document to a draft. Raises NotNow once it was circulated."""
    circular.require(DRAFT)
    document = CircularDocument(
        circular_id=circular.id, file_id=file.id, title=title or file.name, added_by_id=by.id, added_at=at
    )
    document.circular, document.file, document.added_by = circular, file, by
    db.session.add(document)
    _note("circular.document_added", circular, by=by, at=at, sha256=file.sha256)
    return document


def remove_document(document: CircularDocument, *, by: Person, at: datetime) -> None:
    """Remove a document from a draft. Raises NotNow once it was circulated."""
    circular = document.circular
    circular.require(DRAFT)
    sha256 = document.file.sha256
    db.session.delete(document)
    _note("circular.document_removed", circular, by=by, at=at, sha256=sha256)


def ask_instead(before: Seat, after: Seat) -> None:
    """Ask a seat instead of another one for what circulates, unless that one voted or both were asked."""
    for circular_id in queries.unanswered_by(before.id):
        asked = circular_seats.c.circular_id == circular_id
        if not queries.was_asked(circular_id, after.id):
            db.session.execute(
                circular_seats.update().where(asked, circular_seats.c.seat_id == before.id).values(seat_id=after.id)
            )


def circulate(circular: Circular, *, by: Person, at: datetime) -> int:
    """Send a circular to the seats that count today, and return how many they are. Its text is fixed from then on.

    Raises RuleViolation if the end is too early by now, or if the forum has no seat that counts.
    """
    queries.lock(circular)
    circular.require(DRAFT)
    _require_window(circular, circular.ends_at, at)
    seat_ids = queries.counting_seats(circular.forum, at.astimezone(circular.zone).date())
    if not seat_ids:
        raise RuleViolation(_l("This forum has no seat that votes"))
    forum = circular.forum
    db.session.execute(
        circular_seats.insert(), [{"circular_id": circular.id, "seat_id": seat_id} for seat_id in seat_ids]
    )
    circular.how = _rule_of(forum)
    circular.quorum = {"share": forum.quorum_share, "sectors": forum.quorum_sectors}
    circular.state, circular.circulated_at = CIRCULATING, at
    circular.circulated_by_id, circular.circulated_by = by.id, by
    _note("circular.circulated", circular, by=by, at=at, seats=len(seat_ids), until=circular.ends_at)
    notices.circulated(circular, by=by)
    return len(seat_ids)


def withdraw(circular: Circular, *, reason: str, by: Person, at: datetime) -> None:
    """Withdraw a draft, or a circular while seats vote on it: they are mailed the reason."""
    queries.lock(circular)
    circular.require(DRAFT, CIRCULATING)
    circular.state, circular.reason, circular.closed_at = CircularState.WITHDRAWN, reason, at
    _note("circular.withdrawn", circular, by=by, at=at, personal={"reason": reason})
    if circular.was_circulated:
        notices.withdrawn(circular, by=by)


def extend(circular: Circular, until: datetime, *, by: Person, at: datetime) -> None:
    """Extend the vote, once, by a few working days. Raises NotNow the second time and once it is over."""
    _require_open(circular, at)
    if circular.first_ends_at:
        raise NotNow(_l("The vote was extended already. That is possible once"))
    holiday_on = holiday_lookup(circular.ends_at.date(), (at + AHEAD).date())
    if not is_within_extension(circular.ends_at, until, circular.zone, holiday_on):
        words = _l("Choose an end after the present one, at most %(days)s working days later", days=EXTENSION)
        raise RuleViolation(words, field="day")
    circular.first_ends_at, circular.ends_at = circular.ends_at, until
    _note("circular.extended", circular, by=by, at=at, until=until)
    notices.extended(circular, by=by)


def vote(
    circular: Circular, seat: Seat, ballot: Ballot, *, recorded: Recorded | None = None, by: Person, at: datetime
) -> CircularVote:
    """Record the vote of a seat in place of its earlier one, which is kept.

    If a coordinator has `recorded` it, the seat is mailed and can vote differently; a vote that the seat gave itself
    is not replaced so: raises NotNow. Raises NotNow for late votes, and RuleViolation for a vote without its words.
    """
    _require_open(circular, at)
    if ballot.choice in NEEDS_WORDS and not ballot.words:
        raise RuleViolation(_MISSING[ballot.choice], field=ballot.field)
    earlier = queries.current_vote(circular.id, seat.id)
    if earlier:
        if recorded and earlier.source is None:
            raise NotNow(_l("This party voted itself. Only the party can change its vote"))
        earlier.replaced_at = at
        db.session.flush()
    given = CircularVote(circular_id=circular.id, seat_id=seat.id, choice=ballot.choice, by_id=by.id, at=at)
    given.words = ballot.words if ballot.choice in NEEDS_WORDS else ""
    given.by_link = bool(current_link())
    given.source, given.evidence = (recorded.source, recorded.note) if recorded else (None, "")
    given.circular, given.seat, given.by = circular, seat, by
    db.session.add(given)
    _note_vote(given, by=by, at=at)
    if recorded:
        notices.recorded(given, by=by)
    elif ballot.choice in (Choice.DISCUSS, Choice.DISAGREE):
        notices.objected(given, by=by)
    return given


def reply(circular: Circular, *, text: str, by: Person, at: datetime) -> CircularReply:
    """Answer the questions of seats to all of them; they can change their votes until the end."""
    _require_open(circular, at)
    answer = CircularReply(circular_id=circular.id, text=text, by_id=by.id, at=at)
    answer.by = by
    db.session.add(answer)
    _note("circular.replied", circular, by=by, at=at)
    notices.replied(circular, answer, by=by)
    return answer


def remind(circular: Circular, *, only: Seat | None = None, by: Person, at: datetime) -> int:
    """Remind the seats that have not voted, or `only` one, once a day, and return how many they are.

    Raises NotNow if none is left.
    """
    _require_open(circular, at)
    silent = notices.remind(circular, key=f"by-hand:{at.astimezone(circular.zone).date()}", only=only)
    if not silent:
        raise NotNow(_l("This party has voted") if only else _l("Every party has voted"))
    if only:
        _note("circular.party_reminded", circular, by=by, at=at, party=only.organisation.name)
    else:
        _note("circular.reminded", circular, by=by, at=at, seats=silent)
    return silent


_MISSING = {
    Choice.AGREE_WITH_NOTE: _l("Write the note"),
    Choice.DISCUSS: _l("Write the question to discuss"),
    Choice.DISAGREE: _l("Write the reason"),
}


def _write(circular: Circular, wording: Draft, *, at: datetime) -> None:
    _require_window(circular, wording.ends_at, at)
    circular.title, circular.text, circular.basis = wording.title, wording.text, wording.basis
    circular.why, circular.ends_at = wording.why, wording.ends_at


def _require_window(circular: Circular, end: datetime, at: datetime) -> None:
    holiday_on = holiday_lookup(at.date(), (at + AHEAD).date())
    if end > at + AHEAD:
        raise RuleViolation(_l("Choose an end within %(days)s days", days=AHEAD.days), field="day")
    if not is_long_enough(at, end, circular.zone, holiday_on):
        words = _l("Choose an end at least %(days)s working days from today", days=SHORTEST)
        raise RuleViolation(words, field="day")


def _require_open(circular: Circular, at: datetime) -> None:
    """Lock a circular. Raises NotNow unless seats may vote on it."""
    queries.lock(circular)
    if circular.state is CIRCULATING and not circular.takes_votes(at):
        when = moment(circular.ends_at, circular.forum.timezone)
        raise NotNow(_l("Too late: the time to vote was over on %(when)s", when=when))
    circular.require(CIRCULATING)


def _rule_of(forum: Forum) -> DecisionRule:
    """Return the rule by which circulars of a forum are taken: a vote, or else consensus in writing."""
    return DecisionRule.VOTE if forum.decision_rule is DecisionRule.VOTE else DecisionRule.CONSENSUS


def _note_vote(given: CircularVote, *, by: Person, at: datetime) -> None:
    """Record that a seat voted, without its choice, which those who have not voted do not see."""
    action = "circular.vote_recorded" if given.source else "circular.voted"
    behalf: dict[str, Any] = {"source": given.source} if given.source else {}
    _note(action, given.circular, by=by, at=at, on_behalf_of=given.seat.organisation, **behalf)


def _note(action: str, circular: Circular, *, by: Person | None, at: datetime, **details: Any) -> None:
    audit.record(action, circular, by=by, at=at, circle_id=circular.circle_id, **details)

"""Actions of the review of minutes: agreeing, withdrawing, asking a party, and approval in place of the presider."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.circles.models import Seat
from app.database import db
from app.errors import NotNow, RuleViolation
from app.mail.links import current_link
from app.web.i18n import moment
from forums.minutes import actions as minutes_actions
from forums.minutes.models import Correction, CorrectionState, Minutes, MinutesState
from forums.minutes.queries import held_fast
from forums.review import notices, queries
from forums.review.models import Consent, Deputy, Opinion, Source
from forums.review.rules import deputy_since, is_outdated
from forums.scheduling.models import Forum


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """How a party informed the coordinator who records its agreement, and the evidence of it."""

    source: Source
    note: str = ""


def agree(minutes: Minutes, seat: Seat, *, recorded: Recorded | None = None, by: Person, at: datetime) -> Consent:
    """Record that a party agrees with circulated minutes; doing it twice changes nothing.

    A party whose agreement is older than the last direct change of the text agrees again. If a coordinator has
    `recorded` it, the party is notified. Raises NotNow outside the correction window, and while a correction that the
    party requested is not answered.
    """
    minutes = _require_open(minutes, at)
    earlier = queries.consent_of(minutes.id, seat.id)
    if earlier and not is_outdated(earlier.at, queries.last_change(minutes.id)):
        return earlier
    if queries.has_own_open_correction(minutes.id, seat.id):
        raise NotNow(_l("A correction that this party requested was not answered yet. It can agree after that"))
    consent = earlier or Consent(minutes_id=minutes.id, seat=seat)
    consent.by, consent.at, consent.by_link = by, at, bool(current_link())
    consent.source, consent.note = None, ""
    db.session.add(consent)
    if recorded is None:
        _note("minutes.agreed", minutes, seat, by=by, at=at)
        return consent
    consent.source, consent.note = recorded.source, recorded.note
    _note("minutes.agreement_recorded", minutes, seat, by=by, at=at, source=recorded.source)
    notices.recorded(minutes, consent, by=by)
    return consent


def withdraw(minutes: Minutes, seat: Seat, *, by: Person, at: datetime) -> None:
    """Withdraw the agreement of a party. Raises NotNow outside the correction window, and without an agreement."""
    minutes = _require_open(minutes, at)
    consent = queries.consent_of(minutes.id, seat.id)
    if consent is None:
        raise NotNow(_l("Your organisation has not agreed with these minutes"))
    _end(consent, minutes, by=by, at=at)


def withdraw_for_correction(correction: Correction, *, by: Person, at: datetime) -> None:
    """Withdraw the agreement of the party that requests a correction, if it agreed before."""
    consent = queries.consent_of(correction.minutes_id, correction.seat_id) if correction.seat_id else None
    if consent:
        _end(consent, correction.minutes, by=by, at=at)


def _end(consent: Consent, minutes: Minutes, *, by: Person, at: datetime) -> None:
    seat = db.session.get_one(Seat, consent.seat_id)
    db.session.delete(consent)
    db.session.flush()
    _note("minutes.agreement_withdrawn", minutes, seat, by=by, at=at)


def ask(correction: Correction, seats: Collection[Seat], *, by: Person, at: datetime) -> int:
    """Ask parties for their opinion on a correction, each once, and return how many were asked now.

    Raises NotNow once the correction was answered, and RuleViolation for the party that requested it.
    """
    _require_unanswered(correction)
    if any(seat.id == correction.seat_id for seat in seats):
        raise RuleViolation(_l("This party requested the correction itself"), field="seats")
    asked_before = queries.asked_seats(correction.id)
    new = [seat for seat in seats if seat.id not in asked_before]
    for seat in new:
        opinion = Opinion(correction=correction, seat=seat, asked_by_id=by.id, asked_at=at)
        db.session.add(opinion)
        db.session.flush()
        circle_id = correction.minutes.session.circle_id
        audit.record(
            "correction.opinion_asked",
            correction,
            by=by,
            at=at,
            circle_id=circle_id,
            organisation=seat.organisation_id,
        )
        notices.opinion_asked(opinion, by=by)
    return len(new)


def give_opinion(opinion: Opinion, *, approves: bool, reason: str, by: Person, at: datetime) -> None:
    """Record what a party thinks of a correction; it can change until the correction is answered.

    Disapproving needs a reason.
    """
    correction = opinion.correction
    _require_unanswered(correction)
    if not approves and not reason:
        raise RuleViolation(_l("Write why you do not agree"), field="reason")
    opinion.approves, opinion.reason = approves, reason
    opinion.by, opinion.at = by, at
    audit.record(
        "correction.opinion_given",
        correction,
        by=by,
        at=at,
        on_behalf_of=opinion.seat.organisation,
        circle_id=correction.minutes.session.circle_id,
    )
    notices.opinion_given(opinion, by=by)


def approve_as_deputy(minutes: Minutes, *, because: str, by: Person, at: datetime) -> None:
    """Approve minutes in place of their presider, with the reason, which the minutes state.

    Raises NotNow before the days that the forum has set are over.
    """
    session = minutes.session
    deputy = queries.deputy_of(session.forum_id)
    since = deputy_since(minutes.correction_until, deputy.days) if deputy and minutes.correction_until else None
    if since is not None and at <= since:
        when = moment(since, session.timezone)
        raise NotNow(_l("The presider approves. You may do so in their place from %(when)s", when=when))
    minutes_actions.approve(minutes, in_place_because=because, by=by, at=at)


def name_deputy(forum: Forum, person: Person, *, days: int, by: Person, at: datetime) -> Deputy:
    """Name who may approve the forum's minutes `days` days after the correction window, in place of the presider."""
    deputy = queries.deputy_of(forum.id)
    if deputy is None:
        deputy = Deputy(forum_id=forum.id, person=person, days=days)
        db.session.add(deputy)
    deputy.person, deputy.days = person, days
    db.session.flush()
    audit.record("forum.deputy_named", forum, by=by, at=at, person=person, days=days)
    return deputy


def remove_deputy(forum: Forum, *, by: Person, at: datetime) -> None:
    """Remove the deputy of a forum. Raises NotNow if it has none."""
    deputy = queries.deputy_of(forum.id)
    if deputy is None:
        raise NotNow(_l("This forum has no deputy"))
    db.session.delete(deputy)
    audit.record("forum.deputy_removed", forum, by=by, at=at)


def _require_open(minutes: Minutes, at: datetime) -> Minutes:
    """Return the latest minutes, locked. Raises NotNow unless parties may still answer."""
    newest = held_fast(minutes.session_id, to_change=True)
    if newest is None or newest.id != minutes.id or newest.state is not MinutesState.CIRCULATED:
        raise NotNow(minutes_actions.MOVED_ON)
    if not newest.takes_corrections(at):
        raise NotNow(_("The time in which parties answer is over."))
    return newest


def _require_unanswered(correction: Correction) -> None:
    newest = held_fast(correction.minutes.session_id, to_change=True)
    if newest is None or newest.id != correction.minutes_id or newest.state is not MinutesState.CIRCULATED:
        raise NotNow(minutes_actions.MOVED_ON)
    if correction.state is not CorrectionState.OPEN:
        raise NotNow(_l("This correction was answered already"))


def _note(action: str, minutes: Minutes, seat: Seat, *, by: Person, at: datetime, **details: Any) -> None:
    circle_id = minutes.session.circle_id
    audit.record(action, minutes, by=by, at=at, on_behalf_of=seat.organisation, circle_id=circle_id, **details)

"""Actions on minutes: circulate, correct, approve and publish; reopening their session."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.accounts.role_holders import who_opens
from app.circles.models import Classification
from app.database import db
from app.errors import NotNow, RuleViolation
from app.events import emit
from app.pdf.canonical import fingerprint
from app.web.i18n import moment
from forums.attendance.queries import is_recorded
from forums.minutes import notices, queries
from forums.minutes.content import content_of, instant
from forums.minutes.events import (
    CorrectionRequested,
    MinutesApproved,
    MinutesCirculated,
    MinutesPublished,
    PassageCorrected,
)
from forums.minutes.models import Correction, CorrectionState, Minutes, MinutesState
from forums.minutes.publishing import Publication, link_to_whole, publication_of
from forums.minutes.rules import is_same_text, may_be_approved
from forums.minutes.writing import Writing, write
from forums.redaction.queries import has_open_redaction, in_force_of_others
from forums.review.queries import parties
from forums.review.rules import all_agreed
from forums.scheduling import session_actions
from forums.scheduling.models import Session, SessionState

MOVED_ON = _l("This is no longer possible: the minutes have moved on. Reload the page to see where.")


def circulate(
    minutes: Minutes, *, days: int, number: str, without_attendance: bool = False, by: Person, at: datetime
) -> int:
    """Send the minutes to all participants, who may request corrections for `days` days; return how many.

    The window ends at the end of its last day in the session's time zone. Raises NotNow before the session was held,
    and RuleViolation if no attendance was recorded, unless `without_attendance`.
    """
    session = minutes.session
    minutes = _require(minutes, MinutesState.DRAFT)
    if session.state is not SessionState.HELD:
        raise NotNow(_l("Close the session first: its minutes are not complete before"))
    if not queries.passages(minutes.id):
        raise NotNow(_l("There is nothing to circulate yet: the minutes are empty"))
    if not (without_attendance or is_recorded(session.id)):
        words = _l("No attendance was recorded. Record it first, or confirm that the minutes go out without it")
        raise RuleViolation(words, field="without_attendance")
    last_day = at.astimezone(session.zone).date() + timedelta(days=days)
    minutes.state = MinutesState.CIRCULATED
    minutes.number = number
    minutes.circulated_at, minutes.circulated_by_id = at, by.id
    minutes.correction_until = datetime.combine(last_day, time(23, 59, 59), tzinfo=session.zone)
    _note("minutes.circulated", minutes, session, by=by, at=at, until=minutes.correction_until)
    emit(MinutesCirculated(minutes=minutes, by=by, at=at))
    return notices.circulated(minutes, by=by)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRequest:
    """A requested correction: why, and the proposed wording of a passage, if there is one."""

    text: str
    passage_id: UUID | None = None
    wording: str | None = None


def correct(minutes: Minutes, request: CorrectionRequest, *, by: Person, at: datetime) -> Correction:
    """Request a correction on behalf of the person's seat.

    Raises NotNow outside the correction window, and RuleViolation for a wording of no passage.
    """
    session = minutes.session
    minutes = _require(minutes, MinutesState.CIRCULATED)
    if not minutes.takes_corrections(at):
        raise NotNow(_("The time for corrections is over.") + " " + who_opens("coordinator"))
    passage = next((one for one in queries.passages(minutes.id) if one.id == request.passage_id), None)
    wording = request.wording
    if wording and passage is None:
        raise RuleViolation(_l("Choose the part that should read so"), field="passage")
    is_changed = bool(wording and passage and wording.split() != passage.text.split())
    correction = Correction(
        minutes=minutes,
        passage_id=passage.id if passage else None,
        text=request.text,
        wording=wording if is_changed else None,
        original=passage.text if passage and is_changed else None,
        by=by,
        seat=queries.seat_of(by, session),
        at=at,
    )
    db.session.add(correction)
    audit.record("correction.asked", correction, by=by, at=at, circle_id=session.circle_id)
    emit(CorrectionRequested(correction=correction, by=by, at=at))
    notices.correction_asked(correction, by=by)
    return correction


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The answer to a correction. `wording` is the new text of its passage, based on `version` of the passage.

    Without a wording the passage stays as it is.
    """

    accepted: bool
    text: str = ""
    wording: str | None = None
    version: int = 0


def answer(correction: Correction, verdict: Verdict, *, by: Person, at: datetime) -> None:
    """Accept or decline a correction and notify the party; accepting changes the passage at the same time.

    Declining needs a reason. Raises Overtaken if someone else changed the passage meanwhile.
    """
    _require(correction.minutes, MinutesState.CIRCULATED)
    if correction.state is not CorrectionState.OPEN:
        raise NotNow(_l("This correction was answered already"))
    if not verdict.accepted and not verdict.text:
        raise RuleViolation(_l("Write why it is declined"), field="answer")
    if verdict.accepted and correction.wording and not verdict.wording:
        raise RuleViolation(_l("Write how the passage reads now"), field="wording")
    changed = _reword(correction, verdict, by=by, at=at) if verdict.accepted else None
    correction.state = CorrectionState.ACCEPTED if verdict.accepted else CorrectionState.DECLINED
    correction.answer = verdict.text
    correction.answered_by_id, correction.answered_at = by.id, at
    circle_id = correction.minutes.session.circle_id
    audit.record(f"correction.{correction.state.value}", correction, by=by, at=at, circle_id=circle_id)
    if changed:
        emit(changed)
    notices.correction_answered(correction, by=by)


def _reword(correction: Correction, verdict: Verdict, *, by: Person, at: datetime) -> PassageCorrected | None:
    """Replace the text of the passage that a correction is about.

    Returns the event of a text that a party proposed, which every party saw before; None if nothing changes, or if the
    new text is another one.
    """
    passage = queries.passage_to_write(correction.passage_id) if correction.passage_id else None
    if passage is None or not verdict.wording or passage.text.split() == verdict.wording.split():
        return None
    before = passage.text
    new = Writing(passage_id=passage.id, version=verdict.version, text=verdict.wording, part=passage.part)
    proposed = is_same_text(correction.wording or "", verdict.wording)
    write(correction.minutes.session, new, proposed=proposed, by=by, at=at)
    if not proposed:
        return None  # a direct change, of which the parties are notified as of others
    return PassageCorrected(correction=correction, passage=passage, before=before, by=by, at=at)


def approve(minutes: Minutes, *, in_place_because: str = "", by: Person, at: datetime) -> None:
    """Approve the minutes, which locks them and everything they contain, and store a hash of their content.

    `in_place_because` is why a deputy approves in place of the presider. Raises NotNow unless they were circulated,
    the correction window is over or every party agreed, and every correction was answered.
    """
    session = minutes.session
    minutes = _require(minutes, MinutesState.CIRCULATED)
    require_approvable(minutes, at)
    minutes.state = MinutesState.APPROVED
    minutes.approved_at, minutes.approved_by = at, by
    content = content_of(minutes, session)
    if in_place_because:
        content["deputy"] = {"because": in_place_because}
    minutes.content, minutes.sha256 = content, fingerprint(content)
    details = {"reason": in_place_because} if in_place_because else {}
    _note("minutes.approved", minutes, session, by=by, at=at, sha256=minutes.sha256, **details)
    emit(MinutesApproved(minutes=minutes, by=by, at=at))
    notices.approved(minutes, by=by)


def require_approvable(minutes: Minutes, at: datetime) -> None:
    """Raise NotNow while parties may request corrections and have not all agreed, or a correction is not answered."""
    until = minutes.correction_until
    agreed = all_agreed([party.agrees_now for party in parties(minutes, minutes.session)])
    if until is not None and not may_be_approved(until, at, all_agreed=agreed):
        when = moment(until, minutes.session.timezone)
        raise NotNow(
            _l(
                "Parties may ask for corrections until %(when)s. The minutes are approved after that, or once every "
                "party agreed with the text as it is now",
                when=when,
            )
        )
    if queries.has_open_corrections(minutes.id):
        raise NotNow(_l("Some corrections were not answered yet. They come before approval"))


def reopen(session: Session, *, reason: str, by: Person, at: datetime) -> None:
    """Reopen a closed session. Raises NotNow once its minutes were circulated."""
    minutes = queries.held_fast(session.id, to_change=True)
    if minutes and (minutes.is_amendment or minutes.state is not MinutesState.DRAFT):
        raise NotNow(_l("The minutes were circulated: the session stays closed"))
    session_actions.reopen(session, reason=reason, by=by, at=at)


def require_publishable(minutes: Minutes) -> None:
    """Raise NotNow unless minutes are approved and have no open marks, and RuleViolation unless the forum is public."""
    if minutes.session.forum.circle.classification is not Classification.PUBLIC:
        raise RuleViolation(_l("Only minutes of a public forum are published"))
    if minutes.state is not MinutesState.APPROVED:
        raise NotNow(MOVED_ON)
    if has_open_redaction(minutes.id):
        raise NotNow(_l("Parts of these minutes are marked to be withheld. Have the marks approved, or discard them"))
    if in_force_of_others(minutes):
        raise NotNow(_l("The published version withholds parts. Mark again what stays withheld, and have it approved"))


def is_publishable(minutes: Minutes) -> bool:
    """Whether all of the minutes can be published now."""
    try:
        require_publishable(minutes)
    except RuleViolation:
        return False
    return True


def publish(minutes: Minutes, *, kept: Collection[str] = (), by: Person, at: datetime) -> None:
    """Publish all of the approved minutes, with positions in place of names except those in `kept`.

    Raises NotNow while parts are marked to be withheld: they are published with the approval of the marks.
    """
    minutes = _require(minutes, MinutesState.APPROVED)
    require_publishable(minutes)
    issue(minutes, publication_of(minutes), kept=kept, by=by, at=at)


def issue(
    minutes: Minutes, publication: Publication, *, kept: Collection[str], edition: int = 1, by: Person, at: datetime
) -> None:
    """Publish an edition of locked minutes, which replaces an earlier one.

    Raises RuleViolation for names in the wording of decisions that are not kept, as that wording is never changed.
    """
    check_names(publication, kept)
    replaced, salt = minutes.published_sha256, secrets.token_hex(32)
    whole = link_to_whole(salt, minutes.sha256 or "")
    content = {**publication.text(kept), "published_at": instant(at), "whole": whole}
    if edition > 1:
        content["edition"] = edition
    minutes.published_content, minutes.published_sha256 = content, fingerprint(content)
    minutes.published_salt = salt
    minutes.state = MinutesState.PUBLISHED
    minutes.published_at = at
    action = "minutes.republished" if replaced else "minutes.published"
    details = {"sha256": minutes.published_sha256, "personal": {"kept": sorted(kept)}}
    _note(action, minutes, minutes.session, by=by, at=at, **details)
    emit(MinutesPublished(minutes=minutes, by=by, at=at, replaced=replaced))


def check_names(publication: Publication, kept: Collection[str]) -> None:
    """Raise RuleViolation if the published wording of a decision contains a name that is not kept."""
    for one in publication.mentioned:
        if one.decisions and one.name not in kept:
            words = _l(
                "%(name)s is named in %(codes)s: keep the name, or withhold the wording of the decision",
                name=one.name,
                codes=", ".join(one.decisions),
            )
            raise RuleViolation(words, field="kept")


def _require(minutes: Minutes, state: MinutesState) -> Minutes:
    """Return the latest minutes, locked exclusively. Raises NotNow if `minutes` is older or in another state."""
    newest = queries.held_fast(minutes.session_id, to_change=True)
    if newest is None or newest.id != minutes.id or newest.state is not state:
        raise NotNow(MOVED_ON)
    return newest


def _note(action: str, minutes: Minutes, session: Session, *, by: Person, at: datetime, **details: Any) -> None:
    audit.record(action, minutes, by=by, at=at, circle_id=session.circle_id, version=minutes.version, **details)

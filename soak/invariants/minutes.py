"""Minutes: states agree with the audit rows, no version is lost, and locked contents have the approved hash.

Agreements belong to the version that was circulated, approval to the agreements, and what is withheld is not published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import joinedload, selectinload

from app.audit.models import AuditRow
from app.circles.models import Seat
from app.database import db
from app.pdf.canonical import fingerprint
from forums.decisions.models import Decision
from forums.minutes.content import instant
from forums.minutes.models import LOCKED, Correction, CorrectionState, EarlierText, Minutes, MinutesState, Passage
from forums.redaction.models import Redaction, RedactionState
from forums.redaction.rules import parts
from forums.review.models import Consent
from forums.scheduling.models import Forum, Session
from forums.versions.models import Amendment
from soak.findings import Finding, contradictory, lost

ORDER = list(MinutesState)
ACTS = {
    MinutesState.CIRCULATED: "minutes.circulated",
    MinutesState.APPROVED: "minutes.approved",
    MinutesState.PUBLISHED: "minutes.published",
}
WITHDRAWN = "minutes.agreement_withdrawn"
ANSWERS = ("minutes.agreed", "minutes.agreement_recorded", WITHDRAWN)
"""The actions that record or end an agreement."""


def states_can_be() -> Iterator[Finding]:
    """Each state that minutes have reached has its time and its audit row; later states have neither."""
    recorded: dict[UUID, set[str]] = defaultdict(set)
    acts = select(AuditRow.subject_id, AuditRow.action).where(AuditRow.action.in_(ACTS.values()))
    for subject, action in db.session.execute(acts):
        recorded[subject].add(action)
    for one in db.session.scalars(select(Minutes).execution_options(yield_per=200)):
        for state, action in ACTS.items():
            passed = ORDER.index(one.state) >= ORDER.index(state)
            dated = getattr(one, f"{state.value}_at") is not None
            if not passed == dated == (action in recorded[one.id]):
                yield contradictory(f"minutes {one.id} are {one.state.value}: {action} {passed=} {dated=}")
        if one.published_content is not None and one.published_sha256 != fingerprint(one.published_content):
            yield contradictory(f"minutes {one.id}: what was published is not what its hash says")
        whole = one.content is not None and one.sha256 == fingerprint(one.content)
        if one.is_locked != whole and (one.is_locked or one.content is not None):
            yield contradictory(f"minutes {one.id}: what was approved is not what its hash says")


def versions_are_kept() -> Iterator[Finding]:
    """The version of a passage is higher than those of its earlier texts."""
    versions = dict(db.session.execute(select(Passage.id, Passage.version)).all())
    for identity, version in db.session.execute(select(EarlierText.passage_id, EarlierText.version)):
        if version >= versions.get(identity, 0):
            yield contradictory(f"passage {identity} keeps an earlier text {version} of {versions.get(identity)}")


def versions_follow_one_another() -> Iterator[Finding]:
    """Versions are numbered without gaps, all but the last are locked, and each names the hash of the one before."""
    bases = dict(db.session.execute(select(Amendment.minutes_id, Amendment.base_id)).all())
    columns = (Minutes.id, Minutes.session_id, Minutes.version, Minutes.state, Minutes.sha256, Minutes.content)
    rows = select(*columns).order_by(Minutes.session_id, Minutes.version).execution_options(yield_per=200)
    before: Row[Any] | None = None
    for row in db.session.execute(rows):
        before = before if before and before.session_id == row.session_id else None
        if row.version != (before.version + 1 if before else 1):
            yield contradictory(f"minutes {row.id} are version {row.version} of {row.session_id}, a gap is before it")
        if before and before.state not in LOCKED:
            yield contradictory(f"minutes {row.id} amend {before.id}, which are {before.state.value}")
        if bases.get(row.id) != (before.id if before else None):
            yield contradictory(f"minutes {row.id} amend {bases.get(row.id)}, not the version before")
        named = (row.content or {}).get("previous") or {}
        expected = (before.version, before.sha256) if before and row.content else (None, None)
        if (named.get("version"), named.get("sha256")) != expected:
            yield contradictory(f"minutes {row.id} name another version before them than there is")
        before = row


def locked_contents_are_what_was_written() -> Iterator[Finding]:
    """An approved content has the text of each passage, and the last one has the wording of each decision."""
    newest: dict[UUID, tuple[int, dict[str, str]]] = {}
    locked = select(Minutes).where(Minutes.state.in_(LOCKED)).order_by(Minutes.session_id, Minutes.version)
    for one in db.session.scalars(locked.execution_options(yield_per=200)):
        content = one.content or {"items": [], "opening": [], "closing": [], "other_decisions": []}
        places = {item["id"] for item in content["items"]}
        written = {
            str(passage.id): passage.text
            for passage in db.session.scalars(select(Passage).where(Passage.minutes_id == one.id))
            if passage.text.strip() and (passage.agenda_item_id is None or str(passage.agenda_item_id) in places)
        }
        if {passage["id"]: passage["text"] for passage in _passages(content)} != written:
            yield contradictory(f"minutes {one.id} were approved with other notes than were written")
        newest[one.session_id] = one.version, {decision["id"]: decision["text"] for decision in _decisions(content)}
    worded: dict[UUID, dict[str, str]] = defaultdict(dict)
    for identity, session, text in db.session.execute(select(Decision.id, Decision.session_id, Decision.text)):
        worded[session][str(identity)] = text
    for session, (version, decided) in newest.items():
        if decided != worded[session]:
            yield contradictory(f"the decisions of {session} are not those of version {version} of its minutes")


def agreements_belong_to_their_round() -> Iterator[Finding]:
    """A party agreed while this version was circulated, with no correction of its own since, as the record says."""
    told: dict[tuple[UUID, UUID | None], str] = {}
    acts = select(AuditRow.subject_id, AuditRow.on_behalf_of_id, AuditRow.action)
    for minutes, party, action in db.session.execute(acts.where(AuditRow.action.in_(ANSWERS)).order_by(AuditRow.id)):
        told[minutes, party] = action
    agreed = {key for key, action in told.items() if action != WITHDRAWN}
    query = select(Consent, Seat, Minutes, Forum.circle_id).join(Seat, Seat.id == Consent.seat_id)
    query = query.join(Minutes, Minutes.id == Consent.minutes_id).join(Session, Session.id == Minutes.session_id)
    query = query.join(Forum, Forum.id == Session.forum_id)
    corrections: dict[tuple[UUID, UUID | None], list[Correction]] = defaultdict(list)
    for correction in db.session.scalars(select(Correction)):
        corrections[correction.minutes_id, correction.seat_id].append(correction)
    there = set()
    for consent, seat, minutes, circle_id in db.session.execute(query):
        there.add((minutes.id, seat.organisation_id))
        until = minutes.approved_at or minutes.correction_until
        if not (minutes.circulated_at and until and minutes.circulated_at <= consent.at <= until):
            yield contradictory(f"{seat.organisation_id} agreed with minutes {minutes.id} outside their round")
        if seat.circle_id != circle_id:
            yield contradictory(f"{seat.organisation_id} agreed with minutes {minutes.id} of another circle")
        own = corrections[minutes.id, seat.id]
        if any(one.at > consent.at or one.state is CorrectionState.OPEN for one in own):
            yield contradictory(f"{seat.organisation_id} agrees with minutes {minutes.id} that it wants corrected")
    yield from (lost(f"{party} agreed with minutes {minutes}, which is not there") for minutes, party in agreed - there)
    yield from (
        contradictory(f"{party} agrees with minutes {minutes} without a record") for minutes, party in there - agreed
    )


def approved_minutes_were_agreed() -> Iterator[Finding]:
    """Minutes were approved once every party agreed, or after the time for corrections; no correction is left open."""
    open_ = select(Correction.minutes_id).where(Correction.state == CorrectionState.OPEN)
    unanswered = set(db.session.scalars(open_))
    agreed: dict[UUID, list[str | None]] = defaultdict(list)
    for minutes_id, at in db.session.execute(select(Consent.minutes_id, Consent.at)):
        agreed[minutes_id].append(instant(at))
    for one in db.session.scalars(select(Minutes).where(Minutes.state.in_(LOCKED)).execution_options(yield_per=200)):
        parties = (one.content or {}).get("parties", ())
        said = [party["agreed_at"] for party in parties if party["answer"] == "agreed"]
        if sorted(said) != sorted(agreed[one.id]):
            yield contradictory(f"minutes {one.id} name other agreements than there are")
        in_time = one.approved_at and one.correction_until and one.approved_at > one.correction_until
        if not in_time and not (parties and len(said) == len(parties)):
            yield contradictory(f"minutes {one.id} were approved early although not every party agreed")
        if one.id in unanswered:
            yield contradictory(f"minutes {one.id} were approved with an open correction")


def withheld_texts_are_not_published() -> Iterator[Finding]:
    """What a second person agreed to withhold is nowhere in the published content."""
    redactions = select(Redaction).where(Redaction.state == RedactionState.IN_FORCE)
    options = (selectinload(Redaction.withholdings), joinedload(Redaction.minutes))
    for one in db.session.scalars(redactions.options(*options)):
        minutes = one.minutes
        if one.decided_by_id in {None, one.marked_by_id}:
            yield contradictory(f"redaction {one.id} was decided by the person who marked the parts")
        if minutes.published_content is None:
            yield contradictory(f"redaction {one.id} is in force for minutes {minutes.id}, which are not published")
            continue
        known, hidden = parts(minutes.content or {}), _hidden(one)
        texts = {
            (key, place): sentence.strip()
            for key, part in known.items()
            for place, sentence in enumerate(part.sentences)
        }
        open_texts = {text for place, text in texts.items() if place not in hidden}
        published = list(_strings(minutes.published_content))
        for place in hidden:
            text = texts.get(place)
            if text is None:
                yield contradictory(f"redaction {one.id} withholds {place}, which the minutes do not have")
            elif text not in open_texts and any(text in string for string in published):
                yield contradictory(f"{place} is withheld by redaction {one.id} and published all the same")


def _hidden(redaction: Redaction) -> set[tuple[str, int]]:
    """Return the keys of the withheld parts, each with the position of a sentence."""
    keys = {"passage": "passage_id", "decision": "decision_id", "title": "agenda_item_id"}
    return {
        (f"{kind}:{getattr(one, column)}", place)
        for one in redaction.withholdings
        for kind, column in keys.items()
        if getattr(one, column)
        for place in one.sentences
    }


def _passages(content: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from (*content["opening"], *content["closing"])
    yield from (passage for item in content["items"] for passage in item["passages"])


def _decisions(content: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from content["other_decisions"]
    yield from (decision for item in content["items"] for decision in item["decisions"])


def _strings(value: Any) -> Iterator[str]:
    """Yield every text in plain values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _strings(one)


CHECKS = (
    states_can_be,
    versions_are_kept,
    versions_follow_one_another,
    locked_contents_are_what_was_written,
    agreements_belong_to_their_round,
    approved_minutes_were_agreed,
    withheld_texts_are_not_published,
)

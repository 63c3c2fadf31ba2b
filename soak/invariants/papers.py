"""Packs, records of agreement, reports, opinions on corrections, and minutes that a deputy approved."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.audit.models import AuditRow
from app.database import db
from forums.decisions.models import Decision
from forums.minutes.models import LOCKED, Correction, Minutes
from forums.pack.models import PackVersion
from forums.papers.records.models import AgreementRecord
from forums.papers.reports.models import Report
from forums.review.models import Deputy, Opinion
from soak.findings import Finding, contradictory, lost

UNCOMPARED = "commitments"
"""The kind of a part of a pack that is no reason for another version."""


def packs_are_numbered_and_recorded() -> Iterator[Finding]:
    """The versions of a pack have no gap, and each has an audit row with the hash of its file."""
    recorded: dict[UUID, dict[int, str]] = defaultdict(dict)
    acts = select(AuditRow.subject_id, AuditRow.details).where(AuditRow.action == "session.pack_circulated")
    rows = list(db.session.execute(acts))
    for session, details in rows:
        recorded[session][details["number"]] = details["sha256"]
    there: dict[UUID, dict[int, str]] = defaultdict(dict)
    for one in db.session.scalars(select(PackVersion)):
        there[one.session_id][one.number] = one.file.sha256
    for session in recorded.keys() | there.keys():
        if there[session] != recorded[session]:
            yield contradictory(f"packs of {session} are {sorted(there[session])}, not {sorted(recorded[session])}")
        if sorted(there[session]) != list(range(1, len(there[session]) + 1)):
            yield lost(f"a version of the pack of {session} is missing: {sorted(there[session])}")
    if len(rows) != sum(map(len, recorded.values())):
        yield contradictory("a version of a pack is recorded twice")


def packs_say_what_changed() -> Iterator[Finding]:
    """A version names every part that is new or changed since the one before, and no other unless moved or gone."""
    before: PackVersion | None = None
    query = select(PackVersion).order_by(PackVersion.session_id, PackVersion.number)
    for one in db.session.scalars(query.execution_options(yield_per=200)):
        before = before if before and before.session_id == one.session_id else None
        said = {(row["key"], row["kind"]) for row in one.changes}
        if before is None:
            wrong = bool(said)
        else:
            old, new = _parts(before), _parts(one)
            changed = {key for key in new if old.get(key, "") != new[key]}
            named = {key for key, kind in said if kind not in {"moved", "removed"}}
            gone = {key for key, kind in said if kind == "removed"}
            wrong = named != changed or not gone <= old.keys() - new.keys() or not said
        if wrong:
            yield contradictory(
                f"version {one.number} of the pack of {one.session_id} says that {sorted(said)} changed"
            )
        before = one


def _parts(version: PackVersion) -> dict[str, str]:
    return {row["key"]: row["sha256"] for row in version.parts if row["kind"] != UNCOMPARED}


def papers_are_of_their_session() -> Iterator[Finding]:
    """Each save of a record or a report has its audit row; both are about what their own session decided."""
    for model, action in ((AgreementRecord, "session.record_written"), (Report, "session.report_written")):
        recorded = Counter(db.session.scalars(select(AuditRow.subject_id).where(AuditRow.action == action)))
        saved = dict(db.session.execute(select(model.session_id, model.version)).all())
        for session in recorded.keys() | saved.keys():
            if recorded[session] != saved.get(session, 0):
                yield contradictory(f"{action} of {session}: {recorded[session]} times, saved {saved.get(session, 0)}")
    decided = {str(one): session for one, session in db.session.execute(select(Decision.id, Decision.session_id))}
    for record in db.session.scalars(select(AgreementRecord)):
        if any(decided.get(point["id"]) != record.session_id for point in record.points):
            yield contradictory(f"the record of {record.session_id} has a decision of another session")
    reports = select(Report.session_id, Minutes.session_id).join(Minutes, Minutes.id == Report.minutes_id)
    for own, other in db.session.execute(reports):
        if own != other:
            yield contradictory(f"the report of {own} is on the minutes of {other}")


def opinions_were_asked() -> Iterator[Finding]:
    """A party was asked once, and is not the one that requested the correction; an opinion has its time and reason."""
    acts = select(AuditRow.subject_id).where(AuditRow.action == "correction.opinion_asked")
    asked = Counter(db.session.scalars(acts))
    there: Counter[UUID] = Counter()
    rows = select(Opinion, Correction).join(Correction, Correction.id == Opinion.correction_id)
    for one, correction in db.session.execute(rows):
        there[correction.id] += 1
        given = one.approves is not None
        if one.seat_id == correction.seat_id:
            yield contradictory(f"a party was asked about its own correction {correction.id}")
        unfounded = one.approves is False and not one.reason
        if unfounded or given != (one.at is not None) or given != (one.by_id is not None):
            yield contradictory(f"opinion {one.id}: {one.approves} at {one.at} by {one.by_id}: {one.reason!r}")
    for correction_id in asked.keys() | there.keys():
        if asked[correction_id] != there[correction_id]:
            yield contradictory(
                f"correction {correction_id}: {asked[correction_id]} asked, {there[correction_id]} there"
            )


def deputies_wait_for_the_presider() -> Iterator[Finding]:
    """Minutes state why a deputy approved, who is not the presider and waited for the days of the forum."""
    deputies = {one.forum_id: one for one in db.session.scalars(select(Deputy))}
    locked = select(Minutes).where(Minutes.state.in_(LOCKED)).options(joinedload(Minutes.session))
    for one in db.session.scalars(locked.execution_options(yield_per=200)):
        deputy = deputies.get(one.session.forum_id)
        said = (one.content or {}).get("deputy")
        if not said:
            continue
        if not said["because"] or one.approved_by_id == one.session.presider_id:
            yield contradictory(f"minutes {one.id} were approved by a deputy who presided, or without a reason")
        days = deputy.days if deputy and deputy.person_id == one.approved_by_id else 0
        if not (one.correction_until and one.approved_at) or (
            one.approved_at <= one.correction_until + timedelta(days=days)
        ):
            yield contradictory(f"minutes {one.id} were approved by a deputy at {one.approved_at}, too early")


CHECKS = (
    packs_are_numbered_and_recorded,
    packs_say_what_changed,
    papers_are_of_their_session,
    opinions_were_asked,
    deputies_wait_for_the_presider,
)

"""A digest is frozen, written, released, revised and answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app import audit, files
from app.accounts.models import Person
from app.circles.models import Classification
from app.clock import local_date, zone
from app.database import db
from app.errors import RuleViolation
from app.pdf.actions import change_state, register
from app.pdf.canonical import fingerprint
from app.pdf.queries import paper_with
from forums.scheduling.models import Forum
from insights.digests import documents, notices, queries
from insights.digests.content import gather
from insights.digests.models import Digest, DigestKind, DigestState, Snapshot
from insights.digests.rules import Period


def freeze(period: Period, *, forum: Forum | None, by: Person | None, at: datetime) -> Snapshot:
    """Return the snapshot of a period, taking it if there is none: what was frozen stays. Refuses one to come."""
    kind, scope = DigestKind(period.kind), forum.slug if forum else ""
    if known := queries.snapshot_of(kind, period.name, scope):
        return known
    if period.since > local_date(at):
        raise RuleViolation(_l("This period has not begun yet"), field="period")
    content = gather(period, forum=forum, classification=classification_of(forum), now=at, zone=zone())
    snapshot = Snapshot(
        kind=kind, period=period.name, scope=scope, taken_at=at, content=content, sha256=fingerprint(content)
    )
    db.session.add(snapshot)
    audit.record("snapshot.taken", snapshot, by=by, at=at, kind=kind, period=period.name, sha256=snapshot.sha256)
    return snapshot


def classification_of(forum: Forum | None) -> Classification:
    """Return how a digest is classified: as its forum and internal at least; one about all tells nothing higher."""
    higher = {Classification.RESTRICTED, Classification.SECRET}
    if forum and forum.circle.classification in higher:
        return forum.circle.classification
    return Classification.INTERNAL


def draft(period: Period, *, forum: Forum | None, by: Person | None, at: datetime, language: str = "id") -> Digest:
    """Return the newest digest of a period, beginning its first edition if there is none."""
    snapshot = freeze(period, forum=forum, by=by, at=at)
    db.session.flush()
    if known := queries.latest_digest(snapshot.id):
        return known
    code = f"RGK-{period.name}" + (f"-{forum.slug}" if forum else "")
    digest = Digest(
        code=code[:30],
        snapshot=snapshot,
        circle_id=forum.circle_id if forum else None,
        classification=classification_of(forum),
        language=language,
        created_at=at,
    )
    db.session.add(digest)
    audit.record("digest.drafted", digest, by=by, at=at, period=period.name)
    return digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Something that leadership is asked to decide, until when, and between what."""

    title: str
    why: str
    options: Sequence[str]
    by: date


def write(digest: Digest, *, lead: str, by: Person, at: datetime) -> None:
    """Set what the coordinator says first. Refused once released."""
    _require(digest, DigestState.DRAFT)
    digest.lead = lead
    audit.record("digest.written", digest, by=by, at=at)


def ask(digest: Digest, wanted: Ask, *, by: Person, at: datetime) -> None:
    """Add something that leadership is asked to decide. Refused once released."""
    _require(digest, DigestState.DRAFT)
    added = {"title": wanted.title, "why": wanted.why, "options": list(wanted.options), "by": wanted.by.isoformat()}
    digest.asks = [*digest.asks, added]
    audit.record("digest.asked", digest, by=by, at=at, title=wanted.title)


def withdraw(digest: Digest, *, number: int, by: Person, at: datetime) -> None:
    """Take ask `number` (from 1) back. Refused once released."""
    _require(digest, DigestState.DRAFT)
    kept = [one for place, one in enumerate(digest.asks, 1) if place != number]
    audit.record("digest.ask_withdrawn", digest, by=by, at=at, number=number)
    digest.asks = kept


def release(digest: Digest, *, by: Person, at: datetime) -> None:
    """Release a draft to leadership, which a job mails it; an earlier edition counts as revised from then on."""
    _require(digest, DigestState.DRAFT)
    digest.state = DigestState.RELEASED
    digest.released_at = at
    digest.released_by_id = by.id
    audit.record("digest.released", digest, by=by, at=at, revision=digest.revision)
    sheet = documents.sheet(digest)
    register(sheet, kind="digest", state="released", dated=local_date(at), about=digest, by=by, at=at)
    for earlier in queries.earlier_editions(digest):
        earlier.state = DigestState.REVISED
        if paper := paper_with(documents.sheet(earlier).fingerprint or ""):
            change_state(paper, "revised", about=earlier, by=by, at=at)


def send(digest: Digest, *, at: datetime) -> None:
    """Mail leadership the paper of a released digest, once. Making it takes long: best it was made before."""
    if digest.mailed_at or digest.state is DigestState.DRAFT:
        return
    digest.mailed_at = at
    by = db.session.get(Person, digest.released_by_id)
    printed = files.keep(documents.pdf(digest), name=documents.name(digest), media_type="application/pdf", by=by, at=at)
    db.session.flush()
    notices.released(digest, printed)


def revise(digest: Digest, *, reason: str, by: Person, at: datetime) -> Digest:
    """Begin the next edition of a released digest, with the reason; the released one stands until it is released."""
    _require(digest, DigestState.RELEASED)
    if queries.latest_digest(digest.snapshot_id) is not digest:
        raise RuleViolation(_l("A newer edition was begun already"))
    number = digest.revision + 1
    base = digest.code.partition("-r")[0]
    revised = Digest(
        code=f"{base[:26]}-r{number}",
        snapshot_id=digest.snapshot_id,
        revision=number,
        circle_id=digest.circle_id,
        classification=digest.classification,
        language=digest.language,
        lead=digest.lead,
        asks=[{name: value for name, value in ask.items() if name in ASKED} for ask in digest.asks],
        reason=reason,
        created_at=at,
    )
    db.session.add(revised)
    audit.record("digest.revised", revised, by=by, at=at, reason=reason, revision=number)
    return revised


ASKED = ("title", "why", "options", "by")
"""What an ask consists of before it is answered."""


def answer(digest: Digest, *, number: int, text: str, by: Person, at: datetime) -> None:
    """Record what leadership decided about ask `number` (from 1), once. The coordinators are told."""
    _require(digest, DigestState.RELEASED)
    if not 1 <= number <= len(digest.asks):
        raise RuleViolation(_l("There is no such question in this digest"))
    asks: list[dict[str, Any]] = [dict(ask) for ask in digest.asks]
    ask = asks[number - 1]
    if "answer" in ask:
        raise RuleViolation(_l("This was answered already. Reload the page to see how."))
    ask.update(answer=text, answered_by=by.name, answered_at=at.isoformat())
    digest.asks = asks
    audit.record("digest.answered", digest, by=by, at=at, number=number, answer=text)
    notices.answered(digest, ask, by=by)


def _require(digest: Digest, state: DigestState) -> None:
    if digest.state is not state:
        raise RuleViolation(_l("This is no longer possible: the digest has moved on. Reload the page to see where."))

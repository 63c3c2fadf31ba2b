"""Actions: take the snapshot of a period, draft, write, release, mail, discard, revise and answer a digest."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import current_app
from flask_babel import lazy_gettext as _l

from agreements.registry.models import Agreement
from app import audit, files
from app.accounts.models import Person
from app.clock import local_date, zone
from app.database import db
from app.errors import NotNow, RuleViolation
from app.organisations.models import Organisation
from app.pdf.actions import change_state, register
from app.pdf.canonical import fingerprint
from app.pdf.queries import paper_with
from forums.scheduling.models import Forum
from insights.digests import documents, notices, queries
from insights.digests.barriers import asks_about, direct
from insights.digests.content import as_of, first_day_at, gather
from insights.digests.models import Digest, DigestKind, DigestState, OutcomeKind, Snapshot
from insights.digests.rules import (
    Period,
    answer_text,
    code_of,
    is_empty,
    is_on_record,
    is_to_follow_up,
    next_code,
    periods_on_record,
)
from insights.digests.scope import About, classification_of, scope_of, tag_of


def freeze(period: Period, *, about: About, by: Person | None, at: datetime) -> Snapshot:
    """Return the snapshot of a period, taking it if there is none; existing snapshots never change.

    Raises RuleViolation if the period has not begun, ended before the record began, or has not ended and has nothing
    to report yet.
    """
    kind, scope = DigestKind(period.kind), scope_of(about)
    if known := queries.snapshot_of(kind, period.name, scope):
        return known
    if period.since > local_date(at):
        raise RuleViolation(_l("This period has not begun yet"), field="period")
    if period.until < local_date(at) and not is_covered(period, about=about, at=at):  # its snapshot would stay empty
        raise RuleViolation(_l("This period ended before the first session or commitment"), field="period")
    content = gather(period, about=about, classification=classification_of(about), now=at, zone=zone())
    if is_empty(content) and period.until >= local_date(at):  # an empty snapshot would stay so
        raise RuleViolation(
            _l("There is nothing to report in this period yet: no session was held, and no commitment is open"),
            field="period",
        )
    snapshot = Snapshot(
        kind=kind, period=period.name, scope=scope, taken_at=at, content=content, sha256=fingerprint(content)
    )
    db.session.add(snapshot)
    audit.record("snapshot.taken", snapshot, by=by, at=at, kind=kind, period=period.name, sha256=snapshot.sha256)
    return snapshot


def is_covered(period: Period, *, about: About = None, at: datetime) -> bool:
    """Return whether the first session or commitment was on record by the end of a period, or by `at` if earlier."""
    return is_on_record(period.until, _first_day(as_of(period, at, zone()), about))


def periods_to_report(*, at: datetime) -> dict[DigestKind, list[Period]]:
    """Return the periods that a digest can cover, newest first: from the current one back to the first on record."""
    first, last = _first_day(at), local_date(at)
    return {kind: list(periods_on_record(kind.value, first, last)) for kind in DigestKind}


def _first_day(moment: datetime, about: About = None) -> date | None:
    return first_day_at(moment, queries.readable_circles(classification_of(about), about), zone(), about)


def draft(period: Period, *, about: About, by: Person | None, at: datetime, language: str | None = None) -> Digest:
    """Return the newest digest of a period, creating its first edition if there is none.

    Its texts are in `language`, by default the first language of the instance.
    """
    snapshot = freeze(period, about=about, by=by, at=at)
    db.session.flush()
    if known := queries.latest_digest(snapshot.id):
        return known
    digest = Digest(
        code=code_of(period.name, tag_of(about)),
        snapshot=snapshot,
        circle_id=about.circle_id if isinstance(about, Forum | Agreement) else None,
        organisation_id=about.id if isinstance(about, Organisation) else None,
        classification=classification_of(about),
        language=language or current_app.extensions["settings"].languages[0],
        created_at=at,
    )
    digest.asks = asks_about(snapshot.content, digest.language, local_date(at))
    db.session.add(digest)
    audit.record("digest.drafted", digest, by=by, at=at, period=period.name)
    return digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question for leadership, with its options and the date by which it is to be decided."""

    title: str
    why: str
    options: Sequence[str]
    by: date
    consequences: Sequence[str] = ()
    """What follows from each option, in their order; or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The decision of leadership: the number of an option (from 1), its own words, or both."""

    option: int | None = None
    words: str = ""


def write(digest: Digest, *, lead: str, by: Person, at: datetime) -> None:
    """Set the lead. Raises NotNow if the digest was released."""
    require_draft(digest)
    digest.lead = lead
    audit.record("digest.written", digest, by=by, at=at)


def ask(digest: Digest, wanted: Ask, *, by: Person, at: datetime) -> None:
    """Add a question for leadership. Raises NotNow if the digest was released."""
    require_draft(digest)
    added: dict[str, Any] = {"title": wanted.title, "why": wanted.why, "options": list(wanted.options)}
    added["by"] = wanted.by.isoformat()
    if wanted.consequences:
        added["consequences"] = list(wanted.consequences)
    digest.asks = [*digest.asks, added]
    audit.record("digest.asked", digest, by=by, at=at, title=wanted.title)


def withdraw(digest: Digest, *, number: int, by: Person, at: datetime) -> None:
    """Remove question `number` (from 1). Raises NotNow if the digest was released."""
    require_draft(digest)
    kept = [one for place, one in enumerate(digest.asks, 1) if place != number]
    audit.record("digest.ask_withdrawn", digest, by=by, at=at, number=number)
    digest.asks = kept


def release(digest: Digest, *, by: Person, at: datetime, recipients: Collection[UUID] | None = None) -> None:
    """Release a draft (a job mails it to `recipients`, by default to all readers) and mark earlier editions as revised.

    Raises NotNow if it is not a draft, or has nothing to report.
    """
    require_releasable(digest)
    digest.state = DigestState.RELEASED
    digest.released_at = at
    digest.released_by_id = by.id
    digest.recipients = None if recipients is None else sorted(map(str, recipients))
    chosen: dict[str, Any] = {} if recipients is None else {"recipients": len(recipients)}
    audit.record("digest.released", digest, by=by, at=at, revision=digest.revision, **chosen)
    sheet = documents.sheet(digest)
    register(sheet, kind="digest", state="released", dated=local_date(at), about=digest, by=by, at=at)
    for earlier in queries.earlier_editions(digest):
        earlier.state = DigestState.REVISED
        if paper := paper_with(documents.sheet(earlier).fingerprint or ""):
            change_state(paper, "revised", about=earlier, by=by, at=at)


def require_releasable(digest: Digest) -> None:
    """Raise NotNow unless a digest is a draft with something to report."""
    require_draft(digest)
    if digest.snapshot.is_empty:
        raise NotNow(_l("This digest is not released, because there is nothing to report for its period"))


def send(digest: Digest, *, at: datetime) -> None:
    """Mail the PDF of a released digest to its recipients, once.

    Producing the PDF is slow, so callers should have produced (and cached) it before.
    """
    if digest.mailed_at or digest.state is DigestState.DRAFT:
        return
    digest.mailed_at = at
    by = db.session.get(Person, digest.released_by_id)
    printed = files.keep(documents.pdf(digest), name=documents.name(digest), media_type="application/pdf", by=by, at=at)
    db.session.flush()
    notices.released(digest, printed)


def discard(digest: Digest, *, by: Person, at: datetime) -> None:
    """Delete a draft, and its snapshot unless another edition uses it; then the period can have a new digest.

    Raises NotNow if the digest was released.
    """
    require_draft(digest)
    snapshot = digest.snapshot
    scope, period, sha256 = snapshot.scope, snapshot.period, snapshot.sha256
    audit.record("digest.discarded", digest, by=by, at=at, code=digest.code, period=period, scope=scope, sha256=sha256)
    db.session.delete(digest)
    db.session.flush()
    if queries.latest_digest(snapshot.id) is None:
        db.session.delete(snapshot)


def revise(digest: Digest, *, reason: str, by: Person, at: datetime) -> Digest:
    """Create a draft of the next edition, with the reason; the present one stays released until that is released.

    Raises NotNow if the digest is not released, or a newer edition exists.
    """
    _require(digest, DigestState.RELEASED)
    if queries.latest_digest(digest.snapshot_id) is not digest:
        raise NotNow(_l("A newer edition was begun already"))
    number = digest.revision + 1
    revised = Digest(
        code=next_code(digest.code, number),
        snapshot_id=digest.snapshot_id,
        revision=number,
        circle_id=digest.circle_id,
        organisation_id=digest.organisation_id,
        classification=digest.classification,
        language=digest.language,
        lead=digest.lead,
        asks=[_unanswered(ask) for ask in digest.asks],
        reason=reason,
        created_at=at,
    )
    db.session.add(revised)
    audit.record("digest.revised", revised, by=by, at=at, reason=reason, revision=number)
    return revised


def _unanswered(ask: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in ask.items() if name in (*documents.ASKED, "barrier")}


def answer(digest: Digest, reply: Reply, *, number: int, by: Person, at: datetime) -> None:
    """Record the decision of leadership on question `number` (from 1), once, and notify the coordinators.

    On one about a barrier it becomes a directive to the forum of that barrier.

    Raises NotNow if the digest is not released, or the question was answered, and RuleViolation if there is no such
    question or option.
    """
    _require(digest, DigestState.RELEASED)
    if not 1 <= number <= len(digest.asks):
        raise RuleViolation(_l("There is no such question in this digest"))
    asks: list[dict[str, Any]] = [dict(ask) for ask in digest.asks]
    ask = asks[number - 1]
    if "answer" in ask:
        raise NotNow(_l("This was answered already. Reload the page to see how."))
    if reply.option is not None and not 1 <= reply.option <= len(ask["options"]):
        raise RuleViolation(_l("Choose one of the options"), field="option")
    text = answer_text(ask["options"], reply.option, reply.words)
    ask.update(answer=text, option=reply.option, answered_by=by.name, answered_at=at.isoformat())
    if made := direct(ask, text, by=by, at=at):
        ask["outcomes"] = [{"kind": OutcomeKind.DIRECTIVE.value, "id": str(made.id)}]
    set_asks(digest, asks)
    audit.record("digest.answered", digest, by=by, at=at, number=number, answer=text)
    notices.answered(digest, ask, by=by)


def set_asks(digest: Digest, asks: list[dict[str, Any]]) -> None:
    """Replace the questions of a digest, and count the answers that nothing has followed yet."""
    digest.asks = asks
    digest.open_answers = sum(is_to_follow_up(ask) for ask in asks)


def require_draft(digest: Digest) -> None:
    """Raise NotNow unless a digest is a draft."""
    _require(digest, DigestState.DRAFT)


def _require(digest: Digest, state: DigestState) -> None:
    if digest.state is not state:
        raise NotNow(_l("This is no longer possible: the digest has moved on. Reload the page to see where."))

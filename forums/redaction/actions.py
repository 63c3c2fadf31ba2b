"""Actions on redactions: mark, propose, approve, refuse, withdraw and discard."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.circles.models import Classification
from app.database import db
from app.errors import NotNow, RuleViolation
from forums.minutes import actions as minutes_actions
from forums.minutes.actions import MOVED_ON
from forums.minutes.models import LOCKED, Minutes, MinutesState
from forums.minutes.published import finding
from forums.minutes.publishing import Publication, publication_of
from forums.minutes.queries import held_fast
from forums.redaction import notices, queries, rules
from forums.redaction.models import OPEN, EarlierEdition, LegalBasis, Redaction, RedactionState, Withholding
from forums.redaction.rules import Mark
from forums.redaction.sentences import personal_data

KEYS = {"passage": "passage_id", "decision": "decision_id", "title": "agenda_item_id"}
"""The column of a withholding for each kind of part."""


def require_markable(minutes: Minutes) -> None:
    """Raise RuleViolation unless the forum is public, and NotNow unless the minutes are approved or published."""
    if minutes.session.forum.circle.classification is not Classification.PUBLIC:
        raise RuleViolation(_l("Only minutes of a public forum are published"))
    if minutes.state not in LOCKED:
        raise NotNow(MOVED_ON)


def require_own_draft(redaction: Redaction | None, by: Person) -> None:
    """Raise NotNow if a request awaits approval, or the parts are being marked by someone else."""
    if redaction is None or redaction.state not in OPEN:
        return
    if redaction.state is RedactionState.PROPOSED:
        raise NotNow(_l("These marks await approval. Withdraw the request to change them"))
    if redaction.marked_by_id != by.id:
        words = _(
            "%(name)s is marking these minutes. Discard those marks to begin your own", name=redaction.marked_by.name
        )
        raise NotNow(words)


def mark(
    minutes: Minutes, marks: Sequence[Mark], *, kept: Collection[str] = (), reason: str = "", by: Person, at: datetime
) -> Redaction:
    """Save what is to be withheld as a draft, in place of an earlier draft."""
    minutes = _locked(minutes)
    redaction = queries.latest_redaction(minutes.id)
    require_own_draft(redaction, by)
    if redaction is None or redaction.state is not RedactionState.DRAFT:
        redaction = Redaction(minutes=minutes, begun_at=at, marked_by=by, withholdings=[])
        db.session.add(redaction)
    redaction.withholdings.clear()
    db.session.flush()
    redaction.withholdings.extend(_withholding(one, place) for place, one in enumerate(marks, 1) if one.sentences)
    redaction.kept, redaction.reason = sorted(kept), reason
    _note("redaction.marked", redaction, by=by, at=at)
    return redaction


def propose(redaction: Redaction, approver: Person, *, by: Person, at: datetime, today: date) -> None:
    """Ask another person to approve the marks. Raises RuleViolation unless they are complete."""
    minutes = _locked(redaction.minutes)
    _require(redaction, RedactionState.DRAFT)
    require_own_draft(redaction, by)
    marks, replaces = marks_of(redaction), replaces_published(minutes)
    if replaces and not redaction.reason:
        raise RuleViolation(_l("Write why a new edition replaces the published one"), field="reason")
    if not marks and not replaces:
        raise RuleViolation(_l("Nothing is marked. Publish the minutes without withholding anything instead"))
    if not all(map(rules.is_complete, marks)):
        raise RuleViolation(_l("Some marks have no basis, or no text for the public"))
    if any(one.until and one.until < today for one in marks):
        raise RuleViolation(_l("The last day of some marks has passed. Open those parts, or choose a later day"))
    publication = publication_without(minutes, marks)
    minutes_actions.check_names(publication, redaction.kept)
    _check_texts(marks, [name for name in publication.people if name not in redaction.kept])
    if approver not in queries.approvers(minutes, besides=by.id):
        raise RuleViolation(_l("Choose one from the list"), field="approver")
    redaction.state, redaction.asked, redaction.proposed_at = RedactionState.PROPOSED, approver, at
    _note("redaction.proposed", redaction, by=by, at=at, asked=approver.id)
    notices.proposed(redaction, approver, by=by)


def approve(redaction: Redaction, *, by: Person, at: datetime) -> None:
    """Approve the marks, which publishes the minutes, or a new edition of them. Raises NotNow unless proposed."""
    minutes = _locked(redaction.minutes)
    _require(redaction, RedactionState.PROPOSED)
    _replace_edition(minutes, redaction, at=at)
    redaction.state, redaction.decided_by, redaction.decided_at = RedactionState.IN_FORCE, by, at
    publication = publication_without(minutes, marks_of(redaction))
    _note("redaction.approved", redaction, by=by, at=at)
    edition = queries.edition_of(minutes.id)
    minutes_actions.issue(minutes, publication, kept=redaction.kept, edition=edition, by=by, at=at)
    notices.decided(redaction, by=by)


def refuse(redaction: Redaction, *, reason: str, by: Person, at: datetime) -> None:
    """Refuse the marks with a reason; the person who marked them can change them and request approval again."""
    _locked(redaction.minutes)
    _require(redaction, RedactionState.PROPOSED)
    redaction.state, redaction.answer = RedactionState.REFUSED, reason
    redaction.decided_by, redaction.decided_at = by, at
    _note("redaction.refused", redaction, by=by, at=at)
    notices.decided(redaction, by=by)


def withdraw(redaction: Redaction, *, by: Person, at: datetime) -> None:
    """Withdraw the request for approval; the marks become a draft again."""
    _locked(redaction.minutes)
    _require(redaction, RedactionState.PROPOSED)
    redaction.state, redaction.asked, redaction.proposed_at = RedactionState.DRAFT, None, None
    _note("redaction.withdrawn", redaction, by=by, at=at)


def discard(redaction: Redaction, *, by: Person, at: datetime) -> None:
    """Discard a draft, also that of another person."""
    _locked(redaction.minutes)
    _require(redaction, RedactionState.DRAFT)
    redaction.state, redaction.decided_by, redaction.decided_at = RedactionState.DISCARDED, by, at
    _note("redaction.discarded", redaction, by=by, at=at)


def replaces_published(minutes: Minutes) -> bool:
    """Whether an approval replaces a published text, which needs a reason and may withhold nothing any more."""
    return minutes.state is MinutesState.PUBLISHED or bool(queries.in_force_of_others(minutes))


def marks_of(redaction: Redaction | None) -> list[Mark]:
    """Return the marks of a redaction, in order."""
    return [_mark(one) for one in redaction.withholdings] if redaction else []


def publication_without(minutes: Minutes, marks: Collection[Mark]) -> Publication:
    """Return the minutes to be published without what is marked."""
    return publication_of(minutes, rules.redacted(minutes.content or {}, marks))


def _check_texts(marks: Collection[Mark], hidden: Collection[str]) -> None:
    """Raise RuleViolation if what the public reads instead may contain personal data; `hidden` are names."""
    find = finding(hidden)
    for one in marks:
        if personal_data(one.instead, lambda text: [name for name, _quote in find(text)]):
            words = _(
                "The public would read “%(text)s”, which may contain personal data. Word it without", text=one.instead
            )
            raise RuleViolation(words)


def _replace_edition(minutes: Minutes, redaction: Redaction, *, at: datetime) -> None:
    """Record the published edition as replaced, with the redaction that it had."""
    if not (minutes.published_sha256 and minutes.published_at):
        return
    if current := queries.in_force(minutes.id):
        current.state = RedactionState.REPLACED
    edition = EarlierEdition(minutes_id=minutes.id, edition=queries.edition_of(minutes.id), redaction_id=redaction.id)
    edition.sha256, edition.published_at, edition.replaced_at = minutes.published_sha256, minutes.published_at, at
    db.session.add(edition)
    db.session.flush()


def _locked(minutes: Minutes) -> Minutes:
    """Return the minutes, locked exclusively. Raises NotNow if there is a newer version."""
    newest = held_fast(minutes.session_id, to_change=True)
    if newest is None or newest.id != minutes.id:
        raise NotNow(MOVED_ON)
    require_markable(newest)
    return newest


def _require(redaction: Redaction, state: RedactionState) -> None:
    db.session.refresh(redaction, ["state", "version"])
    if redaction.state is not state:
        raise NotNow(_l("This is no longer possible: the request was decided or changed. Reload the page"))


def _withholding(one: Mark, place: int) -> Withholding:
    kind, _colon, key = one.part.partition(":")
    made = Withholding(position=place, sentences=sorted(one.sentences), other_basis=one.other_basis)
    made.basis, made.until, made.instead = LegalBasis(one.basis) if one.basis else None, one.until, one.instead
    setattr(made, KEYS[kind], UUID(key))
    return made


def _mark(one: Withholding) -> Mark:
    part = next(f"{kind}:{getattr(one, column)}" for kind, column in KEYS.items() if getattr(one, column))
    return Mark(
        part=part,
        sentences=tuple(one.sentences),
        basis=one.basis.value if one.basis else None,
        other_basis=one.other_basis,
        until=one.until,
        instead=one.instead,
    )


def _note(action: str, redaction: Redaction, *, by: Person, at: datetime, **details: Any) -> None:
    circle_id = redaction.minutes.session.circle_id
    parts = len(redaction.withholdings)
    audit.record(action, redaction, by=by, at=at, circle_id=circle_id, parts=parts, **details)

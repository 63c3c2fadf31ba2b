"""Actions: enter and relate regulations, mark them for review, and carry a revision through its stages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from alignment import agenda
from alignment.regulations import links, queries
from alignment.regulations.models import Regulation, RegulationRelation, ReviewMark, Revision, RevisionStep
from alignment.regulations.rules import (
    ENDED,
    Level,
    RelationKind,
    RevisionStage,
    next_stage,
    out_of_order,
    stages_after,
    would_cycle,
)
from app import audit
from app.accounts.models import Person
from app.clock import local_date
from app.database import db
from app.errors import Conflict, NotNow, RuleViolation, require_version
from app.files.models import StoredFile
from app.organisations.models import Organisation
from commitments.registry.actions import Proposal
from commitments.registry.actions import propose as propose_commitment
from commitments.registry.models import Commitment
from forums.agenda.models import AgendaItem
from forums.decisions.models import Decision
from forums.scheduling.models import Session

Planned = Mapping[RevisionStage, date | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is known of a regulation. `issuer` is the office that can revise it, `issuing` its organisation."""

    level: Level
    number: str
    year: int
    title: str
    subject: str = ""
    issuing: Organisation | None = None
    issuer: str = ""
    consulted: str = ""
    url: str = ""
    repealed_on: date | None = None
    file: StoredFile | None = None
    """Its text; None: the one that is kept stays."""


def enter(details: Details, *, by: Person, at: datetime) -> Regulation:
    """Enter a regulation. Raises RuleViolation if there is one with this number."""
    regulation = Regulation(created_at=at, created_by_id=by.id)
    with _claiming_number(details, None):
        _write(regulation, details)
        db.session.add(regulation)
    audit.record("regulation.entered", regulation, by=by, at=at, regulation=regulation.citation)
    return regulation


def correct(regulation: Regulation, details: Details, *, version: str | None, by: Person, at: datetime) -> None:
    """Correct what is known of a regulation. Raises Conflict if `version` is stale, RuleViolation as `enter`."""
    require_version(regulation, version)
    with _claiming_number(details, regulation.id):
        _write(regulation, details)
    audit.record("regulation.corrected", regulation, by=by, at=at)


@contextmanager
def _claiming_number(details: Details, own: UUID | None) -> Iterator[None]:
    """Flush in a savepoint; raise RuleViolation if another regulation has the number, or has just taken it."""
    taken = RuleViolation(_l("This regulation was entered already"), field="number")
    if queries.exists_already(details.level, details.number, details.year, besides=own):
        raise taken
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except IntegrityError as error:
        raise taken from error


def _write(regulation: Regulation, details: Details) -> None:
    regulation.level, regulation.number, regulation.year = details.level, details.number, details.year
    regulation.title, regulation.subject = details.title, details.subject
    regulation.issuing, regulation.issuer, regulation.consulted = details.issuing, details.issuer, details.consulted
    regulation.url, regulation.repealed_on = details.url, details.repealed_on
    regulation.file = details.file or regulation.file


def relate(
    regulation: Regulation, older: Regulation, kind: RelationKind, *, on: date | None = None, by: Person, at: datetime
) -> None:
    """Record what a regulation is to an earlier one; if the relation says so, that is repealed from `on` at the latest.

    Raises RuleViolation if it is the same one or would come from itself, if the relation is known, and for a repeal
    without its day.
    """
    queries.lock(regulation.id, older.id)
    known = queries.edges(kind)
    if regulation.id == older.id or would_cycle(known, regulation.id, older.id):
        raise RuleViolation(_l("This regulation cannot come from itself"), field="other")
    if older.id in known.get(regulation.id, ()):
        raise RuleViolation(_l("This relation is known already"), field="other")
    if kind is RelationKind.REPEALS:
        if on is None:
            raise RuleViolation(_l("Write since when the other one is repealed"), field="on")
        older.repealed_on = min(on, older.repealed_on or on)
    db.session.add(RegulationRelation(from_id=regulation.id, to_id=older.id, kind=kind))
    audit.record("regulation.related", regulation, by=by, at=at, relation=kind, other=older.citation)


def unrelate(regulation: Regulation, relation: RegulationRelation, *, by: Person, at: datetime) -> None:
    """Delete a relation that was entered by mistake. A day of repeal stays, and is corrected by `correct`."""
    older = db.session.get_one(Regulation, relation.to_id)
    db.session.delete(relation)
    audit.record("regulation.unrelated", regulation, by=by, at=at, relation=relation.kind, other=older.citation)


def place(
    regulation: Regulation,
    circle_ids: Collection[UUID],
    *,
    among: Collection[UUID],
    version: str | None,
    by: Person,
    at: datetime,
) -> None:
    """Set which circles of `among` work under a regulation; those that `by` does not know of are kept.

    Raises Conflict if `version` is stale.
    """
    require_version(regulation, version)
    regulation.version += 1
    db.session.flush()
    links.place(regulation.id, circle_ids, among=among)
    audit.record("regulation.placed", regulation, by=by, at=at)


def mark(regulation: Regulation, *, reason: str, by: Person, at: datetime) -> ReviewMark:
    """Mark a regulation for review. Raises NotNow if it is marked or repealed."""
    queries.lock(regulation.id)
    if regulation.is_repealed(local_date(at)):
        raise NotNow(_l("It was repealed"))
    if queries.standing_mark(regulation.id):
        raise NotNow(_l("It is marked for review already. Reload the page to see why."))
    made = ReviewMark(regulation_id=regulation.id, reason=reason, by_id=by.id, at=at)
    db.session.add(made)
    audit.record("regulation.marked", regulation, by=by, at=at, reason=reason)
    return made


def lift(regulation: Regulation, *, reason: str, by: Person, at: datetime) -> None:
    """Lift the mark for review. Raises NotNow if there is none."""
    queries.lock(regulation.id)
    standing = queries.standing_mark(regulation.id)
    if standing is None:
        raise NotNow(_l("It is not marked for review"))
    standing.lifted_at, standing.lifted_by_id, standing.lifted_reason = at, by.id, reason
    audit.record("regulation.lifted", regulation, by=by, at=at, reason=reason)


def begin(
    regulation: Regulation,
    *,
    title: str,
    holder: Organisation | None,
    on: date,
    planned: Planned,
    by: Person,
    at: datetime,
) -> Revision:
    """Begin a revision, proposed on a day. Raises NotNow if one goes on or the regulation is repealed.

    Raises RuleViolation if the day is to come, or a stage is planned for before an earlier one.
    """
    queries.lock(regulation.id)
    if regulation.is_repealed(local_date(at)):
        raise NotNow(_l("It was repealed"))
    if any(one.stage not in ENDED for one in queries.revisions(regulation.id)):
        raise NotNow(_l("A revision goes on already"))
    _require_past(on, local_date(at))
    revision = Revision(regulation=regulation, title=title, stage=RevisionStage.PROPOSED, holder=holder)
    revision.created_at, revision.created_by_id, revision.steps = at, by.id, []
    db.session.add(revision)
    _step(revision, RevisionStage.PROPOSED).entered_on = on
    _plan(revision, planned)
    audit.record("regulation.revision_begun", regulation, by=by, at=at, title=title)
    return revision


def advance(revision: Revision, *, on: date, version: str | None, by: Person, at: datetime) -> RevisionStage:
    """Move a revision to its next stage, entered on a day, and return the stage.

    Raises Conflict if `version` is stale, NotNow if the revision is over, RuleViolation if the day is to come or
    earlier than the stage before.
    """
    require_version(revision, version)
    stage = next_stage(revision.stage)
    if stage is None:
        raise NotNow(_l("This revision is over"))
    _require_past(on, local_date(at))
    before = _step(revision, revision.stage).entered_on
    if before and on < before:
        raise RuleViolation(_l("The stage before was entered later than that"), field="on")
    _step(revision, stage).entered_on = on
    revision.stage = stage
    audit.record("regulation.revision_moved", revision.regulation, by=by, at=at, stage=stage, on=on)
    return stage


def plan(
    revision: Revision, *, holder: Organisation | None, planned: Planned, version: str | None, by: Person, at: datetime
) -> None:
    """Set who has a revision in hand, and for when its next stages are planned; stages that are missing have no day.

    Raises Conflict if `version` is stale, NotNow if the revision is over, RuleViolation as `begin`.
    """
    require_version(revision, version)
    _require_open(revision)
    revision.holder = holder
    _plan(revision, planned)
    revision.version += 1
    audit.record("regulation.revision_planned", revision.regulation, by=by, at=at, organisation=holder)


def abandon(revision: Revision, *, reason: str, version: str | None, by: Person, at: datetime) -> None:
    """End a revision without a new text. Raises Conflict if `version` is stale, NotNow if it is over."""
    require_version(revision, version)
    _require_open(revision)
    _step(revision, RevisionStage.ABANDONED).entered_on = local_date(at)
    revision.stage = RevisionStage.ABANDONED
    audit.record("regulation.revision_abandoned", revision.regulation, by=by, at=at, reason=reason)


def become_commitment(revision: Revision, proposal: Proposal, *, by: Person, at: datetime) -> Commitment:
    """Propose a commitment that carries a revision forward. Raises NotNow if the revision is over."""
    db.session.refresh(revision, ["stage", "version"], with_for_update=True)
    _require_open(revision)
    made = propose_commitment(proposal, by=by, at=at)
    db.session.flush()
    links.carry_with(revision.id, made.id)
    circle_id = proposal.circle.id
    audit.record("regulation.committed", revision.regulation, by=by, at=at, circle_id=circle_id, code=made.code)
    return made


def put_on_agenda(regulation: Regulation, session: Session, *, by: Person, at: datetime) -> AgendaItem:
    """Propose a regulation to a session. Raises NotNow if it is on the agenda of its forum already."""
    queries.lock(regulation.id)
    if any(agenda.is_ahead(item) for item in links.items_about(regulation.id, session.forum_id)):
        raise NotNow(_l("It is on an agenda of this forum already"))
    title = _("Revise %(regulation)s: %(title)s", regulation=regulation.citation, title=regulation.title)
    standing = queries.standing_mark(regulation.id)
    question = standing.reason if standing else _("What should change in this regulation, and who proposes it?")
    made = agenda.put(session, title=title, question=question, by=by, at=at)
    links.discuss_in(regulation.id, made.id)
    circle_id = session.forum.circle_id
    audit.record("regulation.put_on_agenda", regulation, by=by, at=at, circle_id=circle_id)
    return made


def name_in_decision(
    decision: Decision, regulation_ids: Collection[UUID], *, seen: str | None, by: Person, at: datetime
) -> None:
    """Set the regulations that a decision names; the decision itself, which may be approved, stays as it is.

    Raises Conflict if it no longer names those of the mark `seen` (`links.mark_of`).
    """
    db.session.execute(select(Decision.id).where(Decision.id == decision.id).with_for_update())
    if links.mark_of(links.named_by(decision.id)) != (seen or ""):
        raise Conflict
    links.name_in(decision.id, regulation_ids)
    named = [one.citation for one in links.named_by(decision.id)]
    circle_id = decision.forum.circle_id
    audit.record("decision.regulations_named", decision, by=by, at=at, circle_id=circle_id, regulations=named)


def _plan(revision: Revision, planned: Planned) -> None:
    ahead = {stage: planned.get(stage) for stage in stages_after(revision.stage)}
    entered = _step(revision, revision.stage).entered_on
    if wrong := out_of_order({revision.stage: entered, **ahead}):
        raise RuleViolation(_l("This stage cannot come before an earlier one"), field=wrong.value)
    for stage, day in ahead.items():
        _step(revision, stage).planned_on = day


def _step(revision: Revision, stage: RevisionStage) -> RevisionStep:
    step = next((one for one in revision.steps if one.stage is stage), None)
    if step is None:
        step = RevisionStep(stage=stage)
        revision.steps.append(step)
    return step


def _require_past(on: date, today: date) -> None:
    if on > today:
        raise RuleViolation(_l("This day is still to come"), field="on")


def _require_open(revision: Revision) -> None:
    if revision.stage in ENDED:
        raise NotNow(_l("This revision is over"))

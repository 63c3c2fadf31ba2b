"""Actions: begin and rewrite a shared goal, write interests, acknowledge or differ, and mediate a difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from alignment import agenda
from alignment.goals import notices, queries
from alignment.goals.labels import PARTS, QUESTIONS
from alignment.goals.models import (
    GoalDifference,
    GoalInterest,
    GoalOption,
    GoalResponse,
    GoalStance,
    GoalVersion,
    SharedGoal,
)
from alignment.goals.rules import MOST_LINES, MOST_OPTIONS, DifferenceState, Part, lines
from app import audit
from app.accounts.models import Person
from app.circles.models import Circle
from app.clock import local_date
from app.database import db
from app.errors import NotNow, RuleViolation, require_version
from commitments.registry.models import Commitment
from forums.agenda.models import AgendaItem
from forums.scheduling.models import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The text of a version; values and priorities are lists, a line each."""

    goal: str
    problem: str = ""
    principles: str = ""
    priorities: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """About which part a party differs, what it would write instead, and why."""

    part: Part
    holds: str
    words: str = ""


def begin(circle: Circle, texts: Texts, *, by: Person, at: datetime) -> SharedGoal:
    """Begin the goal of a circle with its first version, and ask the parties whether they acknowledge it.

    Raises NotNow if there is one already, RuleViolation if a list is too long.
    """
    _check(texts)
    db.session.execute(select(Circle.id).where(Circle.id == circle.id).with_for_update())  # one goal for each circle
    if queries.of_circle(circle.id):
        raise NotNow(_l("The shared goal was written in the meantime. Look at it first"))
    goal = SharedGoal(circle=circle, number=1, created_at=at, created_by_id=by.id)
    db.session.add(goal)
    db.session.flush()
    audit.record("goal.begun", goal, by=by, at=at)
    _ask_about(goal, texts, "", by=by, at=at)
    return goal


def write(
    goal: SharedGoal,
    texts: Texts,
    *,
    reason: str,
    version: str | None,
    by: Person,
    at: datetime,
    settles: GoalDifference | None = None,
) -> GoalVersion:
    """Write a new version, about which the parties are asked again; it is the outcome of the difference `settles`.

    Raises Conflict if `version` is stale, RuleViolation if nothing changed or a list is too long.
    """
    require_version(goal, version)
    _check(texts)
    if asdict(texts) == {part.value: text for part, text in queries.current(goal).texts.items()}:
        raise RuleViolation(_l("Nothing has changed since version %(number)s", number=goal.number))
    if settles:
        _end(settles, DifferenceState.REWORDED, reason, by=by, at=at)
    goal.number += 1
    audit.record("goal.written", goal, by=by, at=at, number=goal.number, reason=reason)
    return _ask_about(goal, texts, reason, by=by, at=at)


def _check(texts: Texts) -> None:
    for field in ("principles", "priorities"):
        if len(lines(getattr(texts, field))) > MOST_LINES:
            raise RuleViolation(_l("Write at most %(number)s lines", number=MOST_LINES), field=field)


def _ask_about(goal: SharedGoal, texts: Texts, reason: str, *, by: Person, at: datetime) -> GoalVersion:
    made = GoalVersion(goal_id=goal.id, number=goal.number, reason=reason, at=at, by_id=by.id, **asdict(texts))
    db.session.add(made)
    db.session.flush()
    notices.asked(goal, made, None, by=by, today=local_date(at))
    return made


def remind(goal: SharedGoal, *, by: Person, at: datetime) -> int:
    """Ask the parties that have not answered once more; return how many people. Raises NotNow if all have."""
    found = queries.overview(goal, local_date(at))
    if not found.standing.silent:
        raise NotNow(_l("All parties have answered"))
    audit.record("goal.reminded", goal, by=by, at=at, number=goal.number)
    return notices.asked(goal, found.version, found.standing.silent, by=by, today=local_date(at))


def write_interest(goal: SharedGoal, *, interest: str, benefit: str, by: Person, at: datetime) -> None:
    """Write what the organisation of `by` seeks for itself and expects; it replaces what it wrote before."""
    queries.lock(goal.id)
    own = queries.interest_of(goal.id, by.organisation_id)
    if own is None:
        own = GoalInterest(goal_id=goal.id, organisation_id=by.organisation_id)
        db.session.add(own)
    own.interest, own.benefit, own.by_id, own.at = interest, benefit, by.id, at
    audit.record("goal.interest_written", goal, by=by, at=at, organisation=by.organisation)


def answer(
    goal: SharedGoal, objection: Objection | None, *, number: int, by: Person, at: datetime
) -> GoalDifference | None:
    """Acknowledge the current version for the organisation of `by`, or differ about a part; return the difference.

    It replaces what the organisation said before: its open difference is rewritten, or ends once it acknowledges.
    Raises NotNow if there is a later version than `number`, RuleViolation if it does not say what it would write.
    """
    queries.lock(goal.id)
    db.session.refresh(goal, ["number"])
    if number != goal.number:
        raise NotNow(_l("The text has changed in the meantime. Look at it first"))
    if objection and not objection.holds:
        raise RuleViolation(_l("Write what you would say instead"), field="holds")
    version = queries.current(goal, anew=True)
    said = next((one for one in version.stances if one.organisation_id == by.organisation_id), None)
    if said is None:
        said = GoalStance(version_id=version.id, organisation_id=by.organisation_id)
        db.session.add(said)
    said.acknowledges, said.part = objection is None, objection.part if objection else None
    said.by_id, said.at = by.id, at
    act = "goal.differs" if objection else "goal.acknowledged"
    audit.record(act, goal, by=by, at=at, organisation=by.organisation, number=number)
    if objection:
        return _differ(goal, objection, by=by, at=at)
    if found := queries.open_difference(goal.id, by.organisation_id):
        found.state, found.ended_at = DifferenceState.WITHDRAWN, at
    return None


def _differ(goal: SharedGoal, objection: Objection, *, by: Person, at: datetime) -> GoalDifference:
    found = queries.open_difference(goal.id, by.organisation_id)
    if found is None:
        found = GoalDifference(goal=goal, organisation_id=by.organisation_id, opened_at=at, opened_by_id=by.id)
        db.session.add(found)
    found.number, found.part = goal.number, objection.part
    found.holds, found.words = objection.holds, objection.words
    db.session.flush()
    notices.differs(found, by=by, today=local_date(at))
    return found


def record(
    difference: GoalDifference, *, positions: str, interests: str, version: str | None, by: Person, at: datetime
) -> None:
    """Record the positions and the interests behind them, as the mediator. Raises Conflict if `version` is stale."""
    require_version(difference, version)
    _require_open(difference)
    if positions != difference.positions:
        difference.positions, difference.positions_at = positions, at if positions else None
    if interests != difference.interests:
        difference.interests, difference.interests_at = interests, at if interests else None
    difference.mediator_id = by.id
    audit.record("goal.mediation_recorded", difference.goal, by=by, at=at, organisation=difference.organisation)


def add_option(difference: GoalDifference, text: str, *, by: Person, at: datetime, mediates: bool) -> GoalOption:
    """Add an option. Raises NotNow if the difference has an outcome, RuleViolation if there are too many."""
    _lock_open(difference)
    known = len(queries.options_of(difference.id))
    if known == MOST_OPTIONS:
        raise RuleViolation(_l("There are %(number)s options already", number=MOST_OPTIONS), field="text")
    made = GoalOption(difference_id=difference.id, number=known + 1, text=text, by_id=by.id, at=at)
    db.session.add(made)
    if mediates:
        difference.mediator_id = by.id
    audit.record("goal.option_added", difference.goal, by=by, at=at, organisation=difference.organisation)
    return made


def ask_for_responses(difference: GoalDifference, *, until: date, by: Person, at: datetime) -> int:
    """Ask the parties what they say of the options until a day, and return to how many people a mail went.

    Raises NotNow without options or with an outcome, RuleViolation if the day is over.
    """
    _require_open(difference)
    if not queries.options_of(difference.id):
        raise NotNow(_l("Add an option first"))
    if until < local_date(at):
        raise RuleViolation(_l("This day is over. Choose a later one"), field="until")
    difference.respond_until, difference.mediator_id = until, by.id
    audit.record("goal.responses_asked", difference.goal, by=by, at=at, until=until)
    return notices.respond(difference, by=by, today=local_date(at))


def respond(difference: GoalDifference, supported: Sequence[int], *, words: str, by: Person, at: datetime) -> None:
    """Say for the organisation of `by` which options it supports; it replaces what it said before.

    Unknown options are ignored. Raises NotNow if the difference has an outcome.
    """
    _lock_open(difference)
    known = {one.number for one in queries.options_of(difference.id)}
    own = queries.response_of(difference.id, by.organisation_id)
    if own is None:
        own = GoalResponse(difference_id=difference.id, organisation_id=by.organisation_id)
        db.session.add(own)
    own.supported, own.words, own.by_id, own.at = sorted(known.intersection(supported)), words, by.id, at
    audit.record("goal.responded", difference.goal, by=by, at=at, organisation=by.organisation)


def keep(difference: GoalDifference, reason: str, *, by: Person, at: datetime) -> None:
    """End a mediation without agreement, with the reason why the parties go on together all the same."""
    _end(difference, DifferenceState.KEPT, reason, by=by, at=at)
    notices.ended(difference, by=by, today=local_date(at))


def require_follow_up(difference: GoalDifference) -> None:
    """Raise NotNow unless a commitment can be proposed: there is none yet, and the party did not withdraw."""
    if difference.follow_up_id or difference.state is DifferenceState.WITHDRAWN:
        raise NotNow(_l("No follow-up commitment is awaited here"))


def follow_up(difference: GoalDifference, proposed: Commitment, *, by: Person, at: datetime) -> None:
    """Record the commitment that follows; it is the outcome of a difference that has none yet."""
    queries.lock(difference.goal_id)
    db.session.refresh(difference, ["state", "follow_up_id"])
    require_follow_up(difference)
    difference.follow_up_id = proposed.id
    audit.record("goal.followed_up", difference.goal, by=by, at=at)
    if difference.is_open:
        _end(difference, DifferenceState.COMMITTED, "", by=by, at=at)
        notices.ended(difference, by=by, today=local_date(at))


def _end(difference: GoalDifference, state: DifferenceState, outcome: str, *, by: Person, at: datetime) -> None:
    _lock_open(difference)
    difference.state, difference.outcome, difference.ended_at = state, outcome, at
    difference.mediator_id = by.id
    told: dict[str, Any] = {"reason": outcome} if outcome else {}
    audit.record("goal.difference_ended", difference.goal, by=by, at=at, outcome=state, **told)


def _lock_open(difference: GoalDifference) -> None:
    """Let acts on the differences of a goal follow one another; raise NotNow if this one has an outcome by then."""
    queries.lock(difference.goal_id)
    db.session.refresh(difference, ["state", "agenda_item_id"])
    _require_open(difference)


def _require_open(difference: GoalDifference) -> None:
    if not difference.is_open:
        raise NotNow(_l("This difference has an outcome. Reload the page to see it."))


def put_on_agenda(difference: GoalDifference, session: Session, *, by: Person, at: datetime) -> AgendaItem:
    """Propose a difference to a session.

    Raises NotNow if it has an outcome, or waits on an agenda that `by` may read.
    """
    _lock_open(difference)
    if agenda.ahead([difference.agenda_item_id], by, local_date(at)):
        raise NotNow(_l("It is on an agenda already"))
    part = PARTS[difference.part]
    title = _("Shared goal, %(part)s: where we differ", part=part)
    holds = _("%(party)s would say: %(words)s", party=difference.organisation.label, words=difference.holds)
    question = " ".join([str(QUESTIONS[difference.part]), holds])
    made = agenda.put(session, title=title, question=question, by=by, at=at)
    difference.agenda_item = made
    audit.record("goal.put_on_agenda", difference.goal, by=by, at=at, organisation=difference.organisation)
    return made


def succeed(circle_id: UUID, before: UUID, after: UUID, *, by: Person, at: datetime) -> None:
    """Let a successor have the interest of an organisation, unless it has its own, and its open difference.

    What the former organisation said of the text stays with it and no longer counts; the successor is asked anew. If it
    has said of the current version what it thinks, or differs itself, that counts and the difference is withdrawn.
    """
    goal = queries.of_circle(circle_id)
    if goal is None:
        return
    queries.lock(goal.id)
    interest = queries.interest_of(goal.id, before)
    if interest and queries.interest_of(goal.id, after) is None:
        interest.organisation_id = after
    if found := queries.open_difference(goal.id, before):
        answered = {one.organisation_id for one in queries.current(goal).stances}
        if after not in answered and queries.open_difference(goal.id, after) is None:
            found.organisation_id = after
        else:
            found.state, found.ended_at = DifferenceState.WITHDRAWN, at
            audit.record("goal.difference_ended", goal, by=by, at=at, outcome=found.state)

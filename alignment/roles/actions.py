"""Actions: begin and write a matrix, give a party's view, circulate and agree, and talk over differences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from agreements.clauses.queries import obligations_in
from agreements.registry.models import Agreement
from alignment import agenda
from alignment.roles import notices, queries
from alignment.roles.board import board_of
from alignment.roles.models import (
    RoleActivity,
    RoleAssignment,
    RoleConsent,
    RoleMatrix,
    RoleVersion,
    RoleView,
)
from alignment.roles.rules import Role, Roles
from app import audit
from app.accounts.models import Person
from app.circles.models import Circle
from app.clock import local_date
from app.database import db
from app.errors import NotNow, RuleViolation, require_version
from commitments.registry.rules import Visibility
from forums.agenda.models import AgendaItem
from forums.scheduling.models import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An activity as written: None as id if it is new."""

    id: UUID | None
    text: str
    roles: Roles


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """What a party believes about an activity; organisations that it leaves open are missing."""

    activity_id: UUID
    roles: Roles
    words: str = ""


def begin(circle: Circle, agreement: Agreement | None, *, by: Person, at: datetime) -> RoleMatrix:
    """Begin the matrix of a circle with what its parties owe already; return the one that exists, if there is one.

    In an agreement the debtor of an obligation is accountable and its verifier is consulted; in a forum the responsible
    organisation of an open commitment is accountable, its contributors are responsible and its verifier is consulted.
    """
    db.session.execute(select(Circle.id).where(Circle.id == circle.id).with_for_update())  # one matrix for each circle
    if existing := queries.of_circle(circle.id):
        return existing
    matrix = RoleMatrix(circle=circle, created_at=at, created_by_id=by.id)
    db.session.add(matrix)
    db.session.flush()
    rows = _of_obligations(agreement) if agreement else _of_commitments(circle)
    for position, (text, roles) in enumerate(rows.items(), 1):
        activity = RoleActivity(matrix_id=matrix.id, position=position, text=text, views=[])
        activity.assignments = [RoleAssignment(organisation_id=one, role=role) for one, role in roles.items()]
        db.session.add(activity)
    audit.record("roles.begun", matrix, by=by, at=at, activities=len(rows))
    return matrix


def _of_obligations(agreement: Agreement) -> dict[str, dict[UUID, Role]]:
    return {
        one.text: {
            one.verifier.seat.organisation_id: Role.CONSULTED,
            one.debtor.seat.organisation_id: Role.ACCOUNTABLE,
        }
        for one in obligations_in(agreement.id)[: queries.MOST_TAKEN_OVER]
    }


def _of_commitments(circle: Circle) -> dict[str, dict[UUID, Role]]:
    return {
        one.title: {
            one.verifier_id: Role.CONSULTED,
            **{helper.id: Role.RESPONSIBLE for helper in one.contributors},
            one.responsible_id: Role.ACCOUNTABLE,
        }
        for one in queries.open_commitments(circle.id)
        if one.visibility is not Visibility.PARTIES
    }


def write(matrix: RoleMatrix, rows: Sequence[Row], *, version: str | None, by: Person, at: datetime) -> None:
    """Set the activities in this order, and their roles; activities that are missing are deleted with their views.

    The views of an activity whose text changes no longer count. Raises Conflict if `version` is stale, and
    RuleViolation if two activities have the same text, or an organisation without a voting seat has a role.
    """
    require_version(matrix, version)
    seated = {one.id for one in queries.members(matrix.circle_id, local_date(at))}
    if any(organisation_id not in seated for row in rows for organisation_id in row.roles):
        raise RuleViolation(_l("Choose an organisation with a seat"))
    if len({row.text.casefold() for row in rows}) < len(rows):
        raise RuleViolation(_l("Two activities have the same text. Join them or name them apart"))
    known = {one.id: one for one in queries.whole(matrix.id)}
    kept = {row.id for row in rows}
    for activity in known.values():
        if activity.id not in kept:
            db.session.delete(activity)
    for position, row in enumerate(rows, 1):
        _write_row(matrix, known.get(row.id) if row.id else None, row, position, at)
    matrix.version += 1
    audit.record("roles.written", matrix, by=by, at=at, activities=len(rows))


def _write_row(matrix: RoleMatrix, activity: RoleActivity | None, row: Row, position: int, at: datetime) -> None:
    if activity is None:
        activity = RoleActivity(matrix_id=matrix.id, text=row.text, assignments=[], views=[])
        db.session.add(activity)
    elif activity.text != row.text:
        activity.settled_at = at
    activity.text, activity.position = row.text, position
    _assign(activity, row.roles)


def _assign(activity: RoleActivity, roles: Roles) -> None:
    wanted = {one: role for one, role in roles.items() if role is not Role.NONE}
    held = {one.organisation_id: one for one in activity.assignments}
    for organisation_id, assignment in held.items():
        if organisation_id in wanted:
            assignment.role = wanted[organisation_id]
        else:
            activity.assignments.remove(assignment)
    activity.assignments += [
        RoleAssignment(organisation_id=one, role=role) for one, role in wanted.items() if one not in held
    ]


def ask(matrix: RoleMatrix, *, until: date, by: Person, at: datetime) -> int:
    """Ask every party for its view until a day, and return to how many people a mail went.

    Raises RuleViolation if the day is over, or there is no activity.
    """
    if until < local_date(at):
        raise RuleViolation(_l("This day is over. Choose a later one"), field="until")
    if not queries.whole(matrix.id):
        raise NotNow(_l("Write the activities first"))
    matrix.asked_at, matrix.fill_until = at, until
    matrix.version += 1
    audit.record("roles.asked", matrix, by=by, at=at, until=until)
    return notices.asked(matrix, by=by, today=local_date(at))


def fill(matrix: RoleMatrix, beliefs: Sequence[Belief], *, by: Person, at: datetime) -> None:
    """Store the view of the organisation of `by`; it replaces an earlier one. Unknown activities are ignored."""
    queries.lock(matrix.id)
    known = {one.id: one for one in queries.whole(matrix.id, anew=True)}
    for belief in beliefs:
        activity = known.get(belief.activity_id)
        if activity is None:
            continue
        view = next((one for one in activity.views if one.organisation_id == by.organisation_id), None)
        if not belief.roles and not belief.words:
            if view:
                activity.views.remove(view)
            continue
        if view is None:
            view = RoleView(organisation_id=by.organisation_id)
            activity.views.append(view)
        view.roles = {str(key): role.value for key, role in belief.roles.items()}
        view.words, view.by_id, view.at = belief.words, by.id, at
    audit.record("roles.filled", matrix, by=by, at=at, organisation=by.organisation)


def circulate(matrix: RoleMatrix, *, note: str, version: str | None, by: Person, at: datetime) -> RoleVersion:
    """Circulate the matrix as a new version, for which every party is asked to agree.

    Raises Conflict if `version` is stale, NotNow without activities or if nothing changed since the last version.
    """
    require_version(matrix, version)
    content = [
        {"text": one.text, "roles": {str(key): role.value for key, role in sorted(one.roles.items(), key=str)}}
        for one in queries.whole(matrix.id)
    ]
    if not content:
        raise NotNow(_l("Write the activities first"))
    last = queries.version(matrix.id, matrix.number)
    if last and last.content == content:
        raise NotNow(_l("Nothing has changed since version %(number)s", number=matrix.number))
    matrix.number += 1
    made = RoleVersion(matrix_id=matrix.id, number=matrix.number, content=content, note=note, at=at, by_id=by.id)
    db.session.add(made)
    audit.record("roles.circulated", matrix, by=by, at=at, number=made.number, note=note)
    notices.circulated(matrix, made, by=by, today=local_date(at))
    return made


def consent(matrix: RoleMatrix, *, agrees: bool, words: str = "", number: int, by: Person, at: datetime) -> None:
    """Record what the organisation of `by` says of the latest version; it replaces what it said before.

    Raises NotNow if a later version was circulated, RuleViolation for an objection without words.
    """
    queries.lock(matrix.id)
    db.session.refresh(matrix, ["number"])
    if number != matrix.number or not number:
        raise NotNow(_l("A later version was circulated in the meantime. Look at it first"))
    if not agrees and not words:
        raise RuleViolation(_l("Write what you object to"), field="words")
    version = queries.version(matrix.id, number, anew=True)
    assert version is not None, "the number counts the versions"
    said = next((one for one in version.consents if one.organisation_id == by.organisation_id), None)
    if said is None:
        said = RoleConsent(version_id=version.id, organisation_id=by.organisation_id)
        db.session.add(said)
    said.agrees, said.words, said.by_id, said.at = agrees, words, by.id, at
    act = "roles.agreed" if agrees else "roles.objected"
    audit.record(act, matrix, by=by, at=at, organisation=by.organisation, number=number)
    if not agrees:
        notices.objected(matrix, said, by=by, today=local_date(at))


def put_on_agenda(activity: RoleActivity, session: Session, *, by: Person, at: datetime) -> AgendaItem:
    """Propose a difference about an activity to a session. Raises NotNow if it waits on an agenda `by` may read."""
    queries.lock(activity.matrix_id)
    db.session.refresh(activity, ["agenda_item_id"])
    if agenda.ahead([activity.agenda_item_id], by, local_date(at)):
        raise NotNow(_l("It is on an agenda already"))
    title = _("Who is accountable: %(activity)s", activity=activity.text)
    made = agenda.put(session, title=title, question=_question(activity, local_date(at)), by=by, at=at)
    activity.agenda_item = made
    audit.record("roles.put_on_agenda", activity.matrix, by=by, at=at, activity=activity.text)
    return made


def _question(activity: RoleActivity, today: date) -> str:
    """Return what is to be decided, with the two views if they are shown and parties differ."""
    line = next(one for one in board_of(activity.matrix, today).lines if one.activity is activity)
    voices = (
        _("%(party)s names %(organisation)s", party=heard.party.label, organisation=heard.holds.label)
        for heard in line.heard
    )
    return " ".join([_("Which organisation is accountable?"), "; ".join(voices)]).strip()


def settle(activity: RoleActivity, organisation_id: UUID, *, words: str, by: Person, at: datetime) -> None:
    """Make an organisation accountable, as was decided; whoever was it is responsible now. Earlier views are outdated.

    Raises RuleViolation if the organisation has no voting seat.
    """
    matrix = activity.matrix
    if organisation_id not in {one.id for one in queries.members(matrix.circle_id, local_date(at))}:
        raise RuleViolation(_l("Choose an organisation with a seat"), field="organisation")
    roles: dict[UUID, Role] = {
        one: Role.RESPONSIBLE if role is Role.ACCOUNTABLE else role for one, role in activity.roles.items()
    }
    _assign(activity, roles | {organisation_id: Role.ACCOUNTABLE})
    activity.settled_at = at
    matrix.version += 1
    audit.record("roles.settled", matrix, by=by, at=at, activity=activity.text, reason=words)


def succeed(circle_id: UUID, before: UUID, after: UUID) -> None:
    """Let a successor take the roles of an organisation in a circle; its views are asked for anew."""
    matrix = queries.of_circle(circle_id)
    for activity in queries.whole(matrix.id) if matrix else ():
        roles = dict(activity.roles)
        role = roles.pop(before, None)
        if role:
            _assign(activity, {**roles, after: roles.get(after, role)})

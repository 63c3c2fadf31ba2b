"""The import of a spreadsheet; a preview runs the import and rolls it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, or_, select

from app import audit
from app.accounts.models import Person
from app.accounts.people import actions as people
from app.accounts.people.policies import create_person
from app.accounts.people.queries import by_email, member_with
from app.accounts.role_holders import who_opens
from app.circles.models import Seat
from app.clock import local_date
from app.database import db
from app.errors import RuleViolation
from app.files.sheet_import.outcomes import Outcome, confirm, preview
from app.organisations.models import Organisation
from app.web.i18n import language
from forums.members import actions as members
from forums.members import queries
from forums.members.rules import overlap
from forums.scheduling.actions import keep_stewards
from forums.scheduling.models import Capacity, Forum, ForumRole, Participant
from forums.seat_import.rows import ImportRow

BESIDE = {"last_day": "until", "person": "name", "place_of": "role"}
"""The column in which to show the error of a field with another name."""


def attempt(forum: Forum, rows: Sequence[ImportRow], *, by: Person, at: datetime) -> Outcome[ImportRow]:
    """Return the outcome of importing the lines, without keeping it."""
    return preview(lambda: _take(forum, rows, by=by, at=at))


def take_in(
    forum: Forum, rows: Sequence[ImportRow], *, seen: str | None, by: Person, at: datetime
) -> Outcome[ImportRow]:
    """Import all lines if the outcome is the one that was `seen` (None: any).

    Raises RuleViolation, with nothing imported, if the outcome differs or a line has errors.
    """
    outcome = confirm(lambda: _take(forum, rows, by=by, at=at), seen=seen)
    audit.record("forum.roster_imported", forum, by=by, at=at, lines=len(outcome.changing))
    return outcome


def _take(forum: Forum, rows: Sequence[ImportRow], *, by: Person, at: datetime) -> Outcome[ImportRow]:
    """Import the lines; participants who are missing from the sheet stay."""
    seen: set[object] = set()
    for row in sorted(rows, key=lambda one: one.since or local_date(at)):  # a seat begins on its earliest line
        if row.errors:
            continue
        try:
            with db.session.begin_nested():
                _import_row(forum, row, by=by, at=at)
        except RuleViolation as violation:
            row.changes.clear()
            name = BESIDE.get(violation.field or "", violation.field or "name")
            row.errors[name if name in row.cells else "name"] = str(violation.message)
        else:
            seen.add(row.person.id if row.person else None)
    here = [one for one in queries.people(forum) if one.left_at is None]
    return Outcome(rows, [one.person.name for one in here if one.person_id not in seen])


def _import_row(forum: Forum, row: ImportRow, *, by: Person, at: datetime) -> None:
    organisation = _organisation(row.cells["organisation"])
    since = row.since or local_date(at)
    seat = _seat(forum, organisation, since, row, by=by, at=at)
    if not row.cells["name"]:
        return
    person = row.person = _person(organisation, row, by=by, at=at)
    here = next((one for one in queries.people_on(seat) if one.person_id == person.id), None)
    if here:
        _change(here, row, by=by, at=at)
    elif not queries.takes_part_within(forum, person.id, since, row.until):
        part = members.Part(person=person, since=since, last_day=row.until, role=row.role or ForumRole.MEMBER)
        members.enter(forum, seat, part, by=by, at=at)
        row.changes.append("participant")
    elif not _comes_later(seat, person):
        raise RuleViolation(_l("This person takes part for another seat already"), field="name")


def _organisation(written: str) -> Organisation:
    wanted = func.lower(written)
    query = select(Organisation).where(
        or_(func.lower(Organisation.name) == wanted, func.lower(Organisation.short_name) == wanted),
        Organisation.archived_at.is_(None),
    )
    found = db.session.scalars(query.limit(3)).all()
    exact = [one for one in found if one.name.casefold() == written.casefold()] or found
    if len(exact) == 1:
        return exact[0]
    if exact:
        raise RuleViolation(_l("Several organisations have this name. Write the full name"), field="organisation")
    raise RuleViolation(_l("No organisation has this name or short name. Enter it first"), field="organisation")


def _seat(forum: Forum, organisation: Organisation, since: date, row: ImportRow, *, by: Person, at: datetime) -> Seat:
    own = [one for one in queries.seats(forum) if one.organisation_id == organisation.id]
    held = [one for one in own if overlap(since, row.until, one.since, one.until)]
    if held:
        return held[0]
    row.changes.append("seat")
    alone = None if row.cells["name"] else row.until
    observer = row.role is ForumRole.OBSERVER
    seat = members.add_seat(forum, organisation, since=since, last_day=alone, observer=observer, by=by, at=at)
    db.session.flush()
    return seat


def _person(organisation: Organisation, row: ImportRow, *, by: Person, at: datetime) -> Person:
    """Return the person of a line: by address, else by name in the organisation, else a new one.

    Raises RuleViolation.
    """
    email, name = row.cells["email"] or None, row.cells["name"]
    if email:
        found = member_with(email, organisation.id)
        if found is None and create_person(by) and (other := by_email(email)):
            raise RuleViolation(
                _("This address belongs to someone of %(organisation)s", organisation=other.organisation.name),
                field="email",
            )
    else:
        named = select(Person).where(
            Person.organisation_id == organisation.id, func.lower(Person.name) == func.lower(name)
        )
        several = db.session.scalars(named.limit(2)).all()
        if len(several) > 1:
            raise RuleViolation(_l("Several people there have this name. Write the e-mail address"), field="email")
        found = several[0] if several else None
    if found:
        if found.suspended_at:
            raise RuleViolation(_l("This person is suspended"), field="name")
        return found
    if not create_person(by):
        raise RuleViolation(
            _("Nobody is known by this name or address.") + " " + who_opens("coordinator"), field="name"
        )
    row.changes.append("person")
    details = people.PersonDetails(
        name=name,
        organisation_id=organisation.id,
        position=row.cells["position"],
        email=email,
        phone=row.cells["phone"] or None,
        language=language(),
    )
    return people.add(details, by=by, at=at)


def _change(here: Participant, row: ImportRow, *, by: Person, at: datetime) -> None:
    if row.role and row.role is not here.role and here.capacity is Capacity.OWN:
        if ForumRole.CHAIR in {row.role, here.role}:
            raise RuleViolation(_l("Choose the chair on the forum's own form: there is exactly one"), field="role")
        here.role = row.role
        row.changes.append("role")
        audit.record("participant.role_changed", here.forum, by=by, at=at, person=here.person_id, role=row.role)
        keep_stewards(here.forum)
    if row.until and row.until != here.last_day:
        members.let_leave(here, last_day=row.until, by=by, at=at)
        row.changes.append("until")


def _comes_later(seat: Seat, person: Person) -> bool:
    return any(one.person_id == person.id for one in queries.arrivals_on(seat))

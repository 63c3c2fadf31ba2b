"""Actions on bases: enter, change, renew with the seats that follow from it, keep the signed file, warn of the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.audit.rules import differing
from app.database import db
from app.errors import NotNow, RuleViolation, require_version
from app.files.models import StoredFile
from app.organisations.models import Organisation
from forums.basis import notices, queries
from forums.basis.models import Basis, BasisKind, BasisMember
from forums.basis.rules import SeatChanges, seat_changes, warning_due
from forums.members import actions as seats
from forums.members.queries import people_on
from forums.scheduling.models import Capacity, Forum, ForumRole

PDF = "application/pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointed:
    """A member of a basis: the organisation, the office held there, and the position in the forum."""

    organisation: Organisation
    office: str
    duty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """The details of a basis. `valid_from` and `valid_until` are days, both included."""

    kind: BasisKind
    number: str
    dated: date
    issued_by: str
    subject: str
    valid_from: date
    valid_until: date | None = None
    members: Sequence[Appointed] = ()


COLUMNS = ("kind", "number", "dated", "issued_by", "subject", "valid_from", "valid_until")


def check_period(first: date | None, last: date | None) -> None:
    """Raise RuleViolation if a period ends before it begins."""
    if first and last and last < first:
        raise RuleViolation(_l("The last day is before the first one"), field="valid_until")


def enter(forum: Forum, details: Details, *, by: Person, at: datetime) -> Basis:
    """Enter the basis of a forum. Seats do not change. Raises RuleViolation."""
    basis = _add(forum, details, by=by, at=at)
    audit.record("basis.entered", basis, by=by, at=at, number=details.number, members=len(details.members))
    return basis


def change(basis: Basis, details: Details, *, version: str | None, by: Person, at: datetime) -> None:
    """Correct a basis. Seats do not change. Raises Conflict if someone else changed it after `version` was shown."""
    require_version(basis, version)
    check_period(details.valid_from, details.valid_until)
    before = {name: getattr(basis, name) for name in COLUMNS}
    after = {name: getattr(details, name) for name in COLUMNS}
    if before["valid_until"] != after["valid_until"]:
        basis.warned_days = None
    for name, value in after.items():
        setattr(basis, name, value)
    basis.members = _members(details)
    changed = [name for name in COLUMNS if before[name] != after[name]]
    audit.record("basis.changed", basis, by=by, at=at, changed=changed, was=differing(before, after))


def foreseen(earlier: Basis, details: Details, first_day: date) -> SeatChanges:
    """Return how a renewal changes the seats of the forum. Raises RuleViolation or NotNow if it is not possible."""
    if queries.follower_of(earlier):
        raise NotNow(_l("This basis was renewed already. Reload the page to see its successor."))
    check_period(details.valid_from, details.valid_until)
    if details.valid_from <= earlier.valid_from:
        raise RuleViolation(_l("The new basis must begin after the earlier one"), field="valid_from")
    if first_day < details.valid_from:
        raise RuleViolation(_l("Seats cannot change before the first day of the new basis"), field="seats_from")
    if not details.members:
        raise RuleViolation(_l("Add at least one member"), field="members")
    wanted = [one.organisation.id for one in details.members]
    changes = seat_changes(queries.all_seats(earlier.forum), wanted, first_day)
    for seat in changes.leaving:
        if any(one.role is ForumRole.CHAIR and one.capacity is Capacity.OWN for one in people_on(seat)):
            words = _l("The chair sits for %(name)s. Choose another chair first", name=seat.organisation.name)
            raise RuleViolation(words, field="members")
    return changes


def renew(earlier: Basis, details: Details, *, first_day: date, by: Person, at: datetime) -> Basis:
    """Enter the basis that follows an earlier one, and let the seats follow its members from `first_day` on.

    Seats of organisations that leave end on the day before, others begin on that day, unchanged ones continue. Raises
    NotNow if it was renewed already, and RuleViolation if a session was held since `first_day`.
    """
    changes = foreseen(earlier, details, first_day)
    basis = _add(earlier.forum, details, by=by, at=at, follows_id=earlier.id)
    audit.record(
        "basis.renewed",
        basis,
        by=by,
        at=at,
        number=details.number,
        first_day=first_day,
        leaving=len(changes.leaving),
        joining=len(changes.joining),
    )
    try:
        _change_seats(earlier.forum, changes, details, by=by, at=at)
    except RuleViolation as violation:
        raise RuleViolation(violation.message, field="seats_from", status=violation.status) from violation
    return basis


def keep_file(basis: Basis, file: StoredFile, *, by: Person, at: datetime) -> None:
    """Store the signed document, replacing an earlier one. Raises RuleViolation unless it is a PDF."""
    if file.media_type != PDF:
        raise RuleViolation(_l("Choose a PDF, which every computer and phone can show"), field="file")
    basis.file = file
    audit.record("basis.file_added", basis, by=by, at=at, sha256=file.sha256)


def warn(basis: Basis, *, today: date, at: datetime) -> None:
    """Send the warning that is due before a basis ends, if any."""
    assert basis.valid_until is not None, "only those that end are queried"
    days = warning_due(basis.valid_until, basis.warned_days, today)
    if days is None:
        return
    basis.warned_days = days
    audit.record("basis.warned", basis, by=None, at=at, valid_until=basis.valid_until)
    notices.ends(basis, days=days)


def _add(forum: Forum, details: Details, *, by: Person, at: datetime, **more: Any) -> Basis:
    check_period(details.valid_from, details.valid_until)
    basis = Basis(
        forum=forum,
        members=_members(details),
        entered_by_id=by.id,
        entered_at=at,
        **{name: getattr(details, name) for name in COLUMNS},
        **more,
    )
    db.session.add(basis)
    db.session.flush()
    return basis


def _members(details: Details) -> list[BasisMember]:
    return [
        BasisMember(position=position, organisation=one.organisation, office=one.office, duty=one.duty)
        for position, one in enumerate(details.members)
    ]


def _change_seats(forum: Forum, changes: SeatChanges, details: Details, *, by: Person, at: datetime) -> None:
    organisations = {one.organisation.id: one.organisation for one in details.members}
    for seat in changes.leaving:
        seats.end_seat(forum, seat, last_day=changes.last_day, by=by, at=at)
    for organisation_id, last_day in changes.joining:
        organisation = organisations[organisation_id]
        seats.add_seat(forum, organisation, since=changes.first_day, last_day=last_day, by=by, at=at)

"""Bases as rows for pages, with how the seats of the forum compare with the members."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from app.circles.models import Seat
from forums.basis.forms import RenewalForm
from forums.basis.models import Basis
from forums.basis.rules import BasisStatus, SeatChanges, basis_status, present


class BasisRow(NamedTuple):
    """A basis with its status, and whether it is the one that the page shows first."""

    basis: Basis
    status: BasisStatus
    is_present: bool


class Beside(NamedTuple):
    """Where members and seats differ: members without a seat, and voting seats whose organisation is no member."""

    without_seat: list[str]
    not_members: list[str]


class Foreseen(NamedTuple):
    """The effects of a renewal on seats, as names of organisations."""

    first_day: date
    last_day: date
    leaving: list[str]
    joining: list[str]
    staying: int


def rows_of(bases: Sequence[Basis], today: date) -> list[BasisRow]:
    """Return the bases of a forum with their status."""
    now = present(bases, today)
    return [BasisRow(one, basis_status(one, bases, today), one is now) for one in bases]


def seats_beside(basis: Basis, seats: Sequence[Seat], today: date) -> Beside:
    """Compare the members of a basis with the seats held today."""
    held = [one for one in seats if one.is_taken_on(today)]
    seated = {one.organisation_id for one in held}
    members = {one.organisation_id: one.organisation.name for one in basis.members}
    others = [one.organisation.name for one in held if one.organisation_id not in members and not one.observer]
    return Beside([name for organisation, name in members.items() if organisation not in seated], others)


def foreseen_rows(changes: SeatChanges, form: RenewalForm) -> Foreseen:
    """Return the effects of a renewal for its preview."""
    names = {entry.form.organisation.data: entry.form.organisation.choices[0].label for entry in form.members}
    return Foreseen(
        first_day=changes.first_day,
        last_day=changes.last_day,
        leaving=[one.organisation.name for one in changes.leaving],
        joining=[str(names[organisation]) for organisation, _last_day in changes.joining],
        staying=len(changes.staying),
    )

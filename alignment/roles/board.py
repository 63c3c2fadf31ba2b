"""The matrix as a reader sees it: rows with roles, gaps and differences, and how far the parties are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from alignment.roles import queries
from alignment.roles.models import RoleActivity, RoleConsent, RoleMatrix, RoleVersion
from alignment.roles.queries import Member
from alignment.roles.rules import Clash, Gap, Role, Split, are_shown, clash, gap, split


class Cell(NamedTuple):
    """A cell: the role as proposed, None if it is open, and how the organisation and the others differ."""

    member: Member
    role: Role | None
    split: Split | None


class Heard(NamedTuple):
    """What a party holds of an activity: whom it names, and its words."""

    party: Member
    holds: Member
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An activity. `heard` are the two voices if parties differ; `others` those that the rest names, by number."""

    activity: RoleActivity
    cells: tuple[Cell, ...]
    gap: Gap | None
    clash: Clash | None
    heard: tuple[Heard, ...] = ()
    others: tuple[tuple[Member, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A matrix. `filled` are the members that gave a view; `opened`: whether views are shown.

    `versions` begin with the latest one; others are there only if they were asked for.
    """

    matrix: RoleMatrix
    members: Sequence[Member]
    lines: Sequence[Line]
    filled: frozenset[UUID]
    opened: bool
    versions: Sequence[RoleVersion]

    @property
    def torn(self) -> list[Line]:
        """The lines about which parties differ."""
        return [one for one in self.lines if one.clash]

    @property
    def gaps(self) -> list[Line]:
        """The lines with a gap."""
        return [one for one in self.lines if one.gap]

    @property
    def latest(self) -> RoleVersion | None:
        """The version that was circulated last, or None."""
        return self.versions[0] if self.versions else None

    @property
    def said(self) -> dict[UUID, RoleConsent]:
        """What members said of the latest version."""
        seated = {one.id for one in self.members}
        found = self.latest.consents if self.latest else ()
        return {one.organisation_id: one for one in found if one.organisation_id in seated}

    @property
    def agreed(self) -> int:
        """How many members agree with the latest version."""
        return sum(one.agrees for one in self.said.values())


def board_of(matrix: RoleMatrix, today: date, *, history: bool = False) -> Board:
    """Return the matrix as it is shown on `today`; with `history`, with all of its versions."""
    return boards_of([matrix], today, history=history)[0]


def boards_of(matrices: Sequence[RoleMatrix], today: date, *, history: bool = False) -> list[Board]:
    """Return matrices as `board_of` does, in a constant number of statements."""
    ids = [one.id for one in matrices]
    members = queries.members_of([one.circle_id for one in matrices], today)
    activities, versions = queries.activities_of(ids), queries.versions_of(ids, latest=not history)
    return [
        _board(one, members.get(one.circle_id, []), activities.get(one.id, []), versions.get(one.id, []), today)
        for one in matrices
    ]


def _board(
    matrix: RoleMatrix,
    members: Sequence[Member],
    activities: Sequence[RoleActivity],
    versions: Sequence[RoleVersion],
    today: date,
) -> Board:
    seated = [one.id for one in members]
    filled = frozenset(one for activity in activities for one in activity.beliefs if one in seated)
    opened = are_shown(filled, seated, matrix.fill_until, today)
    lines = [_line(one, members, opened=opened) for one in activities]
    return Board(
        matrix=matrix,
        members=members,
        lines=lines,
        filled=filled,
        opened=opened,
        versions=versions,
    )


def _line(activity: RoleActivity, members: Sequence[Member], *, opened: bool) -> Line:
    seated, roles = [one.id for one in members], activity.roles
    views = {party: view for party, view in activity.beliefs.items() if party in seated} if opened else {}
    found, by_id = clash(views, seated), {one.id: one for one in members}
    cells = tuple(Cell(one, roles.get(one.id), split(found, views, one.id) if found else None) for one in members)
    if found is None:
        return Line(activity=activity, cells=cells, gap=gap(roles, seated), clash=None)
    words = {one.organisation_id: one.words for one in activity.views if activity.counts(one)}
    heard = tuple(
        Heard(by_id[one.party], by_id[one.holds], words.get(one.party, "")) for one in (found.one, found.other)
    )
    others = tuple((one, found.others[one.id]) for one in members if found.others.get(one.id))
    return Line(activity=activity, cells=cells, gap=gap(roles, seated), clash=found, heard=heard, others=others)

"""Rules of role matrices: gaps, and where parties differ. Pure: organisations are ids."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID


class Role(enum.Enum):
    """The role of an organisation in an activity (RACI); NONE: it has no part in it."""

    ACCOUNTABLE = "accountable"
    RESPONSIBLE = "responsible"
    CONSULTED = "consulted"
    INFORMED = "informed"
    NONE = "none"

    @property
    def letter(self) -> str:
        """Return the letter of the matrix, "–" if it has no part."""
        return "–" if self is Role.NONE else self.value[0].upper()


Roles = Mapping[UUID, Role]
"""The roles in one activity by organisation; organisations that are not there were left open."""


def are_shown(filled: Collection[UUID], seated: Collection[UUID], fill_until: date | None, today: date) -> bool:
    """Return whether views are shown: once all seated parties gave theirs, or after the last day with some of them."""
    is_over = fill_until is not None and fill_until < today
    return bool(filled) and (is_over or len(filled) == len(seated))


class Gap(enum.Enum):
    """What an activity lacks: it has exactly one accountable organisation, or a gap."""

    NOBODY = "nobody"
    SEVERAL = "several"


def accountable(roles: Roles, seated: Collection[UUID]) -> list[UUID]:
    """Return the seated organisations that are accountable. Those that left are not."""
    return [one for one, role in roles.items() if role is Role.ACCOUNTABLE and one in seated]


def gap(roles: Roles, seated: Collection[UUID]) -> Gap | None:
    """Return what an activity lacks, or None if exactly one seated organisation is accountable."""
    number = len(accountable(roles, seated))
    return None if number == 1 else Gap.SEVERAL if number else Gap.NOBODY


class Voice(NamedTuple):
    """Whom a party holds accountable."""

    party: UUID
    holds: UUID


@dataclass(frozen=True, slots=True)
class Clash:
    """Two parties that hold different organisations accountable, and whom the others hold accountable.

    `others` counts the further parties by the organisation that they name; `silent` those that name none or several.
    """

    one: Voice
    other: Voice
    others: Mapping[UUID, int]
    silent: int


def clash(views: Mapping[UUID, Roles], seated: Sequence[UUID]) -> Clash | None:
    """Return the clash about an activity, or None if all parties that name one organisation name the same.

    Of the two organisations that are named most often, each voice is that of a party that names one of them, rather the
    other one of the two itself: whoever passes the task to the other differs most.
    """
    named = {party: found[0] for party in seated if len(found := accountable(views.get(party, {}), seated)) == 1}
    counts = Counter(named.values())
    if len(counts) < 2:
        return None
    order = {organisation: place for place, organisation in enumerate(seated)}
    first, second = sorted(counts, key=lambda it: (-counts[it], order[it]))[:2]
    one, other = _voice(named, first, second), _voice(named, second, first)
    rest = {party: holds for party, holds in named.items() if party not in {one.party, other.party}}
    return Clash(one, other, Counter(rest.values()), len(seated) - len(named))


def _voice(named: Mapping[UUID, UUID], holds: UUID, rather: UUID) -> Voice:
    party = rather if named.get(rather) == holds else next(one for one, held in named.items() if held == holds)
    return Voice(party, holds)


class Split(NamedTuple):
    """The role that an organisation sees for itself, and the one that a voice of the clash sees for it."""

    own: Role
    others: Role


def split(found: Clash, views: Mapping[UUID, Roles], organisation: UUID) -> Split | None:
    """Return how an organisation that a voice names and the opposite voice differ about its role, or None.

    Whoever holds itself accountable is set against the voice that names the other one, and the reverse.
    """
    own = views.get(organisation, {}).get(organisation)
    if own is None or organisation not in {found.one.holds, found.other.holds}:
        return None
    naming, other = (found.one, found.other) if found.one.holds == organisation else (found.other, found.one)
    opposite = other if own is Role.ACCOUNTABLE else naming
    seen = views[opposite.party].get(organisation, Role.NONE)
    return None if seen is own else Split(own, seen)

"""What the registers of alignment give to its first page, and who is waited for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Matter:
    """What should be talked about, with the one act that helps.

    `tone` and `mark` are those of its state, such as "bad" and "118 days"; `act` is empty if nothing can be done here.
    `weight` orders matters, the heaviest first.
    """

    tone: str
    mark: str
    icon: str
    title: str
    href: str
    note: str
    act: str
    act_href: str
    weight: int
    circle_id: UUID | None = None
    """The circle of the forum or agreement; None: it belongs to none, such as a regulation."""
    sends: tuple[tuple[str, str], ...] = ()
    """Fields with which the button posts to `act_href`; none: it is a link."""
    waits_for: tuple[UUID, ...] = ()
    """The organisations whose answer or decision is awaited."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A cell of the table of forums and agreements: a state, or a plain figure if it has no tone."""

    text: str
    href: str = ""
    tone: str = ""
    icon: str = ""
    note: str = ""


def weighed(matters: Iterable[Matter]) -> list[Matter]:
    """Return matters with the heaviest first."""
    return sorted(matters, key=lambda one: (-one.weight, one.title))


def awaited(matters: Iterable[Matter]) -> dict[UUID, list[Matter]]:
    """Return the matters that wait for an organisation, by organisation: those with most matters first."""
    found: dict[UUID, list[Matter]] = defaultdict(list)
    for one in matters:
        for organisation_id in one.waits_for:
            found[organisation_id].append(one)
    return dict(sorted(found.items(), key=lambda it: (-len(it[1]), -it[1][0].weight)))

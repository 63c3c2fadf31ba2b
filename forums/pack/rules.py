"""Rules for what changed between two versions of a pack."""

from __future__ import annotations

import enum
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple


class PartKind(enum.Enum):
    """The kinds of parts of a pack."""

    COVER = "cover"
    ITEM = "item"
    DOCUMENT = "document"
    MINUTES = "minutes"
    COMMITMENTS = "commitments"


class Part(NamedTuple):
    """A part of a pack. `item` is the title of the agenda item of a document, else ""; `sha256` that of its content."""

    key: str
    kind: PartKind
    item: str
    title: str
    sha256: str


class ChangeKind(enum.Enum):
    """How a part differs from the version before."""

    NEW = "new"
    REPLACED = "replaced"
    EDITED = "edited"
    MOVED = "moved"
    REMOVED = "removed"


class Change(NamedTuple):
    """A change of one part, named as in the newer version; a removed part as in the older one."""

    kind: ChangeKind
    part: PartKind
    key: str
    item: str
    title: str

    def stored(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {**self._asdict(), "kind": self.kind.value, "part": self.part.value}

    @classmethod
    def loaded(cls, row: dict[str, Any]) -> Change:
        """Return the change that `stored` wrote."""
        return cls(ChangeKind(row["kind"]), PartKind(row["part"]), row["key"], row["item"], row["title"])


UNCOMPARED = frozenset({PartKind.COMMITMENTS})
"""Parts that change every day and are renewed with each version, without being a reason for one."""


def changes_between(before: Sequence[Part], after: Sequence[Part]) -> list[Change]:
    """Return what changed, in the order of `after`, then what was removed.

    A document or the minutes replace a part of the same kind, item and title that is gone. An agenda item is moved if
    it is not among the most items that kept their order.
    """
    old = {part.key: part for part in _compared(before)}
    new = {part.key: part for part in _compared(after)}
    gone = [part for key, part in old.items() if key not in new]
    moved = _moved([key for key in old if key in new], [key for key in new if key in old])
    changes = []
    for key, part in new.items():
        kind = _kind(part, old.get(key), gone, is_moved=key in moved)
        if kind:
            changes.append(_change(kind, part))
    return changes + [_change(ChangeKind.REMOVED, part) for part in gone]


def _compared(parts: Iterable[Part]) -> list[Part]:
    return [part for part in parts if part.kind not in UNCOMPARED]


def _kind(part: Part, earlier: Part | None, gone: list[Part], *, is_moved: bool) -> ChangeKind | None:
    """Return how a part changed, or None; what it replaces is taken out of `gone`."""
    if earlier is None:
        replaced = next((one for one in gone if _replaces(part, one)), None)
        if replaced is None:
            return ChangeKind.NEW
        gone.remove(replaced)
        return ChangeKind.REPLACED
    if part.sha256 != earlier.sha256:
        return ChangeKind.REPLACED if part.kind is PartKind.DOCUMENT else ChangeKind.EDITED
    return ChangeKind.MOVED if is_moved and part.kind is PartKind.ITEM else None


def _replaces(part: Part, earlier: Part) -> bool:
    if part.kind is PartKind.MINUTES:
        return earlier.kind is PartKind.MINUTES
    same = (part.kind, part.item, part.title.casefold()) == (earlier.kind, earlier.item, earlier.title.casefold())
    return part.kind is PartKind.DOCUMENT and same


def _change(kind: ChangeKind, part: Part) -> Change:
    return Change(kind, part.kind, part.key, part.item, part.title)


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """Return the keys outside the longest run of keys that kept their order."""
    places = {key: place for place, key in enumerate(before)}
    tails: list[int] = []
    ends: list[str] = []
    previous: dict[str, str | None] = {}
    for key in after:
        at = bisect_left(tails, places[key])
        previous[key] = ends[at - 1] if at else None
        tails[at : at + 1], ends[at : at + 1] = [places[key]], [key]
    kept, key_or_none = set(), ends[-1] if ends else None
    while key_or_none is not None:
        kept.add(key_or_none)
        key_or_none = previous[key_or_none]
    return set(after) - kept

"""The differences between two contents of minutes, passage by passage. Pure functions of plain values.

Passages are the same passage if one was copied from the other, or both from a third; decisions and agenda items if
they have the same id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

from app.web.differences import WORD, words_changed
from forums.versions.rules import WORDING, decisions_in

Kind = Literal["same", "changed", "added", "removed"]


class Entry(NamedTuple):
    """A passage, or one part of the wording of a decision, in two contents; None where one does not have it.

    `code` is that of a decision, `wording` the part of its wording: text, basis, dissent or conditions. Notes
    are Markdown; `number` is that of the note in the later content, such as "2.4"; `key` identifies it in all versions.
    """

    before: str | None
    after: str | None
    code: str = ""
    wording: str = ""
    is_markdown: bool = False
    number: str = ""
    key: str = ""

    @property
    def kind(self) -> Kind:
        """How the two differ. White space alone is no difference."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "same" if self.before.split() == self.after.split() else "changed"


@dataclass(frozen=True)
class ComparedPart:
    """A part of minutes: opening, an agenda item with its place and title, other decisions, closing or attendance."""

    kind: str
    entries: Sequence[Entry]
    place: int | None = None
    title: str = ""

    @cached_property
    def changed(self) -> list[Entry]:
        """The entries that differ."""
        return [one for one in self.entries if one.kind != "same"]

    @cached_property
    def runs(self) -> list[tuple[bool, list[Entry]]]:
        """The entries in order, as runs of those that are the same and of those that differ: (same, entries)."""
        runs: list[tuple[bool, list[Entry]]] = []
        for one in self.entries:
            same = one.kind == "same"
            if not runs or runs[-1][0] != same:
                runs.append((same, []))
            runs[-1][1].append(one)
        return runs


@dataclass(frozen=True)
class Comparison:
    """Two contents of minutes, part by part."""

    parts: Sequence[ComparedPart]

    @property
    def total(self) -> int:
        """The number of entries in either content."""
        return sum(len(part.entries) for part in self.parts)

    @cached_property
    def changed(self) -> list[Entry]:
        """The entries that differ, in order."""
        return [one for part in self.parts for one in part.changed]

    @property
    def reworded(self) -> list[str]:
        """The codes of the decisions whose wording differs."""
        return list(dict.fromkeys(one.code for one in self.changed if one.code))

    @cached_property
    def words(self) -> tuple[int, int]:
        """The numbers of words added and removed."""
        added = removed = 0
        for one in self.changed:
            for kind, text in words_changed(one.before or "", one.after or ""):
                added += _count(text) if kind == "added" else 0
                removed += _count(text) if kind == "removed" else 0
        return added, removed


def compared(before: Mapping[str, Any], after: Mapping[str, Any], presences: Mapping[str | None, str]) -> Comparison:
    """Return the differences between two contents, in the order of `after`; `presences` are labels of attendance."""
    old = {item["id"]: item for item in before["items"]}
    new = {item["id"]: item for item in after["items"]}
    parts = [
        ComparedPart("opening", _notes(before["opening"], after["opening"])),
        *(_item(old.get(key), new.get(key)) for key in _merged(list(old), list(new))),
        ComparedPart("other_decisions", list(_decisions(before["other_decisions"], after["other_decisions"]))),
        ComparedPart("closing", _notes(before["closing"], after["closing"])),
        ComparedPart("attendance", _attendance(before, after, presences)),
    ]
    return Comparison([part for part in parts if part.entries])


def reworded(before: Mapping[str, Any], decision_id: str, wording: Mapping[str, str]) -> list[Entry]:
    """Return what `wording` changes in a decision of the content `before`."""
    old = [one for one in decisions_in(before) if one["id"] == decision_id]
    return [one for one in _decisions(old, [{**decision, **wording} for decision in old]) if one.kind != "same"]


def _item(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> ComparedPart:
    item = after or before or {}
    notes = _notes((before or {}).get("passages", ()), (after or {}).get("passages", ()), f"{item['place']}.")
    decisions = _decisions((before or {}).get("decisions", ()), (after or {}).get("decisions", ()))
    return ComparedPart("item", [*notes, *decisions], item["place"], item["title"])


def _notes(before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]], numbered: str = "") -> list[Entry]:
    """Return the notes of a part; those of an item are numbered."""
    old, new = ({one.get("origin", one["id"]): one["text"] for one in side} for side in (before, after))
    numbers = {key: f"{numbered}{place}" for place, key in enumerate(new, 1)} if numbered else {}
    return [
        Entry(old.get(key), new.get(key), is_markdown=True, number=numbers.get(key, ""), key=key)
        for key in _merged(list(old), list(new))
    ]


def _decisions(before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]]) -> Iterator[Entry]:
    old, new = ({one["id"]: one for one in side} for side in (before, after))
    for key in _merged(list(old), list(new)):
        decision = new.get(key) or old[key]
        for part in WORDING:
            before_text, after_text = (side[key].get(part, "") if key in side else None for side in (old, new))
            if before_text or after_text:
                yield Entry(before_text, after_text, code=decision["code"], wording=part)


def _attendance(
    before: Mapping[str, Any], after: Mapping[str, Any], presences: Mapping[str | None, str]
) -> list[Entry]:
    """Return the rows of attendance that differ; none if a content does not include it, as that of a first draft."""
    if "attendance" not in before or "attendance" not in after:
        return []
    old, new = ({_who(row): _came(row, presences) for row in content["attendance"]} for content in (before, after))
    return [one for key in _merged(list(old), list(new)) if (one := Entry(old.get(key), new.get(key))).kind != "same"]


def _who(row: Mapping[str, Any]) -> str:
    return f"{row['organisation']}\n{row['name']}"


def _came(row: Mapping[str, Any], presences: Mapping[str | None, str]) -> str:
    """Return a row of attendance as text, "Dinas Kesehatan, Sari: hadir"."""
    name = ", ".join(filter(None, (row["organisation"], row["name"], row["representative"])))
    return f"{name}: {presences[row['presence']]}"


def _merged(before: list[str], after: list[str]) -> list[str]:
    """Return the keys of both lists: those of `after` in order, the others behind their predecessor in `before`."""
    merged, known = list(after), set(after)
    place = 0
    for key in before:
        if key in known:
            place = merged.index(key) + 1
        else:
            merged.insert(place, key)
            place += 1
    return merged


def _count(text: str) -> int:
    return sum(1 for found in WORD.finditer(text) if found[2][:1].isalnum())

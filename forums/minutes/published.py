"""Rules for published minutes: organisations and positions, and only the names chosen to be kept.

Attendance is published as numbers by sector. Presider, minute-taker, presenters and contact persons appear by position
and organisation. In notes a name is replaced by position and organisation in square brackets, so that readers see where
the text was changed. The wording of a decision is never changed: it can be published only with its names.

Complete names are found regardless of case, with and without academic titles; nicknames and parts of names are not
found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

AROUND = 60
"""The number of characters quoted before and after a name."""
NOBODY = "…"
"""The replacement for a name without a known position or organisation."""
SIGNING = ("presider", "minute_taker", "approved_by")
WORDING = ("text", "basis", "dissent", "no_quorum_reason", "conditions")
FACTS = frozenset(
    {"forum", "session", "title", "version", "number", "language", "classification", "timezone", "mode", "place"}
    | {"starts_at", "ends_at", "opened_at", "closed_at", "circulated_at", "approved_at", "next_session", "corrections"}
    | {"invitation_number", "invitation_dated", "basis", "quorum", "guests", "previous"}
)
"""What of the content is published as it is. Everything else is left out, or appears in a form of its own."""
ITEM_FACTS = frozenset(
    {"place", "id", "title", "title_withheld", "purpose", "minutes", "minutes_used", "started_at", "ended_at", "state"}
)
PASSAGE_FACTS = frozenset({"id", "withheld"})
DECISION_FACTS = frozenset(
    {"id", "code", "text", "basis", "how", "dissent", "votes", "quorum_met", "quorum", "no_quorum_reason"}
    | {"decided_at", "withheld", "conditions", "party_votes"}
)
COMMITMENT_FACTS = frozenset({"id", "code", "title", "criteria", "responsible", "verifier", "first_due", "delivery"})
Finder = Callable[[str], Iterator[tuple[str, str]]]
"""Yields each name in a text, with the surrounding words."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name is mentioned: the kind of place, the item or decision, and the surrounding words."""

    kind: str
    about: str = ""
    quote: str = ""


@dataclass(slots=True)
class Mentioned:
    """A person mentioned in minutes, and the published replacement of the name."""

    name: str
    office: str
    places: list[Place] = field(default_factory=list)

    @property
    def decisions(self) -> list[str]:
        """The codes of the decisions whose wording contains the name."""
        return list(dict.fromkeys(place.about for place in self.places if place.kind == "decision"))


def people_in(content: Mapping[str, Any], others: Iterable[tuple[str, str]] = ()) -> dict[str, str]:
    """Return the position of each person that minutes may mention, by name; `others` are people of the forum."""
    found: dict[str, str] = {}

    def add(name: str, *office: str) -> None:
        if name and not found.get(name):
            found[name] = ", ".join(filter(None, office))

    for row in content["attendance"]:
        representative, _comma, position = row["representative"].partition(", ")
        add(row["name"], row["position"], row["organisation"])
        add(representative, position, row["organisation"])
    for name, office in others:
        add(name, office)
    add(content["presider"], content["presider_position"])
    add(content["minute_taker"], content["minute_taker_position"])
    add(content["approved_by"])
    for one in content.get("served", ()):
        add(one["name"], one["position"])
    for one in content.get("visitors", ()):
        add(one["name"], one["position"], one["organisation"])
    for commitment in _commitments(content):
        add(commitment["responsible_person"], commitment["responsible"])
    return found


def mentioned(content: Mapping[str, Any], people: Mapping[str, str], organisations: Collection[str]) -> list[Mentioned]:
    """Return the people mentioned in minutes, in the order of their first mention."""
    found: dict[str, Mentioned] = {}
    for name, place in _places(content, people, organisations):
        found.setdefault(name, Mentioned(name, people.get(name, ""))).places.append(place)
    return list(found.values())


def published(
    content: Mapping[str, Any],
    people: Mapping[str, str],
    *,
    kept: Collection[str],
    organisations: Collection[str],
    commitments: Collection[str],
) -> dict[str, Any]:
    """Return the published content, with the names in `kept` and the commitments whose ids are in `commitments`."""
    hidden = {name: office or NOBODY for name, office in people.items() if name not in kept}
    edition = _Edition(hidden, kept, organisations, commitments, _replacing(hidden))
    return {
        **_only(content, FACTS),
        **edition.signatures(content),
        **edition.reasons(content),
        **edition.officers(content),
        "attendance": [],
        "parties": [],
        **({"deputy": {"because": ""}} if content.get("deputy") else {}),
        "opening": edition.passages(content["opening"]),
        "closing": edition.passages(content["closing"]),
        "items": [edition.item(one) for one in content["items"]],
        "other_decisions": edition.decisions(content["other_decisions"]),
    }


def _only(values: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """Return the values that are published as they are. What is new in the content is not, until it is named."""
    return {name: value for name, value in values.items() if name in names}


@dataclass(frozen=True, slots=True)
class _Edition:
    """Builds the published parts of minutes; `hidden` maps names to the positions that replace them."""

    hidden: Mapping[str, str]
    kept: Collection[str]
    organisations: Collection[str]
    commitments: Collection[str]
    replaced: Callable[[str], str]

    def signatures(self, content: Mapping[str, Any]) -> dict[str, str]:
        """Return presider, minute-taker and approver; the replacement of a hidden name includes the position."""
        names = {role: self.hidden.get(content[role], content[role]) for role in SIGNING}
        positions = {
            f"{role}_position": "" if content[role] in self.hidden else content[f"{role}_position"]
            for role in ("presider", "minute_taker")
        }
        return names | positions

    def reasons(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """Return why a version amends another, with hidden names replaced; empty for a first version."""
        amended = content.get("amended")
        return {"amended": {key: self.replaced(text) for key, text in amended.items()}} if amended else {}

    def officers(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """Return who served when, and no guests; older content has neither.

        The replacement of a hidden name includes the position.
        """
        if "served" not in content:
            return {}
        served = [
            {
                **one,
                "name": self.hidden.get(one["name"], one["name"]),
                "position": "" if one["name"] in self.hidden else one["position"],
            }
            for one in content["served"]
        ]
        return {"served": served, "visitors": []}

    def item(self, item: Mapping[str, Any]) -> dict[str, Any]:
        """Return an agenda item; a presenter who is not known is left out."""
        presenter = item["presenter"]
        is_named = presenter in self.kept or presenter in self.organisations
        return {
            **_only(item, ITEM_FACTS),
            "presenter": presenter if is_named else self.hidden.get(presenter, ""),
            "passages": self.passages(item["passages"]),
            "decisions": self.decisions(item["decisions"]),
            "conflicts": self.conflicts(item.get("conflicts", ())),
        }

    def conflicts(self, declared: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return which organisations declared a conflict of interest and abstained; who and why is not published."""
        return [
            {"organisation": one["organisation"], "name": "", "text": "", "abstains": one["abstains"]}
            for one in declared
        ]

    def passages(self, written: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return notes with hidden names replaced."""
        return [{**_only(one, PASSAGE_FACTS), "text": self.replaced(one["text"])} for one in written]

    def decisions(self, taken: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return decisions with their original wording, and the published commitments."""
        return [
            {**_only(one, DECISION_FACTS), "commitments": self._published_commitments(one["commitments"])}
            for one in taken
        ]

    def _published_commitments(self, commitments: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return the commitments that are published."""
        return [
            {
                **_only(one, COMMITMENT_FACTS),
                "responsible_person": one["responsible_person"] if one["responsible_person"] in self.kept else "",
            }
            for one in commitments
            if one["id"] in self.commitments
        ]


def _places(
    content: Mapping[str, Any], people: Mapping[str, str], organisations: Collection[str]
) -> Iterator[tuple[str, Place]]:
    """Yield every name with its place, in the order of the minutes."""
    find = finding(people)
    signing = [content[role] for role in SIGNING if content[role]]
    yield from ((content[role], Place(role)) for role in SIGNING if content[role])
    yield from ((one["name"], Place(one["role"])) for one in content.get("served", ()) if one["name"] not in signing)
    for text in content.get("amended", {}).values():
        yield from ((name, Place("amended", quote=quote)) for name, quote in find(text))
    for part in ("opening", "closing"):
        yield from _in_notes(content[part], find, part)
    for item in content["items"]:
        about = f"{item['place']}. {item['title']}"
        if item["presenter"] and item["presenter"] not in organisations:
            yield item["presenter"], Place("presenter", about)
        yield from _in_notes(item["passages"], find, "note", about)
    for decision in _decisions(content):
        objections = [vote["dissent"] for vote in decision.get("party_votes", ())]
        for words in (*(decision.get(part, "") for part in WORDING), *objections):
            yield from ((name, Place("decision", decision["code"], quote)) for name, quote in find(words))
    for commitment in _commitments(content):
        if commitment["responsible_person"]:
            yield commitment["responsible_person"], Place("contact", commitment["code"])


def _in_notes(
    written: Iterable[Mapping[str, Any]], find: Finder, kind: str, about: str = ""
) -> Iterator[tuple[str, Place]]:
    for passage in written:
        yield from ((name, Place(kind, about, quote)) for name, quote in find(passage["text"]))


def _decisions(content: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for item in content["items"]:
        yield from item["decisions"]
    yield from content["other_decisions"]


def _commitments(content: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for decision in _decisions(content):
        yield from decision["commitments"]


def finding(people: Iterable[str]) -> Finder:
    """Return a function that yields each name in a text, with the surrounding words."""
    known, pattern = _known(people)

    def find(text: str) -> Iterator[tuple[str, str]]:
        for match in pattern.finditer(text) if pattern else ():
            before, after = max(0, match.start() - AROUND), match.end() + AROUND
            quote = " ".join(text[before:after].split())
            yield known[_folded(match[0])], f"{'…' if before else ''}{quote}{'…' if after < len(text) else ''}"

    return find


def _replacing(hidden: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function that replaces each hidden name in a text with its position in square brackets."""
    known, pattern = _known(hidden)

    def replace(text: str) -> str:
        return pattern.sub(lambda match: f"[{hidden[known[_folded(match[0])]]}]", text) if pattern else text

    return replace


def _known(names: Iterable[str]) -> tuple[dict[str, str], re.Pattern[str] | None]:
    """Return the name for each spelling, and a pattern that matches all spellings, longest first."""
    known: dict[str, str] = {}
    for name in names:
        known.setdefault(_folded(name), name)
    for name in list(known.values()):
        known.setdefault(_folded(_without_titles(name)), name)
    known.pop("", None)
    longest_first = sorted(known, key=len, reverse=True)
    written = "|".join(r"\s+".join(map(re.escape, one.split())) for one in longest_first)
    return known, re.compile(rf"(?<!\w)(?:{written})(?!\w)", re.IGNORECASE) if written else None


def _folded(name: str) -> str:
    return " ".join(name.lower().split())


def _without_titles(name: str) -> str:
    """Return "Budi Santoso" for "Dr. Ir. Budi Santoso, M.Si."."""
    words = name.partition(",")[0].split()
    while len(words) > 1 and words[0].endswith("."):
        words.pop(0)
    return " ".join(words)

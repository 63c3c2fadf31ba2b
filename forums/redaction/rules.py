"""Rules for withholding parts of the approved content of minutes; pure functions on plain values.

A part has a key: "passage:<id>", "decision:<id>" or "title:<id>" (of an agenda item).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from forums.redaction.excerpts import excerpts, plain_sentences
from forums.redaction.sentences import count_words, sentences

WORDING = ("text", "basis", "dissent", "no_quorum_reason")
"""The texts of a decision, which are withheld together."""
WHEN_GIVEN = frozenset({"conditions", "party_votes"})
"""Keys of a decision that are present only if it has such, and are withheld with its texts."""
WHOLE = (0,)
"""The marked sentences of a part that is withheld as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What is withheld of a part, and why. `basis` is the value of a LegalBasis, None while it is not chosen."""

    part: str
    sentences: tuple[int, ...]
    basis: str | None = None
    other_basis: str = ""
    until: date | None = None
    instead: str = ""


@dataclass(frozen=True, slots=True)
class MarkablePart:
    """A part of minutes that can be marked; `about` is its number, such as "3.1", or the code of a decision."""

    key: str
    about: str
    sentences: tuple[str, ...]

    @property
    def plain(self) -> list[str]:
        """The sentences without marks of Markdown; decisions and titles have none."""
        return plain_sentences("".join(self.sentences)) if self.kind == "passage" else list(self.sentences)

    @property
    def kind(self) -> str:
        """The kind of part: "passage", "decision" or "title"."""
        return self.key.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of minutes: an agenda item, or `kind` "opening", "closing" or "other" without one."""

    kind: str
    heading: str
    parts: tuple[MarkablePart, ...]


def sections(content: Mapping[str, Any]) -> list[Section]:
    """Return the sections of minutes with the parts that can be marked, in order; those without a part are left out."""
    found = [
        Section("opening", "", _passages(content["opening"], "")),
        *(_item(item) for item in content["items"]),
        Section("other", "", _decisions(content["other_decisions"])),
        Section("closing", "", _passages(content["closing"], "")),
    ]
    return [section for section in found if section.parts]


def parts(content: Mapping[str, Any]) -> dict[str, MarkablePart]:
    """Return the parts of minutes that can be marked, in order, by key."""
    return {part.key: part for section in sections(content) for part in section.parts}


def redacted(content: Mapping[str, Any], marks: Collection[Mark]) -> dict[str, Any]:
    """Return the content without what is marked. In its place `withheld` states the amount, the reason and the end."""
    by_part = {mark.part: mark for mark in marks if mark.sentences}
    return {
        **content,
        "opening": list(_read(content["opening"], by_part)),
        "items": [_read_item(item, by_part) for item in content["items"]],
        "other_decisions": [_read_decision(one, by_part) for one in content["other_decisions"]],
        "closing": list(_read(content["closing"], by_part)),
    }


def words_in(content: Mapping[str, Any]) -> int:
    """Return the number of words in the parts that can be marked."""
    return sum(count_words(sentence) for part in parts(content).values() for sentence in part.sentences)


def marked_words(content: Mapping[str, Any], marks: Collection[Mark]) -> int:
    """Return the number of words that marks withhold."""
    known = parts(content)
    return sum(count_words(known[mark.part].sentences[place]) for mark in marks for place in mark.sentences)


def withheld_in(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return what published content withholds: the facts of each withheld part, in no order."""
    decisions = [*content["other_decisions"], *(one for item in content["items"] for one in item["decisions"])]
    written = [
        *content["opening"],
        *content["closing"],
        *(one for item in content["items"] for one in item["passages"]),
    ]
    found = [one["withheld"] for one in (*written, *decisions) if "withheld" in one]
    return found + [item["title_withheld"] for item in content["items"] if "title_withheld" in item]


def is_complete(mark: Mark) -> bool:
    """Whether a mark names its basis and what the public reads instead."""
    return bool(mark.basis and mark.instead and (mark.basis != "other" or mark.other_basis))


def _item(item: Mapping[str, Any]) -> Section:
    heading = f"{item['place']}. {item['title']}"
    title = MarkablePart(f"title:{item['id']}", str(item["place"]), (item["title"],))
    inner = (*_passages(item["passages"], f"{item['place']}."), *_decisions(item["decisions"]))
    return Section("item", heading, (title, *inner))


def _passages(written: Sequence[Mapping[str, Any]], number: str) -> tuple[MarkablePart, ...]:
    return tuple(
        MarkablePart(f"passage:{one['id']}", f"{number}{place}", tuple(sentences(one["text"])))
        for place, one in enumerate(written, 1)
    )


def _decisions(taken: Sequence[Mapping[str, Any]]) -> tuple[MarkablePart, ...]:
    return tuple(MarkablePart(f"decision:{one['id']}", one["code"], (_wording(one),)) for one in taken)


def _wording(decision: Mapping[str, Any]) -> str:
    texts = (*(decision.get(name) for name in (*WORDING, "conditions")), *_objections(decision))
    return "\n".join(text for text in texts if text)


def _objections(decision: Mapping[str, Any]) -> Iterator[str]:
    """Yield the objections of parties with their names: they are withheld with the wording."""
    for vote in decision.get("party_votes", ()):
        if vote["dissent"]:
            yield f"{vote['organisation']}: {vote['dissent']}"


def _read(written: Sequence[Mapping[str, Any]], marks: Mapping[str, Mark]) -> Iterator[dict[str, Any]]:
    """Yield passages, those with a mark in pieces: what is read, and a piece without text for what is withheld."""
    for one in written:
        mark = marks.get(f"passage:{one['id']}")
        if mark is None:
            yield dict(one)
            continue
        known = sentences(one["text"])
        runs = [
            (is_marked, list(run))
            for is_marked, run in groupby(range(len(known)), key=lambda place: place in mark.sentences)
        ]
        shown = excerpts(one["text"], [run for _is_marked, run in runs])
        for (is_marked, run), text in zip(runs, shown, strict=True):
            if is_marked:
                withheld = _withheld(mark, "".join(known[place] for place in run), len(run))
                yield {**one, "text": "", "withheld": withheld}
            elif text:
                yield {**one, "text": text}


def _read_item(item: Mapping[str, Any], marks: Mapping[str, Mark]) -> dict[str, Any]:
    mark = marks.get(f"title:{item['id']}")
    title = {"title": mark.instead, "title_withheld": _withheld(mark, item["title"], 1)} if mark else {}
    inner = {
        "passages": list(_read(item["passages"], marks)),
        "decisions": [_read_decision(one, marks) for one in item["decisions"]],
    }
    return {**item, **title, **inner}


def _read_decision(decision: Mapping[str, Any], marks: Mapping[str, Mark]) -> dict[str, Any]:
    mark = marks.get(f"decision:{decision['id']}")
    if mark is None:
        return dict(decision)
    shown = {key: value for key, value in decision.items() if key not in WHEN_GIVEN}
    return {**shown, **dict.fromkeys(WORDING, ""), "withheld": _withheld(mark, _wording(decision), 1)}


def _withheld(mark: Mark, text: str, count: int) -> dict[str, Any]:
    return {
        "sentences": count,
        "words": count_words(text),
        "basis": mark.basis,
        "other_basis": mark.other_basis,
        "until": mark.until.isoformat() if mark.until else None,
        "instead": mark.instead,
    }

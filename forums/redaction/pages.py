"""What the pages of redactions show: the parts of minutes with their marks, and what the public will read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from forums.minutes.models import Minutes
from forums.minutes.published import Mentioned, finding
from forums.minutes.publishing import publication_of
from forums.redaction import rules
from forums.redaction.actions import publication_without
from forums.redaction.rules import Mark, MarkablePart, Section
from forums.redaction.sentences import PersonalData, personal_data


class Hint(NamedTuple):
    """A sentence that may contain personal data."""

    part: MarkablePart
    place: int
    kinds: list[PersonalData]


@dataclass(frozen=True)
class Marking:
    """Minutes with marks. `hints` are the sentences that may contain personal data and are not marked, by part key."""

    sections: list[Section]
    parts: Mapping[str, MarkablePart]
    marks: Mapping[str, Mark]
    hints: Mapping[str, Mapping[int, list[PersonalData]]]
    words: int
    marked_words: int
    mentioned: list[Mentioned]
    """Everyone whom the approved minutes mention, also in marked parts."""
    people: Mapping[str, str]
    preview: dict[str, Any]

    @property
    def marked_sentences(self) -> int:
        """The number of marked sentences, titles and decisions."""
        return sum(len(mark.sentences) for mark in self.marks.values())

    @property
    def share(self) -> int:
        """The percentage of words that the marks withhold, rounded; at least 1 if they withhold any."""
        return max(round(100 * self.marked_words / self.words), 1) if self.marked_words else 0

    def marked_in(self, section: Section) -> int:
        """Return the number of parts of a section in which something is marked."""
        return sum(part.key in self.marks for part in section.parts)

    @property
    def incomplete(self) -> list[MarkablePart]:
        """The marked parts that lack a basis or a text for the public."""
        return [self.parts[key] for key, mark in self.marks.items() if not rules.is_complete(mark)]

    @property
    def hinted(self) -> list[Hint]:
        """The sentences that may contain personal data, in order."""
        return [
            Hint(self.parts[key], place, kinds) for key, found in self.hints.items() for place, kinds in found.items()
        ]


def marking_of(minutes: Minutes, marks: Collection[Mark], kept: Collection[str]) -> Marking:
    """Return approved minutes with their marks and a preview of the published text."""
    content = minutes.content or {}
    parts = rules.parts(content)
    complete = publication_of(minutes)
    return Marking(
        sections=rules.sections(content),
        parts=parts,
        marks={mark.part: mark for mark in marks},
        hints=_hints(parts, marks, complete.people),
        words=rules.words_in(content),
        marked_words=rules.marked_words(content, marks),
        mentioned=complete.mentioned,
        people=complete.people,
        preview=publication_without(minutes, marks).text(kept),
    )


def _hints(
    parts: Mapping[str, MarkablePart], marks: Collection[Mark], people: Collection[str]
) -> dict[str, dict[int, list[PersonalData]]]:
    find = finding(people)
    marked = {(mark.part, place) for mark in marks for place in mark.sentences}
    found: dict[str, dict[int, list[PersonalData]]] = {}
    for key, part in parts.items():
        for place, sentence in enumerate(part.sentences):
            kinds = personal_data(sentence, lambda text: [name for name, _quote in find(text)])
            if kinds and (key, place) not in marked:
                found.setdefault(key, {})[place] = kinds
    return found

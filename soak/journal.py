"""What people tried and what they were told, kept on their side of the wire, to be held against the database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

from soak.findings import Finding, contradictory, doubled, lost

Fact = tuple[str, ...]
"""Something that happens once, by its kind and names that no other fact has: ("decision", "Keputusan 3-7")."""


@dataclass
class Register:
    """A value that is written again and again: what was answered last, and what was sent since."""

    settled: str | None = None
    unsure: list[str] = field(default_factory=list)

    def admits(self, value: str | None) -> bool:
        """Whether `value` may stand in the database now."""
        return value == self.settled or value in self.unsure


class Journal:
    """Facts and registers of all people of a trial. An act is begun before it is sent, and then ends in one way."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.done: set[Fact] = set()
        self.unsure: set[Fact] = set()
        self.registers: dict[str, Register] = defaultdict(Register)
        self.counts: Counter[str] = Counter()
        self.troubles: list[str] = []

    def begin(self, fact: Fact | None, value: tuple[str, str] | None) -> bool:
        """Note what is about to be sent; return whether it is sent for the first time."""
        with self.lock:
            first = fact not in self.unsure
            if fact:
                self.unsure.add(fact)
            if value:
                self.registers[value[0]].unsure.append(value[1])
            return first

    def accept(self, fact: Fact | None, value: tuple[str, str] | None) -> None:
        """Note that it was answered as done: from now on it must be there."""
        with self.lock:
            self.counts["accepted"] += 1
            if fact:
                self.counts[fact[0]] += 1
                self.done.add(fact)
                self.unsure.discard(fact)
            if value:
                self.counts[value[0].partition(":")[0]] += 1
                self.registers[value[0]] = Register(value[1])

    def refuse(self, fact: Fact | None, value: tuple[str, str] | None, *, first: bool) -> None:
        """Note that it was refused: it must not be there, unless an earlier try got through unanswered."""
        with self.lock:
            self.counts["refused"] += 1
            if fact and first:
                self.unsure.discard(fact)
            if value:
                self.registers[value[0]].unsure.remove(value[1])

    def count(self, what: str) -> None:
        """Count something; "cut" is an act to which no answer came, so that nobody knows."""
        with self.lock:
            self.counts[what] += 1

    def complain(self, trouble: str) -> None:
        """Note something that should never have been answered."""
        with self.lock:
            self.troubles.append(trouble)

    def compare(self, facts: Counter[Fact], values: Mapping[str, str]) -> list[Finding]:
        """Hold the journal against the facts and values that a database holds."""
        kinds = {fact[0] for fact in self.done | self.unsure}
        found = [lost(f"{fact} was accepted and is not there") for fact in self.done - set(facts)]
        found += [doubled(f"{fact} is there {count} times") for fact, count in facts.items() if count > 1]
        found += [
            contradictory(f"{fact} is there although it was refused or never asked for")
            for fact in set(facts) - self.done - self.unsure
            if fact[0] in kinds
        ]
        found += [
            lost(f"{name} is {values.get(name)!r}; answered was {one.settled!r}, unanswered {one.unsure!r}")
            for name, one in self.registers.items()
            if not one.admits(values.get(name))
        ]
        return found + [contradictory(trouble) for trouble in self.troubles]

"""A client-side journal of requests and responses, which is compared with the database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

from soak.findings import Finding, contradictory, doubled, lost

Fact = tuple[str, ...]
"""Something that happens once: its kind and unique names, such as ("decision", "Keputusan 3-7")."""
Value = tuple[str, str]
"""The name of a register and what is written into it, such as ("answer:…", "tentative")."""


@dataclass
class Register:
    """A value that is written repeatedly: the last confirmed one, and those sent since without a response.

    Before one is confirmed, the value is whatever was there already, but none that was refused.
    """

    confirmed: str | None = None
    unconfirmed: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def admits(self, value: str | None) -> bool:
        """Whether `value` may be in the database now."""
        if self.confirmed is None and not self.unconfirmed and self.refused:
            return value not in self.refused
        return value == self.confirmed or value in self.unconfirmed


class Journal:
    """Facts and registers of all users of a trial. Each is started before its request, then accepted or refused."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.done: set[Fact] = set()
        self.unconfirmed: set[Fact] = set()
        self.registers: dict[str, Register] = defaultdict(Register)
        self.counts: Counter[str] = Counter()
        self.problems: list[str] = []

    def start(self, fact: Fact | None, *values: Value) -> bool:
        """Record what is about to be sent; return whether it is the first attempt."""
        with self.lock:
            first = fact not in self.unconfirmed
            if fact:
                self.unconfirmed.add(fact)
            for name, value in values:
                self.registers[name].unconfirmed.append(value)
            return first

    def accept(self, fact: Fact | None, *values: Value) -> None:
        """Record a success response: from now on the fact must be in the database."""
        with self.lock:
            self.counts["accepted"] += 1
            if fact:
                self.counts[fact[0]] += 1
                self.done.add(fact)
                self.unconfirmed.discard(fact)
            for name, value in values:
                self.counts[name.partition(":")[0]] += 1
                self.registers[name] = Register(value)

    def refuse(self, fact: Fact | None, *values: Value, first: bool) -> None:
        """Record a refusal: the fact must not be in the database, unless an earlier attempt had no response."""
        with self.lock:
            self.counts["refused"] += 1
            if fact and first:
                self.unconfirmed.discard(fact)
            for name, value in values:
                self.registers[name].unconfirmed.remove(value)
                self.registers[name].refused.append(value)

    def count(self, what: str) -> None:
        """Increase a counter; "cut" counts requests without a response."""
        with self.lock:
            self.counts[what] += 1

    def add_problem(self, problem: str) -> None:
        """Record a response that should never occur."""
        with self.lock:
            self.problems.append(problem)

    def compare(self, facts: Counter[Fact], values: Mapping[str, str]) -> list[Finding]:
        """Compare the journal with the facts and values of a database."""
        kinds = {fact[0] for fact in self.done | self.unconfirmed}
        found = [lost(f"{fact} was accepted and is not there") for fact in self.done - set(facts)]
        found += [doubled(f"{fact} is there {count} times") for fact, count in facts.items() if count > 1]
        found += [
            contradictory(f"{fact} is there although it was refused or never asked for")
            for fact in set(facts) - self.done - self.unconfirmed
            if fact[0] in kinds
        ]
        found += [
            lost(f"{name} is {values.get(name)!r}; answered was {one.confirmed!r}, unanswered {one.unconfirmed!r}")
            for name, one in self.registers.items()
            if not one.admits(values.get(name))
        ]
        return found + [contradictory(problem) for problem in self.problems]

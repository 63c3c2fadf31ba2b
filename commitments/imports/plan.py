"""What importing a register would do, line by line, compared with the commitments that are there already."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from app.accounts.models import Person
from app.circles.models import CircleKind
from app.circles.queries import seats_on
from app.organisations.models import Organisation
from commitments.imports import queries
from commitments.imports.models import RegisterImport
from commitments.imports.queries import Known
from commitments.imports.rules import Kind, Line, folded, nearest
from commitments.registry.actions import Proposal
from commitments.registry.rules import OPEN, OWED, UNDECIDED, Visibility

SHOWN = 100
"""Number of lines of each kind in a preview."""


@dataclass(slots=True)
class Step:
    """A line, the organisations that it names, and the commitment that is already there."""

    line: Line
    responsible: Organisation | None = None
    verifier: Organisation | None = None
    known: Known | None = None

    @property
    def reports(self) -> bool:
        """Whether the line has other progress than a commitment that is there and still owed."""
        is_owed = self.known is not None and self.known.delivery in OWED
        return is_owed and any(name == "progress" for name, _before, _after in self.line.differs)


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of an import."""

    imported: RegisterImport
    steps: list[Step]

    def of(self, kind: Kind) -> list[Step]:
        """Return the steps of a kind."""
        return [step for step in self.steps if step.line.kind is kind]

    @property
    def reports(self) -> list[Step]:
        """The steps that record progress of commitments that are there, on behalf of their parties."""
        return [step for step in self.steps if step.reports] if self.imported.source else []

    @property
    def outcome(self) -> dict[str, Any]:
        """The plan as stored for its preview."""
        by_kind = {kind: self.of(kind) for kind in Kind}
        counts: dict[str, int] = {kind.value: len(steps) for kind, steps in by_kind.items()}
        lines = {kind.value: [step.line.shown for step in steps[:SHOWN]] for kind, steps in by_kind.items()}
        return {"counts": {**counts, "reports": len(self.reports)}, "mark": self.mark, "lines": lines}

    @property
    def mark(self) -> str:
        """A digest that identifies what the import would do."""
        facts = [
            [line.number, line.cells, line.kind.value, line.differs, line.problems, line.progress]
            + [str(one.id) if one else "" for one in (step.responsible, step.verifier, step.known)]
            for step in self.steps
            for line in [step.line]
        ]
        source = self.imported.source
        said = [source.value if source else "", str(self.imported.said_on)]
        return hashlib.sha256(json.dumps([facts, said]).encode()).hexdigest()[:32]

    def proposal(self, step: Step, *, language: str) -> Proposal:
        """Return the values of the commitment that a new line proposes."""
        cells, circle = step.line.cells, self.imported.circle
        if step.responsible is None or step.verifier is None or step.line.due is None:
            raise ValueError("the line has errors")
        return Proposal(
            circle=circle,
            title=cells["title"],
            criteria=cells["criteria"] or cells["title"],
            responsible=step.responsible,
            responsible_person=None,
            verifier=step.verifier,
            due=step.line.due,
            visibility=Visibility.PARTIES if circle.kind is CircleKind.AGREEMENT else Visibility.CIRCLE,
            language=language,
        )


def plan_of(imported: RegisterImport, lines: Sequence[Line], *, by: Person, today: date) -> Plan:
    """Return what importing the lines would do today."""
    named = _by_name(seat.organisation for seat in seats_on(imported.circle_id, today))
    there = _There(queries.known_in(imported.circle_id, by, today))
    first: dict[Any, int] = {}
    steps = []
    for line in lines:
        step = Step(line)
        step.responsible = _organisation(line, "responsible", named)
        step.verifier = _organisation(line, "verifier", named) if line.cells["verifier"] else imported.verifier
        step.known = there.find(line, step.responsible)
        _compare(step, imported, today=today)
        key = _key(line, step.responsible)
        if line.kind is not Kind.ENDED and first.setdefault(key, line.number) != line.number:
            line.refuse("number" if line.cells["number"] else "title", "repeated", line=first[key])
        line.kind = Kind.WRONG if line.problems and line.kind is not Kind.ENDED else line.kind
        steps.append(step)
    return Plan(imported, steps)


class _There:
    """The commitments of a circle, by their numbers and by what they are about."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.by_key: dict[Any, Known] = {}
        for one in known:
            keys: list[Any] = [_number(one.code), *([_number(one.number)] if one.number else [])]
            keys += [(folded(one.title), one.responsible_id, due) for due in (one.first_due, one.current_due)]
            for key in keys:
                self.by_key.setdefault(key, one)

    def find(self, line: Line, responsible: Organisation | None) -> Known | None:
        """Return the commitment that a line tells of, if it is there."""
        return self.by_key.get(_key(line, responsible))


def _key(line: Line, responsible: Organisation | None) -> Any:
    """Return what identifies a line: its number, or without one its text, responsible organisation and due date."""
    if line.cells["number"]:
        return _number(line.cells["number"])
    return folded(line.cells["title"]), responsible.id if responsible else line.number, line.due


def _number(written: str) -> str:
    return " ".join(written.casefold().split())


def _by_name(organisations: Iterable[Organisation]) -> dict[str, dict[UUID, Organisation]]:
    found: dict[str, dict[UUID, Organisation]] = {}
    for one in organisations:
        for name in filter(None, (one.name, one.short_name)):
            found.setdefault(folded(name), {})[one.id] = one
    return found


def _organisation(line: Line, column: str, named: dict[str, dict[UUID, Organisation]]) -> Organisation | None:
    written = line.cells[column]
    if not written or column in line.problems:
        return None
    found = list(named.get(folded(written), {}).values())
    if len(found) == 1:
        return found[0]
    if found:
        line.refuse(column, "several")
        return None
    names = {one.name for ones in named.values() for one in ones.values()}
    likely = nearest(written, [*names, *(key for key in named if key not in map(folded, names))])
    offered = dict.fromkeys(next(iter(named[folded(name)].values())).name for name in likely)
    if offered:
        line.refuse(column, "unknown", names=", ".join(offered))
    else:
        line.refuse(column, "nobody")
    return None


def _compare(step: Step, imported: RegisterImport, *, today: date) -> None:
    """Set the kind of a line, and what a commitment that is there says otherwise."""
    line, known = step.line, step.known
    if known is None:
        line.kind = Kind.ENDED if line.has_ended else Kind.NEW
        if step.verifier is None:
            line.refuse("verifier", "empty")
        elif step.verifier is step.responsible:
            line.refuse("verifier", "own")
        if imported.source is None and line.due and line.due < today:
            line.refuse("due", "past")
        return
    line.code = known.code
    pairs = [("title", known.title, line.cells["title"])]
    if line.due:
        pairs.append(("due", known.current_due.isoformat(), line.due.isoformat()))
    if step.responsible:
        pairs.append(("responsible", known.responsible, step.responsible.name))
    if line.cells["progress"] and line.progress is not None and known.delivery not in UNDECIDED:
        pairs.append(("progress", f"{known.progress} %", f"{line.progress} %"))
    line.differs = [pair for pair in pairs if folded(pair[1]) != folded(pair[2])]
    if line.has_ended and known.delivery in OPEN:
        line.differs.append(("state", "", line.cells["state"]))
    line.kind = Kind.CHANGED if line.differs else Kind.UNCHANGED

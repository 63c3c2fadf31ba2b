"""Rows that are inserted many at a time, tables before those that refer to them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Table, insert

from app.circles.models import NamedPerson
from app.database import Model, db

TOGETHER = 50_000
"""Rows that wait at most: what bounds the memory of a load."""


class Rows:
    """Collects rows and inserts them in batches; `written` counts them by table."""

    def __init__(self) -> None:
        self.written: dict[str, int] = defaultdict(int)
        self._waiting: dict[Table, dict[tuple[str, ...], list[dict[str, Any]]]] = {}
        self._number = 0

    def add(self, target: type[Model] | Table, **values: Any) -> None:
        """Take one row; columns that are left out get their defaults."""
        table = target if isinstance(target, Table) else target.__table__
        assert isinstance(table, Table)
        self._waiting.setdefault(table, {}).setdefault(tuple(values), []).append(values)
        self._number += 1

    def name(self, circle_id: UUID, person_id: UUID) -> None:
        """Name a person in a circle, without taking from chance: named or not, the rest of a city stays the same."""
        identity = uuid5(circle_id, str(person_id))
        self.add(NamedPerson, id=identity, circle_id=circle_id, person_id=person_id)

    @property
    def are_many(self) -> bool:
        """Whether it is time to write."""
        return self._number >= TOGETHER

    def write(self) -> None:
        """Insert all rows that wait. A batch must hold what its rows refer to, unless that was written before."""
        for table in Model.metadata.sorted_tables:
            for rows in self._waiting.pop(table, {}).values():
                db.session.execute(insert(table), rows)
                self.written[table.name] += len(rows)
        self._number = 0

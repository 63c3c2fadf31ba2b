"""Rows that are inserted in batches, parent tables first."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Table, insert

from app.database import Model, db

BATCH = 50_000
"""The most rows that wait in memory."""


class Rows:
    """Collects rows and inserts them in batches; `written` counts them by table."""

    def __init__(self) -> None:
        self.written: dict[str, int] = defaultdict(int)
        self._waiting: dict[Table, dict[tuple[str, ...], list[dict[str, Any]]]] = {}
        self._number = 0

    def add(self, target: type[Model] | Table, **values: Any) -> None:
        """Add one row to the batch; columns that are left out get their defaults."""
        table = target if isinstance(target, Table) else target.__table__
        assert isinstance(table, Table)
        self._waiting.setdefault(table, {}).setdefault(tuple(values), []).append(values)
        self._number += 1

    @property
    def is_full(self) -> bool:
        """Whether the batch should be written."""
        return self._number >= BATCH

    def write(self) -> None:
        """Insert all rows of the batch. The rows they refer to must be in it, or in the database already."""
        for table in Model.metadata.sorted_tables:
            for rows in self._waiting.pop(table, {}).values():
                db.session.execute(insert(table), rows)
                self.written[table.name] += len(rows)
        self._number = 0

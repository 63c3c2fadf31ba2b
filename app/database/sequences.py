"""Readable codes, numbered by kind and year: KMT-2026-0041."""

from __future__ import annotations

from sqlalchemy import String, literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Model, db


class Counter(Model):
    """The last number issued for a scope such as "KMT-2026"."""

    __tablename__ = "counters"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)  # type: ignore[assignment]
    value: Mapped[int]


def next_code(kind: str, year: int, *, digits: int) -> str:
    """Return the next code of `kind` in `year`.

    Numbers are never reused, and none is skipped except after a rollback.
    """
    return next_codes(kind, year, 1, digits=digits)[0]


def next_codes(kind: str, year: int, number: int, *, digits: int) -> list[str]:
    """Return the next codes of `kind` in `year`, as many as `number`, in one statement."""
    scope = f"{kind}-{year}"
    insert = (postgresql if db.engine.dialect.name == "postgresql" else sqlite).insert(Counter)
    statement = (
        insert.values(id=scope, value=number)
        .on_conflict_do_update(index_elements=["id"], set_={"value": Counter.value + literal(number)})
        .returning(Counter.value)
    )
    last = db.session.scalars(statement).one()
    return [f"{scope}-{value:0{digits}d}" for value in range(last - number + 1, last + 1)]

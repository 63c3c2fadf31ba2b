"""Cursor pagination: each page starts after the last row of the previous one, so that all pages are equally fast."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Select, literal, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from app.api.problems import Fault, Unacceptable
from app.database import db

Keys = tuple[InstrumentedAttribute[Any], ...]
"""The columns that a list is ordered by, which together are unique and never null."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Rows of a list, and the cursor after the last of them, or None at the end."""

    rows: Sequence[Any]
    next: str | None


def cut(query: Select[Any], keys: Keys, *, descending: bool, after: str | None, limit: int) -> Slice:
    """Return up to `limit` rows after the cursor `after`. Raises Unacceptable for a cursor of another list."""
    if after is not None:
        last = tuple_(*(literal(value, key.type) for key, value in zip(keys, _read(after, keys), strict=True)))
        query = query.where(tuple_(*keys) < last if descending else tuple_(*keys) > last)
    ordered = query.order_by(None).order_by(*(key.desc() if descending else key for key in keys))
    rows = db.session.scalars(ordered.limit(limit + 1)).unique().all()
    return Slice(rows[:limit], _written(rows[limit - 1], keys) if len(rows) > limit else None)


def _written(row: Any, keys: Keys) -> str:
    values = [_text(getattr(row, key.key)) for key in keys]
    return urlsafe_b64encode(json.dumps(values, ensure_ascii=False).encode()).decode().rstrip("=")


def _text(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value if isinstance(value, int) else str(value)


def _read(cursor: str, keys: Keys) -> list[Any]:
    try:
        values = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != len(keys):
            raise ValueError("another list's cursor")
        return [_value(key.type.python_type, value) for key, value in zip(keys, values, strict=True)]
    except (ValueError, TypeError, UnicodeError, RecursionError):
        raise Unacceptable(Fault("after", _("Take the cursor from “next” of the same list"), "query")) from None


def _value(kind: type[Any], written: Any) -> Any:
    if issubclass(kind, int):
        if not isinstance(written, int) or abs(written) > 2**53:
            raise ValueError("not a number")
        return written
    if not isinstance(written, str) or "\0" in written:
        raise ValueError("not a text")
    if issubclass(kind, datetime):
        moment = datetime.fromisoformat(written)
        if moment.tzinfo is None:
            raise ValueError("no zone")
        return moment
    if issubclass(kind, date):
        return date.fromisoformat(written)
    return kind(written) if issubclass(kind, (UUID, Enum)) else written

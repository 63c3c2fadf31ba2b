"""Keeps the overview of an applied or withdrawn amendment as JSON, and reads it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from agreements.amendments.rows import ClauseRow, CommitmentRow, ObligationRow, Overview, RightRow


def recorded(found: Overview) -> dict[str, Any]:
    """Return an overview as plain values, for JSON."""
    plain = _plain(asdict(found))
    assert isinstance(plain, dict)
    return plain


def recalled(record: Mapping[str, Any]) -> Overview:
    """Return the overview that was kept by `recorded`."""
    days = ("end_before", "end_after", "notice_after")
    values = {**record, **{name: _day(record[name]) for name in days}}
    for name in ("obligations", "rights", "heavier"):
        values[name] = tuple(tuple(one) if isinstance(one, list) else one for one in record[name])
    values["entitled"] = tuple(RightRow(**one) for one in record["entitled"])
    values["turns"] = tuple(ClauseRow(**one) for one in record["turns"])
    values["lines"] = tuple(_recalled_line(one) for one in record["lines"])
    return Overview(**values)


def _recalled_line(record: Mapping[str, Any]) -> ObligationRow:
    days = {name: _day(record[name]) for name in ("before", "after")}
    dues = ("first_due", "before", "due")
    pieces = tuple(CommitmentRow(**{**one, **{name: _day(one[name]) for name in dues}}) for one in record["pieces"])
    return ObligationRow(**{**record, **days, "pieces": pieces})


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None

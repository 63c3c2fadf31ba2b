"""CSV export for spreadsheet programs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters of cells that a spreadsheet program would evaluate as a formula."""
_BEGINS_A_FORMULA = re.compile(rf"(?:^|(?<=[;\r\n]))(?=\"*[{re.escape(''.join(FORMULA))}])")
"""Where a cell begins with one of them; where an Indonesian Excel begins a cell, too: it separates cells by semicolons,
a line within a cell becomes a row, and quotes around a cell are taken away."""


def as_csv(columns: Sequence[Any], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a table as CSV in UTF-8; text that a spreadsheet program would evaluate as a formula is escaped."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([str(column) for column in columns])
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


def _harmless(value: Any) -> Any:
    return _BEGINS_A_FORMULA.sub("'", value) if isinstance(value, str) else value

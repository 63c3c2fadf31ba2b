"""The table that people wrote: `tests/doors/expected.txt`, row by row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROLES = {
    "adm": "administrator",
    "coo": "coordinator",
    "lea": "leadership",
    "cha": "chair",
    "fac": "facilitator",
    "min": "taker",
    "par": "participant",
    "col": "colleague",
    "obs": "observer",
    "res": "responsible",
    "ver": "verifier",
    "con": "contributor",
    "pty": "party",
    "cnt": "counterparty",
    "oth": "other",
}


@dataclass(frozen=True)
class Row:
    """What a policy answers about one thing (None: it is about none), by role: "may", "403" or "404"."""

    policy: str
    thing: str | None
    answers: dict[str, str]


def rows() -> list[Row]:
    """Return all rows of the table. Raises ValueError for a line that is not one."""
    lines = (Path(__file__).parent / "expected.txt").read_text().splitlines()
    written = [line for line in lines if line and not line.startswith("#")]
    heading = written[0].split()[2:]
    if heading != list(ROLES):
        raise ValueError(f"the columns are {heading}")
    return [_row(line) for line in written[1:]]


def _row(line: str) -> Row:
    policy, thing, cells = re.split(r"\s{2,}", line, maxsplit=2)
    answers = cells.split()
    if len(answers) != len(ROLES) or not set(answers) <= {"may", "403", "404"}:
        raise ValueError(f"not a row: {line}")
    return Row(policy, None if thing == "-" else thing, dict(zip(ROLES.values(), answers, strict=True)))

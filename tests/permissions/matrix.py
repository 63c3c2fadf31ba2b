"""The permission matrix, `tests/permissions/matrix.txt`, row by row. People decide it and edit it by hand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
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
    """What a policy answers about the object `target` (None: it is about none), by role: "may", "403" or "404"."""

    policy: str
    target: str | None
    answers: dict[str, str]


def rows() -> list[Row]:
    """Return all rows of the matrix. Raises ValueError for a line that is not one."""
    lines = (Path(__file__).parent / "matrix.txt").read_text().splitlines()
    written = [line for line in lines if line and not line.startswith("#")]
    heading = written[0].split()[2:]
    if heading != list(ROLES):
        raise ValueError(f"the columns are {heading}")
    return [_row(line) for line in written[1:]]


def _row(line: str) -> Row:
    policy, target, cells = re.split(r"\s{2,}", line, maxsplit=2)
    answers = cells.split()
    if len(answers) != len(ROLES) or not set(answers) <= {"may", "403", "404"}:
        raise ValueError(f"not a row: {line}")
    return Row(policy, None if target == "-" else target, dict(zip(ROLES.values(), answers, strict=True)))


MATRIX = {policy: list(found) for policy, found in groupby(rows(), key=lambda row: row.policy)}
"""The rows by policy."""


def allowed(policy: str) -> tuple[Row, str]:
    """Return a row of a policy and a role that may; the coordinator where there is a choice."""
    return next(
        (row, role) for row in MATRIX[policy] for role in ("coordinator", *row.answers) if row.answers[role] == "may"
    )

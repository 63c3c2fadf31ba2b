"""The hash chain over the record: who changes, removes or reorders a sealed row breaks every seal after it."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator
from datetime import UTC
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, exists, func, insert, select, text

from app.audit.models import AuditPersonal, AuditRow, AuditSeal
from app.audit.record import digest_of
from app.clock import utc_now
from app.database import db

GENESIS = "0" * 64
"""What stands before the first digest."""
NEARBY = 20_000
"""How far below the last sealed row a row may turn up late, by id, and still be found in the frequent search."""
TOGETHER = 1000

SEALED = (
    AuditRow.id,
    AuditRow.at,
    AuditRow.action,
    AuditRow.actor_id,
    AuditRow.on_behalf_of_id,
    AuditRow.subject_type,
    AuditRow.subject_id,
    AuditRow.circle_id,
    AuditRow.details,
    AuditRow.personal_digest,
)
"""Columns that a seal covers; their order does not matter."""


class Head(NamedTuple):
    """The end of the chain: its length and its last digest."""

    position: int
    digest: str


class Finding(NamedTuple):
    """What a walk along the chain found: its end, how many rows no seal covers yet, where it breaks if it does."""

    head: Head
    unsealed: int
    erased: int
    broken_at: int | None = None
    because: str = ""


def canonical(row: Row[Any]) -> bytes:
    """Return a row's content in one exact form: JSON with sorted keys, moments in UTC with microseconds."""
    values = {name: value for name, value in row._mapping.items() if name in COLUMNS}
    values["at"] = values["at"].astimezone(UTC).isoformat(timespec="microseconds")
    plain = {name: value if isinstance(value, int | dict | None) else str(value) for name, value in values.items()}
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def link(previous: str, content: bytes) -> str:
    """Return the digest of a row that follows `previous` in the chain."""
    return hashlib.sha256(previous.encode() + b"\n" + content).hexdigest()


def seal(*, everywhere: bool = False) -> Head:
    """Chain all committed rows that have no seal yet, by id, and return the new end of the chain.

    A row's place is its own: one that commits late, after rows with higher ids were sealed, comes after them. Such
    rows are looked for among the last `NEARBY` ids, or `everywhere`. Safe beside other sealers.
    """
    _one_at_a_time()
    head, now = head_of_chain(), utc_now()
    unsealed = _unsealed(everywhere=everywhere).order_by(AuditRow.id).limit(TOGETHER)
    rows = db.session.execute(unsealed).all()
    while rows:
        seals = []
        for row in rows:
            head = Head(head.position + 1, link(head.digest, canonical(row)))
            seals.append({"id": head.position, "row_id": row.id, "digest": head.digest, "sealed_at": now})
        db.session.execute(insert(AuditSeal), seals)
        rows = db.session.execute(unsealed.where(AuditRow.id > rows[-1].id)).all()
    return head


def unsealed_count(*, everywhere: bool = False) -> int:
    """Return how many rows no seal covers yet, among the last `NEARBY` ids, or `everywhere`."""
    missing = _unsealed(everywhere=everywhere).with_only_columns(func.count(AuditRow.id))
    return db.session.scalar(missing) or 0


def verify() -> Finding:
    """Walk the whole chain and compare. Erased personal values are counted and break nothing."""
    previous, expected, erased = GENESIS, 1, 0
    unsealed = unsealed_count(everywhere=True)
    for row in _chain():
        head = Head(expected - 1, previous)
        if row.position != expected:
            return Finding(head, unsealed, erased, expected, f"seal {expected} is missing")
        if row.id is None:
            return Finding(head, unsealed, erased, expected, f"row {row.row_id} is missing")
        if link(previous, canonical(row)) != row.digest:
            return Finding(head, unsealed, erased, expected, f"row {row.id} or its seal was changed")
        if row.salt is None:
            erased += row.personal_digest is not None
        elif digest_of(row.personal, row.salt) != row.personal_digest:
            return Finding(head, unsealed, erased, expected, f"the personal values of row {row.id} were changed")
        previous, expected = row.digest, expected + 1
    return Finding(Head(expected - 1, previous), unsealed, erased)


COLUMNS = {column.key for column in SEALED}


def _chain() -> Iterator[Row[Any]]:
    """Yield every seal in order with what it covers, a thousand at a time."""
    walk = (
        select(
            AuditSeal.id.label("position"),
            AuditSeal.row_id,
            AuditSeal.digest,
            *SEALED,
            AuditPersonal.salt,
            AuditPersonal.details.label("personal"),
        )
        .outerjoin(AuditRow, AuditRow.id == AuditSeal.row_id)
        .outerjoin(AuditPersonal, AuditPersonal.row_id == AuditRow.id)
        .order_by(AuditSeal.id)
        .limit(TOGETHER)
    )
    rows = db.session.execute(walk).all()
    while rows:
        yield from rows
        rows = db.session.execute(walk.where(AuditSeal.id > rows[-1].position)).all()


def _unsealed(*, everywhere: bool) -> Select[Any]:
    found = select(*SEALED).where(~exists().where(AuditSeal.row_id == AuditRow.id))
    if everywhere:
        return found
    highest = db.session.scalar(select(func.max(AuditSeal.row_id))) or 0
    return found.where(AuditRow.id > highest - NEARBY)


def head_of_chain() -> Head:
    """Return the present end of the chain."""
    last = db.session.execute(select(AuditSeal.id, AuditSeal.digest).order_by(AuditSeal.id.desc()).limit(1)).first()
    return Head(last.id, last.digest) if last else Head(0, GENESIS)


def _one_at_a_time() -> None:
    """Make other sealers wait until this transaction ends; SQLite's write lock does so by itself."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": zlib.crc32(b"audit seal")})

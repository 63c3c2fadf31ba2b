"""The hash chain of the audit trail: changing, removing or reordering a sealed row breaks the chain at that row."""

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
"""The digest that precedes the first one."""
NEARBY = 20_000
"""How many ids before the highest sealed row the frequent job searches for rows that were committed late."""
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
"""The columns that a seal covers; their order does not matter."""


class Head(NamedTuple):
    """The end of the chain: its length and its last digest."""

    position: int
    digest: str


class Finding(NamedTuple):
    """The result of a verification.

    `broken_at` is the position of the first invalid seal, None if the chain is intact.
    """

    head: Head
    unsealed: int
    erased: int
    broken_at: int | None = None
    because: str = ""


def canonical(row: Row[Any]) -> bytes:
    """Return the content of a row in canonical form: JSON with sorted keys, datetimes in UTC with microseconds."""
    values = {name: value for name, value in row._mapping.items() if name in COLUMNS}
    values["at"] = values["at"].astimezone(UTC).isoformat(timespec="microseconds")
    plain = {name: value if isinstance(value, int | dict | None) else str(value) for name, value in values.items()}
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def link(previous: str, content: bytes) -> str:
    """Return the digest of a row that follows `previous` in the chain."""
    return hashlib.sha256(previous.encode() + b"\n" + content).hexdigest()


def seal(*, everywhere: bool = False) -> Head:
    """Add seals for all committed rows without one, ordered by id, and return the new end of the chain.

    The position in the chain does not depend on the id: a row that was committed after rows with higher ids had been
    sealed follows those. Such rows are searched among the last `NEARBY` ids, or `everywhere`. Safe to run concurrently.
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
    """Return the number of rows without a seal, among the last `NEARBY` ids, or `everywhere`."""
    missing = _unsealed(everywhere=everywhere).with_only_columns(func.count(AuditRow.id))
    return db.session.scalar(missing) or 0


def verify() -> Finding:
    """Verify the whole chain. Erased personal values are counted and do not break it."""
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
    """Yield every seal in order with the values that it covers, loaded in batches of a thousand."""
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
    """Return the current end of the chain."""
    last = db.session.execute(select(AuditSeal.id, AuditSeal.digest).order_by(AuditSeal.id.desc()).limit(1)).first()
    return Head(last.id, last.digest) if last else Head(0, GENESIS)


def _one_at_a_time() -> None:
    """Make concurrent callers wait until this transaction ends; on SQLite the write lock already does."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": zlib.crc32(b"audit seal")})

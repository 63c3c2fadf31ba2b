"""Writes audit rows, one per action, in the transaction of the action."""

from __future__ import annotations

import enum
import hashlib
import json
import secrets
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import g

from app.audit.models import AuditPersonal, AuditRow
from app.database import Model, db


def record(
    action: str,
    subject: Model,
    *,
    by: Any,
    at: datetime,
    on_behalf_of: Any = None,
    circle_id: UUID | None = None,
    personal: dict[str, Any] | None = None,
    **details: Any,
) -> AuditRow:
    """Add the audit row for `action` ("commitment.returned") on `subject`; `by` is a person, or None for a job.

    `details` must not contain personal data. Names, addresses and the like belong in `personal`, which can be erased
    without breaking the chain, since the row contains only its salted digest. The circle is that of the subject by
    default; it determines which coordinators may read the row. An act by a link in a mail is marked `via="link"`.
    """
    db.session.flush()  # assigns ids to new subjects and inserts their rows first
    row = _row(action, subject, by=by, at=at, on_behalf_of=on_behalf_of, circle_id=circle_id, details=details)
    if personal:
        values = {name: plain(value) for name, value in personal.items()}
        salt = secrets.token_hex(16)
        row.personal_digest = digest_of(values, salt)
        row.personal = AuditPersonal(salt=salt, details=values)
    db.session.add(row)
    return row


def record_all(
    action: str,
    subjects: Iterable[Model],
    *,
    by: Any,
    at: datetime,
    details: Callable[[Any], dict[str, Any]],
    on_behalf_of: Callable[[Any], Any] = lambda _subject: None,
) -> None:
    """Add an audit row for each of many subjects, in few statements; details and party are functions of a subject."""
    db.session.flush()
    db.session.add_all(
        _row(action, one, by=by, at=at, on_behalf_of=on_behalf_of(one), circle_id=None, details=details(one))
        for one in subjects
    )


def _row(
    action: str,
    subject: Model,
    *,
    by: Any,
    at: datetime,
    on_behalf_of: Any,
    circle_id: UUID | None,
    details: dict[str, Any],
) -> AuditRow:
    via = {"via": "link"} if "link_page" in g else {}
    return AuditRow(
        at=at,
        action=action,
        actor_id=getattr(by, "id", None),
        on_behalf_of_id=getattr(on_behalf_of, "id", None),
        subject_type=type(subject).__name__,
        subject_id=subject.id,
        circle_id=circle_id or getattr(subject, "circle_id", None),
        details={name: plain(value) for name, value in {**details, **via}.items()},
    )


def plain(value: Any) -> Any:
    """Return `value` for storage as JSON: dates and datetimes in ISO 8601, enums by value, rows by id."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Model):
        return str(value.id)
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    return value


def digest_of(values: dict[str, Any], salt: str) -> str:
    """Return the SHA-256 of a salt and the canonical JSON of `values`, in hexadecimal."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()

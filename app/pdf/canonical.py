"""Canonical serialisation of content, independent of the order of keys, for the SHA-256 of a document."""

from __future__ import annotations

import enum
import hashlib
import json
import math
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

FINGERPRINT = re.compile(r"[0-9a-f]{64}")
"""The format of a fingerprint."""


def canonical(content: Any) -> bytes:
    """Return `content` as canonical JSON in UTF-8.

    Keys are sorted, there are no spaces, text is in NFC, datetimes are in UTC, and whole numbers are integers. The
    result does not change when the content is stored as JSON and loaded. Raises TypeError for values without a
    canonical form, including naive datetimes, and ValueError for NaN and infinity and for two keys that are equal in
    NFC.
    """
    return json.dumps(_plain(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def fingerprint(content: Any) -> str:
    """Return the SHA-256 of the canonical form of `content`, in hexadecimal: the value in a document's QR code."""
    return hashlib.sha256(canonical(content)).hexdigest()


def in_groups(fingerprint: str) -> str:
    """Return a fingerprint in groups of four characters, for people to compare."""
    return " ".join(re.findall("....", fingerprint))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _mapping(value)
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return _scalar(value)


def _mapping(value: Mapping[Any, Any]) -> dict[str, Any]:
    plain = {str(_scalar(key)): _plain(part) for key, part in value.items()}
    if len(plain) != len(value):
        raise ValueError("two keys are the same text")
    return plain


def _scalar(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return _scalar(value.value)
    if isinstance(value, str | UUID):
        return unicodedata.normalize("NFC", str(value))
    if isinstance(value, float):
        return _number(value)
    if value is None or isinstance(value, bool | int):
        return value
    return _time(value)


def _number(value: float) -> float | int:
    if not math.isfinite(value):
        raise ValueError(f"{value} is no number")
    return int(value) if value.is_integer() else value


def _time(value: Any) -> str:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError("a time without a zone has no canonical form")
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")

"""Labels of audit entries: each feature registers the words for its actions and models."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import UUID

from app.audit.details import text_of
from app.web.i18n import language

PLACEHOLDER = re.compile(r"%\((\w+)\)")
BLANKS: Mapping[str, str] = defaultdict(lambda: "…")
"""Placeholders for the details in a sentence without a row."""

_sentences: dict[str, Any] = {}
_kinds: dict[str, Any] = {}


def describe(action: str, words: Any) -> None:
    """Register the label of `action`, which follows the name of a person.

    `words` is a lazy translation and may contain details of the row: "moved the due date to %(due)s". Example:
    `describe("commitment.returned", _l("returned the delivery"))`.
    """
    _sentences[action] = words
    _in_order.cache_clear()


def is_described(action: str) -> bool:
    """Whether a label for `action` is registered."""
    return action in _sentences


def call(model: type[Any], words: Any) -> None:
    """Register the name of a model in the audit trail: `call(Commitment, _l("commitment"))`."""
    _kinds[model.__name__] = words


def sentence(action: str, details: dict[str, Any], names: Mapping[UUID, str]) -> str:
    """Return the description of an action in the reader's language, or its identifier if it has none.

    `names` are those of the people and organisations in `details.ids_in`.
    """
    words = str(_sentences.get(action, action))
    try:
        shown = {key: text_of(action, key, details[key], names) for key in in_sentence(action)}
        return words % shown if "%(" in words else words
    except (KeyError, ValueError, TypeError):  # the row is older than the label and lacks its details
        return words.partition("%(")[0].strip()


def bare(action: str) -> str:
    """Return the description of an action with "…" in place of details."""
    words = str(_sentences.get(action, action))
    return words % BLANKS if "%(" in words else words


def in_sentence(action: str) -> frozenset[str]:
    """Return the names of the details that the description of an action contains."""
    return frozenset(PLACEHOLDER.findall(str(_sentences.get(action, ""))))


def kind(subject_type: str) -> str:
    """Return the name of a model."""
    return str(_kinds.get(subject_type, subject_type))


def every_action() -> list[tuple[str, str]]:
    """Return all described actions with their labels, sorted by action, with "…" in place of details."""
    return _in_order(language())


@cache  # saves 2 ms of the record's page, by language; `describe` ends it
def _in_order(_language: str) -> list[tuple[str, str]]:
    return [(action, bare(action)) for action in sorted(_sentences)]

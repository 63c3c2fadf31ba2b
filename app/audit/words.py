"""Acts in words: each feature says how its actions read in a history."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from app import i18n
from app.translation import language

DAY = re.compile(r"\d{4}-\d\d-\d\d")
"""A day as rows hold it."""

_sentences: dict[str, Any] = {}
_kinds: dict[str, Any] = {}


def describe(action: str, words: Any) -> None:
    """Say how `action` reads after a name: `describe("commitment.returned", _l("returned the delivery"))`.

    `words` is a lazy translation and may use the row's details: "moved the due date to %(due)s".
    """
    _sentences[action] = words
    _in_order.cache_clear()


def is_described(action: str) -> bool:
    """Whether some feature said how `action` reads."""
    return action in _sentences


def call(model: type[Any], words: Any) -> None:
    """Say what things of `model` are called in the record: `call(Commitment, _l("commitment"))`."""
    _kinds[model.__name__] = words


def sentence(action: str, details: dict[str, Any]) -> str:
    """Return what was done in words of the reader's language; an action that nobody described reads as its name."""
    words = str(_sentences.get(action, action))
    try:
        return words % {name: _said(value) for name, value in details.items()} if "%(" in words else words
    except (KeyError, ValueError, TypeError):  # the sentence is younger than the row
        return words.partition("%(")[0].strip()


def _said(value: Any) -> Any:
    """Return a detail as it is said: of a day, which is stored as "2026-11-26", its words."""
    if not (isinstance(value, str) and DAY.fullmatch(value)):
        return value
    return i18n.plain_day(i18n.iso_day(value))


def kind(subject_type: str) -> str:
    """Return what a kind of thing is called."""
    return str(_kinds.get(subject_type, subject_type))


def every_action() -> list[tuple[str, str]]:
    """Return all described actions with their words, by name."""
    return _in_order(language())


@cache
def _in_order(_language: str) -> list[tuple[str, str]]:
    return [(action, str(_sentences[action])) for action in sorted(_sentences)]

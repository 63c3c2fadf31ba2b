"""Acts in words: each feature says how its actions read in a history."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from app.web import i18n
from app.web.arguments import uuid_of
from app.web.i18n import language

DAY = re.compile(r"\d{4}-\d\d-\d\d")
"""A day as rows hold it."""
BLANKS: Mapping[str, str] = defaultdict(lambda: "…")
"""What stands in a sentence for details that nobody knows yet."""
NAMED = ("person", "organisation")
"""Details that hold the id of a person or organisation, as a text: sentences say the name."""

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


def ids_in(details: dict[str, Any]) -> Iterator[UUID]:
    """Yield the ids of people and organisations that a sentence about `details` may name."""
    return filter(None, (uuid_of(details.get(key)) for key in NAMED))


def sentence(action: str, details: dict[str, Any], names: Mapping[UUID, str]) -> str:
    """Return what was done in words of the reader's language; an action that nobody described reads as its name.

    `names` are those of the people and organisations of `ids_in(details)`.
    """
    words = str(_sentences.get(action, action))
    try:
        return words % {key: _said(key, value, names) for key, value in details.items()} if "%(" in words else words
    except (KeyError, ValueError, TypeError):  # the sentence is younger than the row
        return words.partition("%(")[0].strip()


def bare(action: str) -> str:
    """Return what was done without what a row says of it: "…" stands for that."""
    words = str(_sentences.get(action, action))
    return words % BLANKS if "%(" in words else words


def _said(key: str, value: Any, names: Mapping[UUID, str]) -> Any:
    """Return a detail as it is said: of an id the name, of a day, which is stored as "2026-11-26", its words."""
    if key in NAMED and (named := uuid_of(value)):
        return names.get(named) or _("somebody")
    if not (isinstance(value, str) and DAY.fullmatch(value)):
        return value
    return i18n.plain_day(i18n.iso_day(value))


def kind(subject_type: str) -> str:
    """Return what a kind of thing is called."""
    return str(_kinds.get(subject_type, subject_type))


def every_action() -> list[tuple[str, str]]:
    """Return all described actions with their words, by name; "…" stands for what a row would say."""
    return _in_order(language())


@cache  # saves 2 ms of the record's page, by language; `describe` ends it
def _in_order(_language: str) -> list[tuple[str, str]]:
    return [(action, bare(action)) for action in sorted(_sentences)]

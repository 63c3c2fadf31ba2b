"""Registry of what can be passed on within an organisation: commitments, sessions and the like."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import Flask, current_app
from sqlalchemy import ColumnElement, Select

from app.accounts.models import Person
from app.circles.models import Circle
from app.dispositions.models import Disposition

EXTENSION = "dispositions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A kind of thing that people pass on.

    `may_read(person, thing)` and `among(thing)`, a condition on `Person`, limit who can receive it; `gives(person,
    thing)` returns whether a person holds an office in the thing with which they may pass it on, besides the contacts
    of their organisation, and `concerns(person, thing)` whether it asks something of their organisation. A thing can be
    passed on while `is_open(thing)`.
    `named(person, today, ids)` selects id and title of those in `ids` that a person may read. `facts(thing)` are
    labels and values for a receiver who has no account.
    """

    model: type[Any]
    word: Any
    """What the thing is: "commitment"."""
    load: Callable[[UUID], Any]
    circle: Callable[[Any], Circle]
    title: Callable[[Any], str]
    may_read: Callable[[Person, Any], bool]
    among: Callable[[Any], ColumnElement[bool]]
    gives: Callable[[Person, Any], bool]
    concerns: Callable[[Person, Any], bool]
    is_open: Callable[[Any], bool]
    named: Callable[[Person, date, Select[UUID]], Select[UUID, str]]
    facts: Callable[[Any], Sequence[tuple[str, Any]]]


def add_matter(app: Flask, matter: Matter) -> None:
    """Let things of a model be passed on."""
    _matters(app)[matter.model.__name__] = matter


def matter_of(thing: object) -> Matter:
    """Return how a thing is passed on. Raises KeyError unless its model was registered."""
    return _matters(current_app)[type(thing).__name__]


def matter_named(subject_type: str) -> Matter:
    """Return how things of the class with this name are passed on."""
    return _matters(current_app)[subject_type]


def every_matter() -> Iterable[Matter]:
    """Return everything that can be passed on."""
    return _matters(current_app).values()


def thing_of(disposition: Disposition) -> Any:
    """Return the thing that was passed on, or None if it does not exist any more."""
    return matter_named(disposition.subject_type).load(disposition.subject_id)


def _matters(app: Flask) -> dict[str, Matter]:
    found: dict[str, Matter] = app.extensions.setdefault(EXTENSION, {})
    return found

"""Registry of what people hand over with their office: roles and open work, registered by their packages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, current_app

from app.accounts.models import Person

EXTENSION = "charges"


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """A hand-over from `person` to `successor`, by `by` at the instant `at`."""

    person: Person
    successor: Person
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """A kind of role or open work.

    `held(person, reader)` returns the objects that `person` holds and `reader` may read and pass on, in order;
    `line(obj)` describes one in a short text; `pass_on(obj, succession)` gives it to the successor, with its audit row.
    """

    label: Any
    held: Callable[[Person, Person], Sequence[Any]]
    line: Callable[[Any], Any]
    pass_on: Callable[[Any, Succession], None]


def add_charge(app: Flask, charge: Charge) -> None:
    """Register a kind. Kinds are passed on in the order in which they were registered."""
    app.extensions.setdefault(EXTENSION, []).append(charge)


def held(person: Person, reader: Person) -> Iterator[tuple[Charge, Sequence[Any]]]:
    """Yield each kind of which `person` holds something that `reader` may pass on, with the objects.

    A kind is read when it is reached: passing on an earlier one may have changed it.
    """
    registered: list[Charge] = current_app.extensions.get(EXTENSION, [])
    for charge in registered:
        if objects := charge.held(person, reader):
            yield charge, objects

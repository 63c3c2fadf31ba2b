"""Registry of what an organisation passes on to its successors: kinds of objects, registered by their packages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, current_app

from app.accounts.models import Person
from app.organisations.models import Organisation

EXTENSION = "holdings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """The transfer of one object from `predecessor` to `successor`, by `by` at the instant `at`."""

    predecessor: Organisation
    successor: Organisation
    basis: str
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A kind of object that organisations hold.

    `held(organisation, reader)` returns the objects that `organisation` holds and `reader` may know of, in order;
    `line(obj)` describes one in a short text; `obstacle(obj, organisation, successor)` returns why an object cannot
    pass to `successor`, or None; `pass_on(obj, transfer)` passes it on, with its audit row.
    """

    name: str
    label: Any
    held: Callable[[Organisation, Person], Sequence[Any]]
    line: Callable[[Any], Any]
    obstacle: Callable[[Any, Organisation, Organisation], Any]
    pass_on: Callable[[Any, Transfer], None]


def add_holding(app: Flask, holding: Holding) -> None:
    """Register a kind. Kinds are passed on in the order in which they were registered."""
    app.extensions.setdefault(EXTENSION, []).append(holding)


def registered() -> Sequence[Holding]:
    """Return the registered kinds, in order."""
    found: list[Holding] = current_app.extensions.get(EXTENSION, [])
    return found

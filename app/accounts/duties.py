"""Registry of duties that others rely on, for decisions such as who may change the address of an account.

Upper packages register predicates, such as whether a person chairs a forum; callers check all of them without knowing
the packages.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, current_app

from app.accounts.models import Person

Duty = Callable[[Person], bool]
EXTENSION = "duties"


def add_duty(app: Flask, holds: Duty) -> None:
    """Register the predicate `holds(person)` for a kind of duty."""
    app.extensions.setdefault(EXTENSION, []).append(holds)


def holds_duty(person: Person) -> bool:
    """Whether a person has a platform role, or any registered duty."""
    registered: list[Duty] = current_app.extensions.get(EXTENSION, [])
    return bool(person.roles) or any(holds(person) for holds in registered)

"""Who holds a duty that others rely on, as the packages above accounts know it.

A package registers a question, such as whether somebody chairs a forum; what depends on it (who may change the address
of an account) asks all of them and knows nothing of who answers.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, current_app

from app.accounts.models import Person

Duty = Callable[[Person], bool]
EXTENSION = "duties"


def add_duty(app: Flask, holds: Duty) -> None:
    """Let `holds(person)` say whether a person holds one more kind of duty."""
    app.extensions.setdefault(EXTENSION, []).append(holds)


def holds_duty(person: Person) -> bool:
    """Whether a person has a platform role, or a duty that any package knows of."""
    registered: list[Duty] = current_app.extensions.get(EXTENSION, [])
    return bool(person.roles) or any(holds(person) for holds in registered)

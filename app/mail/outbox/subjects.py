"""Registry of the models whose objects' pages list the mails about them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from flask import Flask, current_app
from sqlalchemy import Select

from app.accounts.models import Person

EXTENSION = "mail_subjects"


class Named(NamedTuple):
    """The name of an object and the URL of its page."""

    title: str
    href: str


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A model that mails are about.

    `readable(person, today)` selects the ids of the objects that a person may read; `names(ids)` returns the names of
    some, with a number of statements that does not grow with them.
    """

    model: type[Any]
    readable: Callable[[Person, date], Select[UUID]]
    names: Callable[[Collection[UUID]], Mapping[UUID, Named]]
    parts: Callable[[UUID], Mapping[str, Select[UUID]]] = lambda _id: {}
    """The ids of objects of other models whose mails belong to the page of an object, by the names of their classes."""


def add_subject(app: Flask, subject: Subject) -> None:
    """Let coordinators list the mails about the objects of a model."""
    app.extensions.setdefault(EXTENSION, {})[subject.model.__name__] = subject


def subjects() -> dict[str, Subject]:
    """Return the registered models by the names of their classes, as in `Mail.about_type`."""
    found: dict[str, Subject] = current_app.extensions.get(EXTENSION, {})
    return found
